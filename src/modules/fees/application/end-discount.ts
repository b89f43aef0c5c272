import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { isPlainText } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { FeeDiscountEnd } from '../persistence/fee-item.js';
import { refuseBilledDay } from './billing-checks.js';
import { FeeItemQueries, type DiscountView } from './fee-item-queries.js';

/** `lastOn`: the last day on which bills still take it; the day before it begins: not at all. */
export interface EndDiscountRequest {
  readonly id: number;
  readonly lastOn: BusinessDate;
  readonly reason: string;
}

/** WITHDRAWN: it waited for the owner side and is shorter, or gone, at once. WAITING: it is the owner side's to agree to. */
export type DiscountEndAsked = { readonly id: number; readonly end: number; readonly state: 'WAITING' | 'WITHDRAWN' };

export const END_REASON_MAX = 200;

/**
 * Asks for an earlier end of a discount, with the reason. It takes money from an owner, so it counts once the owner side has agreed, as the discount did
 * (`DecideDiscountEnd`); one to which nobody has agreed yet is taken back by whoever keeps the books. Bills that were made keep it.
 */
@Injectable()
export class EndDiscount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws NOT_ALLOWED, NOT_FOUND, DISCOUNT_END_REASON, DISCOUNT_END_ASKED, DISCOUNT_ENDED, DISCOUNT_DECIDED, DISCOUNT_DAYS, FEE_ITEM_BILLED */
  async execute(context: CommandContext, { id, lastOn, reason }: EndDiscountRequest): Promise<Outcome<DiscountEndAsked>> {
    assertAllowed(context.actor, 'fee.manage');
    if (!isPlainText(reason, END_REASON_MAX)) throw new DomainError('DISCOUNT_END_REASON', { field: 'reason', max: END_REASON_MAX });
    return this.unitOfWork.once({ context, command: 'EndDiscount', request: { id, lastOn, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const discount = (await this.feeItems.discounts(tx)).find((known) => known.id === id);
      if (!discount) throw new DomainError('NOT_FOUND');
      refuseEnded(discount);
      if (lastOn < addDays(discount.from, -1) || lastOn > discount.to)
        throw new DomainError('DISCOUNT_DAYS', { field: 'lastOn', from: discount.from, to: discount.to });
      await refuseBilledDay(tx, addDays(lastOn, 1));
      const withdrawn = discount.state !== 'AGREED';
      const endId = (await this.ledger.takeIds(tx, 1)) as Id<'fee_discount_end'>;
      const { personId: askedBy, organisationId: askedFor } = context.actor;
      const asked = { discountId: discount.id, lastOn, reason, withdrawn, askedBy, askedFor, askedAt: this.clock.now() };
      await tx.manager.insert(FeeDiscountEnd, { communityId: tx.communityId, id: endId, ...asked });
      if (withdrawn) await endDiscount(tx, { id, endId, lastOn });
      return { id, end: endId, state: withdrawn ? 'WITHDRAWN' : 'WAITING' };
    });
  }
}

/** @throws DISCOUNT_ENDED, DISCOUNT_DECIDED for one that was refused, DISCOUNT_END_ASKED while another end waits */
function refuseEnded({ state, to, endedEarly, decidedAt, end }: DiscountView): void {
  if (endedEarly) throw new DomainError('DISCOUNT_ENDED', { to });
  if (state === 'REFUSED') throw new DomainError('DISCOUNT_DECIDED', { state, at: decidedAt ?? '–' });
  if (end?.state === 'WAITING') throw new DomainError('DISCOUNT_END_ASKED', { field: 'lastOn', lastOn: end.lastOn });
}

/** Bills of later days do without it, from now on. */
export async function endDiscount(tx: Tx, { id, endId, lastOn }: { id: number; endId: number; lastOn: BusinessDate }): Promise<void> {
  await tx.query('update mingbai.fee_discount set ended_on = $3, end_id = $4 where community_id = $1 and id = $2', [tx.communityId, id, lastOn, endId]);
}
