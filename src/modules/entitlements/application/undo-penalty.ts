import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, required, type Actor, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService, type Book } from '../../ledger/index.js';
import type { PenaltyParty } from '../domain/dispute.js';
import type { FirmDueView } from '../domain/firm-due.js';
import { journalForPenaltyCredit } from '../domain/firm-due-journals.js';
import { FirmDue, FirmPenaltyUndo } from '../persistence/firm-due.js';
import { FirmDueQueries } from './firm-due-queries.js';

/** Which penalty is to be taken back, and why. */
export interface AskPenaltyUndoRequest {
  readonly penaltyId: number;
  readonly reason: string;
}

/** A refusal has a reason, a confirmation has none. */
export interface AnswerPenaltyUndoRequest {
  readonly id: number;
  readonly decision: 'CONFIRM' | 'REFUSE';
  readonly reason: string | null;
}

/** `amount` of the penalty in yuan as text; `entrySeq` of the reversal, null before it is confirmed. */
export type PenaltyUndoStep = {
  readonly id: number;
  readonly penaltyId: number;
  readonly amount: string;
  readonly state: FirmPenaltyUndo['state'];
  readonly entrySeq: number | null;
};

const REASON_MIN = 5;
const REASON_MAX = 200;

/** The owner side or the centre asks for a penalty to be taken back; nothing is booked before the other party confirms it. */
@Injectable()
export class AskPenaltyUndo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly dues: FirmDueQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, CONFIRMATION_REASON, OWNER_SIDE_OR_CENTRE_ONLY, FIRM_DUE_UNKNOWN, FIRM_PENALTY_UNDONE, FIRM_PENALTY_UNDO_WAITS */
  async execute(context: CommandContext, { penaltyId, reason }: AskPenaltyUndoRequest): Promise<Outcome<PenaltyUndoStep>> {
    assertAllowed(context.actor, 'firm-due.penalise');
    refuseReason(reason);
    return this.unitOfWork.once({ context, command: 'AskPenaltyUndo', request: { penaltyId, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const askedParty = await partyOf(this.substitutions, tx, context.actor, this.clock.today());
      const penalty = await standingPenalty(tx, this.dues, penaltyId);
      await this.dues.refuseAskedTwice(tx, penaltyId);
      const id = (await this.ledger.takeIds(tx, 1)) as FirmPenaltyUndo['id'];
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const row = { communityId: tx.communityId, id, dueId: penalty.id as Id<'firm_due'>, reason, state: 'ASKED' as const };
      await tx.manager.insert(FirmPenaltyUndo, { ...row, askedBy, askedFor, askedParty, askedAt: this.clock.now(), madeGood: Money.zero, givenUp: Money.zero });
      return { id, penaltyId, amount: penalty.amount.toString(), state: 'ASKED', entrySeq: null };
    });
  }
}

/**
 * The other party confirms that a penalty is taken back, or refuses; those who asked may take the question back by a refusal. Confirmed, the entry of the penalty is reversed whole,
 * today or on the first open day: what was taken off, paid or set off is owed to the firm again, and what is open it owes no more; what the owners gave up of it is given up no more, and
 * the firm gets nothing of that.
 */
@Injectable()
export class AnswerPenaltyUndo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly dues: FirmDueQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, CONFIRMATION_REASON, OWNER_SIDE_OR_CENTRE_ONLY, NOT_FOUND, CONFIRMATION_STATE, FIRM_PENALTY_UNDO_OWN */
  async execute(context: CommandContext, { id, decision, reason }: AnswerPenaltyUndoRequest): Promise<Outcome<PenaltyUndoStep>> {
    assertAllowed(context.actor, 'firm-due.penalise');
    if (decision === 'REFUSE') refuseReason(reason ?? '');
    else if (reason !== null) throw new DomainError('CONFIRMATION_REASON', { field: 'reason', max: REASON_MAX });
    return this.unitOfWork.once({ context, command: 'AnswerPenaltyUndo', request: { id, decision, reason } }, async (tx) => {
      const book = await this.ledger.lock(tx);
      const answeredParty = await partyOf(this.substitutions, tx, context.actor, this.clock.today());
      const undo = await tx.manager.findOneBy(FirmPenaltyUndo, { communityId: tx.communityId, id: id as FirmPenaltyUndo['id'] });
      if (!undo) throw new DomainError('NOT_FOUND');
      refuseAnswer({ ...context.actor, party: answeredParty }, undo, decision);
      const { personId: answeredBy, organisationId: answeredFor } = context.actor;
      const answered = { answeredBy, answeredFor, answeredParty, answeredAt: this.clock.now(), answerReason: reason };
      const key = { communityId: tx.communityId, id: undo.id };
      const penalty = await standingPenalty(tx, this.dues, undo.dueId);
      const step = { id, penaltyId: undo.dueId, amount: penalty.amount.toString() };
      if (decision === 'REFUSE') {
        await tx.manager.update(FirmPenaltyUndo, key, { state: 'REFUSED', ...answered });
        return { ...step, state: 'REFUSED', entrySeq: null };
      }
      const reversed = await this.reverse(tx, context.actor, { undo, penalty, book });
      await tx.manager.update(FirmPenaltyUndo, key, { state: 'CONFIRMED', ...answered, ...reversed });
      await tx.manager.update(FirmDue, { communityId: tx.communityId, id: undo.dueId }, { undoneSeq: reversed.undoSeq });
      return { ...step, state: 'CONFIRMED', entrySeq: reversed.undoSeq };
    });
  }

  private async reverse(
    tx: Tx,
    actor: Actor,
    { undo, penalty, book }: { undo: FirmPenaltyUndo; penalty: FirmDueView; book: Book },
  ): Promise<Pick<FirmPenaltyUndo, 'effectiveOn' | 'madeGood' | 'givenUp' | 'creditSeq'> & { readonly undoSeq: number }> {
    const { entrySeq: seq } = await tx.manager.findOneByOrFail(FirmDue, { communityId: tx.communityId, id: undo.dueId });
    const days = [this.clock.today(), addDays(book.closedThrough, 1), penalty.effectiveOn];
    const effectiveOn = required(days.toSorted().at(-1), 'a day');
    const posting = { by: actor.personId, at: this.clock.now() };
    const [madeGood, givenUp] = [penalty.paid.plus(penalty.setOff), penalty.writtenOff];
    const isCleared = !madeGood.plus(givenUp).isZero;
    // before the reversal, which takes all of it off what the firm owes
    const credit = isCleared ? [journalForPenaltyCredit({ id: undo.id, firmId: penalty.firmId, effectiveOn, madeGood, givenUp })] : [];
    const [credited] = await this.ledger.post(tx, posting, credit);
    const { seq: undoSeq } = await this.ledger.reverse(tx, posting, { seq, effectiveOn, description: 'penalty on the firm taken back' });
    return { effectiveOn, undoSeq, madeGood, givenUp, creditSeq: credited?.seq ?? null };
  }
}

/** A penalty that counts. @throws FIRM_DUE_UNKNOWN, FIRM_PENALTY_UNDONE */
async function standingPenalty(tx: Tx, dues: FirmDueQueries, penaltyId: number): Promise<FirmDueView> {
  const penalty = (await dues.dues(tx)).find(({ kind, id }) => kind === 'PENALTY' && id === penaltyId);
  if (!penalty) throw new DomainError('FIRM_DUE_UNKNOWN', { kind: 'PENALTY', due: penaltyId });
  if (!penalty.takenBack.isZero) throw new DomainError('FIRM_PENALTY_UNDONE', { penalty: penaltyId });
  return penalty;
}

function refuseReason(reason: string): void {
  if (reason.length < REASON_MIN || !isPlainText(reason, REASON_MAX)) throw new DomainError('CONFIRMATION_REASON', { field: 'reason', max: REASON_MAX });
}

/** The party that somebody speaks for on a day. @throws OWNER_SIDE_OR_CENTRE_ONLY */
async function partyOf(substitutions: SubstitutionQueries, tx: Tx, actor: Actor, on: BusinessDate): Promise<PenaltyParty> {
  await substitutions.refuseStranger(tx, actor, on, { orCentre: true });
  return (await substitutions.slotOf(tx, actor, on)) === 'OWNER_SIDE' ? 'OWNER_SIDE' : 'CENTRE';
}

/** Another organisation is not enough: a body that stood in and the committee that was registered since are one party. @throws CONFIRMATION_STATE, FIRM_PENALTY_UNDO_OWN */
function refuseAnswer(
  { personId, organisationId, party }: Pick<Actor, 'personId' | 'organisationId'> & { readonly party: PenaltyParty },
  { dueId, state, askedBy, askedFor, askedParty }: FirmPenaltyUndo,
  decision: AnswerPenaltyUndoRequest['decision'],
): void {
  if (state !== 'ASKED') throw new DomainError('CONFIRMATION_STATE', { record: `PENALTY ${dueId}`, state });
  if (decision === 'CONFIRM' && (organisationId === askedFor || personId === askedBy || party === askedParty))
    throw new DomainError('FIRM_PENALTY_UNDO_OWN', { penalty: dueId });
}
