import { DomainError, Rate } from '../../../kernel/index.js';
import { assertDistinct, readInteger, readRate, readText } from './terms-check.js';

/** Components that have records of their own; any other code is a measured figure. */
export type RecordedComponent = 'INSPECTION' | 'SURVEY';

/** A part of the score, out of 100, and the weight with which it counts. */
export interface TemplateComponent {
  readonly code: string;
  readonly name: string;
  readonly weight: Rate;
}

/** What the inspection looks at; its score lies in [0, scoreMax]. */
export interface TemplateItem {
  readonly name: string;
  readonly scoreMax: Rate;
}

/** What adds to or deducts from the weighted sum; its score lies in [scoreMin, scoreMax]. */
export interface TemplateAdjustment {
  readonly name: string;
  readonly scoreMin: Rate;
  readonly scoreMax: Rate;
}

/** How service quality is scored (domain.md 5): weights add to 1, the full scores of the inspection's items to 100. */
export interface ScoreTemplate {
  readonly components: readonly TemplateComponent[];
  readonly items: readonly TemplateItem[];
  readonly adjustments: readonly TemplateAdjustment[];
  /** Fewer answers than this, and the survey's weight moves to the inspection. */
  readonly surveyAnswersMin: number;
}

/** Numbers as text. */
export type ScoreTemplateJson = {
  readonly components: readonly { readonly code: string; readonly name: string; readonly weight: string }[];
  readonly items: readonly { readonly name: string; readonly scoreMax: string }[];
  readonly adjustments: readonly { readonly name: string; readonly scoreMin: string; readonly scoreMax: string }[];
  readonly surveyAnswersMin: number;
};

const INSPECTION: RecordedComponent = 'INSPECTION';

const WEIGHT = { min: '0.0001', max: '1', decimals: 4 };
const ITEM_SCORE = { min: '0.01', max: '100', decimals: 2 };
const ADJUSTMENT_SCORE = { min: '-100', max: '100', decimals: 2 };

/**
 * Reads a template and refuses one whose score would not be out of 100.
 * @throws CONTRACT_WEIGHTS_NOT_WHOLE CONTRACT_ITEMS_NOT_WHOLE CONTRACT_INSPECTION_MISSING CONTRACT_TERM_OUTSIDE CONTRACT_TERM_TOO_FINE CONTRACT_TERM_TEXT CONTRACT_TERM_REPEATED
 */
export function readScoreTemplate(json: ScoreTemplateJson, field = 'template'): ScoreTemplate {
  const template: ScoreTemplate = {
    components: json.components.map((component, position) => {
      const name = `${field}.components[${position}]`;
      return {
        code: readCode(`${name}.code`, component.code),
        name: readText(`${name}.name`, component.name),
        weight: readRate(`${name}.weight`, component.weight, WEIGHT),
      };
    }),
    items: json.items.map((item, position) => {
      const name = `${field}.items[${position}]`;
      return { name: readText(`${name}.name`, item.name), scoreMax: readRate(`${name}.scoreMax`, item.scoreMax, ITEM_SCORE) };
    }),
    adjustments: json.adjustments.map((adjustment, position) => {
      const name = `${field}.adjustments[${position}]`;
      const scoreMin = readRate(`${name}.scoreMin`, adjustment.scoreMin, ADJUSTMENT_SCORE);
      const scoreMax = readRate(`${name}.scoreMax`, adjustment.scoreMax, { ...ADJUSTMENT_SCORE, min: scoreMin.toString() });
      return { name: readText(`${name}.name`, adjustment.name), scoreMin, scoreMax };
    }),
    surveyAnswersMin: readInteger(`${field}.surveyAnswersMin`, json.surveyAnswersMin, { min: 1, max: 10_000 }),
  };
  assertWhole(template, field);
  return template;
}

export function scoreTemplateJson(template: ScoreTemplate): ScoreTemplateJson {
  return {
    components: template.components.map((component) => ({ ...component, weight: component.weight.toString() })),
    items: template.items.map((item) => ({ ...item, scoreMax: item.scoreMax.toString() })),
    adjustments: template.adjustments.map((adjustment) => ({
      ...adjustment,
      scoreMin: adjustment.scoreMin.toString(),
      scoreMax: adjustment.scoreMax.toString(),
    })),
    surveyAnswersMin: template.surveyAnswersMin,
  };
}

function readCode(field: string, code: string): string {
  if (!/^[A-Z][A-Z0-9_]{0,39}$/.test(code)) throw new DomainError('CONTRACT_TERM_TEXT', { field, max: 40 });
  return code;
}

function assertWhole(template: ScoreTemplate, field: string): void {
  const { components, items, adjustments } = template;
  const codes = components.map((component) => component.code);
  assertDistinct(`${field}.components`, codes);
  assertDistinct(
    `${field}.items`,
    [...items, ...adjustments].map((item) => item.name),
  );
  const weights = Rate.sum(components.map((component) => component.weight));
  if (!weights.equals(Rate.one))
    throw new DomainError('CONTRACT_WEIGHTS_NOT_WHOLE', { field: `${field}.components`, total: weights.times(Rate.hundred).toString() });
  const full = Rate.sum(items.map((item) => item.scoreMax));
  if (!full.equals(Rate.hundred)) throw new DomainError('CONTRACT_ITEMS_NOT_WHOLE', { field: `${field}.items`, total: full.toString() });
  // The survey's weight falls back on the inspection, and the centre may have to decide on the inspection alone.
  if (!codes.includes(INSPECTION)) throw new DomainError('CONTRACT_INSPECTION_MISSING', { field: `${field}.components` });
}
