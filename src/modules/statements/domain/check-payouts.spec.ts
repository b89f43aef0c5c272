import { marchStatement, oneFenMore } from '../../../../test/support/statement-fixture.js';
import { instant, Money, type BusinessDate } from '../../../kernel/index.js';
import { checkSnapshot } from './check-snapshot.js';
import type { Columns, PayoutLine, ReturnedLine, StatementSnapshot } from './snapshot.js';

const day = (text: string): BusinessDate => text as BusinessDate;
const AMOUNT = '2270.00';

/** March with a cost that the bank paid, gave back for a wrong name, and paid again to the corrected account after new approvals. */
function paidTwice(): StatementSnapshot {
  const march = marchStatement();
  const { money, payouts, balance: _, ...sections } = march.sections;
  const [base, cost] = payouts as [PayoutLine, PayoutLine];
  const [first, back, again] = [
    { ...cost, returnedOn: day('2024-03-22') },
    { number: cost.number, attempt: 1, kind: cost.kind, fund: cost.fund, amount: AMOUNT, paidOn: cost.paidOn, returnedOn: day('2024-03-22') },
    { ...cost, attempt: 2, requestedAt: instant('2024-03-25T09:00:00+08:00'), paidOn: day('2024-03-28'), bankReference: '20240328093311209001' },
  ] as const;
  const plus = (columns: Columns, amount: string): Columns => {
    const added = (text: string): string => Money.parse(text).plus(Money.parse(amount)).toString();
    return { ...columns, month: added(columns.month), yearToDate: added(columns.yearToDate) };
  };
  const funds = money.funds.map((flow) =>
    flow.fund !== 'COM'
      ? flow
      : {
          ...flow,
          received: plus(flow.received, AMOUNT),
          paid: plus(flow.paid, AMOUNT),
          receipts: [...flow.receipts, { kind: 'RETURNED_PAYOUT' as const, month: AMOUNT, previous: '0.00', yearToDate: AMOUNT }],
          payments: flow.payments.map((line) => ({ ...line, ...plus(line, AMOUNT) })),
        },
  );
  const total = { ...money.total, received: plus(money.total.received, AMOUNT), paid: plus(money.total.paid, AMOUNT) };
  const history = money.history.map((month, place) =>
    place === 2 ? { ...month, received: plus(columnsOf(month.received), AMOUNT).month, paid: plus(columnsOf(month.paid), AMOUNT).month } : month,
  );
  const cover = { ...sections.cover, received: total.received.month, paid: total.paid.month };
  const returned: ReturnedLine[] = [{ ...back, bankReference: '20240322101112000001', path: cost.path }];
  return { ...march, sections: { ...march.sections, cover, money: { funds, total, history }, payouts: [base, first, again], returned } };
}

const columnsOf = (month: string): Columns => ({ month, previous: null, yearToDate: '0.00' });
const rules = (snapshot: StatementSnapshot): string[] => checkSnapshot(snapshot).map((violation) => violation.rule);

/** The statement with its payments and returns changed. */
function changed(change: (sections: { payouts: PayoutLine[]; returned: ReturnedLine[] }) => object): StatementSnapshot {
  const snapshot = paidTwice();
  const { payouts, returned = [] } = snapshot.sections;
  return { ...snapshot, sections: { ...snapshot.sections, ...change({ payouts: [...payouts], returned: [...returned] }) } };
}

describe('a payment that came back and was made again', () => {
  it('stands in the statement three times: paid, returned, paid again; and the amounts add up to the cash', () => {
    expect(checkSnapshot(paidTwice())).toEqual([]);
  });

  it('may come back in another month than the one in which it was made', () => {
    expect(rules(changed(({ payouts }) => ({ payouts: payouts.map((payout) => ({ ...payout, returnedOn: null })) })))).toEqual([]);
  });

  it.each([
    ['the return is left out', ({ payouts }: { payouts: PayoutLine[] }) => ({ payouts, returned: [] }), 'every payment that came back is listed'],
    [
      'the return is of another amount',
      ({ returned }: { returned: ReturnedLine[] }) => ({ returned: returned.map((line) => ({ ...line, amount: oneFenMore(line.amount) })) }),
      'every payment that came back is listed',
    ],
    ['the second payment is left out', ({ payouts }: { payouts: PayoutLine[] }) => ({ payouts: payouts.slice(0, 2) }), 'every payment of a fund is listed'],
    [
      'the first is listed twice',
      ({ payouts }: { payouts: PayoutLine[] }) => ({ payouts: payouts.map((payout) => ({ ...payout, attempt: 1 })) }),
      'a payment is listed once',
    ],
    [
      'the day of the return is another',
      ({ returned }: { returned: ReturnedLine[] }) => ({ returned: returned.map((line) => ({ ...line, returnedOn: day('2024-03-23') })) }),
      'a payment that is said to be returned is in the list of returns',
    ],
  ] as const)('is refused when %s', (_, change, rule) => {
    expect(rules(changed(change))).toContain(rule);
  });
});
