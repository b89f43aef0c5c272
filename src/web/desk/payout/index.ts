export * from './approval-steps.js';
export * from './gate-words.js';
export * from './payout-facts.js';
export * from './payout-reader.js';
export * from './payout-rows.js';
export * from './payout-sections.js';
export * from './payout-state-tag.js';
