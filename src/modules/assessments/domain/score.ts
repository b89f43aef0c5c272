import { DomainError, Rate } from '../../../kernel/index.js';
import type { ScoreTemplate, TemplateComponent } from '../../contracts/index.js';
import { INSPECTION, readScore, SURVEY } from './score-records.js';

/** What has been found out about a quarter. Scores in [0, 100]. */
export interface Findings {
  readonly inspection: Rate;
  readonly survey: { readonly score: Rate; readonly answers: number } | null;
  readonly measures: ReadonlyMap<string, Rate>;
  /** Sum of what adds and deducts. */
  readonly adjustment: Rate;
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

/** Components of which nothing is known yet; the inspection always is. */
export function missingFindings(template: ScoreTemplate, findings: Pick<Findings, 'survey' | 'measures'>): TemplateComponent[] {
  const isKnown = ({ code }: TemplateComponent) => code === INSPECTION || (code === SURVEY ? findings.survey !== null : findings.measures.has(code));
  return template.components.filter((component) => !isKnown(component));
}

/**
 * S = Σ wᵢ·cᵢ + adjustments, within [0, 100] (domain.md 5). A survey with too few answers gives its weight to the inspection.
 * Example: .40·88.50 + .35·86.20 + .20·90 + .05·75 = 87.32. @throws ASSESSMENT_FINDING_MISSING
 */
export function scoreOf(template: ScoreTemplate, findings: Findings): Score {
  const [missing] = findings.inspectionAlone ? [] : missingFindings(template, findings);
  if (missing) throw new DomainError('ASSESSMENT_FINDING_MISSING', { code: missing.code, name: missing.name });
  const { survey } = findings;
  const counted = new Map(findings.inspectionAlone ? [] : findings.measures).set(INSPECTION, findings.inspection);
  if (!findings.inspectionAlone && survey !== null && survey.answers >= template.surveyAnswersMin) counted.set(SURVEY, survey.score);
  const movedWeight = Rate.sum(template.components.filter(({ code }) => !counted.has(code)).map(({ weight }) => weight));
  const components = template.components.map(({ code, name, weight: agreed }) => {
    const score = counted.get(code) ?? null;
    const weight = code === INSPECTION ? agreed.plus(movedWeight) : score === null ? Rate.zero : agreed;
    return { code, name, weight, score, points: weight.times(score ?? Rate.zero) };
  });
  return sumUp(components, findings.adjustment);
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
