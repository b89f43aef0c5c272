import { Global, Module } from '@nestjs/common';
import { BankAccountQueries } from './application/bank-account-queries.js';
import { BankAccounts } from './application/bank-accounts.js';
import { ChangeUnitOwner } from './application/change-unit-owner.js';
import { CommunityQueries } from './application/community-queries.js';
import { CreateCommunity } from './application/create-community.js';
import { ImportUnits } from './application/import-units.js';
import { OpenBankAccount } from './application/open-bank-account.js';
import { RevealOwner } from './application/reveal-owner.js';
import { UnitCorrections } from './application/unit-corrections.js';
import { UnitQueries } from './application/unit-queries.js';
import { CommunitiesController } from './http/communities.controller.js';

const providers = [
  CommunityQueries,
  UnitQueries,
  UnitCorrections,
  BankAccountQueries,
  BankAccounts,
  ChangeUnitOwner,
  CreateCommunity,
  ImportUnits,
  OpenBankAccount,
  RevealOwner,
];

/** Compounds, their units with owners, and the co-managed bank account of each. */
@Global()
@Module({ controllers: [CommunitiesController], providers, exports: providers })
export class CommunitiesModule {}
