export * from './domain/approval-policy.js';
export * from './domain/calendar.js';
export * from './domain/contract-terms.js';
export * from './domain/payout-rule.js';
export * from './domain/score-template.js';
export * from './domain/substitution.js';
