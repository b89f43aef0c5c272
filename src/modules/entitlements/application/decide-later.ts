import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, required, type BusinessDate, type Id, type Quarter } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { BankAccountQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForLaterDecision } from '../domain/journals.js';
import { LaterDecision } from '../persistence/later-decision.js';
import { EntitlementQueries } from './entitlement-queries.js';

/** `document` names the paper that decided: a judgment, an award, the centre's own finding. */
export interface DecideLaterRequest {
  readonly quarter: Quarter;
  readonly amount: Money;
  readonly decidedOn: BusinessDate;
  readonly reason: string;
  readonly document: string;
}

/** Yuan as text: `amount` of the `deducted` is given back, `given` with earlier decisions. */
export type LaterDecided = {
  readonly id: number;
  readonly amount: string;
  readonly given: string;
  readonly deducted: string;
  readonly effectiveOn: BusinessDate;
  readonly entrySeq: number;
};

/**
 * P17d: a FINAL score never changes. What is decided for the firm afterwards gives it a part Y of X back out of QLT, which then is
 * payable to it like the rest of its performance money (domain.md 5, 6). The books refuse what QLT has not.
 */
@Injectable()
export class DecideLater {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly bankAccounts: BankAccountQueries,
    private readonly entitlements: EntitlementQueries,
  ) {}

  /** @throws NOT_ALLOWED, LATER_DECISION_NOT_FINAL, LATER_DECISION_DAY, LATER_DECISION_TOO_MUCH, LEDGER_NOT_AVAILABLE where QLT holds less */
  async execute(context: CommandContext, request: DecideLaterRequest): Promise<Outcome<LaterDecided>> {
    assertAllowed(context.actor, 'assessment.decide-later');
    const { quarter, amount, decidedOn, reason, document } = request;
    const asked = { quarter, amount: amount.toString(), decidedOn, reason, document };
    return this.unitOfWork.once({ context, command: 'DecideLater', request: asked }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const final = await this.entitlements.performanceOf(tx, quarter);
      if (!final) throw new DomainError('LATER_DECISION_NOT_FINAL', { quarter });
      const today = this.clock.today();
      if (decidedOn > today || decidedOn < final.effectiveOn) throw new DomainError('LATER_DECISION_DAY', { decidedOn, finalOn: final.effectiveOn, today });
      const earlier = await this.entitlements.givenLater(tx, final.assessmentId);
      const left = final.deducted.minus(earlier);
      if (!amount.isPositive || left.lessThan(amount))
        throw new DomainError('LATER_DECISION_TOO_MUCH', {
          quarter,
          asked: amount.toString(),
          deducted: final.deducted.toString(),
          given: earlier.toString(),
          left: left.toString(),
        });
      const firstOpenDay = addDays(closedThrough, 1);
      const effectiveOn = decidedOn < firstOpenDay ? firstOpenDay : decidedOn;
      const { id: bankAccountId } = await this.bankAccounts.active(tx, effectiveOn);
      const { id: performanceId, assessmentId, firmId } = final;
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'later_decision'>;
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const [entry] = await this.ledger.post(tx, posting, [journalForLaterDecision({ id, quarter, firmId, amount, effectiveOn, bankAccountId })]);
      const { seq: entrySeq } = required(entry, 'entry');
      const row = { communityId: tx.communityId, id, performanceId, assessmentId, firmId, amount, decidedOn, effectiveOn, reason, document };
      await tx.manager.insert(LaterDecision, { ...row, entrySeq, recordedBy: posting.by, recordedAt: posting.at });
      return {
        id,
        amount: amount.toString(),
        given: Money.sum([earlier, amount]).toString(),
        deducted: final.deducted.toString(),
        effectiveOn,
        entrySeq,
      };
    });
  }
}
