import { Injectable } from '@nestjs/common';
import { periodOf, required, together, withoutPersonalData } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { CommunityView } from '../../communities/index.js';
import { LedgerQueries } from '../../ledger/index.js';
import type { ServiceParts } from '../domain/comparison.js';
import type { SnapshotSections } from '../domain/snapshot.js';
import { aroundOf } from '../domain/statement-columns.js';
import { spanOf, type StatementPeriod } from '../domain/statement-period.js';
import { CommonIncomeReader } from './sections/common-income-reader.js';
import { CoverReader } from './sections/cover-reader.js';
import { FeesReader } from './sections/fees-reader.js';
import { FirmDuesReader } from './sections/firm-dues-reader.js';
import { MaintenanceReader } from './sections/maintenance-reader.js';
import { MoneyReader } from './sections/money-reader.js';
import { PayoutsReader } from './sections/payouts-reader.js';
import { ReconciliationReader } from './sections/reconciliation-reader.js';
import { ServiceReader } from './sections/service-reader.js';

/** Reads the sections of a statement of closed months, all in one transaction. */
@Injectable()
export class StatementSections {
  constructor(
    private readonly books: LedgerQueries,
    private readonly cover: CoverReader,
    private readonly money: MoneyReader,
    private readonly fees: FeesReader,
    private readonly commonIncome: CommonIncomeReader,
    private readonly maintenance: MaintenanceReader,
    private readonly firmDues: FirmDuesReader,
    private readonly serviceReader: ServiceReader,
    private readonly payouts: PayoutsReader,
    private readonly reconciliation: ReconciliationReader,
  ) {}

  async all(tx: Tx, period: StatementPeriod, community: CommunityView): Promise<SnapshotSections> {
    const book = required(await this.books.book(tx), 'the book of a closed month');
    const around = aroundOf(period, periodOf(book.openedOn));
    const { span } = around;
    const read = await together({
      money: this.money.money(tx, around),
      balance: this.money.balance(tx, span.to),
      fees: this.fees.read(tx, span),
      commonIncome: this.commonIncome.read(tx, around),
      maintenance: this.maintenance.read(tx, around),
      firmDues: this.firmDues.read(tx, around),
      service: this.service(tx, period),
      payouts: this.payouts.read(tx, span, community.slug),
      reconciliation: this.reconciliation.read(tx, span.last),
    });
    const { money, balance, fees, commonIncome, maintenance, firmDues, reconciliation } = read;
    const cover = await this.cover.read(tx, span, { community, money });
    return withoutPersonalData({ cover, money, balance, fees, commonIncome, maintenance, firmDues, ...read.service, ...read.payouts, reconciliation });
  }

  /** Section G alone, as it stands now. */
  async service(tx: Tx, period: StatementPeriod): Promise<ServiceParts> {
    return withoutPersonalData(await this.serviceReader.parts(tx, spanOf(period)));
  }
}
