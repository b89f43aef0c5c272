import { accountingPeriod, businessDate, instant, Money, quarter, Rate, type Id } from '../../../kernel/index.js';
import { evaluateGates, failedGate, gateRefusal, type GateFacts, type GateName } from './gates.js';
import type { Claim } from './payable.js';

const yuan = (text: string) => Money.parse(text);

const base: Claim = {
  kind: 'BASE',
  period: accountingPeriod('2024-01'),
  entitlement: yuan('50498.24'),
  withheld: yuan('10099.65'),
  entitled: yuan('40398.59'),
  score: null,
  ratio: null,
  obstacle: null,
};
const performance: Claim = {
  kind: 'PERFORMANCE',
  assessmentId: 7 as Id<'assessment'>,
  quarter: quarter('2024-Q1'),
  entitlement: yuan('151238.95'),
  withheld: yuan('30247.79'),
  entitled: yuan('29642.83'),
  score: Rate.parse('87.32'),
  ratio: Rate.parse('0.98'),
  obstacle: null,
};
const facts: GateFacts = {
  now: instant('2024-02-18T09:00:00+08:00'),
  today: businessDate('2024-02-18'),
  asked: yuan('40398.59'),
  claim: base,
  alreadyAsked: Money.zero,
  fund: 'SVC',
  available: yuan('40398.59'),
  held: false,
  payee: { id: 12 as Id<'payee_account'>, version: 1 },
  registered: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant('2023-12-20T09:00:00+08:00') },
  closedThrough: businessDate('2024-01-31'),
};
const of = (gate: GateName, changed: Partial<GateFacts>) => {
  const result = evaluateGates({ ...facts, ...changed }).find((candidate) => candidate.gate === gate);
  return [result?.outcome, result?.reason];
};

describe('gates of a payout', () => {
  it('are eight; those that are not in use say so and never count as passed', () => {
    const results = evaluateGates(facts);
    expect(results.map((result) => `${result.gate} ${result.outcome}`)).toEqual([
      'G1 PASSED',
      'G2 NOT_IN_USE',
      'G3 PASSED',
      'G4 PASSED',
      'G5 NOT_IN_USE',
      'G6 PASSED',
      'G7 NOT_IN_USE',
      'G8 NOT_IN_USE',
    ]);
    expect(failedGate(results)).toBeNull();
  });

  it('G1 lets the whole of the claim pass and stops one fen more', () => {
    expect(of('G1', { asked: yuan('40398.59') })).toEqual(['PASSED', null]);
    expect(of('G1', { asked: yuan('40398.60') })).toEqual(['FAILED', 'OVER_BASE']);
  });

  it('G1 counts what other payouts of the same source ask for, hold or have paid', () => {
    expect(of('G1', { asked: yuan('398.59'), alreadyAsked: yuan('40000.00') })).toEqual(['PASSED', null]);
    expect(of('G1', { asked: yuan('398.60'), alreadyAsked: yuan('40000.00') })).toEqual(['FAILED', 'OVER_BASE']);
  });

  it.each(['NOT_POSTED', 'NOT_FINAL', 'APPEAL_OPEN'] as const)('G1 stops a claim that is %s, whatever its amount', (obstacle) => {
    expect(of('G1', { claim: { ...performance, obstacle }, asked: yuan('0.01') })).toEqual(['FAILED', obstacle]);
  });

  it('G3 lets Available fall to exactly 0.00 and not below', () => {
    expect(of('G3', { available: yuan('40398.59') })).toEqual(['PASSED', null]);
    expect(of('G3', { available: yuan('40398.58') })).toEqual(['FAILED', 'SHORT']);
  });

  it('G3 does not take the amount out of Available a second time once it is held', () => {
    expect(of('G3', { available: Money.zero, held: true })).toEqual(['PASSED', null]);
    expect(of('G3', { available: yuan('-0.01'), held: true })).toEqual(['FAILED', 'SHORT']);
  });

  it('G4 wants the account to stand on the contract for longer than 72 hours', () => {
    const registeredAt = (text: string) => ({ registered: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant(text) } });
    expect(of('G4', registeredAt('2024-02-15T09:00:00+08:00'))).toEqual(['FAILED', 'PAYEE_TOO_NEW']);
    expect(of('G4', registeredAt('2024-02-15T08:59:59+08:00'))).toEqual(['PASSED', null]);
  });

  it('G4 wants the very account and version that the contract names now', () => {
    expect(of('G4', { payee: { id: 12 as Id<'payee_account'>, version: 2 } })).toEqual(['FAILED', 'PAYEE_CHANGED']);
    expect(of('G4', { payee: { id: 13 as Id<'payee_account'>, version: 1 } })).toEqual(['FAILED', 'PAYEE_CHANGED']);
    expect(of('G4', { registered: null })).toEqual(['FAILED', 'NO_PAYEE_ACCOUNT']);
  });

  it('G6 wants the day of the entry to be in an open period', () => {
    expect(of('G6', { closedThrough: businessDate('2024-02-18') })).toEqual(['FAILED', 'PERIOD_CLOSED']);
    expect(of('G6', { closedThrough: businessDate('2024-02-17') })).toEqual(['PASSED', null]);
  });

  it('keep what they were computed from', () => {
    const [right, , available] = evaluateGates({ ...facts, asked: yuan('40000.00') });
    expect(right?.inputs).toMatchObject({ period: '2024-01', entitlement: '50498.24', entitled: '40398.59', alreadyAsked: '0.00', asked: '40000.00' });
    expect(available?.inputs).toEqual({ fund: 'SVC', available: '40398.59', asked: '40000.00', after: '398.59' });
  });

  it('refuse with the figures of the formula', () => {
    const results = evaluateGates({ ...facts, claim: performance, alreadyAsked: yuan('20000.00'), asked: yuan('9642.84'), available: yuan('30000.00') });
    const failed = failedGate(results);
    expect(failed?.gate).toBe('G1');
    expect(failed && gateRefusal('BF2024-0004', failed)).toMatchObject({
      code: 'DISBURSEMENT_OVER_PERFORMANCE',
      details: { number: 'BF2024-0004', score: '87.32', ratio: '0.98', entitled: '29642.83', alreadyAsked: '20000.00', payable: '9642.83', asked: '9642.84' },
    });
  });

  it('tell in the time of the place from when a new account may be used', () => {
    const failed = failedGate(
      evaluateGates({ ...facts, registered: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant('2024-02-17T20:30:00+08:00') } }),
    );
    expect(failed && gateRefusal('BF2024-0001', failed).details).toMatchObject({ registeredAt: '2024-02-17 20:30', usableFrom: '2024-02-20 20:30' });
  });
});
