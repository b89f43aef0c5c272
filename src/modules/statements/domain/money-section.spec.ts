import { Money, type AccountingPeriod } from '../../../kernel/index.js';
import { firstPeriodNeeded, moneySection, type CashMove, type MoneyFacts } from './money-section.js';
import type { FundFlow, MoneySection } from './snapshot.js';
import { periodBefore, spanOf, statementPeriod } from './statement-period.js';

const period = (text: string): AccountingPeriod => text as AccountingPeriod;
const move = (change: Partial<CashMove>): CashMove => ({
  period: period('2024-04'),
  fund: 'SVC',
  rule: 'P02',
  counter: '1101',
  payoutId: null,
  reversal: false,
  received: Money.zero,
  paid: Money.zero,
  ...change,
});
const yuan = Money.parse;
const openings = (['SVC', 'COM', 'QLT', 'TRN'] as const).map((fund) => ({
  fund,
  month: yuan('1000.00'),
  previous: yuan('900.00'),
  yearToDate: yuan('500.00'),
}));
const about = (text: string) => ({ span: spanOf(statementPeriod(text)), previous: spanOf(periodBefore(statementPeriod(text))) });
const section = (moves: readonly CashMove[], change: Partial<MoneyFacts> = {}): MoneySection =>
  moneySection({ ...about('2024-04'), firstPeriod: period('2023-01'), moves, openings, payouts: new Map(), ...change });
const flow = (money: MoneySection, fund: string): FundFlow => money.funds.find((each) => each.fund === fund) as FundFlow;

describe('receipts and payments of a month', () => {
  it.each([
    ['P02', '1101', 'FEES'],
    ['P02', '2001', 'FEES'],
    ['P02d', '1002', 'FEES'],
    ['P07p', '1102', 'LATE_FEES'],
    ['P09', '1103', 'COMMON_INCOME'],
    ['P09', '2002', 'COMMON_INCOME'],
    ['P19', '4101', 'INTEREST'],
    ['P18b', '1104', 'FROM_FIRM'],
    ['P21', '2301', 'UNIDENTIFIED'],
    ['P22', '2303', 'RETURNED_PAYOUT'],
    ['P26', '3901', 'OPENING_BALANCE'],
    ['P31', '2501', 'DEPOSITS'],
    ['P32', '4901', 'OTHER_RECEIPT'],
    ['P21f', '1101', 'FROM_OTHER_FUND'],
    ['P17', '4902', 'FROM_OTHER_FUND'],
    ['P20', '2701', 'FROM_OTHER_FUND'],
    ['P31b', '4901', 'FROM_OTHER_FUND'],
  ] as const)('%s against %s comes in as %s', (rule, counter, kind) => {
    expect(flow(section([move({ rule, counter, received: yuan('10.00') })]), 'SVC').receipts).toEqual([
      { kind, month: '10.00', previous: '0.00', yearToDate: '10.00' },
    ]);
  });

  it.each([
    ['P20', '5301', 'BANK_CHARGE'],
    ['P22b', '1101', 'BOUNCED'],
    ['P29', '1105', 'OTHER_PAYMENT'],
    ['P17', '5902', 'TO_OTHER_FUND'],
    ['P21f', '2301', 'TO_OTHER_FUND'],
    ['P20', '1301', 'TO_OTHER_FUND'],
    ['P31b', '2501', 'TO_OTHER_FUND'],
  ] as const)('%s against %s goes out as %s', (rule, counter, kind) => {
    expect(flow(section([move({ rule, counter, paid: yuan('10.00') })]), 'SVC').payments).toEqual([
      { kind, month: '10.00', previous: '0.00', yearToDate: '10.00' },
    ]);
  });

  it('a payout goes out as what it was for', () => {
    const money = section([move({ rule: 'P15', counter: '2112', payoutId: 7, paid: yuan('10.00') })], { payouts: new Map([[7, 'SERVICE_BASE']]) });
    expect(flow(money, 'SVC').payments.map((line) => line.kind)).toEqual(['SERVICE_BASE']);
  });

  it('a reversal counts against the line that it takes back', () => {
    const money = section([move({ received: yuan('30.00') }), move({ reversal: true, paid: yuan('10.00') })]);
    expect(flow(money, 'SVC').receipts).toEqual([{ kind: 'FEES', month: '20.00', previous: '0.00', yearToDate: '20.00' }]);
    expect(flow(money, 'SVC').payments).toEqual([]);
  });

  it('opening + received − paid = closing, in each column', () => {
    const money = section([
      move({ received: yuan('300.00') }),
      move({ period: period('2024-03'), received: yuan('200.00'), counter: '1101' }),
      move({ period: period('2024-03'), rule: 'P20', counter: '5301', paid: yuan('100.00') }),
      move({ period: period('2024-01'), received: yuan('400.00') }),
      move({ period: period('2023-12'), received: yuan('999.00') }),
    ]);
    expect(flow(money, 'SVC').closing).toEqual({ month: '1300.00', previous: '1000.00', yearToDate: '1300.00' });
  });

  it('what moves between funds is in neither the total received nor the total paid', () => {
    const money = section([
      move({ rule: 'P17', counter: '5902', paid: yuan('604.96') }),
      move({ rule: 'P17', counter: '4902', fund: 'QLT', received: yuan('604.96') }),
      move({ received: yuan('100.00') }),
    ]);
    expect(money.total).toMatchObject({ received: { month: '100.00' }, paid: { month: '0.00' }, moved: { month: '604.96' }, closing: { month: '4100.00' } });
    expect(money.history.at(-1)).toEqual({ period: '2024-04', received: '100.00', paid: '0.00', closing: '4100.00' });
  });

  it('the first month of a book has no month before it', () => {
    const money = section([move({ received: yuan('1.00') })], {
      firstPeriod: period('2024-04'),
      previous: null,
      openings: openings.map((cash) => ({ ...cash, previous: null })),
    });
    expect(money.total.opening.previous).toBeNull();
    expect(money.total.moved.previous).toBeNull();
    expect(money.history).toHaveLength(1);
  });

  it('looks back 12 months, or to the period before, never before the book', () => {
    const needed = (text: string, first: string): string => firstPeriodNeeded(about(text).span, about(text).previous, period(first));
    expect(needed('2024-04', '2020-01')).toBe('2023-04');
    expect(needed('2024-04', '2024-01')).toBe('2024-01');
    expect(needed('2024-Q1', '2020-01')).toBe('2023-03');
    expect(needed('2024', '2020-01')).toBe('2023-01');
    expect(needed('2024', '2023-06')).toBe('2023-06');
    expect(section([]).history).toHaveLength(13);
  });

  it('of a quarter and a year are those of its months, beside the quarter and the year before', () => {
    const moves = ['2023-02', '2023-11', '2024-01', '2024-03', '2024-04'].map((month) => move({ period: period(month), received: yuan('10.00') }));
    const received = (text: string): unknown => flow(section(moves, about(text)), 'SVC').received;
    expect(received('2024-Q1')).toEqual({ month: '20.00', previous: '10.00', yearToDate: '20.00' });
    expect(received('2024')).toEqual({ month: '30.00', previous: '20.00', yearToDate: '30.00' });
  });
});
