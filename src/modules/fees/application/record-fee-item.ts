import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, firstDay, Rate, type AccountingPeriod, type Id } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import type { UnitKind } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { ResolutionQueries } from '../../resolutions/index.js';
import type { FeeBasis, FeeCycle, FeeItemId } from '../domain/fee-item.js';
import { PROPERTY_FEE } from '../domain/fee.js';
import { FeeItemRow, FeeRateRow } from '../persistence/fee-item.js';
import { refuseBilled, refuseText } from './billing-checks.js';
import { FeeItemQueries } from './fee-item-queries.js';

/** A rate of a kind of unit, as text with at most 4 decimals. */
export type StatedRate = { readonly unitKind: UnitKind; readonly rate: string };

/** An item with its first rates, one for each kind of unit that it is for, by the resolution with this number. */
export interface RecordFeeItemRequest {
  readonly code: string;
  readonly name: string;
  readonly basis: FeeBasis;
  readonly cycle: FeeCycle;
  readonly lateFees: boolean;
  readonly from: AccountingPeriod;
  readonly rates: readonly StatedRate[];
  readonly resolutionNo: string;
}

export type FeeItemRecorded = { readonly code: string };

/** A rate above 0, below 1,000,000 and with at most 4 decimals. @throws FEE_RATE_INVALID */
export function readFeeRate(text: string): Rate {
  const rate = Rate.parse(text);
  if (!Rate.zero.lessThan(rate) || rate.atLeast(Rate.ofInteger(1_000_000)) || !rate.equals(rate.rounded(4)))
    throw new DomainError('FEE_RATE_INVALID', { field: 'rate', value: text });
  return rate;
}

/** Adds an item that units are billed for besides the property fee. */
@Injectable()
export class RecordFeeItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly feeItems: FeeItemQueries,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, FEE_ITEM_CODE, FEE_ITEM_TAKEN, FEE_ITEM_CYCLE, FEE_ITEM_BILLED, FEE_RATE_INVALID, FEE_RATES_MISSING, BILLING_TEXT, RESOLUTION_… */
  async execute(context: CommandContext, request: RecordFeeItemRequest): Promise<Outcome<FeeItemRecorded>> {
    assertAllowed(context.actor, 'fee.manage');
    const { code, name, basis, cycle, lateFees, from, resolutionNo } = request;
    if (!/^[A-Z][A-Z0-9]{1,7}$/.test(code) || code === PROPERTY_FEE) throw new DomainError('FEE_ITEM_CODE', { field: 'code', value: code.slice(0, 20) });
    refuseText('name', name, 40);
    if (basis === 'METER' && cycle !== 'MONTHLY') throw new DomainError('FEE_ITEM_CYCLE', { field: 'cycle', value: cycle });
    const rates = request.rates.map((rate) => ({ unitKind: rate.unitKind, rate: readFeeRate(rate.rate) }));
    const kinds = rates.map((rate) => rate.unitKind);
    if (kinds.length === 0 || new Set(kinds).size !== kinds.length) throw new DomainError('FEE_RATES_MISSING', { item: code });
    return this.unitOfWork.once({ context, command: 'RecordFeeItem', request: { ...request } }, async (tx) => {
      await this.ledger.lock(tx);
      if (await this.feeItems.byCode(tx, code)) throw new DomainError('FEE_ITEM_TAKEN', { item: code });
      await refuseBilled(tx, from);
      await this.resolutions.covering(tx, resolutionNo, { kinds: ['FEE'], on: firstDay(from) });
      const id = (await this.ledger.takeIds(tx, 1 + rates.length)) as FeeItemId;
      const by = { communityId: tx.communityId, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(FeeItemRow, { ...by, id, code, name, basis, cycle, lateFees, unitKinds: kinds, fromPeriod: from, toPeriod: null });
      const rows = rates.map((rate, index) => ({ ...by, ...rate, id: (id + 1 + index) as Id<'fee_rate'>, feeItemId: id, fromPeriod: from, resolutionNo }));
      await insertRows(tx, FeeRateRow, rows);
      return { code };
    });
  }
}
