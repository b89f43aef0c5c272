import { entitlementInvariants } from './application/entitlement-invariants.js';
import { firmDisputeInvariants } from './application/firm-dispute-invariants.js';
import { firmDueInvariants } from './application/firm-due-invariants.js';
import { EntitlementMonth } from './persistence/entitlement-month.js';
import { FirmDispute } from './persistence/firm-dispute.js';
import { FirmClearing, FirmDue } from './persistence/firm-due.js';
import { LaterDecision } from './persistence/later-decision.js';
import { Performance } from './persistence/performance.js';

export * from './application/decide-later.js';
export * from './application/entitlement-queries.js';
export * from './application/finalise-assessment.js';
export * from './application/firm-dispute-queries.js';
export * from './application/firm-disputes.js';
export * from './application/firm-due-queries.js';
export * from './application/firm-dues.js';
export * from './application/monthly-entitlements.js';
export * from './application/record-firm-due.js';
export { QuarterMonths } from './application/quarter-months.js';
export * from './domain/entitlement.js';
export * from './domain/dispute.js';
export * from './domain/firm-due.js';
export * from './entitlements.module.js';
export { AnswerFirmDisputeBody, DisputeDecisionBody, FirmDisputeBody } from './http/firm-disputes.controller.js';
export { OffsetBody, PenaltyBody, TakingBody } from './http/firm-dues.controller.js';
export { LaterDecisionBody } from './http/later-decisions.controller.js';

export const invariants = [...entitlementInvariants, ...firmDueInvariants, ...firmDisputeInvariants];
export const entities = [EntitlementMonth, FirmClearing, FirmDispute, FirmDue, LaterDecision, Performance];
