import { Injectable } from '@nestjs/common';
import { monthsOf, periodOf, type AccountingPeriod, type BusinessDate, type Quarter } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';

/** Knows which months of a quarter give an entitlement: those that a contract covers, since the book was opened. */
@Injectable()
export class QuarterMonths {
  constructor(private readonly contracts: ContractQueries) {}

  async expected(tx: Tx, quarter: Quarter, openedOn: BusinessDate): Promise<AccountingPeriod[]> {
    const covered = await this.contracts.versionsFor(tx, monthsOf(quarter));
    return [...covered.keys()].filter((month) => month >= periodOf(openedOn));
  }
}
