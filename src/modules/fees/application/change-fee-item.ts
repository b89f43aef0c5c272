import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, firstDay, type AccountingPeriod, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import type { UnitKind } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import { cycleStart } from '../domain/fee-item.js';
import { FeeItemRow, FeeRateRow } from '../persistence/fee-item.js';
import { itemBilledThrough, itemByCode, refuseBilled } from './billing-checks.js';
import { FeeItemQueries } from './fee-item-queries.js';
import { readFeeRate } from './record-fee-item.js';

export interface GiveFeeRateRequest {
  readonly item: string;
  readonly unitKind: UnitKind;
  readonly from: AccountingPeriod;
  readonly rate: string;
  readonly resolutionNo: string;
}

/** A new rate of an item from a month on; bills of earlier months keep theirs. */
@Injectable()
export class GiveFeeRate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEE_ITEM_UNKNOWN, FEE_RATE_INVALID, FEE_RATE_TAKEN, FEE_RATE_MONTH, FEE_ITEM_BILLED, FEE_ITEM_KIND, RESOLUTION_… */
  async execute(context: CommandContext, request: GiveFeeRateRequest): Promise<Outcome<{ item: string; from: AccountingPeriod }>> {
    assertAllowed(context.actor, 'fee.manage');
    const { unitKind, from, resolutionNo } = request;
    const rate = readFeeRate(request.rate);
    return this.unitOfWork.once({ context, command: 'GiveFeeRate', request: { ...request } }, async (tx) => {
      await this.ledger.lock(tx);
      const item = await itemByCode(this.feeItems, tx, request.item);
      if (!item.unitKinds.includes(unitKind)) throw new DomainError('FEE_ITEM_KIND', { item: item.code, unitKind });
      if (item.rates.some((given) => given.unitKind === unitKind && given.from === from))
        throw new DomainError('FEE_RATE_TAKEN', { item: item.code, unitKind, from });
      if (cycleStart(item.cycle, from) !== from || from < item.from)
        throw new DomainError('FEE_RATE_MONTH', { item: item.code, from, start: cycleStart(item.cycle, from) });
      await refuseBilled(tx, from);
      await this.resolutions.covering(tx, resolutionNo, { kinds: ['FEE'], on: firstDay(from) });
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'fee_rate'>;
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(FeeRateRow, { ...by, id, feeItemId: item.id, unitKind, fromPeriod: from, rate, resolutionNo });
      return { item: item.code, from };
    });
  }
}

/** Ends an item with a month, once. */
@Injectable()
export class EndFeeItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEE_ITEM_UNKNOWN, FEE_ITEM_ENDED, FEE_ITEM_BILLED_BEYOND */
  async execute(context: CommandContext, { item: code, to }: { item: string; to: AccountingPeriod }): Promise<Outcome<{ item: string; to: AccountingPeriod }>> {
    assertAllowed(context.actor, 'fee.manage');
    return this.unitOfWork.once({ context, command: 'EndFeeItem', request: { item: code, to } }, async (tx) => {
      await this.ledger.lock(tx);
      const item = await itemByCode(this.feeItems, tx, code);
      if (item.to !== null) throw new DomainError('FEE_ITEM_ENDED', { item: code, to: item.to });
      const billed = (await itemBilledThrough(tx, item)) ?? item.from;
      if (to < billed) throw new DomainError('FEE_ITEM_BILLED_BEYOND', { item: code, to, through: billed });
      await tx.manager.update(FeeItemRow, { communityId: tx.communityId, id: item.id }, { toPeriod: to });
      return { item: code, to };
    });
  }
}
