import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { BankAccountQueries, type UnitId } from '../../communities/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { allocateReceipts, type Allocation, type BillId, type OpenBill } from '../domain/allocation.js';
import { journalForFoundReceipt, journalForReceipt, type ReceiptDocument } from '../domain/journals.js';
import { receiptNumber, type ReceiptOrigin } from '../domain/receipt.js';
import { BillAllocation } from '../persistence/allocation.js';
import { Receipt } from '../persistence/receipt.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';

/** Money of one bank line (or of a part of it) that is for the fees of a unit. `receivedOn` is the bank's day; `billId` the bill that the payer named. */
export interface FeeReceiptRequest {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly bankLineId: number;
  readonly billId?: BillId;
}

/** Money that stood in suspense since `receivedOn` and was found to be for a unit on `foundOn`, from when it counts as paid. */
export interface FoundFeeReceiptRequest extends FeeReceiptRequest {
  readonly foundOn: BusinessDate;
}

export interface RecordedReceipt {
  readonly id: number;
  readonly number: string;
  readonly unitId: UnitId;
  readonly bankLineId: number;
  readonly amount: Money;
  /** What of it became a prepayment. */
  readonly excess: Money;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number;
}

type Incoming = FeeReceiptRequest & { readonly effectiveOn: BusinessDate };
type Document = Incoming & Omit<ReceiptDocument, 'allocations'> & { readonly id: Id<'receipt'>; readonly allocations: readonly Allocation[] };

/**
 * Turns money at the bank into numbered receipts, a whole file at once: the oldest bills first unless the payer named one, the rest a
 * prepayment, which also settles bills that came to be owed after the money (P02, P21f, P03). The caller's command holds the lock of
 * the book and has made sure that lines and units are those of the compound.
 */
@Injectable()
export class FeeReceipts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
    private readonly prepayments: Prepayments,
    private readonly bankAccounts: BankAccountQueries,
  ) {}

  /**
   * P02, in the order given. Receipts are numbered by day, then as given.
   * @throws FEES_LINE_USED, FEES_BILL_NOT_OPEN, COMMUNITY_ACCOUNT_NONE, and what posting throws
   */
  record(tx: Tx, posting: Posting, receipts: readonly FeeReceiptRequest[]): Promise<RecordedReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.receivedOn }));
    return this.recordAll(tx, posting, incoming, 'BANK');
  }

  /** P21 found, in the order given: the money leaves 2301 of its line. @throws as `record` */
  recordFromSuspense(tx: Tx, posting: Posting, receipts: readonly FoundFeeReceiptRequest[]): Promise<RecordedReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.foundOn }));
    return this.recordAll(tx, posting, incoming, 'FOUND');
  }

  private async recordAll(tx: Tx, posting: Posting, incoming: readonly Incoming[], origin: ReceiptOrigin): Promise<RecordedReceipt[]> {
    if (incoming.length === 0) return [];
    const unitIds = [...new Set(incoming.map((receipt) => receipt.unitId))];
    await this.refuseUsedLines(tx, incoming);
    const openBills = await this.fees.openBills(tx, unitIds);
    for (const receipt of incoming) refuseUnknownBill(receipt, openBills);
    const documents = await this.documents(tx, incoming, openBills);
    const posted = await this.ledger.post(tx, posting, documents.map(origin === 'BANK' ? journalForReceipt : journalForFoundReceipt));
    const seqs = posted.map((entry) => entry.seq);
    await this.save(tx, posting, { documents, seqs, origin });
    const withExcess = documents.filter((document) => document.excess.isPositive).map((document) => document.unitId);
    if (withExcess.length > 0) await this.prepayments.apply(tx, posting, [...new Set(withExcess)]);
    const recorded = new Map(documents.map((document, index) => [document.place, recordedReceipt(document, required(seqs[index], 'entry'))]));
    return incoming.map((_, place) => required(recorded.get(place), 'receipt'));
  }

  /** Numbered and allocated, in the order of their numbers: by day, then as given. */
  private async documents(tx: Tx, incoming: readonly Incoming[], openBills: readonly OpenBill[]): Promise<(Document & { place: number })[]> {
    const allocated = allocateReceipts(openBills, incoming);
    const inOrder = incoming
      .map((receipt, place) => ({ ...receipt, ...required(allocated[place], 'allocation'), place }))
      .toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.place - b.place));
    const firstId = await this.ledger.takeIds(tx, inOrder.length);
    const accountOn = await this.bankAccountFinder(tx);
    const next = await this.nextNumbers(tx);
    return inOrder.map((receipt, index) => {
      const year = Number.parseInt(receipt.effectiveOn.slice(0, 4), 10);
      const no = next.get(year) ?? 1;
      next.set(year, no + 1);
      return { ...receipt, id: (firstId + index) as Id<'receipt'>, year, no, bankAccountId: accountOn(receipt.effectiveOn) };
    });
  }

  private async save(
    tx: Tx,
    posting: Posting,
    { documents, seqs, origin }: { documents: readonly Document[]; seqs: readonly number[]; origin: ReceiptOrigin },
  ): Promise<void> {
    const { communityId } = tx;
    const receipts = documents.map(({ id, year, no, unitId, amount, excess, bankLineId, receivedOn, effectiveOn }, index) => {
      const entrySeq = required(seqs[index], 'entry');
      return { communityId, id, year, no, unitId, amount, excess, origin, bankLineId, receivedOn, effectiveOn, entrySeq, recordedAt: posting.at };
    });
    await insertRows(tx, Receipt, receipts);
    const allocations = receipts.flatMap(({ id: receiptId, unitId, effectiveOn, entrySeq }, index) =>
      required(documents[index], 'receipt').allocations.map(({ billId, amount }) => ({
        billId,
        unitId,
        receiptId,
        amount,
        effectiveOn,
        entrySeq,
        givesBackId: null,
      })),
    );
    const firstId = await this.ledger.takeIds(tx, allocations.length);
    const rows = allocations.map((allocation, index) => ({ ...allocation, communityId, id: (firstId + index) as Id<'allocation'> }));
    await insertRows(tx, BillAllocation, rows);
  }

  /** One receipt for a bank line and unit; a line of several units is given in parts. */
  private async refuseUsedLines(tx: Tx, incoming: readonly Incoming[]): Promise<void> {
    const keys = incoming.map(({ bankLineId, unitId }) => `${bankLineId}/${unitId}`);
    assert(new Set(keys).size === keys.length, 'a bank line names each unit once');
    const [used] = await tx.query<{ line: number }>(
      `select bank_line_id as line from mingbai.receipt
       where community_id = $1 and (bank_line_id, unit_id) in (select * from unnest($2::bigint[], $3::bigint[])) order by 1 limit 1`,
      [tx.communityId, incoming.map((receipt) => receipt.bankLineId), incoming.map((receipt) => receipt.unitId)],
    );
    if (used) throw new DomainError('FEES_LINE_USED', { line: used.line });
  }

  private async nextNumbers(tx: Tx): Promise<Map<number, number>> {
    const rows = await tx.query<{ year: number; next: number }>('select year, max(no) + 1 as next from mingbai.receipt where community_id = $1 group by year', [
      tx.communityId,
    ]);
    return new Map(rows.map(({ year, next }) => [year, next]));
  }

  private async bankAccountFinder(tx: Tx): Promise<(on: BusinessDate) => number> {
    const accounts = await this.bankAccounts.all(tx);
    return (on) => {
      const account = accounts.find(({ openedOn, closedOn }) => openedOn <= on && (closedOn === null || closedOn >= on));
      if (!account) throw new DomainError('COMMUNITY_ACCOUNT_NONE', { date: on });
      return account.id;
    };
  }
}

function refuseUnknownBill({ unitId, billId }: FeeReceiptRequest, openBills: readonly OpenBill[]): void {
  if (billId !== undefined && !openBills.some((bill) => bill.id === billId && bill.unitId === unitId))
    throw new DomainError('FEES_BILL_NOT_OPEN', { bill: billId });
}

function recordedReceipt({ id, year, no, unitId, bankLineId, amount, excess, effectiveOn }: Document, entrySeq: number): RecordedReceipt {
  return { id, number: receiptNumber(year, no), unitId, bankLineId, amount, excess, effectiveOn, entrySeq };
}
