export * from './application/export-journal.js';
export * from './application/ledger-queries.js';
export * from './application/ledger-service.js';
export { ledgerInvariants as invariants } from './application/ledger-invariants.js';
export * from './domain/chart.js';
export * from './domain/entry-draft.js';
export { journalFormats, type JournalFormat } from './domain/export/dialects.js';
export * from './ledger.module.js';
