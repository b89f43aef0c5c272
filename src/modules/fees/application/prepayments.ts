import { Injectable } from '@nestjs/common';
import { addDays, Money, required, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { applyPrepayments } from '../domain/allocation.js';
import { journalForPrepayment } from '../domain/journals.js';
import { BillAllocation } from '../persistence/allocation.js';
import { FeeQueries } from './fee-queries.js';

/** Settles open bills out of what their units have paid in advance (P03). */
@Injectable()
export class Prepayments {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly fees: FeeQueries,
  ) {}

  /** Of all units, or of those named; the caller holds the lock of the book. @returns the yuan that were applied */
  async apply(tx: Tx, posting: Posting, unitIds?: readonly UnitId[]): Promise<Money> {
    const prepayments = await this.fees.prepayments(tx, unitIds);
    if (prepayments.length === 0) return Money.zero;
    const units = prepayments.map((prepayment) => prepayment.unitId);
    const book = required(await this.books.book(tx), 'book');
    const applied = applyPrepayments(await this.fees.openBills(tx, units), prepayments, addDays(book.closedThrough, 1));
    const firstId = await this.ledger.takeIds(tx, applied.length);
    const documents = applied.map((prepayment, index) => ({ ...prepayment, id: (firstId + index) as Id<'allocation'> }));
    const entries = await this.ledger.post(tx, posting, documents.map(journalForPrepayment));
    const rows = documents.map(({ id, billId, unitId, amount, effectiveOn }, index) => {
      const { seq: entrySeq } = required(entries[index], 'entry');
      return { communityId: tx.communityId, id, billId, unitId, receiptId: null, amount, effectiveOn, entrySeq, givesBackId: null };
    });
    await insertRows(tx, BillAllocation, rows);
    return Money.sum(applied.map((prepayment) => prepayment.amount));
  }
}
