import { Global, Module } from '@nestjs/common';
import { BankLines } from './application/bank-lines.js';
import { BankOpenings } from './application/bank-openings.js';
import { BankQueries } from './application/bank-queries.js';
import { ChannelLines } from './application/channel-lines.js';
import { ChannelQueries } from './application/channel-queries.js';
import { ImportBankFile } from './application/import-bank-file.js';
import { ImportChannelFile } from './application/import-channel-file.js';
import { MappingDrafts } from './application/mapping-drafts.js';
import { ReconciliationQueries } from './application/reconciliation-queries.js';
import { Reconciliations } from './application/reconciliations.js';
import { SaveMappingProfile } from './application/save-mapping-profile.js';
import { BankController } from './http/bank.controller.js';
import { ChannelController } from './http/channel.controller.js';
import { MappingProfilesController } from './http/mapping-profiles.controller.js';

const providers = [
  MappingDrafts,
  SaveMappingProfile,
  ImportBankFile,
  ImportChannelFile,
  BankQueries,
  BankLines,
  ChannelQueries,
  ChannelLines,
  BankOpenings,
  ReconciliationQueries,
  Reconciliations,
];

/** What the bank says, kept as it said it: files, lines, where each line went, and the signed reconciliations. */
@Global()
@Module({ controllers: [BankController, ChannelController, MappingProfilesController], providers, exports: providers })
export class BankModule {}
