import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { sourceOf } from '../domain/claim.js';
import { ClaimRow } from '../persistence/claim.js';
import { ClaimQueries } from './claim-queries.js';
import { readWords } from './other-receipts.js';

const REASON_MAX = 200;

/** The number of the claim that was passed on, and why it is taken back. */
export interface TakeBackPassedOnRequest {
  readonly number: string;
  readonly reason: string;
}

export type PassedOnTakenBack = { readonly number: string; readonly amount: string; readonly takenBackOn: BusinessDate; readonly entrySeq: number };

/**
 * Takes back what was to be passed on, as long as no payout holds any of it (P31b reversed): the money is held for its payee again, and the papers may be used
 * again. A payout that still waits for approvals finds no right any more (G1), and can be cancelled.
 */
@Injectable()
export class TakeBackPassedOn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly claims: ClaimQueries,
  ) {}

  /** @throws NOT_ALLOWED, OTHER_WORDS_INVALID, CLAIM_UNKNOWN, COLLECTED_BACK_OTHER (no claim that passes on), COLLECTED_BACK_BEFORE, COLLECTED_BACK_HELD */
  async execute(context: CommandContext, { number, reason }: TakeBackPassedOnRequest): Promise<Outcome<PassedOnTakenBack>> {
    const { actor } = context;
    assertAllowed(actor, 'collected.pass-on');
    const words = readWords('reason', reason, REASON_MAX);
    return this.unitOfWork.once({ context, command: 'TakeBackPassedOn', request: { number, reason: words } }, async (tx) => {
      await this.ledger.lock(tx);
      const claim = await this.claims.byNumber(tx, number);
      const { kind, fund, amount, takenBack, entrySeq } = claim;
      if (kind !== 'PASS_ON') throw new DomainError('COLLECTED_BACK_OTHER', { number });
      if (takenBack !== null) throw new DomainError('COLLECTED_BACK_BEFORE', { number, on: takenBack.on });
      const waiting = await this.books.balance(tx, fund, required(sourceOf(claim), 'the account of what is passed on'));
      if (!waiting.equals(amount)) throw new DomainError('COLLECTED_BACK_HELD', { number, amount: amount.toString(), waiting: waiting.toString() });
      const [takenBackOn, takenBackAt] = [this.clock.today(), this.clock.now()];
      const reversal = { seq: required(entrySeq, 'entry of what was passed on'), effectiveOn: takenBackOn, description: `claim ${number} is not passed on` };
      const { seq: takenBackSeq } = await this.ledger.reverse(tx, { by: actor.personId, at: takenBackAt }, reversal);
      const by = { takenBackBy: actor.personId, takenBackFor: actor.organisationId, takenBackAt, takenBackSeq };
      await tx.manager.update(ClaimRow, { communityId: tx.communityId, id: claim.id }, { state: 'TAKEN_BACK', takenBackOn, takenBackReason: words, ...by });
      return { number, amount: amount.toString(), takenBackOn, entrySeq: takenBackSeq };
    });
  }
}
