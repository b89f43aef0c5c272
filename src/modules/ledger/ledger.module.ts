import { Global, Module } from '@nestjs/common';
import { LedgerQueries } from './application/ledger-queries.js';
import { LedgerService } from './application/ledger-service.js';

/** The books: one gate to write them, and the queries that read them. */
@Global()
@Module({ providers: [LedgerService, LedgerQueries], exports: [LedgerService, LedgerQueries] })
export class LedgerModule {}
