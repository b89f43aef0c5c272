import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, Rate, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitId, type UnitKind } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { isDiscountTaken, type DiscountGround } from '../domain/discount.js';
import { FeeDiscount } from '../persistence/fee-item.js';
import { discountCycle, refuseBilledDay, refuseText } from './billing-checks.js';
import { FeeItemQueries } from './fee-item-queries.js';

/** For a unit (by its code) or for every unit of a kind; `percent` or `yuan` of a whole cycle, the other one null. `document` says what paper is behind it. */
export interface RecordDiscountRequest {
  readonly item: string;
  readonly unit: string | null;
  readonly unitKind: UnitKind | null;
  readonly percent: string | null;
  readonly yuan: Money | null;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly ground: DiscountGround;
  readonly document: string;
}

export type DiscountRecorded = { readonly id: number };

/** Asks for less to pay for an item from a day on: an empty flat, a hardship, an agreement. It counts once the owner side has agreed (`DecideDiscount`). */
@Injectable()
export class RecordDiscount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws NOT_ALLOWED, DISCOUNT_TARGET, DISCOUNT_VALUE, DISCOUNT_DAYS, DISCOUNT_TAKEN, FEE_ITEM_UNKNOWN, FEE_ITEM_BILLED, FEES_UNIT_UNKNOWN, BILLING_TEXT */
  async execute(context: CommandContext, request: RecordDiscountRequest): Promise<Outcome<DiscountRecorded>> {
    assertAllowed(context.actor, 'fee.manage');
    const { item, unitKind, from, to, ground, document } = request;
    if ((request.unit === null) === (unitKind === null)) throw new DomainError('DISCOUNT_TARGET', { field: 'unit' });
    if (to < from) throw new DomainError('DISCOUNT_DAYS', { field: 'to', from, to });
    refuseText('document', document, 200);
    const value = readValue(request);
    const stated = { ...request, yuan: request.yuan?.toString() ?? null };
    return this.unitOfWork.once({ context, command: 'RecordDiscount', request: stated }, async (tx) => {
      await this.ledger.lock(tx);
      const cycle = await discountCycle(this.feeItems, tx, item);
      await refuseBilledDay(tx, from);
      const unitId = request.unit === null ? null : await this.unitId(tx, request.unit);
      const asked = { item, unitId, unitKind, ...value, from, to };
      const standing = (await this.feeItems.discounts(tx)).filter(({ state }) => state === 'AGREED' || state === 'WAITING');
      if (isDiscountTaken(standing, asked, cycle)) throw new DomainError('DISCOUNT_TAKEN', { item, from, to });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'fee_discount'>;
      const { personId: recordedBy, organisationId: recordedFor } = context.actor;
      const by = { communityId: tx.communityId, recordedBy, recordedFor, recordedAt: this.clock.now() };
      await tx.manager.insert(FeeDiscount, {
        ...by,
        id,
        item,
        unitId,
        unitKind,
        ...value,
        fromOn: from,
        toOn: to,
        endedOn: null,
        endId: null,
        ground,
        document,
      });
      return { id };
    });
  }

  private async unitId(tx: Tx, code: string): Promise<UnitId> {
    const unit = await this.units.byCode(tx, code);
    if (!unit) throw new DomainError('BILLING_UNIT_UNKNOWN', { field: 'unit', unit: code.slice(0, 40) });
    return unit.id;
  }
}

function readValue({ percent, yuan }: RecordDiscountRequest): { percent: Rate; yuan: Money } {
  if ((percent === null) === (yuan === null)) throw new DomainError('DISCOUNT_VALUE', { field: 'percent' });
  if (yuan !== null) {
    if (!yuan.isPositive) throw new DomainError('DISCOUNT_VALUE', { field: 'yuan' });
    return { percent: Rate.zero, yuan };
  }
  const part = Rate.parse(percent ?? '');
  if (!Rate.zero.lessThan(part) || Rate.hundred.lessThan(part) || !part.equals(part.rounded(2))) throw new DomainError('DISCOUNT_VALUE', { field: 'percent' });
  return { percent: part, yuan: Money.zero };
}
