import { BankAccount } from './persistence/bank-account.js';
import { Building } from './persistence/building.js';
import { UnitCorrection } from './persistence/unit-correction.js';
import { UnitOwner } from './persistence/unit-owner.js';
import { Unit } from './persistence/unit.js';

export * from './application/bank-account-queries.js';
export * from './application/bank-accounts.js';
export * from './application/change-unit-owner.js';
export * from './application/community-queries.js';
export { ChangeUnitOwnerBody } from './http/unit-requests.js';
export { readArea, UnitCorrections } from './application/unit-corrections.js';
export * from './application/create-community.js';
export * from './application/import-units.js';
export * from './application/open-bank-account.js';
export * from './application/reveal-owner.js';
export * from './application/shared-ids.js';
export * from './application/unit-queries.js';
export { communityInvariants as invariants } from './application/community-invariants.js';
export * from './communities.module.js';
export * from './domain/bank-account.js';
export * from './domain/masked-name.js';
export * from './domain/payment-reference.js';
export * from './domain/unit.js';
export { isPlainText } from './domain/plain-text.js';
export { CommunityResponse } from './http/community-response.js';

export const entities = [Building, Unit, UnitCorrection, UnitOwner, BankAccount];
