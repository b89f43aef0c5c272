import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type BusinessDate, type Id, type Money } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type Posting } from '../../ledger/index.js';
import { journalForFoundLeaseReceipt, journalForLeaseReceipt, type LeaseReceiptDocument } from '../domain/journals.js';
import type { LeaseId } from '../domain/lease.js';
import { settleReceipts, type ChargeSettlement } from '../domain/settlement.js';
import { LeaseAllocation } from '../persistence/lease-allocation.js';
import { LeaseReceipt } from '../persistence/lease-receipt.js';
import { Advances } from './advances.js';
import { LeaseQueries } from './lease-queries.js';

/** Money of one bank line (or of a part of it) that is for a lease. `receivedOn` is the bank's day. */
export interface LeaseReceiptRequest {
  readonly leaseId: LeaseId;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly bankLineId: number;
  /** Where the bank holds the money. */
  readonly bankAccountId: number;
}

/** Money that stood in suspense since `receivedOn` and was found to be for a lease on `foundOn`, from when it counts as paid. */
export interface FoundLeaseReceiptRequest extends LeaseReceiptRequest {
  readonly foundOn: BusinessDate;
}

export interface RecordedLeaseReceipt {
  readonly id: number;
  readonly leaseId: LeaseId;
  readonly bankLineId: number;
  readonly amount: Money;
  /** What of it is an advance. */
  readonly excess: Money;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number;
}

type Incoming = LeaseReceiptRequest & { readonly effectiveOn: BusinessDate };
type Document = Incoming & Omit<LeaseReceiptDocument, 'settlements'> & { readonly settlements: readonly ChargeSettlement[] };

/**
 * Turns money at the bank into receipts of operating income: the oldest charge first, the rest an advance, which is recognised when
 * its charge falls due (P09, P21f). The caller's command holds the lock of the book and has made sure that the lines are the compound's.
 */
@Injectable()
export class LeaseReceipts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly leases: LeaseQueries,
    private readonly advances: Advances,
  ) {}

  /** P09, in the order given. @throws LEASE_UNKNOWN, LEASE_LINE_USED, and what posting throws */
  record(tx: Tx, posting: Posting, receipts: readonly LeaseReceiptRequest[]): Promise<RecordedLeaseReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.receivedOn }));
    return this.recordAll(tx, posting, incoming, 'BANK');
  }

  /** P21 found, in the order given: the money leaves 2301 of its line. @throws as `record` */
  recordFromSuspense(tx: Tx, posting: Posting, receipts: readonly FoundLeaseReceiptRequest[]): Promise<RecordedLeaseReceipt[]> {
    const incoming = receipts.map((receipt) => ({ ...receipt, effectiveOn: receipt.foundOn }));
    return this.recordAll(tx, posting, incoming, 'FOUND');
  }

  /**
   * Takes a receipt back that was placed wrongly, dated as it was: its charges are open again, and its advance is gone.
   * @returns its entry and the one that reverses it @throws LEASE_RECEIPT_UNKNOWN, LEASE_RECEIPT_USED, and what the books refuse
   */
  async undo(tx: Tx, posting: Posting, { id }: { id: number }): Promise<{ readonly entrySeq: number; readonly bySeq: number }[]> {
    const { communityId } = tx;
    const receipt = await tx.manager.findOneBy(LeaseReceipt, { communityId, id: id as Id<'lease_receipt'> });
    const undone = receipt && (receipt.undoes !== null || (await tx.manager.existsBy(LeaseReceipt, { communityId, undoes: receipt.id })));
    if (!receipt || undone) throw new DomainError('LEASE_RECEIPT_UNKNOWN', { receipt: id });
    const { entrySeq, effectiveOn } = receipt;
    const settled = await tx.manager.findBy(LeaseAllocation, { communityId, receiptId: receipt.id });
    await this.refuseUsedSince(tx, receipt, settled);
    const { seq: bySeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: 'receipt of a lease taken back' });
    const firstId = await this.ledger.takeIds(tx, settled.length + 1);
    const receiptId = firstId as LeaseReceipt['id'];
    const opposite = { amount: receipt.amount.negated(), excess: receipt.excess.negated(), entrySeq: bySeq, recordedAt: posting.at, undoes: receipt.id };
    await insertRows(tx, LeaseReceipt, [{ ...receipt, id: receiptId, ...opposite }]);
    const rows = settled.map((row, index) => {
      const rowId = (firstId + 1 + index) as LeaseAllocation['id'];
      return { ...row, id: rowId, receiptId, amount: row.amount.negated(), entrySeq: bySeq };
    });
    await insertRows(tx, LeaseAllocation, rows);
    return [{ entrySeq, bySeq }];
  }

  /** Neither is its advance used or given back, nor was something taken off what it paid. */
  private async refuseUsedSince(tx: Tx, { leaseId, excess }: LeaseReceipt, settled: readonly LeaseAllocation[]): Promise<void> {
    const held = await this.leases.inAdvance(tx, leaseId);
    const charges = await this.leases.chargesOf(tx, leaseId);
    const [adjusted] = charges.filter((charge) => !charge.adjusted.isZero && settled.some(({ chargeId }) => chargeId === charge.id));
    if (held.atLeast(excess) && !adjusted) return;
    const lease = (await this.leases.all(tx)).find((each) => each.id === leaseId);
    const used = adjusted ? adjusted.adjusted : excess.minus(held);
    throw new DomainError('LEASE_RECEIPT_USED', { lease: lease?.code ?? String(leaseId), used: used.toString() });
  }

  private async recordAll(tx: Tx, posting: Posting, incoming: readonly Incoming[], origin: LeaseReceipt['origin']): Promise<RecordedLeaseReceipt[]> {
    if (incoming.length === 0) return [];
    await this.refuseUsedLines(tx, incoming);
    const documents = await this.documents(tx, incoming);
    const entries = await this.ledger.post(tx, posting, documents.map(origin === 'BANK' ? journalForLeaseReceipt : journalForFoundLeaseReceipt));
    const recorded = documents.map(({ id, leaseId, bankLineId, amount, excess, effectiveOn }, index) => {
      const { seq: entrySeq } = required(entries[index], 'entry');
      return { id, leaseId, bankLineId, amount, excess, effectiveOn, entrySeq };
    });
    const { communityId } = tx;
    const receiptRows = recorded.map((receipt, index) => {
      const { receivedOn } = required(documents[index], 'receipt');
      return { ...receipt, communityId, receivedOn, origin, recordedAt: posting.at, undoes: null };
    });
    await insertRows(tx, LeaseReceipt, receiptRows);
    await this.saveSettlements(tx, documents, recorded);
    const withExcess = documents.filter((document) => document.excess.isPositive).map((document) => document.leaseId);
    if (withExcess.length > 0) await this.advances.recognise(tx, posting, [...new Set(withExcess)]);
    return recorded;
  }

  private async documents(tx: Tx, incoming: readonly Incoming[]): Promise<Document[]> {
    const leases = new Map((await this.leases.all(tx)).map((lease) => [lease.id, lease]));
    const unknown = incoming.find((receipt) => !leases.has(receipt.leaseId));
    if (unknown) throw new DomainError('LEASE_UNKNOWN', { lease: unknown.leaseId });
    const settled = settleReceipts(await this.leases.open(tx, [...new Set(incoming.map((receipt) => receipt.leaseId))]), incoming);
    const firstId = await this.ledger.takeIds(tx, incoming.length);
    return incoming.map((receipt, index) => {
      const { code: leaseCode, kind } = required(leases.get(receipt.leaseId), 'lease');
      const id = (firstId + index) as Id<'lease_receipt'>;
      return { ...receipt, ...required(settled[index], 'settlement'), id, leaseCode, kind };
    });
  }

  private async saveSettlements(tx: Tx, documents: readonly Document[], recorded: readonly RecordedLeaseReceipt[]): Promise<void> {
    const parts = documents.flatMap(({ id: receiptId, leaseId, effectiveOn, settlements }, index) => {
      const { entrySeq } = required(recorded[index], 'receipt');
      return settlements.map(({ chargeId, amount }) => ({ chargeId, leaseId, receiptId, amount, effectiveOn, entrySeq }));
    });
    const firstId = await this.ledger.takeIds(tx, parts.length);
    const rows = parts.map((part, index) => ({ ...part, communityId: tx.communityId, id: (firstId + index) as Id<'lease_allocation'> }));
    await insertRows(tx, LeaseAllocation, rows);
  }

  /** One receipt for a bank line and lease; a line of several leases is given in parts. */
  private async refuseUsedLines(tx: Tx, incoming: readonly Incoming[]): Promise<void> {
    const keys = incoming.map(({ bankLineId, leaseId }) => `${bankLineId}/${leaseId}`);
    assert(new Set(keys).size === keys.length, 'a bank line names each lease once');
    const [used] = await tx.query<{ line: number }>(
      `select bank_line_id as line from mingbai.lease_receipt
       where community_id = $1 and (bank_line_id, lease_id) in (select * from unnest($2::bigint[], $3::bigint[])) group by bank_line_id, lease_id having sum(amount) <> 0 order by 1 limit 1`,
      [tx.communityId, incoming.map((receipt) => receipt.bankLineId), incoming.map((receipt) => receipt.leaseId)],
    );
    if (used) throw new DomainError('LEASE_LINE_USED', { line: used.line });
  }
}
