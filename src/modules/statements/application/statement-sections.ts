import { Injectable } from '@nestjs/common';
import { periodOf, required, withoutPersonalData } from '../../../kernel/index.js';
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
    const money = await this.money.money(tx, around);
    return withoutPersonalData({
      cover: await this.cover.read(tx, span, { community, money }),
      money,
      balance: await this.money.balance(tx, span.to),
      fees: await this.fees.read(tx, span),
      commonIncome: await this.commonIncome.read(tx, around),
      maintenance: await this.maintenance.read(tx, around),
      firmDues: await this.firmDues.read(tx, around),
      ...(await this.service(tx, period)),
      ...(await this.payouts.read(tx, span, community.slug)),
      reconciliation: await this.reconciliation.read(tx, span.last),
    });
  }

  /** Section G alone, as it stands now. */
  async service(tx: Tx, period: StatementPeriod): Promise<ServiceParts> {
    return withoutPersonalData(await this.serviceReader.parts(tx, spanOf(period)));
  }
}
