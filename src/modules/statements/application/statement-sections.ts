import { Injectable } from '@nestjs/common';
import type { AccountingPeriod } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { CommunityView } from '../../communities/index.js';
import type { ServiceSection, SnapshotSections } from '../domain/snapshot.js';
import { CommonIncomeReader } from './sections/common-income-reader.js';
import { CoverReader } from './sections/cover-reader.js';
import { FeesReader } from './sections/fees-reader.js';
import { MoneyReader } from './sections/money-reader.js';
import { PayoutsReader } from './sections/payouts-reader.js';
import { ReconciliationReader } from './sections/reconciliation-reader.js';
import { ServiceReader } from './sections/service-reader.js';

/** Reads the sections of a closed month's statement, all in one transaction. */
@Injectable()
export class StatementSections {
  constructor(
    private readonly cover: CoverReader,
    private readonly money: MoneyReader,
    private readonly fees: FeesReader,
    private readonly commonIncome: CommonIncomeReader,
    private readonly serviceReader: ServiceReader,
    private readonly payouts: PayoutsReader,
    private readonly reconciliation: ReconciliationReader,
  ) {}

  async all(tx: Tx, period: AccountingPeriod, community: CommunityView): Promise<SnapshotSections> {
    const money = await this.money.money(tx, period);
    return {
      cover: await this.cover.read(tx, period, { community, money }),
      money,
      balance: await this.money.balance(tx, period),
      fees: await this.fees.read(tx, period),
      commonIncome: await this.commonIncome.read(tx, period, money.total.opening.previous !== null),
      service: await this.service(tx, period),
      payouts: await this.payouts.read(tx, period, community.slug),
      reconciliation: await this.reconciliation.read(tx, period),
    };
  }

  /** Section G alone, as it stands now. */
  service(tx: Tx, period: AccountingPeriod): Promise<ServiceSection | null> {
    return this.serviceReader.read(tx, period);
  }
}
