import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, type Actor, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { FeeDiscountEndDecision } from '../persistence/fee-item.js';
import { refuseBilledDay } from './billing-checks.js';
import { END_REASON_MAX, endDiscount } from './end-discount.js';
import { FeeItemQueries, type DiscountEndView } from './fee-item-queries.js';

/** `endId`: the very end that was looked at, with its day. */
export interface DecideDiscountEndRequest {
  readonly endId: DiscountEndView['id'];
  readonly decision: 'AGREED' | 'REFUSED';
  /** Needed when it is refused. */
  readonly reason: string | null;
}

export type DiscountEndDecided = { readonly end: number; readonly state: 'AGREED' | 'REFUSED' };

/** The owner side decides whether a discount ends early: agreed, later bills do without it; refused, it goes on, and the reason is kept. */
@Injectable()
export class DecideDiscountEnd {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, OWNER_SIDE_ONLY, DISCOUNT_END_OWN, DISCOUNT_END_DECIDED, DISCOUNT_ENDED, DISCOUNT_REASON_MISSING, FEE_ITEM_BILLED */
  async execute(context: CommandContext, { endId, decision, reason }: DecideDiscountEndRequest): Promise<Outcome<DiscountEndDecided>> {
    assertAllowed(context.actor, 'discount.decide');
    if (reason === null ? decision === 'REFUSED' : !isPlainText(reason, END_REASON_MAX))
      throw new DomainError('DISCOUNT_REASON_MISSING', { field: 'reason', max: END_REASON_MAX });
    return this.unitOfWork.once({ context, command: 'DecideDiscountEnd', request: { endId, decision, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const discount = (await this.feeItems.discounts(tx)).find(({ end }) => end?.id === endId);
      if (!discount?.end) throw new DomainError('NOT_FOUND');
      const { lastOn, askedBy, askedFor } = discount.end;
      await this.refuseDecider(tx, context.actor, discount.end);
      if (decision === 'AGREED') await refuseBilledDay(tx, addDays(lastOn, 1));
      const rowId = (await this.ledger.takeIds(tx, 1)) as Id<'fee_discount_end_decision'>;
      const { personId: decidedBy, organisationId: decidedFor } = context.actor;
      const row = { communityId: tx.communityId, id: rowId, endId, askedBy, askedFor, decision, reason, decidedBy, decidedFor };
      await tx.manager.insert(FeeDiscountEndDecision, { ...row, decidedAt: this.clock.now() });
      if (decision === 'AGREED') await endDiscount(tx, { id: discount.id, endId, lastOn });
      return { end: endId, state: decision };
    });
  }

  private async refuseDecider(tx: Tx, actor: Actor, { state, askedBy, askedFor, decidedAt }: DiscountEndView): Promise<void> {
    if (state !== 'WAITING' && state !== 'LAPSED') throw new DomainError('DISCOUNT_END_DECIDED', { state, at: decidedAt ?? '–' });
    if (askedBy === actor.personId || askedFor === actor.organisationId) throw new DomainError('DISCOUNT_END_OWN');
    await this.substitutions.refuseStranger(tx, actor, this.clock.today());
  }
}
