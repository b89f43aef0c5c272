import { DomainError, type BusinessDate } from '../../../kernel/index.js';

/** The life of an assessment (domain.md 6). FINAL and VOID are for ever. */
export const assessmentStates = [
  'OPEN',
  'SELF_EVALUATED',
  'INSPECTED',
  'SURVEY_OPEN',
  'SURVEY_CLOSED',
  'SCORED',
  'APPEALED',
  'REVIEWED',
  'FINAL',
  'VOID',
] as const;
export type AssessmentState = (typeof assessmentStates)[number];

/**
 * From each state to those that may follow. OPEN → INSPECTED: no self-evaluation in time. INSPECTED → SURVEY_CLOSED: a survey that was
 * held on paper without letters. INSPECTED → SCORED: the template has no survey, or the centre decides on the inspection alone.
 */
const transitions: Readonly<Record<AssessmentState, readonly AssessmentState[]>> = {
  OPEN: ['SELF_EVALUATED', 'INSPECTED', 'VOID'],
  SELF_EVALUATED: ['INSPECTED', 'VOID'],
  INSPECTED: ['SURVEY_OPEN', 'SURVEY_CLOSED', 'SCORED', 'VOID'],
  SURVEY_OPEN: ['SURVEY_CLOSED', 'VOID'],
  SURVEY_CLOSED: ['SCORED', 'VOID'],
  SCORED: ['APPEALED', 'FINAL', 'VOID'],
  APPEALED: ['REVIEWED', 'VOID'],
  REVIEWED: ['FINAL', 'VOID'],
  FINAL: [],
  VOID: [],
};

export function mayFollow(from: AssessmentState, to: AssessmentState): boolean {
  return transitions[from].includes(to);
}

/** @throws ASSESSMENT_STATE unless the assessment may go from one state to the other */
export function assertTransition(from: AssessmentState, to: AssessmentState): void {
  if (!mayFollow(from, to)) throw new DomainError('ASSESSMENT_STATE', { state: from, wanted: to });
}

/** Whether figures may still be recorded: before the score they go into it, afterwards only an appeal changes it. */
export function isBeforeScore(state: AssessmentState): boolean {
  return ['OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED'].includes(state);
}

/**
 * Whether a score may become FINAL on a day: its appeal window is over and no appeal is open (domain.md 5, I14).
 * @throws ASSESSMENT_APPEAL_OPEN ASSESSMENT_WINDOW_OPEN ASSESSMENT_STATE
 */
export function assertMayBecomeFinal(assessment: { state: AssessmentState; appealUntil: BusinessDate | null }, today: BusinessDate): void {
  if (assessment.state === 'APPEALED') throw new DomainError('ASSESSMENT_APPEAL_OPEN');
  assertTransition(assessment.state, 'FINAL');
  if (assessment.appealUntil === null || today <= assessment.appealUntil)
    throw new DomainError('ASSESSMENT_WINDOW_OPEN', { until: assessment.appealUntil ?? '', today });
}
