import { Contract } from './persistence/contract.js';
import { ContractVersion } from './persistence/contract-version.js';
import { Payee } from './persistence/payee.js';
import { PayeeAccount } from './persistence/payee-account.js';
import { SubstitutionRecord } from './persistence/substitution-record.js';

export { contractInvariants as invariants } from './application/contract-invariants.js';
export * from './application/change-payee-account.js';
export * from './application/contract-queries.js';
export * from './application/payee-accounts.js';
export * from './application/payee-queries.js';
export * from './application/record-substitution.js';
export * from './application/register-payee-account.js';
export * from './application/register-payee.js';
export * from './application/sign-contract.js';
export * from './application/substitution-queries.js';
export * from './contracts.module.js';
export * from './domain/approval-policy.js';
export * from './domain/calendar.js';
export * from './domain/clauses.js';
export * from './domain/contract-state.js';
export * from './domain/contract-terms.js';
export * from './domain/payee.js';
export * from './domain/payout-rule.js';
export * from './http/payee-requests.js';
export * from './domain/score-template.js';
export * from './domain/substitution.js';

export const entities = [Contract, ContractVersion, Payee, PayeeAccount, SubstitutionRecord];
