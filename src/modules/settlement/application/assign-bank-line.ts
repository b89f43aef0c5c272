import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, together } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { BankQueries, type BankLineId, type BankLineState, type BankLineView } from '../../bank/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assignedParts, isFoundInSuspense, type AssignedPart } from '../domain/assignment.js';
import type { MatchReason } from '../domain/match-reason.js';
import { LinePlacement, type PlacedLine } from './line-placement.js';
import { MatchablesReader } from './matchables-reader.js';
import { SuspenseRelease } from './suspense-release.js';

/** A line and where a person says that its money belongs; several parts when it pays for several things. */
export interface AssignBankLineRequest {
  readonly lineId: BankLineId;
  readonly parts: readonly AssignedPart[];
}

export type BankLineAssigned = { readonly lineId: BankLineId; readonly state: BankLineState };

/**
 * Gives one line its place by hand: a NEW one as the rules would. One in suspense that is for units or leases is found on the day of the
 * assignment (P21); for anything else it is taken out of suspense and placed on its own day, in one step, while its month is open.
 */
@Injectable()
export class AssignBankLine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bank: BankQueries,
    private readonly matchables: MatchablesReader,
    private readonly placement: LinePlacement,
    private readonly suspense: SuspenseRelease,
  ) {}

  /** @throws NOT_ALLOWED, BANK_LINE_MISSING, BANK_LINE_STATE, ASSIGN_…, and what the receipts, payouts and the books refuse */
  async execute(context: CommandContext, request: AssignBankLineRequest): Promise<Outcome<BankLineAssigned>> {
    assertAllowed(context.actor, 'bank.match');
    const { lineId } = request;
    const parts = request.parts.map(({ target, reference, amount, words }) => ({
      target,
      reference,
      amount: amount?.toString() ?? null,
      ...(words && { words }),
    }));
    return this.unitOfWork.once({ context, command: 'AssignBankLine', request: { lineId, parts } }, async (tx) => {
      await this.ledger.lock(tx);
      const line = await this.lineOf(tx, lineId);
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const placed = { line, parts: assignedParts(line, request.parts, await this.matchables.assignables(tx, request.parts)), reason: reasonOf(request) };
      if (isFoundInSuspense(line, placed.parts)) await this.placement.find(tx, posting, placed, this.clock.today());
      else {
        await this.suspense.release(tx, posting, [line, ...(await this.otherSidesOf(tx, placed))]);
        await this.placement.place(tx, posting, [placed]);
      }
      return { lineId, state: (await this.lineOf(tx, lineId)).state };
    });
  }

  /** Lines on other accounts that this one is placed together with: they may wait in suspense as well. */
  private otherSidesOf(tx: Tx, { parts }: PlacedLine): Promise<BankLineView[]> {
    return together(parts.flatMap(({ place }) => (place.kind === 'ACCOUNT_MOVE' ? [this.lineOf(tx, place.other.id)] : [])));
  }

  private async lineOf(tx: Tx, lineId: BankLineId): Promise<BankLineView> {
    const line = await this.bank.line(tx, lineId);
    if (!line) throw new DomainError('BANK_LINE_MISSING', { line: lineId });
    return line;
  }
}

function reasonOf({ parts }: AssignBankLineRequest): MatchReason {
  const [first] = parts;
  if (parts.length === 1 && first?.target === 'BANK_ERROR' && first.reference !== null)
    return { code: 'WRONGLY_PAID', figures: { reference: first.reference } };
  return { code: 'BY_HAND', figures: { reference: parts.map(({ target, reference }) => reference ?? target).join(', ') } };
}
