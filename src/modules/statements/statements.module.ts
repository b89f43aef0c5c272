import { Global, Module } from '@nestjs/common';
import { BuildStatement } from './application/build-statement.js';
import { HandoverPack } from './application/handover-pack.js';
import { PublicPayouts } from './application/public-payouts.js';
import { PublicStatements } from './application/public-statements.js';
import { PublishStatement } from './application/publish-statement.js';
import { CommonIncomeReader } from './application/sections/common-income-reader.js';
import { CoverReader } from './application/sections/cover-reader.js';
import { FeesReader } from './application/sections/fees-reader.js';
import { FirmDuesReader } from './application/sections/firm-dues-reader.js';
import { MoneyReader } from './application/sections/money-reader.js';
import { MaintenanceReader } from './application/sections/maintenance-reader.js';
import { PartiesReader } from './application/sections/parties-reader.js';
import { PayoutsReader } from './application/sections/payouts-reader.js';
import { ReconciliationReader } from './application/sections/reconciliation-reader.js';
import { ServiceReader } from './application/sections/service-reader.js';
import { StatementMonths } from './application/statement-months.js';
import { StatementQueries } from './application/statement-queries.js';
import { StatementSections } from './application/statement-sections.js';
import { PublicCommunitiesController } from './http/public-communities.controller.js';
import { StatementsController } from './http/statements.controller.js';
import { PublishedFiles } from './persistence/published-files.js';

const provided = [HandoverPack, BuildStatement, PublishStatement, StatementQueries, PublicStatements, PublicPayouts];
const readers = [
  CoverReader,
  MoneyReader,
  FeesReader,
  CommonIncomeReader,
  MaintenanceReader,
  FirmDuesReader,
  ServiceReader,
  PayoutsReader,
  ReconciliationReader,
  PartiesReader,
];

/** Statements of closed months: built from the books, frozen, published, and read by everybody. Needs a StatementRenderer, which web provides. */
@Global()
@Module({
  controllers: [StatementsController, PublicCommunitiesController],
  providers: [...provided, ...readers, StatementMonths, StatementSections, PublishedFiles],
  exports: provided,
})
export class StatementsModule {}
