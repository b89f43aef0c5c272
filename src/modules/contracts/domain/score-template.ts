import { DomainError, Rate } from '../../../kernel/index.js';
import { assertDistinct, readInteger, readRate, readText, readWord } from './terms-check.js';

/** Where the points of a component come from: the inspection's items, the residents' survey, or a measured figure. */
export const componentSources = ['INSPECTION', 'SURVEY', 'MEASURE'] as const;
export type ComponentSource = (typeof componentSources)[number];

/** A part of the score: points in [0, 100] and the weight with which they count. */
export interface TemplateComponent {
  readonly code: string;
  readonly label: string;
  readonly source: ComponentSource;
  readonly weight: Rate;
}

/** What the inspection looks at; its points lie in [0, pointsMax]. */
export interface TemplateItem {
  readonly code: string;
  readonly label: string;
  readonly pointsMax: Rate;
}

/** What adds to or deducts from the weighted sum; its points lie in [pointsMin, pointsMax]. */
export interface TemplateAdjustment {
  readonly code: string;
  readonly label: string;
  readonly pointsMin: Rate;
  readonly pointsMax: Rate;
}

/** How service quality is scored (domain.md 5): weights add to 1, the full points of the inspection's items to 100. */
export interface ScoreTemplate {
  readonly components: readonly TemplateComponent[];
  readonly items: readonly TemplateItem[];
  readonly adjustments: readonly TemplateAdjustment[];
  /** Fewer answers than this, and the survey's weight moves to the inspection. */
  readonly surveyAnswersMin: number;
}

/** Numbers as text. */
export interface ScoreTemplateJson {
  readonly components: readonly { readonly code: string; readonly label: string; readonly source: string; readonly weight: string }[];
  readonly items: readonly { readonly code: string; readonly label: string; readonly pointsMax: string }[];
  readonly adjustments: readonly { readonly code: string; readonly label: string; readonly pointsMin: string; readonly pointsMax: string }[];
  readonly surveyAnswersMin: number;
}

const WEIGHT = { min: '0.0001', max: '1', decimals: 4 };
const ITEM_POINTS = { min: '0.01', max: '100', decimals: 2 };
const ADJUSTMENT_POINTS = { min: '-100', max: '100', decimals: 2 };

/**
 * Reads a template and refuses one whose score would not be out of 100.
 * @throws CONTRACT_WEIGHTS_NOT_WHOLE CONTRACT_ITEMS_NOT_WHOLE CONTRACT_TEMPLATE_SOURCES CONTRACT_TERM_OUTSIDE CONTRACT_TERM_TOO_FINE CONTRACT_TERM_TEXT CONTRACT_TERM_UNKNOWN CONTRACT_TERM_REPEATED
 */
export function readScoreTemplate(json: ScoreTemplateJson, field = 'template'): ScoreTemplate {
  const template: ScoreTemplate = {
    components: json.components.map((component, position) => {
      const name = `${field}.components[${position}]`;
      return {
        ...readNames(name, component),
        source: readWord(`${name}.source`, component.source, componentSources),
        weight: readRate(`${name}.weight`, component.weight, WEIGHT),
      };
    }),
    items: json.items.map((item, position) => {
      const name = `${field}.items[${position}]`;
      return { ...readNames(name, item), pointsMax: readRate(`${name}.pointsMax`, item.pointsMax, ITEM_POINTS) };
    }),
    adjustments: json.adjustments.map((adjustment, position) => {
      const name = `${field}.adjustments[${position}]`;
      const pointsMin = readRate(`${name}.pointsMin`, adjustment.pointsMin, ADJUSTMENT_POINTS);
      return {
        ...readNames(name, adjustment),
        pointsMin,
        pointsMax: readRate(`${name}.pointsMax`, adjustment.pointsMax, { ...ADJUSTMENT_POINTS, min: pointsMin.toString() }),
      };
    }),
    surveyAnswersMin: readInteger(`${field}.surveyAnswersMin`, json.surveyAnswersMin, { min: 1, max: 10_000 }),
  };
  assertWhole(template, field);
  return template;
}

export function scoreTemplateJson(template: ScoreTemplate): ScoreTemplateJson {
  return {
    components: template.components.map((component) => ({ ...component, weight: component.weight.toString() })),
    items: template.items.map((item) => ({ ...item, pointsMax: item.pointsMax.toString() })),
    adjustments: template.adjustments.map((adjustment) => ({
      ...adjustment,
      pointsMin: adjustment.pointsMin.toString(),
      pointsMax: adjustment.pointsMax.toString(),
    })),
    surveyAnswersMin: template.surveyAnswersMin,
  };
}

function readNames(field: string, named: { readonly code: string; readonly label: string }): { code: string; label: string } {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(named.code)) throw new DomainError('CONTRACT_TERM_TEXT', { field: `${field}.code`, max: 40 });
  return { code: named.code, label: readText(`${field}.label`, named.label) };
}

function assertWhole(template: ScoreTemplate, field: string): void {
  const { components, items, adjustments } = template;
  assertDistinct(
    `${field}.components`,
    components.map((component) => component.code),
  );
  assertDistinct(
    `${field}.items`,
    [...items, ...adjustments].map((item) => item.code),
  );
  const weights = Rate.sum(components.map((component) => component.weight));
  if (!weights.equals(Rate.one))
    throw new DomainError('CONTRACT_WEIGHTS_NOT_WHOLE', { field: `${field}.components`, total: weights.times(Rate.hundred).toString() });
  const points = Rate.sum(items.map((item) => item.pointsMax));
  if (!points.equals(Rate.hundred)) throw new DomainError('CONTRACT_ITEMS_NOT_WHOLE', { field: `${field}.items`, total: points.toString() });
  const count = (source: ComponentSource) => components.filter((component) => component.source === source).length;
  // The survey's weight falls back on the inspection, so there is exactly one to fall back on.
  if (count('INSPECTION') !== 1 || count('SURVEY') > 1)
    throw new DomainError('CONTRACT_TEMPLATE_SOURCES', { field: `${field}.components`, inspections: count('INSPECTION'), surveys: count('SURVEY') });
}
