import { BankFile } from './persistence/bank-file.js';
import { BankLine } from './persistence/bank-line.js';
import { BankMatch } from './persistence/bank-match.js';
import { ChannelFile } from './persistence/channel-file.js';
import { ChannelLine } from './persistence/channel-line.js';
import { MappingProfileRow } from './persistence/mapping-profile-row.js';
import { Reconciliation } from './persistence/reconciliation.js';

export { bankInvariants as invariants } from './application/bank-invariants.js';
export * from './application/bank-lines.js';
export * from './application/bank-queries.js';
export * from './application/channel-lines.js';
export * from './application/channel-queries.js';
export * from './application/import-bank-file.js';
export * from './application/import-channel-file.js';
export * from './application/mapping-drafts.js';
export * from './application/reconciliation-queries.js';
export * from './application/reconciliations.js';
export * from './application/save-mapping-profile.js';
export * from './bank.module.js';
export * from './domain/bank-file-rejected.js';
export * from './domain/bank-line.js';
export * from './domain/channel-line.js';
export * from './domain/mapping-profile.js';
export * from './domain/parsed-bank-file.js';
export * from './domain/reconciliation.js';
export { ReconciliationResponse } from './http/reconciliation-response.js';

export const entities = [BankFile, BankLine, BankMatch, ChannelFile, ChannelLine, MappingProfileRow, Reconciliation];
