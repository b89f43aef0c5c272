import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { BankLines, BankQueries, type BankLineId } from '../../bank/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { journalForSendingBack } from '../domain/journals.js';
import type { SuspenseReturnState } from '../domain/suspense-return-state.js';
import { SuspenseReturn } from '../persistence/suspense-return.js';

export interface AskSuspenseReturnRequest {
  readonly lineId: BankLineId;
  readonly reason: string;
}

/** `reason` is asked for when the return is refused. */
export interface DecideSuspenseReturnRequest {
  readonly returnId: number;
  readonly decision: 'CONFIRM' | 'REFUSE';
  readonly reason: string | null;
}

export type SuspenseReturnStep = { readonly id: number; readonly lineId: BankLineId; readonly amount: string; readonly state: SuspenseReturnState };

export interface SuspenseReturnView {
  readonly id: number;
  readonly lineId: BankLineId;
  readonly amount: Money;
  readonly reason: string;
  readonly state: SuspenseReturnState;
  readonly decisionReason: string | null;
}

/** Reads what is to be sent back, the newest first. */
@Injectable()
export class SuspenseReturnQueries {
  async all(tx: Tx, filter: { states?: readonly SuspenseReturnState[]; lineId?: BankLineId } = {}): Promise<SuspenseReturnView[]> {
    const { communityId } = tx;
    const rows = await tx.manager.find(SuspenseReturn, { where: { communityId, ...(filter.lineId && { lineId: filter.lineId }) }, order: { id: 'DESC' } });
    return rows.filter(({ state }) => filter.states?.includes(state) ?? true);
  }
}

/** Asks that all of a line that still waits goes back to whom it came from. Nothing is booked before a second person agrees. */
@Injectable()
export class AskSuspenseReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bank: BankQueries,
    private readonly returns: SuspenseReturnQueries,
  ) {}

  /** @throws NOT_ALLOWED, BANK_LINE_MISSING, BANK_LINE_NOT_IN_SUSPENSE, RETURN_REASON, RETURN_ASKED, RETURN_NO_ACCOUNT */
  async execute(context: CommandContext, { lineId, reason }: AskSuspenseReturnRequest): Promise<Outcome<SuspenseReturnStep>> {
    assertAllowed(context.actor, 'suspense.return');
    return this.unitOfWork.once({ context, command: 'AskSuspenseReturn', request: { lineId, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const line = await this.bank.line(tx, lineId);
      if (!line) throw new DomainError('BANK_LINE_MISSING', { line: lineId });
      if (!line.suspenseOpen.isPositive) throw new DomainError('BANK_LINE_NOT_IN_SUSPENSE', { date: line.bookedOn, amount: line.amount.toString() });
      if (line.counterpartyAccount === '') throw new DomainError('RETURN_NO_ACCOUNT', { date: line.bookedOn, amount: line.amount.toString() });
      const said = reasonOf(reason);
      if ((await this.returns.all(tx, { lineId, states: ['ASKED'] })).length > 0) throw new DomainError('RETURN_ASKED', { line: lineId });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'suspense_return'>;
      const asked = {
        lineId,
        amount: line.suspenseOpen,
        reason: said,
        askedAt: this.clock.now(),
        askedBy: context.actor.personId,
        askedFor: context.actor.organisationId,
      };
      const undecided = { decidedAt: null, decidedBy: null, decidedFor: null, decisionReason: null, entrySeq: null };
      await tx.manager.insert(SuspenseReturn, { communityId: tx.communityId, id, ...asked, state: 'ASKED', ...undecided });
      return { id, lineId, amount: line.suspenseOpen.toString(), state: 'ASKED' };
    });
  }
}

/** The second person, of another organisation: the owner side of the day or the centre. It agrees, and the money is owed to whom it came from (P21 sent back, TRN 2301/2302), or refuses with a reason. */
@Injectable()
export class DecideSuspenseReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly bankLines: BankLines,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, NOT_FOUND, RETURN_DECIDED, RETURN_SAME_PARTY, RETURN_REASON, RETURN_AMOUNT_CHANGED, and what posting throws */
  async execute(context: CommandContext, request: DecideSuspenseReturnRequest): Promise<Outcome<SuspenseReturnStep>> {
    assertAllowed(context.actor, 'suspense.confirm-return');
    const { returnId, decision, reason } = request;
    return this.unitOfWork.once({ context, command: 'DecideSuspenseReturn', request: { returnId, decision, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const asked = await tx.manager.findOneBy(SuspenseReturn, { communityId: tx.communityId, id: returnId as Id<'suspense_return'> });
      if (!asked) throw new DomainError('NOT_FOUND');
      if (asked.state !== 'ASKED') throw new DomainError('RETURN_DECIDED', { return: returnId });
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      const { personId, organisationId } = context.actor;
      if (asked.askedBy === personId || asked.askedFor === organisationId) throw new DomainError('RETURN_SAME_PARTY', { return: returnId });
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const decided = { decidedAt: posting.at, decidedBy: posting.by, decidedFor: organisationId };
      const { communityId, id, lineId } = asked;
      if (decision === 'REFUSE')
        await tx.manager.update(SuspenseReturn, { communityId, id }, { state: 'REFUSED', ...decided, decisionReason: reasonOf(reason ?? '') });
      else await tx.manager.update(SuspenseReturn, { communityId, id }, { state: 'CONFIRMED', ...decided, entrySeq: await this.sendBack(tx, posting, asked) });
      return { id, lineId, amount: asked.amount.toString(), state: decision === 'REFUSE' ? 'REFUSED' : 'CONFIRMED' };
    });
  }

  private async sendBack(tx: Tx, posting: Posting, { id, lineId, amount }: SuspenseReturn): Promise<number> {
    const line = required(await this.bank.line(tx, lineId), 'the line of a return');
    if (!line.suspenseOpen.equals(amount)) throw new DomainError('RETURN_AMOUNT_CHANGED', { asked: amount.toString(), open: line.suspenseOpen.toString() });
    const times = await this.books.timesPosted(tx, { type: 'bank_line', rule: 'P21f', ids: [lineId] });
    const [entry] = await this.ledger.post(tx, posting, [journalForSendingBack({ lineId, amount, on: this.clock.today() }, (times.get(lineId) ?? 0) + 1)]);
    const { seq: entrySeq } = required(entry, 'the entry of a return');
    const parts = [{ targetType: 'SENT_BACK' as const, targetId: id, amount, entrySeq }];
    await this.bankLines.find(tx, posting, { lineId, reason: { code: 'SENT_BACK', figures: {} }, parts });
    return entrySeq;
  }
}

/** @throws RETURN_REASON */
function reasonOf(text: string): string {
  const said = text.trim();
  if (said.length < 1 || said.length > 200) throw new DomainError('RETURN_REASON');
  return said;
}
