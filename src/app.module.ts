import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from './kernel/index.js';
import * as assessments from './modules/assessments/index.js';
import * as bank from './modules/bank/index.js';
import * as communities from './modules/communities/index.js';
import * as contracts from './modules/contracts/index.js';
import * as disbursements from './modules/disbursements/index.js';
import * as entitlements from './modules/entitlements/index.js';
import * as evidence from './modules/evidence/index.js';
import * as fees from './modules/fees/index.js';
import * as identity from './modules/identity/index.js';
import * as ledger from './modules/ledger/index.js';
import * as operatingIncome from './modules/operating-income/index.js';
import * as resolutions from './modules/resolutions/index.js';
import * as settlement from './modules/settlement/index.js';
import * as statements from './modules/statements/index.js';
import type { Settings } from './platform/config/index.js';
import { DatabaseModule, type Invariant } from './platform/database/index.js';
import { PlatformModule } from './platform/http/index.js';
import { DemoProgress } from './platform/jobs/index.js';
import type { Logger } from './platform/logging/index.js';
import { WebModule } from './web/index.js';

/** Every capability, in the order of the dependency table. */
const capabilities = [
  ledger,
  communities,
  identity,
  evidence,
  resolutions,
  contracts,
  assessments,
  fees,
  entitlements,
  operatingIncome,
  bank,
  disbursements,
  settlement,
  statements,
];

/** What must always hold, of all modules: `mingbai verify books` runs them. */
export const invariants: readonly Invariant[] = capabilities.flatMap((capability) => capability.invariants);

interface AppParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly progress?: DemoProgress;
}

@Module({})
export class AppModule {
  /** The application on given settings and clock: the server, the command line, the demo's loader and the tests differ in these alone. */
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with({ ...parts, progress: parts.progress ?? new DemoProgress() }),
        DatabaseModule.forEntities(capabilities.flatMap((capability) => ('entities' in capability ? [...capability.entities] : []))),
        ledger.LedgerModule,
        communities.CommunitiesModule,
        identity.IdentityModule,
        evidence.EvidenceModule,
        resolutions.ResolutionsModule,
        contracts.ContractsModule,
        assessments.AssessmentsModule,
        fees.FeesModule,
        entitlements.EntitlementsModule,
        operatingIncome.OperatingIncomeModule,
        bank.BankModule,
        disbursements.DisbursementsModule,
        settlement.SettlementModule,
        statements.StatementsModule,
        WebModule,
      ],
    };
  }
}
