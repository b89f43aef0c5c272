import { businessDate, Money, type Id } from '../../../kernel/index.js';
import { standingPrepayments, withoutAccount, type PrepaidReceipt } from './refund-source.js';

describe('what stands of the prepayment of each receipt', () => {
  const receipt = (id: number, on: string, account: string | null, prepaid: string): PrepaidReceipt => ({
    id: id as Id<'receipt'>,
    number: `SJ2024-${id}`,
    effectiveOn: businessDate(on),
    account,
    prepaid: Money.parse(prepaid),
  });
  const ofA = receipt(1, '2024-01-10', 'A', '100.00');
  const ofB = receipt(2, '2024-01-11', 'B', '50.00');
  const standing = (receipts: readonly PrepaidReceipt[], refunds: readonly [string, string][], held: string) =>
    standingPrepayments(
      receipts,
      refunds.map(([account, amount]) => ({ account, amount: Money.parse(amount) })),
      Money.parse(held),
    ).map((found) => `${found.id} ${found.standing.toString()}`);

  it('is all of it while nothing was used, and of the newest money first after', () => {
    expect(standing([ofA, ofB], [], '150.00')).toEqual(['2 50.00', '1 100.00']);
    expect(standing([ofA, ofB], [], '74.77')).toEqual(['2 50.00', '1 24.77']);
    expect(standing([ofA, ofB], [], '50.00')).toEqual(['2 50.00', '1 0.00']);
    expect(standing([ofA, ofB], [], '0.00')).toEqual(['2 0.00', '1 0.00']);
  });

  it('is less by what went back to its account, and never money of another', () => {
    expect(standing([ofA, ofB], [['A', '60.00']], '90.00')).toEqual(['2 50.00', '1 40.00']);
    expect(
      standing(
        [ofA, ofB],
        [
          ['B', '50.00'],
          ['C', '9.00'],
        ],
        '100.00',
      ),
    ).toEqual(['2 0.00', '1 100.00']);
    expect(standing([ofA, receipt(3, '2024-01-12', 'A', '30.00')], [['A', '40.00']], '90.00')).toEqual(['3 0.00', '1 90.00']);
  });

  it('without an account is what no receipt with one gave, and less by what went back by a paper', () => {
    const none = receipt(5, '2024-01-12', null, '50.00');
    const free = (held: string, refunds: [string | null, string][]) =>
      withoutAccount(
        Money.parse(held),
        standingPrepayments(
          [ofA, none],
          refunds.map(([account, amount]) => ({ account, amount: Money.parse(amount) })),
          Money.parse(held),
        ),
      ).toString();
    expect(free('250.00', [])).toBe('150.00'); // 100.00 of it from before the books
    expect(free('150.00', [])).toBe('50.00');
    expect(free('100.00', [[null, '50.00']])).toBe('0.00');
    expect(free('90.00', [['A', '60.00']])).toBe('50.00');
  });

  it('is more than the receipts gave for none: what the books were opened with came from no account that is known', () => {
    expect(standing([ofA], [], '500.00')).toEqual(['1 100.00']);
    expect(standing([receipt(4, '2024-01-10', null, '80.00')], [], '80.00')).toEqual(['4 80.00']);
  });
});
