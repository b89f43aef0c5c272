import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankLines, BankQueries, type BankLineId, type BankLineState, type BankLineView, type BankMatchView, type UndoneMatch } from '../../bank/index.js';
import { LedgerQueries, LedgerService, type Posting } from '../../ledger/index.js';
import { closedRefusal, isOfDocument, matchesToUndo, undoRefusal } from '../domain/undo.js';
import { SuspenseReturn } from '../persistence/suspense-return.js';
import { BankFacts } from './bank-facts.js';
import { DocumentPlacement } from './document-placement.js';
import { FactQueries } from './fact-queries.js';

/** Lines whose matches are undone together, all or none, and why. */
export interface UndoMatchesRequest {
  readonly lineIds: readonly BankLineId[];
  readonly reason: string;
}

export type MatchesUndone = { readonly lines: readonly { readonly lineId: BankLineId; readonly state: BankLineState }[] };

/** Lines that one command undoes at most. */
export const UNDO_LINES_MAX = 200;

/**
 * Takes matches of an open month back as if they had never been: each entry is reversed on its own day, a receipt is void and keeps its
 * number, its bills are open again, the line is NEW, or in suspense where it was found there. After the close nothing is undone, until the month is opened again.
 */
@Injectable()
export class UndoMatches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly bank: BankQueries,
    private readonly bankLines: BankLines,
    private readonly documents: DocumentPlacement,
    private readonly bankFacts: BankFacts,
    private readonly facts: FactQueries,
  ) {}

  /** @throws NOT_ALLOWED, UNDO_REASON, UNDO_LINES, BANK_LINE_MISSING, UNDO_NOTHING, UNDO_CLOSED, UNDO_OTHER_DOCUMENT, UNDO_ADVANCE_REPAID, UNDO_CORRECTED, and what receipts and the books refuse */
  async execute(context: CommandContext, request: UndoMatchesRequest): Promise<Outcome<MatchesUndone>> {
    assertAllowed(context.actor, 'bank.match');
    const lineIds = [...new Set(request.lineIds)];
    const reason = request.reason.trim();
    return this.unitOfWork.once({ context, command: 'UndoMatches', request: { lineIds, reason } }, async (tx) => {
      if (reason.length < 1 || reason.length > 200) throw new DomainError('UNDO_REASON');
      if (lineIds.length < 1 || lineIds.length > UNDO_LINES_MAX) throw new DomainError('UNDO_LINES', { max: UNDO_LINES_MAX });
      const { closedThrough } = await this.ledger.lock(tx);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const lines = await this.linesOf(tx, lineIds);
      const matches = await this.standing(tx, lines);
      for (const match of matches) {
        const { effectiveOn } = required(await this.books.entry(tx, match.entrySeq), 'the entry of a match');
        const { bookedOn } = required(await this.bank.line(tx, match.lineId), 'the line of a match');
        const refusal = closedRefusal(match, { bookedOn, effectiveOn }, closedThrough);
        if (refusal) throw refusal;
      }
      await this.refuseRepaidAdvance(tx, matches);
      // 1105 would hide another error
      const corrected = await this.facts.correctedRefusal(tx, matches);
      if (corrected) throw corrected;
      const undone = await this.undo(tx, posting, { matches, reason });
      await this.bankLines.undo(tx, posting, undone);
      const after = await this.bank.lines(tx, { ids: lineIds });
      return { lines: after.map(({ id, state }) => ({ lineId: id, state })) };
    });
  }

  private async linesOf(tx: Tx, lineIds: readonly BankLineId[]): Promise<BankLineView[]> {
    const lines = await this.bank.lines(tx, { ids: lineIds });
    const missing = lineIds.find((id) => !lines.some((line) => line.id === id));
    if (missing !== undefined) throw new DomainError('BANK_LINE_MISSING', { line: missing });
    return lines;
  }

  /** The matches that stand on top: what was found in suspense before what brought the line there; with the matches of other lines that share their entries. */
  private async standing(tx: Tx, lines: readonly BankLineView[]): Promise<BankMatchView[]> {
    const own = await this.bank.matches(tx, lines.map(({ id }) => id)); // prettier-ignore
    const top = lines.flatMap((line) => {
      const matches = matchesToUndo(own.filter(({ lineId }) => lineId === line.id));
      if (matches.length === 0) throw new DomainError('UNDO_NOTHING', { date: line.bookedOn, amount: line.amount.toString() });
      return matches;
    });
    const refusal = top.map(({ targetType }) => undoRefusal(targetType)).find((found) => found !== null);
    if (refusal) throw new DomainError('UNDO_OTHER_DOCUMENT', { document: refusal });
    return this.together(tx, top);
  }

  /** With the matches that share their entries, and all of a line of which a part was moved to another account: a line is placed whole, or not. */
  private async together(tx: Tx, top: readonly BankMatchView[]): Promise<BankMatchView[]> {
    const found = new Map(top.map((match) => [match.id, match]));
    for (let fresh = top; fresh.length > 0;) {
      const shared = fresh.filter(({ targetType }) => targetType === 'TAKEN_BACK' || targetType === 'ACCOUNT_MOVE').map(({ entrySeq }) => entrySeq);
      const others = await this.facts.matchesOfEntries(tx, [...new Set(shared)]);
      const moved = others.filter(({ targetType }) => targetType === 'ACCOUNT_MOVE').map(({ lineId }) => lineId);
      const parts = moved.length === 0 ? [] : matchesToUndo(await this.bank.matches(tx, [...new Set(moved)]));
      fresh = [...others, ...parts].filter(({ id }, index, all) => !found.has(id) && all.findIndex((other) => other.id === id) === index);
      for (const match of fresh) found.set(match.id, match);
    }
    return correctionsFirst([...found.values()]);
  }

  private async undo(tx: Tx, posting: Posting, { matches, reason }: { matches: readonly BankMatchView[]; reason: string }): Promise<UndoneMatch[]> {
    for (const lineId of new Set(matches.map((match) => match.lineId))) await this.undoRepayments(tx, posting, lineId);
    const bySeq = new Map<number, number>();
    for (const match of matches) {
      if (bySeq.has(match.entrySeq)) continue;
      if (isOfDocument(match.targetType)) {
        const { bookedOn: on } = required(await this.bank.line(tx, match.lineId), 'the line of a match');
        for (const { entrySeq, bySeq: seq } of await this.documents.undo(tx, posting, { match, on, reason, bankLineId: match.lineId }))
          bySeq.set(entrySeq, seq);
        continue;
      }
      bySeq.set(match.entrySeq, await this.reverse(tx, posting, match.entrySeq));
      if (match.targetType === 'SENT_BACK')
        await tx.manager.update(SuspenseReturn, { communityId: tx.communityId, id: match.targetId as Id<'suspense_return'> }, { state: 'UNDONE' });
    }
    for (const lineId of new Set(matches.map((match) => match.lineId))) await this.documents.undoBatchOf(tx, posting, lineId);
    return matches.map(({ id, entrySeq }) => ({ matchId: id, entrySeq: required(bySeq.get(entrySeq), 'the entry that reverses a match') }));
  }

  /** Reverses an entry on its own day, and what it moved as a fact of the bank. */
  private async reverse(tx: Tx, posting: Posting, seq: number): Promise<number> {
    const { effectiveOn, description } = required(await this.books.entry(tx, seq), 'the entry of a match');
    const reversal = await this.ledger.reverse(tx, posting, { seq, effectiveOn, description: `taken back: ${description}`.slice(0, 200) });
    await this.bankFacts.undo(tx, { entrySeq: reversal.seq, reversesSeq: seq });
    return reversal.seq;
  }

  /** An advance that this line's money repaid is owed again. */
  private async undoRepayments(tx: Tx, posting: Posting, lineId: BankLineId): Promise<void> {
    for (const seq of await this.facts.repaymentsOf(tx, lineId)) await this.reverse(tx, posting, seq);
  }

  /** A charge cannot be undone while the advance for it has been given back: the repayment goes first. */
  private async refuseRepaidAdvance(tx: Tx, matches: readonly BankMatchView[]): Promise<void> {
    for (const { targetType, entrySeq, lineId } of matches) {
      if (targetType !== 'CHARGE') continue;
      const { advance, owed, repaidByLine } = await this.facts.advanceOf(tx, entrySeq);
      if (advance.isPositive && owed.lessThan(advance))
        throw new DomainError('UNDO_ADVANCE_REPAID', { line: lineId, advance: advance.toString(), repaidByLine });
    }
  }
}

/** What the bank gave back of an error goes before the error: no more may be given back than is taken. */
function correctionsFirst(matches: readonly BankMatchView[]): BankMatchView[] {
  const turn = ({ targetType }: BankMatchView): number => (targetType === 'CORRECTION' ? 0 : 1);
  return matches.toSorted((a, b) => turn(a) - turn(b));
}
