import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type Actor, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isDiscountTaken } from '../domain/discount.js';
import { FeeDiscountDecision } from '../persistence/fee-item.js';
import { discountCycle, refuseBilledDay } from './billing-checks.js';
import { FeeItemQueries, type DiscountView } from './fee-item-queries.js';

export interface DecideDiscountRequest {
  readonly id: DiscountView['id'];
  readonly decision: 'AGREED' | 'REFUSED';
  /** Needed when it is refused. */
  readonly reason: string | null;
}

export type DiscountDecided = { readonly id: number; readonly state: 'AGREED' | 'REFUSED' };

/** The owner side decides on a discount: agreed, bills take it from then on; refused, it is kept with the reason. */
@Injectable()
export class DecideDiscount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, OWNER_SIDE_ONLY, DISCOUNT_OWN, DISCOUNT_DECIDED, DISCOUNT_ENDED, DISCOUNT_TAKEN, DISCOUNT_REASON_MISSING, FEE_ITEM_BILLED */
  async execute(context: CommandContext, request: DecideDiscountRequest): Promise<Outcome<DiscountDecided>> {
    assertAllowed(context.actor, 'discount.decide');
    const { id, decision, reason } = request;
    if (reason === null ? decision === 'REFUSED' : !isPlainText(reason, 200)) throw new DomainError('DISCOUNT_REASON_MISSING', { field: 'reason', max: 200 });
    return this.unitOfWork.once({ context, command: 'DecideDiscount', request: { id, decision, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const discounts = await this.feeItems.discounts(tx);
      const discount = discounts.find((known) => known.id === id);
      if (!discount) throw new DomainError('NOT_FOUND');
      const { recordedBy, recordedFor } = await this.refuseDecider(tx, context.actor, discount);
      if (decision === 'AGREED') await this.refuseLate(tx, discount, discounts);
      const rowId = (await this.ledger.takeIds(tx, 1)) as Id<'fee_discount_decision'>;
      const { personId: decidedBy, organisationId: decidedFor } = context.actor;
      const row = { communityId: tx.communityId, id: rowId, discountId: id, recordedBy, recordedFor, decision, reason, decidedBy, decidedFor };
      await tx.manager.insert(FeeDiscountDecision, { ...row, decidedAt: this.clock.now() });
      return { id, state: decision };
    });
  }

  private async refuseDecider(tx: Tx, actor: Actor, { state, recordedBy, recordedFor, decidedAt, from, to }: DiscountView) {
    if (state === 'AGREED' || state === 'REFUSED' || recordedFor === null) throw new DomainError('DISCOUNT_DECIDED', { state, at: decidedAt ?? '–' });
    if (to < from) throw new DomainError('DISCOUNT_ENDED', { to });
    if (recordedBy === actor.personId || recordedFor === actor.organisationId) throw new DomainError('DISCOUNT_OWN');
    await this.substitutions.refuseStranger(tx, actor, this.clock.today());
    return { recordedBy, recordedFor };
  }

  /** What was billed meanwhile was billed without it, and a cycle takes one discount: both are looked at again when it begins to count. */
  private async refuseLate(tx: Tx, discount: DiscountView, discounts: readonly DiscountView[]): Promise<void> {
    const { item, from, to } = discount;
    await refuseBilledDay(tx, from);
    const agreed = discounts.filter(({ state }) => state === 'AGREED');
    if (isDiscountTaken(agreed, discount, await discountCycle(this.feeItems, tx, item))) throw new DomainError('DISCOUNT_TAKEN', { item, from, to });
  }
}
