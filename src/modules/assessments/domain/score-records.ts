import { DomainError, Rate } from '../../../kernel/index.js';
import type { Post, RecordedComponent, ScoreTemplate } from '../../contracts/index.js';
import type { ItemRecord } from './record-content.js';

export const INSPECTION: RecordedComponent = 'INSPECTION';
export const SURVEY: RecordedComponent = 'SURVEY';

/** A scored item of an inspection or a self-evaluation. */
export interface ItemScore {
  readonly name: string;
  readonly scoreMax: Rate;
  readonly score: Rate;
  readonly note: string;
  readonly evidence: readonly string[];
}

/** What adds to the weighted sum, or deducts from it. */
export interface Adjustment {
  readonly name: string;
  readonly score: Rate;
  readonly note: string;
}

/** As requests carry them; numbers are text. */
export type NamedScoreJson = {
  readonly name: string;
  readonly score: string;
  readonly note: string;
};

/** The same of an item, with the SHA-256 of its files. */
/** Without `evidence` the files are those of the draft. */
export type ItemScoreJson = NamedScoreJson & { readonly evidence?: readonly string[] };

/** Who was on duty when the inspection came. */
export type PresentJson = {
  readonly post: string;
  readonly present: number;
};

/** The most that a note may hold. */
const NOTE_MAX = 500;
/** Files of an item. */
export const ITEM_EVIDENCE_MAX = 10;

/**
 * The template's items with their scores, in the template's order; each exactly once, each in [0, scoreMax].
 * @throws ASSESSMENT_ITEMS_DIFFER ASSESSMENT_SCORE_OUTSIDE ASSESSMENT_NOTE ASSESSMENT_EVIDENCE
 */
export function readItems(template: ScoreTemplate, records: readonly ItemScoreJson[]): ItemScore[] {
  const names = records.map((record) => record.name);
  const known = template.items.map((item) => item.name);
  const missing = known.filter((name) => !names.includes(name));
  const unknown = names.filter((name, position) => !known.includes(name) || names.indexOf(name) !== position);
  if (missing.length > 0 || unknown.length > 0)
    throw new DomainError('ASSESSMENT_ITEMS_DIFFER', { missing: missing.join(', ') || '–', unknown: unknown.join(', ') || '–' });
  return template.items.map((item) => {
    const position = names.indexOf(item.name);
    const record: ItemScoreJson = records[position] ?? { name: item.name, score: '', note: '' };
    const score = readScore(`items[${position}].score`, record.score, { min: Rate.zero, max: item.scoreMax });
    const note = readNote(`items[${position}].note`, record.note);
    return { name: item.name, scoreMax: item.scoreMax, score, note, evidence: readItemEvidence(`items[${position}].evidence`, record.evidence ?? []) };
  });
}

/** Adjustments that the template knows, each at most once and within its limits. @throws ASSESSMENT_ADJUSTMENT_UNKNOWN ASSESSMENT_SCORE_OUTSIDE ASSESSMENT_NOTE */
export function readAdjustments(template: ScoreTemplate, records: readonly NamedScoreJson[]): Adjustment[] {
  return records.map((record, position) => {
    const known = template.adjustments.find((adjustment) => adjustment.name === record.name);
    const isRepeated = records.findIndex((other) => other.name === record.name) !== position;
    if (!known || isRepeated) throw new DomainError('ASSESSMENT_ADJUSTMENT_UNKNOWN', { field: `adjustments[${position}]`, name: record.name });
    const score = readScore(`adjustments[${position}].score`, record.score, { min: known.scoreMin, max: known.scoreMax });
    return { name: record.name, score, note: readNote(`adjustments[${position}].note`, record.note) };
  });
}

/** The promised posts with who was there, in the order of the contract; posts that were not counted are left out. @throws ASSESSMENT_STAFFING */
export function readStaffing(promised: readonly Post[], records: readonly PresentJson[]): (Post & { readonly present: number })[] {
  for (const [position, { post, present }] of records.entries()) {
    const isKnown = promised.some((known) => known.post === post) && records.findIndex((other) => other.post === post) === position;
    if (!isKnown || !Number.isSafeInteger(present) || present < 0)
      throw new DomainError('ASSESSMENT_STAFFING', { field: `staffing[${position}]`, post, present: String(present) });
  }
  return promised.flatMap((post) => records.filter((record) => record.post === post.post).map((record) => ({ ...post, present: record.present })));
}

/** The questions of a survey with their means; for reading only, they do not count. @throws ASSESSMENT_NOTE ASSESSMENT_SCORE_OUTSIDE */
export function readSurveyItems(records: readonly { readonly name: string; readonly score: string }[]): { name: string; score: string }[] {
  return records.map((record, position) => ({
    name: readReason(`items[${position}].name`, record.name),
    score: readScore(`items[${position}].score`, record.score).toString(),
  }));
}

/** Items as they are kept: numbers as text. */
export function itemRecords(items: readonly ItemScore[]): ItemRecord[] {
  return items.map(({ evidence, ...item }) => ({
    ...item,
    scoreMax: item.scoreMax.toString(),
    score: item.score.toString(),
    ...(evidence.length > 0 && { evidence }),
  }));
}

/** Items as a request that is compared by its key says them: without files where there are none. */
export function statedItems(items: readonly ItemScoreJson[]): ItemScoreJson[] {
  return items.map(({ name, score, note, evidence }) => ({ name, score, note, ...(evidence && { evidence: [...evidence] }) }));
}

/** At most ten files of an item, each by its SHA-256 and once. @throws ASSESSMENT_EVIDENCE */
export function readItemEvidence(field: string, hashes: readonly string[]): string[] {
  const isHash = (hash: string, at: number) => /^[0-9a-f]{64}$/.test(hash) && hashes.indexOf(hash) === at;
  if (hashes.length > ITEM_EVIDENCE_MAX || !hashes.every(isHash))
    throw new DomainError('ASSESSMENT_EVIDENCE', { field, count: hashes.length, max: ITEM_EVIDENCE_MAX });
  return [...hashes];
}

/** A measured figure's component; the inspection and the survey have their own records. @throws ASSESSMENT_COMPONENT_UNKNOWN */
export function assertMeasured(template: ScoreTemplate, code: string): void {
  const measured = template.components.map((component) => component.code).filter((known) => known !== INSPECTION && known !== SURVEY);
  if (!measured.includes(code)) throw new DomainError('ASSESSMENT_COMPONENT_UNKNOWN', { code, known: measured.join(', ') || '–' });
}

/** A score with at most 2 decimals within its limits, 0 to 100 unless told. @throws RATE_INVALID ASSESSMENT_SCORE_OUTSIDE */
export function readScore(field: string, text: string, limits: { min: Rate; max: Rate } = { min: Rate.zero, max: Rate.hundred }): Rate {
  const score = Rate.parse(text);
  if (score.lessThan(limits.min) || limits.max.lessThan(score) || !score.equals(score.rounded(2)))
    throw new DomainError('ASSESSMENT_SCORE_OUTSIDE', { field, value: text, min: limits.min.toString(), max: limits.max.toString() });
  return score;
}

/** Words that are published beside a score; empty is allowed. @throws ASSESSMENT_NOTE */
export function readNote(field: string, text: string): string {
  const note = text.trim();
  if (note.length > NOTE_MAX || /[^\P{Cc}\n]/u.test(note)) throw new DomainError('ASSESSMENT_NOTE', { field, max: NOTE_MAX });
  return note;
}

/** A reason that somebody will have to stand by: like a note, but never empty. @throws ASSESSMENT_NOTE */
export function readReason(field: string, text: string): string {
  const reason = readNote(field, text);
  if (reason === '') throw new DomainError('ASSESSMENT_NOTE', { field, max: NOTE_MAX });
  return reason;
}
