import { Global, Module } from '@nestjs/common';
import { ChangePayeeAccount } from './application/change-payee-account.js';
import { ContractConflicts } from './application/contract-conflicts.js';
import { ContractQueries } from './application/contract-queries.js';
import { PayeeAccounts } from './application/payee-accounts.js';
import { PayeeQueries } from './application/payee-queries.js';
import { ProposalQueries } from './application/proposal-queries.js';
import { ProposeContract } from './application/propose-contract.js';
import { RecordContractStep } from './application/record-contract-step.js';
import { RecordSubstitution } from './application/record-substitution.js';
import { RegisterPayeeAccount } from './application/register-payee-account.js';
import { RegisterPayee } from './application/register-payee.js';
import { SignContract } from './application/sign-contract.js';
import { SignProposal } from './application/sign-proposal.js';
import { SubstitutionQueries } from './application/substitution-queries.js';
import { ContractProposalsController } from './http/contract-proposals.controller.js';
import { ContractsController } from './http/contracts.controller.js';
import { PayeesController } from './http/payees.controller.js';

const commands = [SignContract, ProposeContract, SignProposal, RecordContractStep, RegisterPayeeAccount, RegisterPayee, ChangePayeeAccount, RecordSubstitution];
const queries = [ContractQueries, ProposalQueries, SubstitutionQueries, PayeeQueries];

/** What firm and owners agreed on, to whom money may be paid, and who speaks for the owners. */
@Global()
@Module({
  controllers: [ContractProposalsController, ContractsController, PayeesController],
  providers: [...commands, ...queries, PayeeAccounts, ContractConflicts],
  exports: [...commands, ...queries],
})
export class ContractsModule {}
