import { Injectable } from '@nestjs/common';
import { inSteps, Money, required, together, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerService, type EntryDraft, type Posting } from '../../ledger/index.js';
import type { Settlement } from '../domain/allocation.js';
import {
  journalForChannelReceipt,
  journalForFoundReceipt,
  journalForLateFeeReceipt,
  journalForReceipt,
  type ReceiptDocument,
} from '../domain/receipt-journals.js';
import { receiptNumber } from '../domain/receipt.js';
import { BillAllocation } from '../persistence/allocation.js';
import { LateFeeAllocation } from '../persistence/late-fee.js';
import { Receipt } from '../persistence/receipt.js';

/** Where the money is: on a line of the bank, new or found in suspense, or with a channel. `bankAccountId`: where the bank holds it now. */
export type ReceiptSource =
  | { readonly origin: 'BANK' | 'FOUND'; readonly bankLineId: number; readonly bankAccountId: number }
  | { readonly origin: 'CHANNEL'; readonly channelLineId: number; readonly channelId: number };

/** A receipt that is allocated and has no number yet. */
export interface ReceiptToWrite extends Settlement {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly effectiveOn: BusinessDate;
  readonly source: ReceiptSource;
}

/** An entry of a receipt and the cash that it moved: what a bank line is matched to. */
export interface ReceiptPart {
  readonly entrySeq: number;
  readonly amount: Money;
}

export interface RecordedReceipt {
  readonly id: Id<'receipt'>;
  readonly number: string;
  readonly unitId: UnitId;
  readonly amount: Money;
  /** What of it became a prepayment. */
  readonly excess: Money;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number;
  /** One, or two where it also settles late fees; they add up to the amount. */
  readonly parts: readonly ReceiptPart[];
}

/** With the ids of what it settles: each the first of so many. */
type Document = ReceiptToWrite &
  Omit<ReceiptDocument, 'allocations' | 'lateFees' | 'bankAccountId'> & {
    readonly id: Id<'receipt'>;
    readonly place: number;
    readonly allocationId: number;
    readonly lateFeeAllocationId: number;
  };
/** The entry for bills and prepayment, and that for late fees; either may be missing, never both. */
interface Entries {
  readonly main: number | null;
  readonly late: number | null;
}

/** So many are posted and written at once, while the next are already on their way. */
const RECEIPTS_PER_STEP = 100;

/** Numbers receipts, posts them and keeps them with what they settle. Only the services that allocate money use it. */
@Injectable()
export class ReceiptWriter {
  constructor(private readonly ledger: LedgerService) {}

  /** Numbered by day, then as given; answered in the order given. @throws what posting throws */
  async write(tx: Tx, posting: Posting, receipts: readonly ReceiptToWrite[]): Promise<RecordedReceipt[]> {
    if (receipts.length === 0) return [];
    const documents = await this.numbered(tx, receipts);
    const written = await inSteps(documents, RECEIPTS_PER_STEP, (step) => this.writeStep(tx, posting, step));
    const recorded = new Map(written.flat().map((receipt, index) => [documents[index]?.place, receipt]));
    return receipts.map((_, place) => required(recorded.get(place), 'receipt'));
  }

  private async writeStep(tx: Tx, posting: Posting, documents: readonly Document[]): Promise<RecordedReceipt[]> {
    const drafts = documents.map((document) => draftsOf(document));
    const posted = await this.ledger.post(
      tx,
      posting,
      drafts.flatMap(({ main, late }) => [main, late].filter((draft) => draft !== null)),
    );
    const seqs = posted.map(({ seq }) => seq)[Symbol.iterator]();
    const next = (draft: EntryDraft | null): number | null => (draft === null ? null : (required(seqs.next().value, 'entry') as number));
    const entries = drafts.map(({ main, late }): Entries => ({ main: next(main), late: next(late) }));
    await this.save(tx, posting, documents, entries);
    return documents.map((document, index) => recordedReceipt(document, required(entries[index], 'entries')));
  }

  private async numbered(tx: Tx, receipts: readonly ReceiptToWrite[]): Promise<Document[]> {
    const inOrder = receipts
      .map((receipt, place) => ({ ...receipt, place }))
      .toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.place - b.place));
    const allocations = countOf(inOrder, (receipt) => receipt.allocations);
    const lateFees = countOf(inOrder, (receipt) => receipt.lateFees);
    const years = [...new Set(inOrder.map(yearOf))];
    const [firstId, next] = await together([this.ledger.takeIds(tx, inOrder.length + allocations + lateFees), this.nextNumbers(tx, years)]);
    let allocationId = firstId + inOrder.length;
    let lateFeeAllocationId = allocationId + allocations;
    return inOrder.map((receipt, index) => {
      const year = yearOf(receipt);
      const no = required(next.get(year), `the next number of ${year}`);
      next.set(year, no + 1);
      const document = { ...receipt, id: (firstId + index) as Id<'receipt'>, year, no, allocationId, lateFeeAllocationId };
      allocationId += receipt.allocations.length;
      lateFeeAllocationId += receipt.lateFees.length;
      return document;
    });
  }

  private async save(tx: Tx, posting: Posting, documents: readonly Document[], entries: readonly Entries[]): Promise<void> {
    const { communityId } = tx;
    const entriesOf = (index: number): Entries => required(entries[index], 'entries of a receipt');
    const receipts = documents.map(({ id, year, no, unitId, amount, excess, receivedOn, effectiveOn, source, lateFees }, index) => {
      const { main: entrySeq, late: lateFeeSeq } = entriesOf(index);
      const [bankLineId, channelLineId] = source.origin === 'CHANNEL' ? [null, source.channelLineId] : [source.bankLineId, null];
      const line = { origin: source.origin, bankLineId, channelLineId };
      const late = Money.sum(lateFees.map((part) => part.amount));
      return {
        communityId,
        id,
        year,
        no,
        unitId,
        amount,
        excess,
        lateFees: late,
        ...line,
        receivedOn,
        effectiveOn,
        entrySeq,
        lateFeeSeq,
        recordedAt: posting.at,
      };
    });
    const allocations = documents.flatMap(({ id: receiptId, unitId, effectiveOn, allocationId, allocations: parts }, index) =>
      parts.map(({ billId, amount }, part) => ({
        communityId,
        id: (allocationId + part) as Id<'allocation'>,
        billId,
        unitId,
        receiptId,
        firmDueId: null,
        amount,
        effectiveOn,
        entrySeq: required(entriesOf(index).main, 'entry'),
        givesBackId: null,
      })),
    );
    const lateFees = documents.flatMap(({ id: receiptId, unitId, effectiveOn, lateFeeAllocationId, lateFees: parts }, index) =>
      parts.map(({ lateFeeId, amount }, part) => ({
        communityId,
        id: (lateFeeAllocationId + part) as Id<'late_fee_allocation'>,
        lateFeeId,
        unitId,
        receiptId,
        amount,
        effectiveOn,
        entrySeq: required(entriesOf(index).late, 'entry of late fees'),
        givesBackId: null,
      })),
    );
    await together([insertRows(tx, Receipt, receipts), insertRows(tx, BillAllocation, allocations), insertRows(tx, LateFeeAllocation, lateFees)]);
  }

  /** The next number of each of these years: what it costs does not grow with the receipts. */
  private async nextNumbers(tx: Tx, years: readonly number[]): Promise<Map<number, number>> {
    const rows = await tx.query<{ year: number; next: number }>(
      `select y.year, coalesce((select max(no) from mingbai.receipt where community_id = $1 and year = y.year), 0) + 1 as next from unnest($2::int[]) y(year)`,
      [tx.communityId, years],
    );
    return new Map(rows.map(({ year, next }) => [year, next]));
  }
}

const yearOf = ({ effectiveOn }: { readonly effectiveOn: BusinessDate }): number => Number.parseInt(effectiveOn.slice(0, 4), 10);

function countOf(receipts: readonly ReceiptToWrite[], parts: (receipt: ReceiptToWrite) => readonly unknown[]): number {
  return receipts.reduce((count, receipt) => count + parts(receipt).length, 0);
}

function draftsOf(document: Document): { main: EntryDraft | null; late: EntryDraft | null } {
  const { source } = document;
  if (source.origin === 'CHANNEL') return { main: journalForChannelReceipt({ ...document, channelId: source.channelId }), late: null };
  const { bankAccountId, bankLineId } = source;
  if (source.origin === 'FOUND') return { main: journalForFoundReceipt({ ...document, bankAccountId, bankLineId }), late: null };
  const received = { ...document, bankAccountId };
  return { main: journalForReceipt(received), late: journalForLateFeeReceipt(received) };
}

function recordedReceipt(document: Document, { main, late }: Entries): RecordedReceipt {
  const { id, year, no, unitId, amount, excess, effectiveOn, lateFees } = document;
  const ofLateFees = Money.sum(lateFees.map((part) => part.amount));
  const parts = [
    ...(main === null ? [] : [{ entrySeq: main, amount: amount.minus(ofLateFees) }]),
    ...(late === null ? [] : [{ entrySeq: late, amount: ofLateFees }]),
  ];
  const entrySeq = required(parts[0], 'an entry of a receipt').entrySeq;
  return { id, number: receiptNumber(year, no), unitId, amount, excess, effectiveOn, entrySeq, parts };
}
