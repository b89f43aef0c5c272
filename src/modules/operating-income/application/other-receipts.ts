import { Injectable } from '@nestjs/common';
import { assert, DomainError, required, type BusinessDate, type Id, type Money, type OrganisationId } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { LedgerService, type EntryDraft, type Posting } from '../../ledger/index.js';
import { PayeeQueries } from '../../contracts/index.js';
import { journalForCollected, journalForDeposit, journalForFloatBack, journalForOtherIncome, type OtherReceiptEntry } from '../domain/claim-journals.js';
import { payeeCollectedFor } from '../domain/collected.js';
import type { LeaseId } from '../domain/lease.js';
import { OtherReceipt, type OtherReceiptKind } from '../persistence/other-receipt.js';
import { CollectedQueries } from './collected-queries.js';

const WORDS_MAX = 120;
const NAME_MAX = 60;

/** A part of a bank line that is no rent, on the bank's day, and what it is in words. */
export interface OtherReceiptRequest {
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly amount: Money;
  readonly on: BusinessDate;
  readonly words: string;
}

/** A deposit of somebody, for a lease or none that is recorded yet. */
export interface DepositRequest extends OtherReceiptRequest {
  readonly leaseId: LeaseId | null;
  readonly payerName: string;
}

export interface FloatBackRequest extends OtherReceiptRequest {
  readonly firmId: OrganisationId;
}

/** Money that somebody else is owed; `payee` is its number in the register, "SK001". */
export interface CollectedRequest extends OtherReceiptRequest {
  readonly payee: string;
}

export interface RecordedOtherReceipt {
  readonly id: number;
  readonly bankLineId: number;
  readonly amount: Money;
  readonly entrySeq: number;
}

interface Extra {
  readonly leaseId: LeaseId | null;
  readonly payerName: string | null;
  readonly firmId: OrganisationId | null;
  readonly payeeId: Id<'payee'> | null;
}

/** Writes what came in and is no rent, each from one bank line. The caller's command holds the lock of the book and has made sure that the line is the compound's. */
@Injectable()
export class OtherReceipts {
  constructor(
    private readonly ledger: LedgerService,
    private readonly collected: CollectedQueries,
  ) {}

  /** @throws OTHER_LINE_USED, OTHER_WORDS_INVALID, and what posting throws */
  async record(
    tx: Tx,
    posting: Posting,
    receipt: OtherReceiptRequest & { kind: OtherReceiptKind; extra: Extra; journal: (entry: OtherReceiptEntry) => EntryDraft },
  ): Promise<RecordedOtherReceipt> {
    const { kind, bankLineId, bankAccountId, amount, on: receivedOn, extra, journal } = receipt;
    const words = readWords('words', receipt.words, WORDS_MAX);
    await this.refuseUsed(tx, { kind, bankLineId, leaseId: extra.leaseId });
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'other_receipt'>;
    const [entry] = await this.ledger.post(tx, posting, [journal({ id, amount, receivedOn, bankAccountId })]);
    const { seq: entrySeq } = required(entry, 'entry');
    const row = {
      communityId: tx.communityId,
      id,
      kind,
      fund: kind === 'DEPOSIT' || kind === 'FOR_OTHERS' ? ('TRN' as const) : ('COM' as const),
      bankLineId,
      openingId: null,
      amount,
      receivedOn,
      words,
    };
    await insertRows(tx, OtherReceipt, [{ ...row, ...extra, entrySeq, recordedAt: posting.at }]);
    return { id, bankLineId, amount, entrySeq };
  }

  /**
   * Takes back a receipt that was placed wrongly: its entry is reversed, the document stays and is void, and its bank line is free again.
   * @throws OTHER_RECEIPT_UNKNOWN DEPOSIT_RELEASED COLLECTED_PASSED_ON, and what posting throws
   */
  async undo(tx: Tx, posting: Posting, undone: { id: number; on: BusinessDate; reason: string }): Promise<{ entrySeq: number; reversesSeq: number }> {
    const id = undone.id as Id<'other_receipt'>;
    const found = await tx.manager.findOneBy(OtherReceipt, { communityId: tx.communityId, id });
    // what opened with the books is no receipt of a line: three parties signed it
    if (!found || found.voidedOn !== null || found.bankLineId === null) throw new DomainError('OTHER_RECEIPT_UNKNOWN', { receipt: id });
    if (!found.released.isZero) throw new DomainError('DEPOSIT_RELEASED', { released: found.released.toString() });
    if (found.kind === 'FOR_OTHERS' && found.payeeId !== null) await this.refusePassedOn(tx, found.payeeId, found);
    const voidReason = readWords('reason', undone.reason, 200);
    const reversal = await this.ledger.reverse(tx, posting, { seq: found.entrySeq, effectiveOn: undone.on, description: 'receipt placed wrongly' });
    await tx.manager.update(OtherReceipt, { communityId: tx.communityId, id }, { voidedOn: undone.on, voidReason, voidSeq: reversal.seq });
    return { entrySeq: reversal.seq, reversesSeq: found.entrySeq };
  }

  /** Money that is passed on is the oldest of its payee; what is gone of a receipt cannot be taken back with it. */
  private async refusePassedOn(tx: Tx, payeeId: Id<'payee'>, { id, amount }: Pick<OtherReceipt, 'id' | 'amount'>): Promise<void> {
    const held = required((await this.collected.heldFor(tx, payeeId)).ofReceipts.get(id), 'what is held of a receipt');
    if (!held.equals(amount)) throw new DomainError('COLLECTED_PASSED_ON', { amount: amount.toString(), held: held.toString() });
  }

  private async refuseUsed(tx: Tx, { kind, bankLineId, leaseId }: { kind: OtherReceiptKind; bankLineId: number; leaseId: LeaseId | null }): Promise<void> {
    const used = await tx.query(
      `select from mingbai.other_receipt where community_id = $1 and bank_line_id = $2 and kind = $3 and lease_id is not distinct from $4::bigint and voided_on is null`,
      [tx.communityId, bankLineId, kind, leaseId],
    );
    if (used.length > 0) throw new DomainError('OTHER_LINE_USED', { line: bankLineId });
  }
}

/** @throws OTHER_WORDS_INVALID */
export function readWords(field: string, text: string, max: number): string {
  const words = text.trim();
  if (words === '' || words.length > max || /\p{C}|\p{Zl}|\p{Zp}/u.test(words)) throw new DomainError('OTHER_WORDS_INVALID', { field, max });
  return words;
}

/** Income that is neither rent nor interest (P32). */
@Injectable()
export class OtherIncome {
  constructor(private readonly receipts: OtherReceipts) {}

  /** @throws OTHER_LINE_USED, OTHER_WORDS_INVALID, and what posting throws */
  record(tx: Tx, posting: Posting, receipt: OtherReceiptRequest): Promise<RecordedOtherReceipt> {
    const extra = { leaseId: null, payerName: null, firmId: null, payeeId: null };
    return this.receipts.record(tx, posting, { ...receipt, kind: 'OTHER', extra, journal: journalForOtherIncome });
  }
}

/** Deposits of lessees, which stay theirs (P31). */
@Injectable()
export class Deposits {
  constructor(private readonly receipts: OtherReceipts) {}

  /** @throws OTHER_LINE_USED, OTHER_WORDS_INVALID, and what posting throws */
  receive(tx: Tx, posting: Posting, receipt: DepositRequest): Promise<RecordedOtherReceipt> {
    const extra = { leaseId: receipt.leaseId, payerName: readWords('payerName', receipt.payerName, NAME_MAX), firmId: null, payeeId: null };
    return this.receipts.record(tx, posting, { ...receipt, kind: 'DEPOSIT', extra, journal: journalForDeposit });
  }
}

/** Money that owners pay into the account and somebody else is owed, such as the water company (P31). */
@Injectable()
export class Collections {
  constructor(
    private readonly receipts: OtherReceipts,
    private readonly payees: PayeeQueries,
  ) {}

  /** @throws COLLECTED_PAYEE_REFUSED, OTHER_LINE_USED, OTHER_WORDS_INVALID, and what posting throws */
  async receive(tx: Tx, posting: Posting, receipt: CollectedRequest): Promise<RecordedOtherReceipt> {
    const payeeId = payeeCollectedFor(await this.payees.all(tx), receipt.payee);
    const extra = { leaseId: null, payerName: null, firmId: null, payeeId };
    return this.receipts.record(tx, posting, { ...receipt, kind: 'FOR_OTHERS', extra, journal: (entry) => journalForCollected({ ...entry, payeeId }) });
  }
}

/** The float that the firm gives back (P25b). */
@Injectable()
export class Floats {
  constructor(private readonly receipts: OtherReceipts) {}

  /** @throws OTHER_LINE_USED, and what posting throws (LEDGER_FLOOR where the firm has no such float) */
  back(tx: Tx, posting: Posting, receipt: FloatBackRequest): Promise<RecordedOtherReceipt> {
    const { firmId } = receipt;
    assert(firmId > 0, 'a float is with a firm');
    const extra = { leaseId: null, payerName: null, firmId, payeeId: null };
    return this.receipts.record(tx, posting, { ...receipt, kind: 'FLOAT', extra, journal: (entry) => journalForFloatBack({ ...entry, firmId }) });
  }
}
