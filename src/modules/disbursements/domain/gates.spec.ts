import { accountingPeriod, businessDate, instant, Money, quarter, Rate, type Id } from '../../../kernel/index.js';
import { evaluateGates, failedGate, gateRefusal, type GateFacts, type GateName } from './gates.js';
import { disbursementKinds, isServiceKind, type Claim, type DocumentClaim } from './payable.js';

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
const account = { accountNo: '9903000000000001', accountName: '嘉兴市久旺物业管理有限公司' };
const facts: GateFacts = {
  now: instant('2024-02-18T09:00:00+08:00'),
  today: businessDate('2024-02-18'),
  asked: yuan('40398.59'),
  claim: base,
  alreadyAsked: Money.zero,
  owed: yuan('40398.59'),
  fund: 'SVC',
  available: yuan('40398.59'),
  held: false,
  restricted: false,
  payee: { ...account, id: 12 as Id<'payee_account'>, version: 1 },
  papers: { count: 0, used: null },
  invoice: { asked: false, given: false },
  budget: null,
  reconciled: null,
  restHours: 72,
  resolution: null,
  named: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant('2023-12-20T09:00:00+08:00') },
  closedThrough: businessDate('2024-01-31'),
  suspended: null,
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

  it('G1 lets pass what the books still owe the firm, and no more than that', () => {
    expect(of('G1', { asked: yuan('35398.59'), owed: yuan('35398.59') })).toEqual(['PASSED', null]);
    expect(of('G1', { asked: yuan('35398.60'), owed: yuan('35398.59') })).toEqual(['FAILED', 'OVER_OWED']);
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
    const registeredAt = (text: string) => ({ named: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant(text) } });
    expect(of('G4', registeredAt('2024-02-15T09:00:00+08:00'))).toEqual(['FAILED', 'PAYEE_TOO_NEW']);
    expect(of('G4', registeredAt('2024-02-15T08:59:59+08:00'))).toEqual(['PASSED', null]);
  });

  it('G4 wants the very account and version that the contract names now', () => {
    expect(of('G4', { payee: { ...account, id: 12 as Id<'payee_account'>, version: 2 } })).toEqual(['FAILED', 'PAYEE_CHANGED']);
    expect(of('G4', { payee: { ...account, id: 13 as Id<'payee_account'>, version: 1 } })).toEqual(['FAILED', 'PAYEE_CHANGED']);
    expect(of('G4', { named: null })).toEqual(['FAILED', 'NO_PAYEE_ACCOUNT']);
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
      evaluateGates({ ...facts, named: { id: 12 as Id<'payee_account'>, version: 1, registeredAt: instant('2024-02-17T20:30:00+08:00') } }),
    );
    expect(failed && gateRefusal('BF2024-0001', failed).details).toMatchObject({ registeredAt: '2024-02-17 20:30', usableFrom: '2024-02-20 20:30' });
  });

  const cost: DocumentClaim = {
    kind: 'COST',
    claimId: 31,
    claimNumber: 'FY2024-0001',
    words: '门禁维修',
    fund: 'COM',
    account: { code: '2104', holder: { type: 'payee', id: 8 } },
    entitled: yuan('600.00'),
    on: businessDate('2024-02-10'),
    payeeId: 8,
    origin: null,
    invoiceNo: '24332000000123456789',
    documents: ['a'.repeat(64)],
    resolutionNo: null,
    obstacle: null,
  };
  const paid = { claim: cost, fund: 'COM' as const, asked: yuan('600.00'), available: yuan('600.00'), papers: { count: 2, used: null } };

  it('G6 wants payouts under the contract not to be suspended; what only goes back goes on', () => {
    const suspended = { contract: 'A', since: businessDate('2024-02-10'), by: '县物管中心' };
    expect(of('G6', { suspended })).toEqual(['FAILED', 'PAYOUT_SUSPENDED']);
    for (const kind of ['REFUND', 'SUSPENSE_BACK', 'PASS_ON'] as const) expect(of('G6', { suspended, claim: { ...cost, kind } })).toEqual(['PASSED', null]);
    expect(of('G6', { suspended, claim: cost })).toEqual(['FAILED', 'PAYOUT_SUSPENDED']);
  });
  const outcomes = (changed: Partial<GateFacts>) =>
    evaluateGates({ ...facts, ...paid, ...changed })
      .map(({ gate, outcome }) => `${gate} ${outcome}`)
      .join(', ');

  it.each<[DocumentClaim['kind'], string]>([
    ['COST', 'G1 PASSED, G2 NOT_IN_USE, G3 PASSED, G4 PASSED, G5 PASSED, G6 PASSED, G7 NOT_IN_USE, G8 NOT_NEEDED'],
    ['TAX', 'G1 PASSED, G2 NOT_IN_USE, G3 PASSED, G4 PASSED, G5 PASSED, G6 PASSED, G7 NOT_IN_USE, G8 NOT_NEEDED'],
    ['FLOAT', 'G1 PASSED, G2 NOT_IN_USE, G3 PASSED, G4 PASSED, G5 PASSED, G6 PASSED, G7 NOT_IN_USE, G8 FAILED'],
    ['SPENDING', 'G1 PASSED, G2 NOT_IN_USE, G3 PASSED, G4 PASSED, G5 PASSED, G6 PASSED, G7 NOT_IN_USE, G8 FAILED'],
    ['MAINTENANCE', 'G1 PASSED, G2 NOT_NEEDED, G3 PASSED, G4 PASSED, G5 NOT_NEEDED, G6 PASSED, G7 NOT_IN_USE, G8 FAILED'],
    ['REFUND', 'G1 PASSED, G2 NOT_NEEDED, G3 PASSED, G4 PASSED, G5 NOT_NEEDED, G6 PASSED, G7 NOT_IN_USE, G8 NOT_NEEDED'],
    ['SUSPENSE_BACK', 'G1 PASSED, G2 NOT_NEEDED, G3 PASSED, G4 PASSED, G5 NOT_NEEDED, G6 PASSED, G7 NOT_IN_USE, G8 NOT_NEEDED'],
    ['PASS_ON', 'G1 PASSED, G2 NOT_NEEDED, G3 PASSED, G4 PASSED, G5 PASSED, G6 PASSED, G7 NOT_IN_USE, G8 NOT_NEEDED'],
  ])('of a payout of kind %s are those of its column', (kind, expected) => {
    expect(outcomes({ claim: { ...cost, kind } })).toBe(expected);
  });

  it('are known for every kind of payout', () => {
    const documents = disbursementKinds.filter((kind) => !isServiceKind(kind));
    for (const kind of documents) expect(evaluateGates({ ...facts, ...paid, claim: { ...cost, kind: kind as DocumentClaim['kind'] } })).toHaveLength(8);
  });

  it('G1 stops a document that gives less than what is asked, is not approved, or names no account to send back to', () => {
    expect(of('G1', { ...paid, asked: yuan('600.01') })).toEqual(['FAILED', 'OVER_CLAIM']);
    expect(of('G1', { ...paid, alreadyAsked: yuan('0.01') })).toEqual(['FAILED', 'OVER_CLAIM']);
    for (const obstacle of ['NOT_APPROVED', 'NO_ORIGIN'] as const) expect(of('G1', { ...paid, claim: { ...cost, obstacle } })).toEqual(['FAILED', obstacle]);
  });

  it('G3 leaves Available as it is where the money is restricted already', () => {
    expect(of('G3', { ...paid, restricted: true, available: Money.zero })).toEqual(['PASSED', null]);
    expect(of('G3', { ...paid, restricted: true, held: true, available: yuan('-0.01') })).toEqual(['FAILED', 'SHORT']);
    expect(of('G3', { ...paid, restricted: false, available: yuan('599.99') })).toEqual(['FAILED', 'SHORT']);
  });

  it('G4 sends money back to the very account that it came from, and keeps no whole number', () => {
    const back = { ...paid, claim: { ...cost, kind: 'SUSPENSE_BACK' as const, payeeId: null }, payee: { ...account, id: null, version: null } };
    expect(of('G4', { ...back, named: { id: null, ...account } })).toEqual(['PASSED', null]);
    expect(of('G4', { ...back, named: { id: null, ...account, accountNo: '9903000000000002' } })).toEqual(['FAILED', 'ORIGIN_CHANGED']);
    expect(of('G4', { ...back, named: { id: null, ...account, accountName: '别人' } })).toEqual(['FAILED', 'ORIGIN_CHANGED']);
    expect(of('G4', { ...back, named: null })).toEqual(['FAILED', 'NO_ORIGIN']);
    expect(of('G4', { ...back, named: facts.named })).toEqual(['FAILED', 'NO_ORIGIN']);
    expect(JSON.stringify(evaluateGates({ ...facts, ...back, named: { id: null, ...account } })[3])).not.toContain(account.accountNo);
  });

  it('G5 wants a paper that no other payout has used', () => {
    expect(of('G5', { ...paid, papers: { count: 0, used: null } })).toEqual(['FAILED', 'NO_EVIDENCE']);
    const used = { paper: '24332000000123456789', by: 'BF2024-0003' };
    expect(of('G5', { ...paid, papers: { count: 1, used } })).toEqual(['FAILED', 'EVIDENCE_USED']);
  });

  it('G8 wants a resolution that allows it, within what is left of its limit', () => {
    const spending = { ...paid, claim: { ...cost, kind: 'SPENDING' as const, resolutionNo: 'JY2024-001' } };
    const resolution = { number: 'JY2024-001', counts: true, limit: yuan('1000.00'), used: yuan('400.00') };
    expect(of('G8', { ...spending, resolution })).toEqual(['PASSED', null]);
    expect(of('G8', { ...spending, resolution: { ...resolution, limit: null } })).toEqual(['PASSED', null]);
    expect(of('G8', { ...spending, resolution: { ...resolution, used: yuan('400.01') } })).toEqual(['FAILED', 'OVER_RESOLUTION']);
    expect(of('G8', { ...spending, resolution: { ...resolution, counts: false } })).toEqual(['FAILED', 'RESOLUTION_OTHER']);
    expect(of('G8', { ...spending, resolution: null })).toEqual(['FAILED', 'NO_RESOLUTION']);
    expect(of('G8', { ...paid, resolution: { ...resolution, counts: false } })).toEqual(['FAILED', 'RESOLUTION_OTHER']);
  });
});

describe('the proof of the account (G7)', () => {
  const proof = { withinDays: 31, signedOn: businessDate('2024-01-18'), through: businessDate('2023-12-31'), unexplained: 0 };

  it('is not asked for where the contract says nothing of it', () => {
    expect(of('G7', {})).toEqual(['NOT_IN_USE', null]);
  });

  it('counts its age from the day of the signature: 31 days are not too old, 32 are', () => {
    expect(of('G7', { reconciled: proof })).toEqual(['PASSED', null]);
    expect(of('G7', { reconciled: { ...proof, signedOn: businessDate('2024-01-17') } })).toEqual(['FAILED', 'RECONCILIATION_OLD']);
  });

  it('counts from the last day that it proves too: 62 days are not too long ago, 63 are, though it was signed today', () => {
    const signedToday = { ...proof, signedOn: businessDate('2024-02-18') };
    expect(of('G7', { reconciled: { ...signedToday, through: businessDate('2023-12-18') } })).toEqual(['PASSED', null]);
    expect(of('G7', { reconciled: { ...signedToday, through: businessDate('2023-12-17') } })).toEqual(['FAILED', 'RECONCILIATION_BEHIND']);
  });

  it('is no proof while a line of it is unexplained', () => {
    expect(of('G7', { reconciled: { ...proof, unexplained: 1 } })).toEqual(['FAILED', 'RECONCILIATION_UNEXPLAINED']);
  });
});

describe('the invoice of the firm (G5)', () => {
  const asked = { asked: true, given: true };
  const papers = { count: 2, used: null };

  it('is needed with its number and a file where the contract asks for it', () => {
    expect(of('G5', { invoice: asked, papers })).toEqual(['PASSED', null]);
    expect(of('G5', { invoice: { asked: true, given: false }, papers: { count: 1, used: null } })).toEqual(['FAILED', 'NO_EVIDENCE']);
    expect(of('G5', { invoice: { asked: true, given: false } })).toEqual(['FAILED', 'NO_EVIDENCE']);
  });

  it('is used once', () => {
    expect(of('G5', { invoice: asked, papers: { count: 2, used: { paper: '24330001', by: 'BF2024-0001' } } })).toEqual(['FAILED', 'EVIDENCE_USED']);
  });
});

describe('the line of the budget (G2)', () => {
  const line = { year: 2024, line: 'SVC 5001.01', budget: yuan('600000.00'), used: yuan('559601.41') };

  it('takes what is left of it, to the fen', () => {
    expect(of('G2', { budget: line })).toEqual(['PASSED', null]);
    const over = evaluateGates({ ...facts, budget: { ...line, used: yuan('559601.42') } })[1];
    expect(over).toMatchObject({
      outcome: 'FAILED',
      reason: 'OVER_BUDGET',
      inputs: { line: 'SVC 5001.01', budget: '600000.00', used: '559601.42', asked: '40398.59', over: '0.01' },
    });
  });

  it('has to be there', () => {
    expect(of('G2', { budget: { ...line, budget: null } })).toEqual(['FAILED', 'NO_BUDGET']);
  });
});
