import { EntitlementMonth } from './persistence/entitlement-month.js';
import { Performance } from './persistence/performance.js';

export { entitlementInvariants as invariants } from './application/entitlement-invariants.js';
export * from './application/entitlement-queries.js';
export * from './application/finalise-assessment.js';
export * from './application/monthly-entitlements.js';
export { QuarterMonths } from './application/quarter-months.js';
export * from './domain/entitlement.js';
export * from './entitlements.module.js';

export const entities = [EntitlementMonth, Performance];
