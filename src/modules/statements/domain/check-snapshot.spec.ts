import {
  altered,
  amountPaths,
  inFirstFormat,
  inSecondFormat,
  marchStatement,
  marchSupplement,
  oneFenMore,
  owingStatement,
  quarterStatement,
} from '../../../../test/support/statement-fixture.js';
import { budgetInUse } from '../../../../test/support/rich-statements.js';
import { checkSnapshot } from './check-snapshot.js';
import { shareFor } from './payout-share.js';
import { snapshotHash, snapshotText, type SnapshotPayoutRule, type StatementSnapshot } from './snapshot.js';

const rules = (snapshot: StatementSnapshot): string[] => checkSnapshot(snapshot).map((violation) => violation.rule);

/** What no other figure of a statement can confirm, so that one fen more goes unnoticed. */
const unconfirmed = [
  /^sections\.fees\.(month|yearToDate)\.waived$/,
  /^sections\.commonIncome\.lines\.\d+\.outstanding$/,
  /^sections\.commonIncome\.received\.previous$/,
  /^sections\.commonIncome\.found\.previous$/,
];
/** Earlier months may gain or lose the same on both sides; the oldest opening is not printed. */
const oldest = /^sections\.money\.history\.0\.(received|paid)$/;
/** Too small a change for a rate of four decimals. */
const belowRate = /^sections\.fees\.(month|yearToDate)\.billed$/;

describe('a statement', () => {
  it.each([
    ['of a month', marchStatement()],
    ['with the final score', marchSupplement()],
    ['of a quarter', quarterStatement()],
    ['of a month in which the owners gave up what the firm owed', owingStatement()],
    ['of a month in the second format', inSecondFormat(marchSupplement())],
    ['of a month in the first format', inFirstFormat(marchStatement())],
    ['in the first format, with the final score', inFirstFormat(marchSupplement())],
  ])('%s that is right has no violation', (_, snapshot) => {
    expect(checkSnapshot(snapshot)).toEqual([]);
  });

  const paths = amountPaths(marchSupplement()).filter((path) => ![...unconfirmed, oldest, belowRate].some((pattern) => pattern.test(path)));

  it.each(paths)('is refused when %s is one fen more', (path) => {
    expect(checkSnapshot(altered(marchSupplement(), path, oneFenMore))).not.toEqual([]);
  });

  it('is refused when what is left of a budget is not its amount less what was paid', () => {
    const march = marchStatement();
    const withBudget = { ...march, sections: { ...march.sections, money: { ...march.sections.money, budget: budgetInUse } } };
    expect(checkSnapshot(withBudget)).toEqual([]);
    for (const figure of ['amount', 'paid', 'left'])
      expect(rules(altered(withBudget, `sections.money.budget.lines.0.${figure}`, oneFenMore))).toEqual([
        'what is left of a budget is its amount less what was paid',
      ]);
  });

  it('has amounts in every section, so that the test above tests something', () => {
    expect(new Set(paths.map((path) => path.split('.')[1]))).toEqual(
      new Set(['cover', 'money', 'balance', 'fees', 'commonIncome', 'maintenance', 'firmDues', 'service', 'payouts', 'reconciliation']),
    );
    expect(paths.length).toBeGreaterThan(120);
  });

  it.each(['1234.5', '1,234.50', '1234', '-0.00', '01.00', 'NaN', ''])('is refused when an amount is written %j', (text) => {
    expect(rules(altered(marchStatement(), 'sections.money.total.opening.month', () => text))).toContain('an amount is written with two decimals');
  });

  it.each([
    ['sections.service.result.score', '87.33', 'the score is the sum of the points, rounded once'],
    ['sections.service.result.share', '1', 'the share is the one of the published score'],
    ['sections.service.result.lowered', 1, 'the share is the one of the published score'],
    ['sections.service.result.components.0.weight', '0.41', 'weights add up to 100 %'],
    ['sections.service.result.components.0.points', '35.5000', 'points = weight × score'],
    ['sections.service.quarter', '2024-Q2', 'the quarter is that of the month'],
    ['sections.fees.month.rate', '0.8900', 'rate = paid / bills'],
    ['sections.fees.buildings.0.unitsOwing', 4, 'fewer than 5 units are never shown'],
    ['sections.payouts.0.approvals.1.organisation', '魏塘街道小东门社区居民委员会', 'two organisations or more approve, each once'],
    ['sections.payouts.0.approvals.1.slot', 'OWNER_SIDE', 'two organisations or more approve, each once'],
    ['sections.payouts.0.paidOn', '2024-03-11', 'approved before paid'],
    ['sections.payouts.1.number', 'BF2024-0002', 'a payment is listed once'],
    ['sections.payouts.1.returnedOn', '2024-03-25', 'a payment that is said to be returned is in the list of returns'],
    ['sections.payouts.1.attempt', undefined, 'a statement has every part of its format'],
    ['sections.maintenance', undefined, 'a statement has every part of its format'],
    ['sections.commonIncome.uses.0.kind', 'SPENDING', 'spending and transfers rest on a resolution'],
    ['sections.reconciliation.suspense.count', 2, 'suspense is counted by age'],
    ['sections.cover.to', '2024-04-30', 'a statement covers its period'],
    ['sections.money.history.2.period', '2024-02', 'the history ends with the period'],
    ['version', 3, 'a version follows the one before it'],
  ])('is refused when %s becomes %j: %s', (path, value, rule) => {
    expect(rules(altered(marchSupplement(), path, () => value))).toContain(rule);
  });

  it('in the first format has no part of the second', () => {
    expect(rules(altered(inFirstFormat(marchStatement()), 'sections.fees.month.bills', () => marchStatement().sections.fees.month.bills))).toEqual(
      expect.arrayContaining(['a statement has every part of its format']),
    );
    expect(rules({ ...marchStatement(), format: 'mingbai.statement/1' })).toContain('a statement has every part of its format');
    expect(rules({ ...inFirstFormat(marchStatement()), format: 'mingbai.statement/2' })).toContain('a statement has every part of its format');
    expect(rules({ ...inSecondFormat(marchStatement()), format: 'mingbai.statement/3' })).toContain('a statement has every part of its format');
    expect(rules({ ...marchStatement(), format: 'mingbai.statement/2' })).toContain('a statement has every part of its format');
  });

  const given = owingStatement().sections.firmDues?.givenUp ?? [];
  it.each([
    ['sections.firmDues.writtenOff.month', '20.01', 'opening + due − paid − set off − written off = owed'],
    ['sections.firmDues.givenUp', [], 'what was written off is listed'],
    ['sections.firmDues.givenUp', [...given, ...given], 'what was written off is listed'],
    ['sections.firmDues.paid.month', '9.99', 'what the firm paid is what the bank received'],
    ['sections.firmDues.closing.month', '0.00', 'what the firm owes is the account 1104'],
    ['sections.fees.bridge.month.clearedByFirm', '15.01', 'what was given up is not collected'],
  ])('with dues of the firm is refused when %s becomes %j: %s', (path, value, rule) => {
    expect(rules(altered(owingStatement(), path, () => value))).toContain(rule);
  });

  it.each([
    ['the days of a month', { period: '2024-03' }, 'a statement covers its period'],
    ['the name of a month', { kind: 'MONTH' }, 'the first version is named after its period'],
    ['the service of a year', { sections: { ...quarterStatement().sections, quarters: [] } }, 'a year has the service of its quarters'],
  ])('of a quarter is refused with %s', (_, change, rule) => {
    expect(rules({ ...quarterStatement(), ...change } as unknown as StatementSnapshot)).toContain(rule);
  });

  it('does not let a waiver raise the rate: what is let off is not paid', () => {
    const waived = altered(
      altered(marchStatement(), 'sections.fees.month.bills.letOff', () => '6311.06'),
      'sections.fees.month.bills.unpaid',
      () => '0.00',
    );
    expect(rules(altered(waived, 'sections.fees.month.unpaid', () => '0.00'))).toEqual([]);
    expect(waived.sections.fees.month.rate).toBe('0.8886');
  });

  it('of the kind SUPPLEMENT without a final score is refused', () => {
    expect(rules(altered(marchSupplement(), 'sections.service.result', () => null))).toContain('a supplement carries the final score');
  });

  it.each([
    ['a mobile number', '退款 13812345678'],
    ['an identity number', '业主 33042119850101123X'],
    ['a whole account number', '付至 201000123456789'],
    ['a room', '03-201 退款'],
  ])('is refused when a purpose holds %s', (_, text) => {
    expect(rules(altered(marchStatement(), 'sections.payouts.0.purpose', () => text))).toEqual(['no personal data']);
  });

  it('names every violation, not only the first', () => {
    const twice = altered(altered(marchStatement(), 'sections.cover.closing', oneFenMore), 'sections.reconciliation.books', oneFenMore);
    expect(new Set(checkSnapshot(twice).map((violation) => violation.path))).toEqual(new Set(['cover.closing', 'reconciliation.books']));
  });
});

describe('the bytes of a statement', () => {
  it('are the same whatever the order of members, and their hash changes with one fen', () => {
    const snapshot = marchStatement();
    const reordered = Object.fromEntries(Object.entries(snapshot).reverse()) as unknown as StatementSnapshot;
    expect(snapshotText(reordered)).toBe(snapshotText(snapshot));
    expect(JSON.parse(snapshotText(snapshot))).toEqual(snapshot);
    expect(snapshotHash(altered(snapshot, 'sections.cover.closing', oneFenMore))).not.toBe(snapshotHash(snapshot));
  });

  it('hold no number with a fraction, so that no reader can round an amount', () => {
    const numbers = (value: unknown): number[] =>
      typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];
    expect(numbers(marchSupplement()).filter((number) => !Number.isSafeInteger(number))).toEqual([]);
    expect(numbers(marchSupplement())).not.toEqual([]);
  });
});

describe('the share of the withheld money that a score releases', () => {
  const banded: SnapshotPayoutRule = {
    kind: 'BANDED',
    bands: [
      { from: '95', to: '100', share: '1' },
      { from: '85', to: '95', share: '0.98' },
      { from: '0', to: '85', share: '0.70' },
    ],
  };
  const linear: SnapshotPayoutRule = { kind: 'LINEAR', full: '85' };

  it.each([
    [banded.kind, '100.00', 0, '1'],
    [banded.kind, '95.00', 0, '1'],
    [banded.kind, '94.99', 0, '0.98'],
    [banded.kind, '85.00', 0, '0.98'],
    [banded.kind, '84.99', 0, '0.7'],
    [banded.kind, '0.00', 0, '0.7'],
    [banded.kind, '96.00', 1, '0.98'],
    [banded.kind, '20.00', 2, '0.7'],
    [linear.kind, '85.00', 0, '1'],
    [linear.kind, '78.20', 0, '0.932'],
    [linear.kind, '90.00', 1, '0.95'],
  ] as const)('by a %s rule at %s, lowered %i, is %s', (kind, score, lowered, share) => {
    expect(shareFor(kind === 'BANDED' ? banded : linear, score, lowered).toString()).toBe(share);
  });
});
