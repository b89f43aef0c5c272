import { refusalOf } from '../../../../test/support/refusal.js';
import { businessDate, type OrganisationId } from '../../../kernel/index.js';
import { contractStateOn, standingSuspension, type ContractStep, type ContractStepFacts } from './contract-state.js';
import { assertStep, firstNoticeEnd, type ContractLife, type StepTaker } from './contract-step.js';

const day = businessDate;
const OWNERS = 1 as OrganisationId;
const FIRM = 2 as OrganisationId;
const CENTRE = 3 as OrganisationId;
const days = { from: day('2024-01-01'), to: day('2026-12-31') };
const step = (kind: ContractStep, on: string, change: { endsOn?: string; by?: OrganisationId } = {}): ContractStepFacts => ({
  kind,
  on: day(on),
  endsOn: change.endsOn ? day(change.endsOn) : null,
  organisationId: change.by ?? OWNERS,
});
const life = (steps: ContractStepFacts[] = [], ends: string | null = '2026-12-31'): ContractLife => ({
  ...days,
  number: 'A',
  ends: ends === null ? null : day(ends),
  steps,
  noticeDays: 60,
});
const refused = (contract: ContractLife, asked: ContractStepFacts, taker: StepTaker = 'OWNER_SIDE') => refusalOf(() => assertStep(contract, asked, taker));
const allowed = (contract: ContractLife, asked: ContractStepFacts, taker: StepTaker = 'OWNER_SIDE') =>
  expect(() => assertStep(contract, asked, taker)).not.toThrow();

describe('where a contract stands', () => {
  it('is told by its own days: signed, active through its last day, expired after it', () => {
    const states = ['2023-12-31', '2024-01-01', '2026-12-31', '2027-01-01'].map((on) => contractStateOn(days, [], day(on)));
    expect(states).toEqual(['SIGNED', 'ACTIVE', 'ACTIVE', 'EXPIRED']);
  });

  it('is told by its steps from their day on', () => {
    const steps = [
      step('HOLDOVER', '2026-12-20'),
      step('NOTICE_GIVEN', '2027-01-10', { endsOn: '2027-03-31', by: FIRM }),
      step('NOTICE_WITHDRAWN', '2027-02-01', { by: FIRM }),
      step('NOTICE_GIVEN', '2027-02-10', { endsOn: '2027-06-30' }),
      step('HANDOVER', '2027-06-30'),
      step('CLOSED', '2027-08-01'),
    ];
    const on = ['2026-12-31', '2027-01-01', '2027-01-10', '2027-02-01', '2027-02-10', '2027-06-29', '2027-06-30', '2027-08-01'];
    expect(on.map((date) => contractStateOn(days, steps, day(date)))).toEqual([
      'ACTIVE',
      'EXPIRED_HOLDOVER',
      'NOTICE_GIVEN',
      'EXPIRED_HOLDOVER',
      'NOTICE_GIVEN',
      'NOTICE_GIVEN',
      'HANDOVER',
      'CLOSED',
    ]);
  });

  it('is expired after the last day that its notice names', () => {
    expect(contractStateOn(days, [step('NOTICE_GIVEN', '2025-01-10', { endsOn: '2025-03-31' })], day('2025-04-01'))).toBe('EXPIRED');
  });
});

describe('a notice', () => {
  const notice = (on: string, endsOn: string, by = OWNERS) => step('NOTICE_GIVEN', on, { endsOn, by });

  it('leaves its days and ends with a quarter, or with the contract', () => {
    expect(firstNoticeEnd(life(), day('2026-02-10'))).toBe('2026-06-30');
    expect(firstNoticeEnd(life(), day('2026-01-30'))).toBe('2026-03-31');
    expect(firstNoticeEnd({ to: day('2026-11-30'), noticeDays: 60 }, day('2026-09-10'))).toBe('2026-11-30');
    allowed(life(), notice('2026-01-30', '2026-03-31'));
    allowed(life(), notice('2026-01-30', '2026-03-31', FIRM), 'FIRM');
    for (const [on, endsOn, earliest] of [
      ['2026-01-31', '2026-03-31', '2026-06-30'],
      ['2026-01-30', '2026-04-30', '2026-03-31'],
      ['2026-01-30', '2027-03-31', '2026-03-31'],
    ] as const)
      expect(refused(life(), notice(on, endsOn))).toEqual({ code: 'CONTRACT_NOTICE_END', details: { number: 'A', endsOn, days: 60, earliest } });
  });

  it('is taken back by the side that gave it, and not given twice', () => {
    const given = life([notice('2026-01-10', '2026-03-31', FIRM)], '2026-03-31');
    expect(refused(given, notice('2026-01-11', '2026-03-31')).code).toBe('CONTRACT_STEP_STATE');
    expect(refused(given, step('NOTICE_WITHDRAWN', '2026-01-11')).code).toBe('CONTRACT_NOTICE_OTHER');
    allowed(given, step('NOTICE_WITHDRAWN', '2026-01-11', { by: FIRM }), 'FIRM');
    expect(refused(given, step('NOTICE_WITHDRAWN', '2026-04-01', { by: FIRM }), 'FIRM').code).toBe('CONTRACT_STEP_STATE');
  });
});

describe('a contract past its last day', () => {
  it('goes on by the word of the owner side, in its last quarter or later, and once', () => {
    allowed(life(), step('HOLDOVER', '2026-10-01'));
    allowed(life(), step('HOLDOVER', '2027-02-01'));
    expect(refused(life(), step('HOLDOVER', '2026-09-30'))).toEqual({
      code: 'CONTRACT_HOLDOVER_EARLY',
      details: { number: 'A', to: '2026-12-31', from: '2026-10-01' },
    });
    expect(refused(life(), step('HOLDOVER', '2027-01-01', { by: FIRM }), 'FIRM').code).toBe('CONTRACT_STEP_NOT_YOURS');
    expect(refused(life([step('HOLDOVER', '2026-12-01')], null), step('HOLDOVER', '2026-12-02')).code).toBe('CONTRACT_STEP_STATE');
    const ended = life([step('NOTICE_GIVEN', '2026-06-10', { endsOn: '2026-12-31' })]);
    expect(refused(ended, step('HOLDOVER', '2027-01-01')).code).toBe('CONTRACT_STEP_STATE');
  });

  it('is handed over after a notice or its end, and closed when it has ended', () => {
    expect(refused(life(), step('HANDOVER', '2026-06-01')).code).toBe('CONTRACT_STEP_STATE');
    expect(refused(life([step('HOLDOVER', '2026-12-01')], null), step('HANDOVER', '2027-01-01')).code).toBe('CONTRACT_STEP_STATE');
    allowed(life(), step('HANDOVER', '2027-01-01'));
    const over = life([step('NOTICE_GIVEN', '2026-01-10', { endsOn: '2026-03-31' }), step('HANDOVER', '2026-03-20')], '2026-03-31');
    expect(refused(over, step('CLOSED', '2026-03-31'))).toEqual({ code: 'CONTRACT_NOT_ENDED', details: { number: 'A', ends: '2026-03-31' } });
    allowed(over, step('CLOSED', '2026-04-01'));
    expect(refused(life([...over.steps, step('CLOSED', '2026-04-01')], '2026-03-31'), step('HOLDOVER', '2026-12-01')).code).toBe('CONTRACT_STEP_STATE');
  });
});

describe('payouts under a contract', () => {
  it('are suspended by the owner side or the centre, and resumed by another body', () => {
    const halted = life([step('SUSPENDED', '2026-02-01', { by: CENTRE })]);
    expect(standingSuspension(halted.steps)?.on).toBe('2026-02-01');
    expect(refused(life(), step('SUSPENDED', '2026-02-01', { by: FIRM }), 'FIRM').code).toBe('CONTRACT_STEP_NOT_YOURS');
    expect(refused(halted, step('SUSPENDED', '2026-02-02')).code).toBe('CONTRACT_STEP_STATE');
    expect(refused(halted, step('RESUMED', '2026-02-02', { by: CENTRE }), 'CENTRE')).toEqual({ code: 'CONTRACT_RESUME_OTHER', details: { number: 'A' } });
    allowed(halted, step('RESUMED', '2026-02-02'));
    expect(standingSuspension([...halted.steps, step('RESUMED', '2026-02-02')])).toBeNull();
    expect(refused(life(), step('RESUMED', '2026-02-02')).code).toBe('CONTRACT_STEP_STATE');
  });

  it('keep a contract from being closed while they are suspended, and go on after one that was', () => {
    const halted = [step('HANDOVER', '2027-01-01'), step('SUSPENDED', '2027-01-02', { by: CENTRE })];
    expect(refused(life(halted), step('CLOSED', '2027-01-03'))).toEqual({ code: 'CONTRACT_CLOSE_SUSPENDED', details: { number: 'A', since: '2027-01-02' } });
    const closed = life([...halted, step('CLOSED', '2027-01-03')]);
    allowed(closed, step('RESUMED', '2027-01-04'));
    expect(refused(closed, step('RESUMED', '2027-01-04', { by: CENTRE }), 'CENTRE').code).toBe('CONTRACT_RESUME_OTHER');
    expect(refused(life([...closed.steps, step('RESUMED', '2027-01-04')]), step('SUSPENDED', '2027-01-05')).code).toBe('CONTRACT_STEP_STATE');
  });
});
