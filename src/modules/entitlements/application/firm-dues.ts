import { Injectable } from '@nestjs/common';
import { assert, dateOf, DomainError, Money, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { MoneyTakenByFirm } from '../../fees/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { clearedDues, refuseClosedWriteOff, refuseOpenMonths, refusePenaltyBeside, type FirmClearingPart, type FirmDueView } from '../domain/firm-due.js';
import { journalForFirmOffset, journalForFirmPayment, journalForFirmWriteOff } from '../domain/firm-due-journals.js';
import { FirmClearing, FirmWriteOffUndo } from '../persistence/firm-due.js';
import { FirmDueQueries } from './firm-due-queries.js';

/** A line of the bank by which the firm pays, and which dues it clears. */
export interface FirmPaymentRequest {
  readonly clears: readonly FirmClearingPart[];
  readonly bankLineId: number;
  readonly bankAccountId: number;
  readonly on: BusinessDate;
}

/** What is given up, and by which resolution. */
export interface FirmWriteOff extends Pick<FirmPaymentRequest, 'clears' | 'on'> {
  readonly resolutionId: Id<'resolution'>;
}

/** Which write-off is taken back, by which resolution and why. */
export interface FirmWriteOffBack {
  readonly clearingId: number;
  readonly resolutionId: Id<'resolution'>;
  readonly reason: string;
}

/** What a bank line is matched to: `clearingId` names the payment. */
export interface FirmDuesCleared {
  readonly clearingId: Id<'firm_clearing'>;
  readonly amount: Money;
  readonly entrySeq: number;
}

type Cleared = ReturnType<typeof clearedDues>;

/** Clears what the firm owes; each clearing names its due, because only money that an owner had paid counts as collected then. The caller's command holds the lock of the book. */
@Injectable()
export class FirmDues {
  constructor(
    private readonly ledger: LedgerService,
    private readonly queries: FirmDueQueries,
    private readonly taken: MoneyTakenByFirm,
    private readonly books: LedgerQueries,
  ) {}

  /** P18b: the firm pays. @throws FIRM_DUE_UNKNOWN, FIRM_DUES_OF_TWO_FIRMS, FIRM_DUE_NOT_OPEN */
  async pay(tx: Tx, posting: Posting, { clears, bankLineId, bankAccountId, on }: FirmPaymentRequest): Promise<FirmDuesCleared> {
    const parts = clearedDues(await this.queries.dues(tx), clears, on);
    const id = await this.firstId(tx, parts);
    const [entry] = await this.ledger.post(tx, posting, [journalForFirmPayment({ id, firmId: firmOf(parts), effectiveOn: on, parts, bankAccountId })]);
    return this.save(tx, posting, { id, kind: 'PAID', parts, bankLineId, resolutionId: null, on, entrySeq: required(entry, 'entry').seq });
  }

  /** P18o: taken off what the firm has earned, on a day. @throws FIRM_DUE_UNKNOWN, FIRM_DUES_OF_TWO_FIRMS, FIRM_DUE_NOT_OPEN, FIRM_PENALTY_UNDO_WAITS, LEDGER_FLOOR where it has earned less */
  async setOff(tx: Tx, posting: Posting, { clears, on }: Pick<FirmPaymentRequest, 'clears' | 'on'>): Promise<FirmDuesCleared> {
    const parts = clearedDues(await this.queries.dues(tx), clears, on);
    await this.refuseAskedBack(tx, parts);
    const id = await this.firstId(tx, parts);
    const [entry] = await this.ledger.post(tx, posting, [journalForFirmOffset({ id, firmId: firmOf(parts), effectiveOn: on, parts })]);
    return this.save(tx, posting, { id, kind: 'OFFSET', parts, bankLineId: null, resolutionId: null, on, entrySeq: required(entry, 'entry').seq });
  }

  /** P33: given up by resolution, on a day; a penalty by itself. @throws FIRM_DUE_UNKNOWN, FIRM_DUES_OF_TWO_FIRMS, FIRM_DUE_NOT_OPEN, FIRM_WRITE_OFF_PENALTY_BESIDE, FIRM_PENALTY_UNDO_WAITS, FIRM_DUE_MONTH_OPEN */
  async writeOff(tx: Tx, posting: Posting, { clears, on, resolutionId }: FirmWriteOff): Promise<FirmDuesCleared> {
    const parts = clearedDues(await this.queries.dues(tx), clears, on);
    refusePenaltyBeside(parts);
    await this.refuseAskedBack(tx, parts);
    const { closedThrough, reopenedUntil } = required(await this.books.book(tx), 'the book that is locked');
    const dues = parts.map(({ due }) => due);
    refuseOpenMonths(dues, { closedThrough, reopenedUntil: reopenedUntil && dateOf(reopenedUntil) });
    const id = await this.firstId(tx, parts);
    const [entry] = await this.ledger.post(tx, posting, [journalForFirmWriteOff({ id, firmId: firmOf(parts), effectiveOn: on, parts })]);
    return this.save(tx, posting, { id, kind: 'WRITTEN_OFF', parts, bankLineId: null, resolutionId, on, entrySeq: required(entry, 'entry').seq });
  }

  /** A write-off that stands and may be taken back, by the id of its first part, and what it gave up in all. @throws FIRM_WRITE_OFF_UNKNOWN, FIRM_WRITE_OFF_UNDONE, FIRM_CLEARING_CREDITED, FIRM_WRITE_OFF_CLOSED */
  async standingWriteOff(tx: Tx, clearingId: number): Promise<{ readonly first: FirmClearing; readonly amount: Money }> {
    const named = await this.clearing(tx, clearingId);
    const parts = named ? await tx.manager.findBy(FirmClearing, { communityId: tx.communityId, entrySeq: named.entrySeq }) : [];
    if (named?.kind !== 'WRITTEN_OFF' || parts.some(({ id }) => id < named.id)) throw new DomainError('FIRM_WRITE_OFF_UNKNOWN', { writeOff: clearingId });
    if (named.undoneSeq !== null) throw new DomainError('FIRM_WRITE_OFF_UNDONE', { writeOff: clearingId, entry: named.undoneSeq });
    await this.refuseCredited(tx, parts);
    refuseClosedWriteOff(named.effectiveOn, required(await this.books.book(tx), 'the book that is locked').closedThrough);
    return { first: named, amount: Money.sum(parts.map((part) => part.amount)) };
  }

  /** Takes a write-off back whole, dated as it was: the firm owes it again. Its paper stands beside that of the write-off. @throws as `standingWriteOff` */
  async undoWriteOff(tx: Tx, posting: Posting, { clearingId, resolutionId, reason }: FirmWriteOffBack): Promise<FirmDuesCleared> {
    const { first, amount } = await this.standingWriteOff(tx, clearingId);
    const { id, entrySeq, effectiveOn } = first;
    const { seq: undoSeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: 'what the firm owes is not written off' });
    const key = { communityId: tx.communityId, id: (await this.ledger.takeIds(tx, 1)) as Id<'firm_write_off_undo'> };
    const record = { recordedBy: required(posting.by, 'who takes a write-off back'), recordedAt: posting.at };
    await tx.manager.insert(FirmWriteOffUndo, { ...key, clearingId: id, undoSeq, resolutionId, reason, ...record });
    await this.markUndone(tx, entrySeq, undoSeq);
    return { clearingId: id, amount, entrySeq: undoSeq };
  }

  /** Takes a payment back whole, dated as it was, while its month is open; nothing else is a line of the bank. @throws FIRM_CLEARING_MISSING, FIRM_CLEARING_CREDITED, LEDGER_PERIOD_CLOSED */
  async undo(tx: Tx, posting: Posting, clearingId: number): Promise<{ readonly entrySeq: number; readonly bySeq: number }> {
    const named = await this.clearing(tx, clearingId);
    if (named?.kind !== 'PAID' || named.undoneSeq !== null) throw new DomainError('FIRM_CLEARING_MISSING', { clearing: clearingId });
    const { entrySeq, effectiveOn } = named;
    const rows = await tx.manager.findBy(FirmClearing, { communityId: tx.communityId, entrySeq });
    const dues = await this.refuseCredited(tx, rows);
    const { seq: bySeq } = await this.ledger.reverse(tx, posting, { seq: entrySeq, effectiveOn, description: 'clearing of what the firm owes taken back' });
    await this.markUndone(tx, entrySeq, bySeq);
    for (const { dueKind, dueId, amount } of rows) {
      const due = required(
        dues.find(({ kind, id }) => kind === dueKind && id === dueId),
        'the due of a clearing',
      );
      await this.share(tx, { due, amount: amount.negated(), on: effectiveOn, entrySeq: bySeq });
    }
    return { entrySeq, bySeq };
  }

  /** What may be taken back is neither set off nor given up while a party asks that for the first time; a payment is a fact of the bank, and is credited then. */
  private refuseAskedBack(tx: Tx, parts: Cleared): Promise<void> {
    return this.queries.refuseAskedBack(
      tx,
      parts.flatMap(({ due }) => (due.kind === 'PENALTY' ? [due.id] : [])),
    );
  }

  /** What made a penalty good was credited when that was taken back, and stays. @returns all dues @throws FIRM_CLEARING_CREDITED */
  private async refuseCredited(tx: Tx, rows: readonly FirmClearing[]): Promise<FirmDueView[]> {
    const dues = await this.queries.dues(tx);
    const penalty = dues.find((due) => !due.takenBack.isZero && rows.some(({ dueKind, dueId }) => dueKind === due.kind && dueId === due.id));
    const part = rows.find(({ dueKind, dueId }) => dueKind === penalty?.kind && dueId === penalty.id);
    if (penalty && part) throw new DomainError('FIRM_CLEARING_CREDITED', { penalty: penalty.id, amount: part.amount.toString() });
    return dues;
  }

  private clearing(tx: Tx, id: number): Promise<FirmClearing | null> {
    return tx.manager.findOneBy(FirmClearing, { communityId: tx.communityId, id: id as Id<'firm_clearing'> });
  }

  private async markUndone(tx: Tx, entrySeq: number, undoneSeq: number): Promise<void> {
    await tx.query('update mingbai.firm_clearing set undone_seq = $3 where community_id = $1 and entry_seq = $2', [tx.communityId, entrySeq, undoneSeq]);
  }

  private async firstId(tx: Tx, parts: Cleared): Promise<Id<'firm_clearing'>> {
    return (await this.ledger.takeIds(tx, parts.length)) as Id<'firm_clearing'>;
  }

  private async save(
    tx: Tx,
    posting: Posting,
    facts: Pick<FirmClearing, 'id' | 'kind' | 'bankLineId' | 'resolutionId' | 'entrySeq'> & { readonly parts: Cleared; readonly on: BusinessDate },
  ): Promise<FirmDuesCleared> {
    const { id: clearingId, kind, parts, bankLineId, resolutionId, on, entrySeq } = facts;
    const rows = parts.map(({ due, amount }, index) => {
      const id = (clearingId + index) as Id<'firm_clearing'>;
      const record = { recordedBy: posting.by, recordedAt: posting.at, undoneSeq: null };
      return {
        communityId: tx.communityId,
        id,
        kind,
        dueKind: due.kind,
        dueId: due.id,
        amount,
        bankLineId,
        resolutionId,
        effectiveOn: on,
        entrySeq,
        ...record,
      };
    });
    await insertRows(tx, FirmClearing, rows);
    // what is given up never came in: it does not count as collected
    if (kind !== 'WRITTEN_OFF') for (const { due, amount } of parts) await this.share(tx, { due, amount, on, entrySeq });
    return { clearingId, amount: Money.sum(parts.map((part) => part.amount)), entrySeq };
  }

  /** Of an owner's money, the fees are told: it counts as collected now. */
  private async share(tx: Tx, { due, amount, on, entrySeq }: { due: FirmDueView; amount: Money; on: BusinessDate; entrySeq: number }): Promise<void> {
    if (due.kind !== 'TAKEN') return;
    await this.taken.clear(tx, { firmDueId: due.id as Id<'firm_due'>, unitId: required(due.unitId, 'unit of a taking'), amount, on, entrySeq });
  }
}

function firmOf(parts: Cleared): number {
  const [first] = parts;
  assert(first && parts.every(({ due }) => due.firmId === first.due.firmId), 'a clearing is of one firm and at least one due');
  return first.due.firmId;
}
