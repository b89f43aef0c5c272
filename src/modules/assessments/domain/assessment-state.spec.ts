import { businessDate } from '../../../kernel/index.js';
import { assertMayBecomeFinal, assertTransition, assessmentStates, isBeforeScore, type AssessmentState } from './assessment-state.js';

const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });
const steps = [
  'OPEN → SELF_EVALUATED',
  'OPEN → INSPECTED',
  'SELF_EVALUATED → INSPECTED',
  'INSPECTED → SURVEY_OPEN',
  'INSPECTED → SURVEY_CLOSED',
  'SURVEY_OPEN → SURVEY_CLOSED',
  'INSPECTED → SCORED',
  'SURVEY_CLOSED → SCORED',
  'SCORED → APPEALED',
  'SCORED → FINAL',
  'APPEALED → REVIEWED',
  'REVIEWED → FINAL',
  ...['OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED', 'SCORED', 'APPEALED', 'REVIEWED'].map((state) => `${state} → VOID`),
];
const pairs = assessmentStates.flatMap((from) => assessmentStates.map((to): [AssessmentState, AssessmentState] => [from, to]));
const isStep = ([from, to]: [AssessmentState, AssessmentState]) => steps.includes(`${from} → ${to}`);

describe('an assessment', () => {
  it.each(pairs.filter((pair) => isStep(pair)))('may go from %s to %s', (from, to) => {
    expect(() => assertTransition(from, to)).not.toThrow();
  });

  it.each(pairs.filter((pair) => !isStep(pair)))('is refused to go from %s to %s', (from, to) => {
    expect(() => assertTransition(from, to)).toThrow(coded('ASSESSMENT_STATE', { state: from, wanted: to }));
  });

  it('takes figures until it is scored', () => {
    expect(assessmentStates.filter((state) => isBeforeScore(state))).toEqual(['OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED']);
  });
});

describe('a score becomes FINAL', () => {
  const attempt = (state: AssessmentState, today: string) => () =>
    assertMayBecomeFinal({ state, appealUntil: businessDate('2024-04-22') }, businessDate(today));

  it('from the day after the appeal window, appealed against or not', () => {
    expect(attempt('SCORED', '2024-04-23')).not.toThrow();
    expect(attempt('REVIEWED', '2024-04-23')).not.toThrow();
  });

  it('not while somebody may still appeal', () => {
    expect(attempt('SCORED', '2024-04-22')).toThrow(coded('ASSESSMENT_WINDOW_OPEN', { until: '2024-04-22', today: '2024-04-22' }));
    expect(attempt('REVIEWED', '2024-04-20')).toThrow(coded('ASSESSMENT_WINDOW_OPEN'));
  });

  it('not with an appeal that nobody has decided', () => {
    expect(attempt('APPEALED', '2024-05-31')).toThrow(coded('ASSESSMENT_APPEAL_OPEN'));
  });

  it.each(['OPEN', 'SELF_EVALUATED', 'INSPECTED', 'SURVEY_OPEN', 'SURVEY_CLOSED', 'FINAL', 'VOID'] as const)('not from %s', (state) => {
    expect(attempt(state, '2024-05-31')).toThrow(coded('ASSESSMENT_STATE', { state, wanted: 'FINAL' }));
  });
});
