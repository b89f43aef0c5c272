import { Global, Module } from '@nestjs/common';
import { BankLines } from './application/bank-lines.js';
import { BankQueries } from './application/bank-queries.js';
import { ImportBankFile } from './application/import-bank-file.js';
import { ReconciliationQueries } from './application/reconciliation-queries.js';
import { Reconciliations } from './application/reconciliations.js';
import { BankController } from './http/bank.controller.js';

const providers = [ImportBankFile, BankQueries, BankLines, ReconciliationQueries, Reconciliations];

/** What the bank says, kept as it said it: files, lines, where each line went, and the signed reconciliations. */
@Global()
@Module({ controllers: [BankController], providers, exports: providers })
export class BankModule {}
