import { Global, Module } from '@nestjs/common';
import { ExportJournal } from './application/export-journal.js';
import { LedgerQueries } from './application/ledger-queries.js';
import { LedgerService } from './application/ledger-service.js';
import { LedgerController } from './http/ledger.controller.js';

/** The books: one gate to write them, and the queries that read them. */
@Global()
@Module({ controllers: [LedgerController], providers: [LedgerService, LedgerQueries, ExportJournal], exports: [LedgerService, LedgerQueries, ExportJournal] })
export class LedgerModule {}
