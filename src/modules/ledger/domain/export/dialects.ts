import { beancountDialect } from './beancount-dialect.js';
import { csvDialect } from './csv-dialect.js';
import type { JournalDialect } from './journal.js';
import { hledgerDialect, ledgerDialect } from './plain-dialects.js';

export const journalFormats = ['hledger', 'ledger', 'beancount', 'csv'] as const;
export type JournalFormat = (typeof journalFormats)[number];

export const journalDialects: Record<JournalFormat, JournalDialect> = {
  hledger: hledgerDialect,
  ledger: ledgerDialect,
  beancount: beancountDialect,
  csv: csvDialect,
};
