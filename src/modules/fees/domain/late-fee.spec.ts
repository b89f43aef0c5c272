import { accountingPeriod, businessDate, Money, Rate, type BusinessDate } from '../../../kernel/index.js';
import { lateFeeFingerprint, lateFeesOf, type LateBill } from './late-fee.js';

const day = (text: string): BusinessDate => businessDate(`2024-${text}`);
const yuan = (text: string): Money => Money.parse(text);
const rate = Rate.parse('0.0005');
const bill = (rest: Partial<LateBill> = {}): LateBill => ({
  id: 1 as LateBill['id'],
  unitId: 7 as LateBill['unitId'],
  unitCode: '01-101',
  item: 'PM',
  period: accountingPeriod('2024-01'),
  amount: yuan('225.69'),
  dueOn: day('01-31'),
  lateThrough: null,
  charged: Money.zero,
  moves: [],
  ...rest,
});
const shown = (late: LateBill, through: string, perDay = rate) =>
  lateFeesOf(late, perDay, day(through)).map(({ from, to, days, principal, amount, capped }) =>
    [from, to, days, principal.toString(), amount.toString(), capped ? 'capped' : ''].join(' ').trim(),
  );

describe('the late fee of a bill', () => {
  it('is 5.30 on 225.69 over 47 days at 0.05 % a day', () => {
    expect(shown(bill({ moves: [{ on: day('03-18'), amount: yuan('225.69') }] }), '03-31')).toEqual(['2024-02-01 2024-03-18 47 225.69 5.30']);
  });

  it('ends with the day on which the bank had the money, whatever the books learned later', () => {
    expect(shown(bill({ moves: [{ on: day('02-01'), amount: yuan('225.69') }] }), '02-29')).toEqual(['2024-02-01 2024-02-01 1 225.69 0.11']);
    expect(shown(bill({ moves: [{ on: day('01-31'), amount: yuan('225.69') }] }), '02-29')).toEqual([]);
  });

  it('is nothing before the bill is late', () => {
    expect(shown(bill(), '01-31')).toEqual([]);
    expect(shown(bill(), '01-15')).toEqual([]);
  });

  it('is on what is open after a part payment, each principal with its own days', () => {
    expect(shown(bill({ moves: [{ on: day('02-10'), amount: yuan('125.69') }] }), '02-29')).toEqual([
      '2024-02-01 2024-02-10 10 225.69 1.13',
      '2024-02-11 2024-02-29 19 100.00 0.95',
    ]);
  });

  it('goes on where what had settled it was given back', () => {
    const moves = [
      { on: day('02-10'), amount: yuan('225.69') },
      { on: day('02-20'), amount: yuan('-225.69') },
    ];
    expect(shown(bill({ moves }), '02-29')).toEqual(['2024-02-01 2024-02-10 10 225.69 1.13', '2024-02-21 2024-02-29 9 225.69 1.02']);
  });

  it('rounds once the days on which the same was open: what was let off and taken back on one day changed nothing', () => {
    const moves = [
      { on: day('02-06'), amount: yuan('10.00') },
      { on: day('02-06'), amount: yuan('-10.00') },
    ];
    expect(shown(bill({ amount: yuan('75.23'), moves }), '02-29')).toEqual(['2024-02-01 2024-02-29 29 75.23 1.09']); // 6 days and 23 would be 0.23 and 0.87
  });

  it('never counts a day twice', () => {
    expect(shown(bill({ lateThrough: day('02-29'), charged: yuan('3.27') }), '03-31')).toEqual(['2024-03-01 2024-03-31 31 225.69 3.50']);
    expect(shown(bill({ lateThrough: day('02-29'), charged: yuan('3.27') }), '02-29')).toEqual([]);
  });

  it('stops when all of it together has reached the bill, to the fen', () => {
    const perDay = Rate.parse('0.01');
    expect(shown(bill({ amount: yuan('100.00') }), '06-30', perDay)).toEqual(['2024-02-01 2024-06-30 151 100.00 100.00 capped']);
    expect(shown(bill({ amount: yuan('100.00'), charged: yuan('99.99'), lateThrough: day('02-01') }), '06-30', perDay)).toEqual([
      '2024-02-02 2024-06-30 150 100.00 0.01 capped',
    ]);
    expect(shown(bill({ amount: yuan('100.00'), charged: yuan('100.00'), lateThrough: day('02-01') }), '06-30', perDay)).toEqual([]);
  });

  it('is left out while it rounds to nothing', () => {
    expect(shown(bill({ amount: yuan('1.00') }), '02-05')).toEqual([]);
  });

  it('is confirmed as it was seen: its fingerprint tells another day and another amount apart', () => {
    const of = (late: LateBill, through: string) => lateFeeFingerprint(day(through), lateFeesOf(late, rate, day(through)));
    expect(of(bill(), '02-29')).toBe(of(bill(), '02-29'));
    expect(of(bill(), '02-29')).not.toBe(of(bill(), '03-01'));
    expect(of(bill(), '02-29')).not.toBe(of(bill({ moves: [{ on: day('02-10'), amount: yuan('0.01') }] }), '02-29'));
  });
});
