import { Injectable } from '@nestjs/common';
import { addDays, businessDate, firstDay, Money, together, type BusinessDate } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { PaidPayouts } from '../../../disbursements/index.js';
import { LedgerQueries, type Fund } from '../../../ledger/index.js';
import { BudgetQueries, yearOf } from '../../../resolutions/index.js';
import { firstPeriodNeeded, moneySection, type OpeningCash } from '../../domain/money-section.js';
import { snapshotFunds, type BalanceSection, type BudgetInUse, type FundBalanceSheet, type MoneySection } from '../../domain/snapshot.js';
import { daysOfColumns, type Around, type Days } from '../../domain/statement-columns.js';
import { cashMoves } from '../../persistence/cash-moves.js';
import { payoutKindOf } from './payouts-reader.js';

/** Sections B and C, from the books. */
@Injectable()
export class MoneyReader {
  constructor(
    private readonly books: LedgerQueries,
    private readonly payouts: PaidPayouts,
    private readonly budgets: BudgetQueries,
  ) {}

  /** Section B. */
  async money(tx: Tx, around: Around): Promise<MoneySection> {
    const { span, previous, firstPeriod } = around;
    const { kinds, budget, moves, openings } = await together({
      kinds: this.payouts.kinds(tx),
      budget: this.budget(tx, span.to),
      moves: cashMoves(tx, { from: firstDay(firstPeriodNeeded(span, previous, firstPeriod)), to: span.to }),
      openings: this.openings(tx, around),
    });
    const section = moneySection({
      span,
      previous,
      firstPeriod,
      moves,
      openings,
      payouts: new Map([...kinds].map(([id, kind]) => [id, payoutKindOf(kind)])),
    });
    return { ...section, ...(budget && { budget }) };
  }

  /** The budget as it stood on the last day, so that later versions of a statement say the same. */
  private async budget(tx: Tx, to: BusinessDate): Promise<BudgetInUse | null> {
    const budget = await this.budgets.of(tx, yearOf(to), to);
    if (!budget) return null;
    const payments = await this.payouts.byBudgetLine(tx, { from: businessDate(`${budget.year}-01-01`), to });
    const lines = budget.lines.map(({ fund, code, amount }) => {
      const paid = payments.find((payment) => payment.fund === fund && payment.code === code)?.amount ?? Money.zero;
      return { fund, code, amount: amount.toString(), paid: paid.toString(), left: amount.minus(paid).toString() };
    });
    return { year: String(budget.year), resolution: budget.resolution, lines };
  }

  /** Section C: every account with something on it, by code. */
  async balance(tx: Tx, on: BusinessDate): Promise<BalanceSection> {
    const accounts = await this.books.balances(tx, { on, standing: true });
    const funds = snapshotFunds.map((fund) =>
      balanceSheet(
        fund,
        accounts.filter((account) => account.fund === fund),
      ),
    );
    const sum = (member: 'cash' | 'restricted' | 'available'): string => Money.sum(funds.map((sheet) => Money.parse(sheet[member]))).toString();
    return { funds, total: { cash: sum('cash'), restricted: sum('restricted'), available: sum('available') } };
  }

  private async openings(tx: Tx, around: Around): Promise<OpeningCash[]> {
    const cashBefore = async ({ from }: Days): Promise<ReadonlyMap<Fund, Money>> => {
      const accounts = await this.books.balances(tx, { code: '1001', on: addDays(from, -1) });
      return new Map(snapshotFunds.map((fund) => [fund, Money.sum(accounts.filter((account) => account.fund === fund).map(({ balance }) => balance))]));
    };
    const days = daysOfColumns(around);
    const [month, previous, year] = await together([cashBefore(days.month), days.previous && cashBefore(days.previous), cashBefore(days.yearToDate)]);
    return snapshotFunds.map((fund) => ({
      fund,
      month: month.get(fund) ?? Money.zero,
      previous: previous && (previous.get(fund) ?? Money.zero),
      yearToDate: year.get(fund) ?? Money.zero,
    }));
  }
}

type Accounts = Awaited<ReturnType<LedgerQueries['balances']>>;

function balanceSheet(fund: Fund, accounts: Accounts): FundBalanceSheet {
  const lines = (kind: '1' | '2') => {
    const codes = [...new Set(accounts.filter((account) => account.code.startsWith(kind)).map((account) => account.code))].toSorted();
    return codes.flatMap((code) => {
      const own = accounts.filter((account) => account.code === code);
      const amount = Money.sum(own.map((account) => account.balance));
      return amount.isZero ? [] : [{ account: code, amount, restricted: own.some((account) => account.restricted) }];
    });
  };
  const [assets, claims] = [lines('1'), lines('2')];
  const total = (all: typeof assets): Money => Money.sum(all.map((line) => line.amount));
  const cash = total(assets.filter((line) => line.account === '1001'));
  const restricted = total(claims.filter((line) => line.restricted));
  return {
    fund,
    cash: cash.toString(),
    restricted: restricted.toString(),
    available: cash.minus(restricted).toString(),
    assets: assets.map(({ account, amount }) => ({ account, amount: amount.toString() })),
    claims: claims.map((line) => ({ ...line, amount: line.amount.toString() })),
    net: total(assets).minus(total(claims)).toString(),
  };
}
