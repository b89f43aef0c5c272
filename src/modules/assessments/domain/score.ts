import { DomainError, Rate } from '../../../kernel/index.js';
import type { ScoreTemplate, TemplateComponent } from '../../contracts/index.js';
import { INSPECTION, readScore, SURVEY, type Adjustment } from './score-records.js';

/** What has been found out about a quarter. Scores in [0, 100]. */
export interface Findings {
  readonly inspection: Rate;
  readonly survey: { readonly score: Rate; readonly answers: number } | null;
  readonly measures: ReadonlyMap<string, Rate>;
  readonly adjustments: readonly Adjustment[];
  /** The centre decides without the rest, because 60 days are over: the inspection has all the weight (domain.md 5). */
  readonly inspectionAlone: boolean;
}

/** A component as it counted. `score` is null where nothing counted: fewer answers than the minimum are not printed either. `points` = weight × score. */
export interface ScoredComponent {
  readonly code: string;
  readonly name: string;
  readonly weight: Rate;
  readonly score: Rate | null;
  readonly points: Rate;
}

/** The result: `published` is `unrounded`, rounded half up once to 2 decimals, and the only one that money follows. */
export interface Score {
  readonly components: readonly ScoredComponent[];
  readonly adjustment: Rate;
  readonly unrounded: Rate;
  readonly published: Rate;
}

/**
 * S = Σ wᵢ·cᵢ + adjustments, within [0, 100] (domain.md 5). A survey with too few answers gives its weight to the inspection.
 * Example: .40·88.50 + .35·86.20 + .20·90 + .05·75 = 87.32. @throws ASSESSMENT_FINDING_MISSING
 */
export function scoreOf(template: ScoreTemplate, findings: Findings): Score {
  const surveyCounts = !findings.inspectionAlone && findings.survey !== null && findings.survey.answers >= template.surveyAnswersMin;
  const found = (component: TemplateComponent): Rate | null => {
    if (component.code === INSPECTION) return findings.inspection;
    if (findings.inspectionAlone) return null;
    if (component.code !== SURVEY) return findings.measures.get(component.code) ?? missing(component);
    if (findings.survey === null) return missing(component);
    return surveyCounts ? findings.survey.score : null;
  };
  const scores = template.components.map((component) => ({ component, score: found(component) }));
  const movedWeight = Rate.sum(scores.filter(({ score }) => score === null).map(({ component }) => component.weight));
  const components = scores.map(({ component, score }) => {
    const own = component.code === INSPECTION ? component.weight.plus(movedWeight) : component.weight;
    const weight = score === null ? Rate.zero : own;
    return { code: component.code, name: component.name, weight, score, points: weight.times(score ?? Rate.zero) };
  });
  return sumUp(components, Rate.sum(findings.adjustments.map((adjustment) => adjustment.score)));
}

/**
 * The score after an appeal: some components get another score, weights and adjustments stay.
 * @throws ASSESSMENT_COMPONENT_UNKNOWN for one that did not count, ASSESSMENT_SCORE_OUTSIDE
 */
export function correctedScore(score: Score, corrections: readonly { readonly code: string; readonly score: string }[]): Score {
  const counted = score.components.filter((component) => component.score !== null).map((component) => component.code);
  const corrected = new Map<string, Rate>();
  for (const [position, correction] of corrections.entries()) {
    if (!counted.includes(correction.code) || corrected.has(correction.code))
      throw new DomainError('ASSESSMENT_COMPONENT_UNKNOWN', { code: correction.code, known: counted.join(', ') });
    corrected.set(correction.code, readScore(`corrections[${position}].score`, correction.score));
  }
  const components = score.components.map((component) => {
    const found = corrected.get(component.code);
    return found ? { ...component, score: found, points: component.weight.times(found) } : component;
  });
  return sumUp(components, score.adjustment);
}

function sumUp(components: readonly ScoredComponent[], adjustment: Rate): Score {
  const unrounded = Rate.sum(components.map((component) => component.points))
    .plus(adjustment)
    .clamped(Rate.zero, Rate.hundred);
  return { components, adjustment, unrounded, published: unrounded.rounded(2) };
}

function missing(component: TemplateComponent): never {
  throw new DomainError('ASSESSMENT_FINDING_MISSING', { code: component.code, name: component.name });
}
