import { Global, Module } from '@nestjs/common';
import { ContractQueries } from './application/contract-queries.js';
import { RecordSubstitution } from './application/record-substitution.js';
import { RegisterPayeeAccount } from './application/register-payee-account.js';
import { SignContract } from './application/sign-contract.js';
import { SubstitutionQueries } from './application/substitution-queries.js';
import { ContractsController } from './http/contracts.controller.js';

const commands = [SignContract, RegisterPayeeAccount, RecordSubstitution];
const queries = [ContractQueries, SubstitutionQueries];

/** What firm and owners agreed on, to whom the firm is paid, and who speaks for the owners. */
@Global()
@Module({ controllers: [ContractsController], providers: [...commands, ...queries], exports: [...commands, ...queries] })
export class ContractsModule {}
