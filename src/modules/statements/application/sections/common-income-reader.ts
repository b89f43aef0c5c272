import { Injectable } from '@nestjs/common';
import { addMonths, firstDay, lastDay, Money, type AccountingPeriod, type BusinessDate } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { LeaseQueries, type LeaseIncome, type LeaseKind } from '../../../operating-income/index.js';
import type { AssetKind, Columns, CommonIncomeSection } from '../../domain/snapshot.js';

const assetKinds: Readonly<Record<LeaseKind, AssetKind>> = {
  '4201.01': 'PARKING',
  '4201.02': 'ADVERTISING',
  '4201.03': 'SITE',
  '4201.04': 'TELECOM',
  '4201.05': 'LOCKER',
  '4201.06': 'CHARGING',
};
/** Names of people have two to four characters, those of organisations more: a shorter one is not published. */
const ORGANISATION_NAME_LENGTH_MIN = 5;

/** Section E, from leases and what was paid for them. */
@Injectable()
export class CommonIncomeReader {
  constructor(private readonly leases: LeaseQueries) {}

  async read(tx: Tx, period: AccountingPeriod, hasPrevious: boolean): Promise<CommonIncomeSection> {
    const income = (from: BusinessDate, to: BusinessDate): Promise<LeaseIncome[]> => this.leases.income(tx, { from, to });
    const before = addMonths(period, -1);
    const month = await income(firstDay(period), lastDay(period));
    const previous = hasPrevious ? await income(firstDay(before), lastDay(before)) : null;
    const year = await income(`${period.slice(0, 4)}-01-01` as BusinessDate, lastDay(period));
    const columns = (member: 'accrued' | 'received'): Columns => {
      const sum = (lines: readonly LeaseIncome[]): string => Money.sum(lines.map((line) => line[member])).toString();
      return { month: sum(month), previous: previous && sum(previous), yearToDate: sum(year) };
    };
    return {
      lines: month.map((line) => ({
        kind: assetKinds[line.kind],
        asset: line.asset,
        counterparty: [...line.counterparty].length < ORGANISATION_NAME_LENGTH_MIN ? null : line.counterparty,
        from: line.from,
        to: line.to,
        accrued: line.accrued.toString(),
        received: line.received.toString(),
        outstanding: line.outstanding.toString(),
      })),
      accrued: columns('accrued'),
      received: columns('received'),
    };
  }
}
