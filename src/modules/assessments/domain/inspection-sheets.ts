import { Rate, required } from '../../../kernel/index.js';
import type { InspectionContent } from './record-content.js';

/** A sheet of an inspection with the sum of its items. */
export type ScoredSheet = InspectionContent & { readonly score: Rate };

/**
 * What several sheets give together: the mean of their totals, rounded half up once to 2 decimals; additions and deductions likewise, each by its mean; posts as
 * the sheet that counted fewest saw them; a safety event that one of them saw happened. One sheet is itself. Example: 88.50 and 90.25 → 89.38.
 */
export function combinedSheet(sheets: readonly ScoredSheet[]): ScoredSheet {
  const [first, ...others] = sheets;
  const sheet = required(first, 'a sheet of the inspection');
  if (others.length === 0) return sheet;
  const named = sheets.flatMap(({ adjustments }) => adjustments.map(({ name }) => name));
  const counted = sheets.flatMap(({ staffing }) => staffing);
  return {
    score: mean(sheets.map(({ score }) => score)),
    items: sheet.items.map((item) => {
      const same = sheets.flatMap(({ items }) => items.filter(({ name }) => name === item.name));
      const evidence = [...new Set(same.flatMap(({ evidence: files = [] }) => files))];
      const score = mean(same.map(({ score: points }) => Rate.parse(points))).toString();
      return { ...item, score, note: together(same.map(({ note }) => note)), ...(evidence.length > 0 && { evidence }) };
    }),
    adjustments: [...new Set(named)].map((name) => {
      const same = sheets.flatMap(({ adjustments }) => adjustments.filter((adjustment) => adjustment.name === name));
      const missing = Array.from({ length: sheets.length - same.length }, () => Rate.zero);
      return { name, score: mean([...same.map(({ score }) => Rate.parse(score)), ...missing]).toString(), note: together(same.map(({ note }) => note)) };
    }),
    staffing: [...new Map(counted.toSorted((a, b) => b.present - a.present).map((post) => [post.post, post])).values()],
    severeSafetyEvent: together(sheets.map(({ severeSafetyEvent }) => severeSafetyEvent ?? '')) || null,
  };
}

function mean(values: readonly Rate[]): Rate {
  return Rate.sum(values).dividedBy(Rate.ofInteger(values.length)).rounded(2);
}

function together(words: readonly string[]): string {
  return [...new Set(words.filter((text) => text !== ''))].join(' / ');
}
