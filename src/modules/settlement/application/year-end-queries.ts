import { Injectable } from '@nestjs/common';
import { accountingPeriod, businessDate, Money, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { funds, LedgerQueries, voucherLabel, type ChartCode, type Fund } from '../../ledger/index.js';
import { CloseChecklist, type CloseChecklistView } from './close-checklist.js';

/** One fund at the end of a year; yuan. `balance` is that of class 3 before the year's result, `carried` after it. */
export interface YearOfFund {
  readonly fund: Fund;
  readonly income: Money;
  readonly cost: Money;
  readonly result: Money;
  readonly balance: Money;
  readonly carried: Money;
}

/** A year before its end, or after: what P27 posts or has posted, and what the next year opens with. */
export interface YearEndView {
  readonly year: number;
  readonly december: AccountingPeriod;
  /** Null until December is the month to close. */
  readonly checklist: CloseChecklistView | null;
  readonly isClosed: boolean;
  readonly vouchers: readonly string[];
  readonly funds: readonly YearOfFund[];
  /** Accounts of classes 1 and 2 that the next year opens with, by fund. */
  readonly openings: readonly { readonly code: ChartCode; readonly fund: Fund; readonly amount: Money }[];
  /** By when the firm's annual account is to be published (嘉兴市住宅物业管理条例 26). */
  readonly statementDueOn: BusinessDate;
}

/** The end of a year as a person looks at it before and after December is closed. */
@Injectable()
export class YearEndQueries {
  constructor(
    private readonly books: LedgerQueries,
    private readonly checklist: CloseChecklist,
  ) {}

  /** @throws LEDGER_BOOK_MISSING, PERIOD_INVALID */
  async of(tx: Tx, year: number): Promise<YearEndView> {
    const december = accountingPeriod(`${year}-12`);
    const on = businessDate(`${year}-12-31`);
    const posted = await this.books.entriesOf(tx, { type: 'year_end', id: year });
    const balances = await this.books.balances(tx, { on, standing: true });
    // P27 is left out of a movement, so this is what the year earned and cost, before and after
    const moved = await this.books.movement(tx, { from: businessDate(`${year}-01-01`), to: on });
    const inCredit = (rows: typeof balances, fund: Fund, codes: RegExp): Money =>
      Money.sum(rows.filter((row) => row.fund === fund && codes.test(row.code)).map((row) => (row.normalSide === 'C' ? row.balance : row.balance.negated())));
    const isClosed = (await this.books.periods(tx)).some(({ month }) => month === december);
    return {
      year,
      december,
      checklist: !isClosed && (await this.checklist.nextMonth(tx)) === december ? await this.checklist.of(tx, december) : null,
      isClosed,
      vouchers: posted.map((entry) => voucherLabel(entry)),
      funds: funds
        .filter((fund) => fund !== 'TRN')
        .map((fund) => {
          const [income, cost] = [inCredit(moved, fund, /^4/), inCredit(moved, fund, /^5/).negated()];
          const result = income.minus(cost);
          const carried = inCredit(balances, fund, /^[345]/); // whatever of it P27 has moved already, together they are the same
          return { fund, income, cost, result, balance: carried.minus(result), carried };
        }),
      openings: openingsOf(balances),
      statementDueOn: businessDate(`${year + 1}-03-31`),
    };
  }
}

function openingsOf(balances: readonly { readonly code: ChartCode; readonly fund: Fund; readonly balance: Money }[]): YearEndView['openings'][number][] {
  const sums = new Map<string, YearEndView['openings'][number]>();
  for (const { code, fund, balance } of balances.filter((account) => /^[12]/.test(account.code))) {
    const key = `${code} ${fund}`;
    sums.set(key, { code, fund, amount: (sums.get(key)?.amount ?? Money.zero).plus(balance) });
  }
  return [...sums.entries()]
    .filter(([, { amount }]) => !amount.isZero)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, opening]) => opening);
}
