import { businessDate, InvariantViolation, Money } from '../../../../kernel/index.js';
import { RunningBalances, type DayCount } from './running-balances.js';

const yuan = (text: string): Money => Money.parse(text);
const account = (accountId: number) => ({ accountId, code: '1001', name: 'x', fund: 'SVC', holderType: '', holderId: 0 });
const [first, second] = [businessDate('2024-02-29'), businessDate('2024-03-01')];

describe('balances along a journal', () => {
  let seq: number;
  let running: RunningBalances;
  beforeEach(() => {
    seq = 0;
    running = new RunningBalances([account(1), account(2), account(3)]);
  });

  const expectOn = (day: DayCount['day'], counts: Record<number, number>) =>
    running.expect(Object.entries(counts).map(([accountId, postings]) => ({ day, accountId: Number(accountId), postings })));
  /** Posts an entry of one transfer and gives the balances that it asserts, debit before credit. */
  const post = (day: DayCount['day'], debitAccount: number, creditAccount: number, amount: string): (string | null)[] => {
    const head = { seq: ++seq, effectiveOn: day, voucher: 'v', rule: 'P02', description: 'd' };
    const entry = running.entry(head, [{ debitAccount, creditAccount, amount: yuan(amount) }]);
    expect(entry).toMatchObject(head);
    return entry.lines.flatMap(({ debit, credit }) => [debit?.balance?.toString() ?? null, credit?.balance?.toString() ?? null]);
  };

  it('are debits less credits, asserted on the last posting of an account and day alone', () => {
    expectOn(first, { 1: 2, 2: 1, 3: 1 });
    expectOn(second, { 1: 1, 3: 1 });
    expect(post(first, 1, 2, '10.00')).toEqual([null, '-10.00']);
    expect(post(first, 1, 3, '5.00')).toEqual(['15.00', '-5.00']);
    expect(post(second, 3, 1, '20.00')).toEqual(['15.00', '-5.00']);
  });

  it('tell accounts whose numbers begin alike from one another, and days too', () => {
    running = new RunningBalances([account(1), account(11), account(2)]);
    expectOn(first, { 1: 1, 11: 1, 2: 2 });
    expect(post(first, 1, 2, '1.00')).toEqual(['1.00', null]);
    expect(post(first, 11, 2, '1.00')).toEqual(['1.00', '-2.00']);
  });

  it('count the postings that were announced and no others: one more is a defect', () => {
    expectOn(first, { 1: 1, 2: 1 });
    post(first, 1, 2, '1.00');
    expect(() => post(first, 1, 2, '1.00')).toThrow(new InvariantViolation('the count of postings of an account on a day is missing'));
    expectOn(first, { 1: 1, 9: 1 });
    expect(() => post(first, 1, 9, '1.00')).toThrow(new InvariantViolation('an account of the book is missing'));
  });

  it('go on from those before the first day, each written on its side in one entry of the day before', () => {
    const opening = running.open(second, [
      { accountId: 1, debit: yuan('30.00'), credit: yuan('10.00') },
      { accountId: 2, debit: yuan('5.00'), credit: yuan('25.00') },
      { accountId: 3, debit: yuan('7.00'), credit: yuan('7.00') },
    ]);
    expect(opening).toEqual({
      seq: 0,
      effectiveOn: first,
      voucher: 'opening',
      rule: 'opening',
      description: 'Opening balances',
      lines: [
        { debit: { account: account(1), balance: null }, credit: null, amount: yuan('20.00') },
        { debit: null, credit: { account: account(2), balance: null }, amount: yuan('20.00') },
      ],
    });
    expectOn(second, { 1: 1, 2: 1 });
    expect(post(second, 2, 1, '0.01')).toEqual(['-19.99', '19.99']);
  });

  it('need no opening entry where all were zero', () => {
    expect(running.open(second, [{ accountId: 1, debit: yuan('7.00'), credit: yuan('7.00') }])).toBeNull();
    expect(running.open(second, [])).toBeNull();
  });
});
