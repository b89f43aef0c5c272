import { Statement, StatementPage } from './persistence/statement.js';

export * from './application/build-statement.js';
export { HandoverPack, type HandoverManifest } from './application/handover-pack.js';
export * from './application/public-payouts.js';
export * from './application/public-statements.js';
export type * from './application/public-views.js';
export * from './application/publish-statement.js';
export { statementInvariants as invariants } from './application/statement-invariants.js';
export * from './application/statement-queries.js';
export * from './application/statement-renderer.js';
export * from './domain/check-snapshot.js';
export * from './domain/payout-share.js';
export type { SnapshotViolation } from './domain/snapshot-check.js';
export * from './domain/snapshot.js';
export * from './domain/statement-period.js';
export { sendPublished, type PublishedBody } from './http/published-reply.js';
export * from './statements.module.js';

export const entities = [Statement, StatementPage];
