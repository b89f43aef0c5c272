import { Injectable } from '@nestjs/common';
import { inSteps, Money, required, type AccountingPeriod, type Id, type Instant, type PersonId } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { BillId } from '../domain/allocation.js';
import type { PlannedBill } from '../domain/bill-plan.js';
import { journalForBill } from '../domain/journals.js';
import { BillRun } from '../persistence/bill-run.js';
import { Bill } from '../persistence/bill.js';

/** Bills are run by a person. */
export interface RunPosting {
  readonly by: PersonId;
  readonly at: Instant;
}

/** A run as it is written. */
export interface WrittenRun {
  readonly period: AccountingPeriod;
  readonly kind: BillRun['kind'];
  readonly bills: readonly PlannedBill[];
}

/** Hears how many bills there are, and how many are written. */
export type BillRunReport = (progress: { readonly done: number; readonly total: number }) => void;

/** So many entries go into the books at once and then are told, while the next are already on their way. */
const BILLS_PER_STEP = 200;

/** Writes a bill run: the run, P01 for each of its bills, and the bills with their entries. */
@Injectable()
export class BillWriter {
  constructor(private readonly ledger: LedgerService) {}

  /** The caller holds the lock of the book, and there is a bill. */
  async write(tx: Tx, posting: RunPosting, { period, kind, bills }: WrittenRun, report: BillRunReport = () => undefined): Promise<Id<'bill_run'>> {
    const { communityId } = tx;
    const runId = (await this.ledger.takeIds(tx, 1 + bills.length)) as Id<'bill_run'>;
    const total = Money.sum(bills.map((bill) => bill.amount));
    await tx.manager.insert(BillRun, { communityId, id: runId, period, kind, bills: bills.length, total, ranAt: posting.at, ranBy: posting.by });
    const documents = bills.map((bill, index) => ({ id: (runId + 1 + index) as BillId, period, ...bill }));
    let done = 0;
    report({ done, total: bills.length });
    const writeStep = async (step: readonly (typeof documents)[number][]): Promise<void> => {
      const entries = await this.ledger.post(tx, posting, step.map(journalForBill));
      const rows = step.map((bill, index) => ({ communityId, billRunId: runId, openedOn: null, entrySeq: required(entries[index], 'entry').seq, ...bill }));
      await insertRows(tx, Bill, rows);
      done += step.length;
      report({ done, total: bills.length });
    };
    await inSteps(documents, BILLS_PER_STEP, writeStep);
    return runId;
  }
}
