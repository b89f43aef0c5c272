import { refusalOf } from '../../../../test/support/refusal.js';
import { eventFinesJson, gatesOf, noticeDaysOf, payoutTimesOf, publicNoticeDaysOf, readClauses, type Clauses, type ClausesJson } from './clauses.js';

const whole: ClausesJson = {
  gates: { budget: true, invoice: true, reconciledWithinDays: 31 },
  times: { coolingMinutes: 30, payeeRestHours: 96, deferredDays: 10 },
  fines: [{ code: 'NO_GUARD', name: '门岗无人值守', amount: '500.00' }],
  noticeDays: 90,
  publicNoticeDays: 10,
  inspectors: 'BOTH',
  survey: { questions: ['环境保洁', '秩序维护'] },
  responseHours: { URGENT: 1, NORMAL: 24 },
  hearing: true,
};
const clausesJson = ({ fines, ...clauses }: Clauses) => ({ ...clauses, ...(fines && { fines: eventFinesJson(fines) }) });
const refused = (change: object) => refusalOf(() => readClauses({ ...whole, ...change }));

describe('the clauses of a contract', () => {
  it('survive the trip through JSON, each and all', () => {
    expect(clausesJson(readClauses(whole))).toEqual(whole);
    for (const [name, clause] of Object.entries(whole)) expect(clausesJson(readClauses({ [name]: clause }))).toEqual({ [name]: clause });
  });

  it('stay out where the contract says nothing, and mean what was the rule before', () => {
    const none = readClauses({});
    expect(clausesJson(none)).toEqual({});
    expect(gatesOf(none)).toEqual({ budget: false, invoice: false, reconciledWithinDays: null });
    expect(payoutTimesOf(none)).toEqual({ coolingMinutes: 10, payeeRestHours: 72, deferredDays: 15 });
    expect([noticeDaysOf(none), publicNoticeDaysOf(none)]).toEqual([60, 7]);
    expect([noticeDaysOf(readClauses(whole)), publicNoticeDaysOf(readClauses(whole))]).toEqual([90, 10]);
  });

  it('never shorten the times that protect a payout', () => {
    expect(refused({ times: { ...whole.times, coolingMinutes: 9 } })).toEqual({
      code: 'CONTRACT_TERM_OUTSIDE',
      details: { field: 'times.coolingMinutes', value: '9', min: 10, max: 1440 },
    });
    expect(refused({ times: { ...whole.times, payeeRestHours: 71 } })).toMatchObject({ details: { field: 'times.payeeRestHours', min: 72 } });
    expect(refused({ times: { ...whole.times, deferredDays: 0 } })).toMatchObject({ details: { field: 'times.deferredDays', min: 1 } });
  });

  it.each([
    ['a gate that is neither on nor off', { gates: { ...whole.gates, budget: 'yes' } }, 'CONTRACT_TERM_UNKNOWN', 'gates.budget'],
    ['a reconciliation of today only', { gates: { ...whole.gates, reconciledWithinDays: 0 } }, 'CONTRACT_TERM_OUTSIDE', 'gates.reconciledWithinDays'],
    ['a reconciliation of last year', { gates: { ...whole.gates, reconciledWithinDays: 93 } }, 'CONTRACT_TERM_OUTSIDE', 'gates.reconciledWithinDays'],
    ['a fine of nothing', { fines: [{ ...whole.fines![0], amount: '0.00' }] }, 'CONTRACT_TERM_OUTSIDE', 'fines[0].amount'],
    ['a fine without a name', { fines: [{ ...whole.fines![0], name: ' ' }] }, 'CONTRACT_TERM_TEXT', 'fines[0].name'],
    ['a fine under a code in words', { fines: [{ ...whole.fines![0], code: '无人' }] }, 'CONTRACT_TERM_TEXT', 'fines[0].code'],
    ['two fines for an event', { fines: [whole.fines![0], whole.fines![0]] }, 'CONTRACT_TERM_REPEATED', 'fines'],
    ['a notice of days', { noticeDays: 14 }, 'CONTRACT_TERM_OUTSIDE', 'noticeDays'],
    ['new terms that hang out for six days', { publicNoticeDays: 6 }, 'CONTRACT_TERM_OUTSIDE', 'publicNoticeDays'],
    ['three inspectors', { inspectors: 'THREE' }, 'CONTRACT_TERM_UNKNOWN', 'inspectors'],
    ['a survey that asks nothing', { survey: { questions: [] } }, 'CONTRACT_TERM_OUTSIDE', 'survey.questions'],
    ['a question asked twice', { survey: { questions: ['环境保洁', ' 环境保洁'] } }, 'CONTRACT_TERM_REPEATED', 'survey.questions'],
    ['more time for what is urgent', { responseHours: { URGENT: 48, NORMAL: 24 } }, 'CONTRACT_TERM_OUTSIDE', 'responseHours.NORMAL'],
    ['a hearing perhaps', { hearing: 'perhaps' }, 'CONTRACT_TERM_UNKNOWN', 'hearing'],
  ])('are refused with %s', (_, change, code, field) => {
    expect(refused(change)).toMatchObject({ code, details: { field } });
  });
});
