import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type BusinessDate, type Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { Posting } from '../../ledger/index.js';
import { allocateReceipts, type NamedByPayer, type OpenBill } from '../domain/allocation.js';
import { FeeQueries } from './fee-queries.js';
import { LateFeeQueries } from './late-fee-queries.js';
import { Prepayments } from './prepayments.js';
import { BounceUndo, type UndoneBounce } from './bounce-undo.js';
import { ReceiptVoids, type BounceRequest, type BouncedMoney, type UndoRequest, type UndoneReceipt } from './receipt-voids.js';
import { ReceiptWriter, type RecordedReceipt } from './receipt-writer.js';

/**
 * Money of one bank line (or of a part of it) that is for the fees of a unit. `receivedOn` is the bank's day; the payer may have named
 * bills (which must be open) or months (which are looked for first, and open or not).
 */
export interface FeeReceiptRequest extends NamedByPayer {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly bankLineId: number;
  /** Where the bank holds the money. */
  readonly bankAccountId: number;
}

/** Money that stood in suspense since `receivedOn` and was found to be for a unit on `foundOn`, from when it counts as paid. */
export interface FoundFeeReceiptRequest extends FeeReceiptRequest {
  readonly foundOn: BusinessDate;
}

type Incoming = FeeReceiptRequest & { readonly effectiveOn: BusinessDate };

/**
 * Turns money at the bank into numbered receipts, a whole file at once: the oldest bills first unless the payer named some, late fees
 * after the bills of their age, the rest a prepayment, which also settles bills that came to be owed after the money (P02, P07p, P21f,
 * P03); and takes a receipt back. The caller's command holds the lock of the book and has made sure that lines and units are those of
 * the compound.
 */
@Injectable()
export class FeeReceipts {
  constructor(
    private readonly fees: FeeQueries,
    private readonly lateFees: LateFeeQueries,
    private readonly prepayments: Prepayments,
    private readonly writer: ReceiptWriter,
    private readonly voids: ReceiptVoids,
    private readonly bounces: BounceUndo,
  ) {}

  /**
   * P02 and P07p, in the order given. Receipts are numbered by day, then as given.
   * @throws FEES_LINE_USED, FEES_BILL_NOT_OPEN, and what posting throws
   */
  record(tx: Tx, posting: Posting, receipts: readonly FeeReceiptRequest[]): Promise<RecordedReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.receivedOn }));
    return this.recordAll(tx, posting, incoming, 'BANK');
  }

  /** P21 found, in the order given: the money leaves 2301 of its line. It settles no late fees: suspense knows none. @throws as `record` */
  recordFromSuspense(tx: Tx, posting: Posting, receipts: readonly FoundFeeReceiptRequest[]): Promise<RecordedReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.foundOn }));
    return this.recordAll(tx, posting, incoming, 'FOUND');
  }

  /** P22b: the bank took the money of a receipt back. @see ReceiptVoids.bounce */
  bounce(tx: Tx, posting: Posting, request: BounceRequest): Promise<BouncedMoney> {
    return this.voids.bounce(tx, posting, request);
  }

  /** Takes a bounce back that was not one, while its month is open. @see BounceUndo */
  undoBounce(tx: Tx, posting: Posting, request: { receiptId: number; bankLineId: number }): Promise<UndoneBounce> {
    return this.bounces.undo(tx, posting, request);
  }

  /** Takes a receipt back that was placed wrongly, while its month is open. @see ReceiptVoids.undo */
  undo(tx: Tx, posting: Posting, request: UndoRequest): Promise<UndoneReceipt> {
    return this.voids.undo(tx, posting, request);
  }

  private async recordAll(tx: Tx, posting: Posting, incoming: readonly Incoming[], origin: 'BANK' | 'FOUND'): Promise<RecordedReceipt[]> {
    if (incoming.length === 0) return [];
    const unitIds = [...new Set(incoming.map((receipt) => receipt.unitId))];
    await this.refuseUsedLines(tx, incoming);
    const openBills = await this.fees.openBills(tx, unitIds);
    for (const receipt of incoming) refuseUnknownBill(receipt, openBills);
    const lateFees = origin === 'BANK' ? await this.lateFees.open(tx, unitIds) : [];
    const allocated = allocateReceipts(openBills, incoming, lateFees);
    const receipts = incoming.map(({ unitId, amount, receivedOn, effectiveOn, bankLineId, bankAccountId }, place) => {
      return { unitId, amount, receivedOn, effectiveOn, ...required(allocated[place], 'allocation'), source: { origin, bankLineId, bankAccountId } };
    });
    const recorded = await this.writer.write(tx, posting, receipts);
    const withExcess = recorded.filter((receipt) => receipt.excess.isPositive).map((receipt) => receipt.unitId);
    if (withExcess.length > 0) await this.prepayments.apply(tx, posting, [...new Set(withExcess)]);
    return recorded;
  }

  /** One receipt for a bank line and unit; a line of several units is given in parts. */
  private async refuseUsedLines(tx: Tx, incoming: readonly Incoming[]): Promise<void> {
    const keys = incoming.map(({ bankLineId, unitId }) => `${bankLineId}/${unitId}`);
    assert(new Set(keys).size === keys.length, 'a bank line names each unit once');
    const [used] = await tx.query<{ line: number }>(
      `select bank_line_id as line from mingbai.receipt where community_id = $1 and void_kind is distinct from 'UNDONE'
       and (bank_line_id, unit_id) in (select * from unnest($2::bigint[], $3::bigint[])) order by 1 limit 1`,
      [tx.communityId, incoming.map((receipt) => receipt.bankLineId), incoming.map((receipt) => receipt.unitId)],
    );
    if (used) throw new DomainError('FEES_LINE_USED', { line: used.line });
  }
}

/** @throws FEES_BILL_NOT_OPEN */
export function refuseUnknownBill({ unitId, billIds = [] }: NamedByPayer & { readonly unitId: UnitId }, openBills: readonly OpenBill[]): void {
  if (billIds.length === 0) return;
  const open = new Set(openBills.filter((bill) => bill.unitId === unitId).map((bill) => bill.id));
  const missing = billIds.find((id) => !open.has(id));
  if (missing !== undefined) throw new DomainError('FEES_BILL_NOT_OPEN', { bill: missing });
}
