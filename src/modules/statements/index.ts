export * from './domain/check-snapshot.js';
export * from './domain/payout-share.js';
export type { SnapshotViolation } from './domain/snapshot-check.js';
export * from './domain/snapshot.js';
