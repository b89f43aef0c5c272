import { addMonths, Money, periodsBetween, type AccountingPeriod } from '../../../kernel/index.js';
import type { ChartCode, Fund } from '../../ledger/index.js';
import {
  payoutKinds,
  snapshotFunds,
  type Columns,
  type FlowLine,
  type FundFlow,
  type MoneySection,
  type MonthCash,
  type PaymentKind,
  type PayoutKind,
  type ReceiptKind,
  type TotalFlow,
} from './snapshot.js';
import type { StatementSpan } from './statement-period.js';

/** Money that moved on 1001 in a month, summed over entries that are alike. `counter` is the other account; `payoutId` whose, on 2112. */
export interface CashMove {
  readonly period: AccountingPeriod;
  readonly fund: Fund;
  readonly rule: string;
  readonly counter: ChartCode;
  readonly payoutId: number | null;
  /** A reversal takes an earlier move back: it counts against the same line. */
  readonly reversal: boolean;
  readonly received: Money;
  readonly paid: Money;
}

/** Cash of a fund on the evening before the period, before the period before it (null where no book was kept then), and before the year. */
export interface OpeningCash {
  readonly fund: Fund;
  readonly month: Money;
  readonly previous: Money | null;
  readonly yearToDate: Money;
}

export interface MoneyFacts {
  readonly span: StatementSpan;
  /** The period before it; null where no book was kept then. */
  readonly previous: StatementSpan | null;
  /** The first month of the book. */
  readonly firstPeriod: AccountingPeriod;
  /** From `firstPeriodNeeded` on. */
  readonly moves: readonly CashMove[];
  readonly openings: readonly OpeningCash[];
  readonly payouts: ReadonlyMap<number, PayoutKind>;
}

/** First month whose moves the section needs: that of the history, of the year or of the period before, never before the book. */
export function firstPeriodNeeded({ last }: StatementSpan, previous: StatementSpan | null, firstPeriod: AccountingPeriod): AccountingPeriod {
  const history = historyStart(last, firstPeriod);
  return previous !== null && previous.first < history ? laterOf(previous.first, firstPeriod) : history;
}

function historyStart(last: AccountingPeriod, firstPeriod: AccountingPeriod): AccountingPeriod {
  return laterOf(addMonths(last, -12), firstPeriod);
}

const laterOf = (one: AccountingPeriod, other: AccountingPeriod): AccountingPeriod => (one < other ? other : one);

/** Section B: per fund and in all, what came in, what went out and of which kind (domain.md 4, 10). */
export function moneySection(facts: MoneyFacts): MoneySection {
  const moves = facts.moves.map((move) => classified(move, facts.payouts));
  const funds = snapshotFunds.map((fund) =>
    fundFlow(
      fund,
      facts,
      moves.filter((move) => move.fund === fund),
    ),
  );
  const total = totalFlow(funds);
  return { funds, total, history: history(facts, moves, Money.parse(total.closing.month)) };
}

type Side = 'receipts' | 'payments';
interface Classified {
  readonly period: AccountingPeriod;
  readonly fund: Fund;
  readonly side: Side;
  readonly kind: ReceiptKind | PaymentKind;
  readonly amount: Money;
}

const receiptKinds: readonly ReceiptKind[] = [
  'OPENING_BALANCE',
  'FEES',
  'LATE_FEES',
  'COMMON_INCOME',
  'INTEREST',
  'FROM_FIRM',
  'UNIDENTIFIED',
  'RETURNED_PAYOUT',
  'DEPOSITS',
  'OTHER_RECEIPT',
  'FROM_OTHER_FUND',
];
const paymentKinds: readonly PaymentKind[] = [...payoutKinds, 'BANK_CHARGE', 'BOUNCED', 'OTHER_PAYMENT', 'TO_OTHER_FUND'];

/** Rules whose two sides of 1001 lie in two funds, so that the account as a whole does not move. */
const betweenFunds: ReadonlySet<string> = new Set(['P17', 'P17d', 'P20r', 'P21f', 'P31b']);
const advances: ReadonlySet<string> = new Set(['1301', '2701', '4902', '5902']);

const receiptOf: Readonly<Partial<Record<ChartCode, ReceiptKind>>> = {
  '3901': 'OPENING_BALANCE',
  '1002': 'FEES',
  '1101': 'FEES',
  '2001': 'FEES',
  '1102': 'LATE_FEES',
  '1103': 'COMMON_INCOME',
  '2002': 'COMMON_INCOME',
  '4101': 'INTEREST',
  '1104': 'FROM_FIRM',
  '2301': 'UNIDENTIFIED',
  '2303': 'RETURNED_PAYOUT',
  '2501': 'DEPOSITS',
  '2502': 'DEPOSITS',
};
const paymentOf: Readonly<Partial<Record<ChartCode, PaymentKind>>> = { '5301': 'BANK_CHARGE', '1101': 'BOUNCED', '1102': 'BOUNCED', '2001': 'BOUNCED' };

function classified(move: CashMove, payouts: ReadonlyMap<number, PayoutKind>): Classified {
  const { period, fund } = move;
  const net = move.received.minus(move.paid);
  const isReceipt = net.isNegative === move.reversal;
  const amount = isReceipt ? net : net.negated();
  if (betweenFunds.has(move.rule) || advances.has(move.counter))
    return { period, fund, side: isReceipt ? 'receipts' : 'payments', kind: isReceipt ? 'FROM_OTHER_FUND' : 'TO_OTHER_FUND', amount };
  if (isReceipt) return { period, fund, side: 'receipts', kind: receiptOf[move.counter] ?? 'OTHER_RECEIPT', amount };
  const payout = move.payoutId === null ? undefined : payouts.get(move.payoutId);
  return { period, fund, side: 'payments', kind: payout ?? paymentOf[move.counter] ?? 'OTHER_PAYMENT', amount };
}

function fundFlow(fund: Fund, facts: MoneyFacts, moves: readonly Classified[]): FundFlow {
  const opening = facts.openings.find((cash) => cash.fund === fund) ?? {
    month: Money.zero,
    previous: facts.previous === null ? null : Money.zero,
    yearToDate: Money.zero,
  };
  const lines = <Kind extends ReceiptKind | PaymentKind>(side: Side, kinds: readonly Kind[]): FlowLine<Kind>[] =>
    kinds
      .map((kind) => ({
        kind,
        ...columnSums(
          facts,
          moves.filter((move) => move.side === side && move.kind === kind),
        ),
      }))
      .filter((line) => [line.month, line.previous ?? '0.00', line.yearToDate].some((amount) => amount !== '0.00'));
  const [received, paid] = (['receipts', 'payments'] as const).map((side) =>
    columnSums(
      facts,
      moves.filter((move) => move.side === side),
    ),
  ) as [Columns, Columns];
  const closing = (start: Money, column: keyof Columns): string =>
    start
      .plus(Money.parse(received[column] ?? '0'))
      .minus(Money.parse(paid[column] ?? '0'))
      .toString();
  return {
    fund,
    opening: { month: opening.month.toString(), previous: opening.previous?.toString() ?? null, yearToDate: opening.yearToDate.toString() },
    received,
    paid,
    closing: {
      month: closing(opening.month, 'month'),
      previous: opening.previous === null ? null : closing(opening.previous, 'previous'),
      yearToDate: closing(opening.yearToDate, 'yearToDate'),
    },
    receipts: lines('receipts', receiptKinds),
    payments: lines('payments', paymentKinds),
  };
}

function columnSums({ span, previous }: MoneyFacts, moves: readonly Classified[]): Columns {
  const sum = (first: AccountingPeriod): string =>
    Money.sum(moves.filter((move) => move.period >= first && move.period <= span.last).map((move) => move.amount)).toString();
  const before = previous && Money.sum(moves.filter((move) => move.period >= previous.first && move.period <= previous.last).map((move) => move.amount));
  return { month: sum(span.first), previous: before && before.toString(), yearToDate: sum(`${span.last.slice(0, 4)}-01` as AccountingPeriod) };
}

/** All funds together; what only moved between them is in none of its sums. */
function totalFlow(funds: readonly FundFlow[]): TotalFlow {
  const over = (pick: (flow: FundFlow) => Columns): Columns => addColumns(funds.map(pick));
  const moved = addColumns(
    funds.flatMap((flow) => flow.receipts.filter((line) => line.kind === 'FROM_OTHER_FUND')),
    funds[0]?.opening.previous === null,
  );
  const less = (columns: Columns): Columns => addColumns([columns, negatedColumns(moved)]);
  return {
    opening: over((flow) => flow.opening),
    received: less(over((flow) => flow.received)),
    paid: less(over((flow) => flow.paid)),
    closing: over((flow) => flow.closing),
    moved,
  };
}

function addColumns(all: readonly Columns[], first = all.some((columns) => columns.previous === null)): Columns {
  const sum = (column: keyof Columns): string => Money.sum(all.map((columns) => Money.parse(columns[column] ?? '0'))).toString();
  return { month: sum('month'), previous: first ? null : sum('previous'), yearToDate: sum('yearToDate') };
}

function negatedColumns({ month, previous, yearToDate }: Columns): Columns {
  const negated = (amount: string): string => Money.parse(amount).negated().toString();
  return { month: negated(month), previous: previous === null ? null : negated(previous), yearToDate: negated(yearToDate) };
}

/** Each month's receipts and payments with what they left, told backwards from the present closing balance. */
function history({ span, firstPeriod }: MoneyFacts, moves: readonly Classified[], closing: Money): MonthCash[] {
  const outside = moves.filter((move) => move.kind !== 'FROM_OTHER_FUND' && move.kind !== 'TO_OTHER_FUND');
  const sum = (of: AccountingPeriod, side: Side): Money =>
    Money.sum(outside.filter((move) => move.period === of && move.side === side).map((move) => move.amount));
  const months: MonthCash[] = [];
  let left = closing;
  for (const month of periodsBetween(historyStart(span.last, firstPeriod), span.last).toReversed()) {
    const [received, paid] = [sum(month, 'receipts'), sum(month, 'payments')];
    months.unshift({ period: month, received: received.toString(), paid: paid.toString(), closing: left.toString() });
    left = left.minus(received).plus(paid);
  }
  return months;
}
