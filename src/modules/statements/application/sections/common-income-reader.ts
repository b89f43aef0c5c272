import { Injectable } from '@nestjs/common';
import { Money, periodOf, together } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { publishedName } from '../../../disbursements/index.js';
import { ClaimQueries, LeaseQueries, type DecidedUse, type LeaseCost, type LeaseIncome, type LeaseKind } from '../../../operating-income/index.js';
import type { AssetKind, Columns, CommonIncomeLine, CommonIncomeResult, CommonIncomeSection, IncomeUse, IncomeUseKind } from '../../domain/snapshot.js';
import { daysOfColumns, toColumns, type Around, type Days } from '../../domain/statement-columns.js';
import { commonResultMoves, type ResultMove } from '../../persistence/result-moves.js';

const assetKinds: Readonly<Record<LeaseKind, AssetKind>> = {
  '4201.01': 'PARKING',
  '4201.02': 'ADVERTISING',
  '4201.03': 'SITE',
  '4201.04': 'TELECOM',
  '4201.05': 'LOCKER',
  '4201.06': 'CHARGING',
};
const useKinds: Readonly<Record<DecidedUse['kind'], IncomeUseKind>> = {
  COST: 'COST',
  FLOAT_USE: 'COST',
  TAX: 'TAX',
  SPENDING: 'SPENDING',
  MAINTENANCE: 'MAINTENANCE',
};

/** Section E: leases and what was paid for them, what operating them cost, and the decisions by which the owners' money was used. */
@Injectable()
export class CommonIncomeReader {
  constructor(
    private readonly leases: LeaseQueries,
    private readonly claims: ClaimQueries,
  ) {}

  async read(tx: Tx, around: Around): Promise<CommonIncomeSection> {
    const days = daysOfColumns(around);
    const income = (range: Days): Promise<LeaseIncome[]> => this.leases.income(tx, range);
    const read = await together({
      columns: together([income(days.month), days.previous && income(days.previous), income(days.yearToDate)]),
      costs: this.claims.costs(tx, days.month),
      moves: this.moves(tx, days),
      decided: this.claims.decided(tx, days.month),
    });
    const [month, previous, year] = read.columns;
    const columns = (member: 'accrued' | 'received' | 'found'): Columns => {
      const sum = (lines: readonly LeaseIncome[]): Money => Money.sum(lines.map((line) => line[member]));
      return toColumns({ month: sum(month), previous: previous && sum(previous), yearToDate: sum(year) });
    };
    const { costs, moves } = read;
    const [accrued, received, found] = [columns('accrued'), columns('received'), columns('found')];
    return {
      lines: month.map((line) => lineOf(line, costOf(costs, line.leaseId))),
      accrued,
      received: less(received, found),
      found,
      result: resultOf(days, moves, { accrued, generalCost: costOf(costs, null) }),
      uses: read.decided.map(useOf),
    };
  }

  private moves(tx: Tx, days: ColumnDays): Promise<ResultMove[]> {
    const from = [days.month, days.previous ?? days.month, days.yearToDate].map((each) => each.from).toSorted()[0] ?? days.month.from;
    return commonResultMoves(tx, { from, to: days.month.to });
  }
}

type ColumnDays = ReturnType<typeof daysOfColumns>;

function resultOf(days: ColumnDays, moves: readonly ResultMove[], known: { accrued: Columns; generalCost: Money }): CommonIncomeResult {
  const of = (code: string): Columns => toColumns(eachColumn(days, (range) => sumOf(moves, code, range)));
  const [other, cost, tax, writtenOff] = [of('4901'), of('5101'), of('5201'), of('5003')];
  const net = less(less(less(plus(known.accrued, other), cost), tax), writtenOff);
  return { other, cost, tax, writtenOff, net, generalCost: known.generalCost.toString() };
}

function eachColumn(days: ColumnDays, of: (range: Days) => Money): { month: Money; previous: Money | null; yearToDate: Money } {
  return { month: of(days.month), previous: days.previous && of(days.previous), yearToDate: of(days.yearToDate) };
}

function sumOf(moves: readonly ResultMove[], code: string, { from, to }: Days): Money {
  const [first, last] = [periodOf(from), periodOf(to)];
  return Money.sum(moves.filter((move) => move.code === code && move.period >= first && move.period <= last).map((move) => move.amount));
}

function plus(one: Columns, other: Columns): Columns {
  return combined(one, other, (a, b) => a.plus(b));
}

function less(one: Columns, other: Columns): Columns {
  return combined(one, other, (a, b) => a.minus(b));
}

function combined(one: Columns, other: Columns, by: (a: Money, b: Money) => Money): Columns {
  const of = (column: 'month' | 'yearToDate'): Money => by(Money.parse(one[column]), Money.parse(other[column]));
  const previous = one.previous === null || other.previous === null ? null : by(Money.parse(one.previous), Money.parse(other.previous));
  return toColumns({ month: of('month'), previous, yearToDate: of('yearToDate') });
}

function costOf(costs: readonly LeaseCost[], leaseId: LeaseCost['leaseId']): Money {
  return costs.find((cost) => cost.leaseId === leaseId)?.amount ?? Money.zero;
}

function lineOf(line: LeaseIncome, cost: Money): CommonIncomeLine {
  return {
    kind: assetKinds[line.kind],
    asset: line.asset,
    counterparty: publishedName(line.counterparty),
    from: line.from,
    to: line.to,
    accrued: line.accrued.toString(),
    received: line.received.minus(line.found).toString(),
    found: line.found.toString(),
    cost: cost.toString(),
    net: line.accrued.minus(cost).toString(),
    outstanding: line.outstanding.toString(),
  };
}

function useOf({ number, kind, fund, asset, description, amount, resolutionNumber, resolutionTitle }: DecidedUse): IncomeUse {
  const resolution = resolutionNumber === null || resolutionTitle === null ? null : { number: resolutionNumber, title: resolutionTitle };
  return { number, kind: useKinds[kind], fund, asset, words: description, amount: amount.toString(), resolution };
}
