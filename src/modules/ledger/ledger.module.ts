import { Global, Module } from '@nestjs/common';
import { ExportJournal } from './application/export-journal.js';
import { LedgerQueries } from './application/ledger-queries.js';
import { LedgerService } from './application/ledger-service.js';

/** The books: one gate to write them, and the queries that read them. */
@Global()
@Module({ providers: [LedgerService, LedgerQueries, ExportJournal], exports: [LedgerService, LedgerQueries, ExportJournal] })
export class LedgerModule {}
