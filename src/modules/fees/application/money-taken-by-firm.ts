import { Injectable } from '@nestjs/common';
import { DomainError, Money, type BusinessDate, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { allocateReceipt, owedFrom, type Allocation, type NamedByPayer } from '../domain/allocation.js';
import { BillAllocation } from '../persistence/allocation.js';
import { FirmClearingShare } from '../persistence/firm-clearing-share.js';
import { FeeQueries } from './fee-queries.js';

/** Yuan that a unit paid to the firm instead of into the account, on the day on which they count. */
export interface TakenMoney extends NamedByPayer {
  readonly unitId: UnitId;
  readonly amount: Money;
  readonly on: BusinessDate;
}

/** The fees' side of P24: which bills the money settles, and when it counts as collected. The document is that of what the firm owes. */
@Injectable()
export class MoneyTakenByFirm {
  constructor(
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
  ) {}

  /** The bills that it settles, as those of a receipt. @throws FIRM_TAKEN_TOO_MUCH where it is more than the unit owes: nothing but bills can be settled so */
  async allocate(tx: Tx, { unitId, amount, on, ...named }: TakenMoney): Promise<readonly Allocation[]> {
    const owed = (await this.fees.openBills(tx, [unitId])).filter((bill) => owedFrom(bill) <= on);
    const open = Money.sum(owed.map((bill) => bill.open));
    if (!amount.isPositive || !open.atLeast(amount)) throw new DomainError('FIRM_TAKEN_TOO_MUCH', { open: open.toString(), taken: amount.toString() });
    return allocateReceipt(owed, amount, named).allocations;
  }

  async settle(
    tx: Tx,
    {
      firmDueId,
      unitId,
      on,
      allocations,
      entrySeq,
    }: { firmDueId: Id<'firm_due'>; unitId: UnitId; on: BusinessDate; allocations: readonly Allocation[]; entrySeq: number },
  ): Promise<void> {
    const firstId = await this.ledger.takeIds(tx, allocations.length);
    const rows = allocations.map(({ billId, amount }, index) => {
      const id = (firstId + index) as Id<'allocation'>;
      return { communityId: tx.communityId, id, billId, unitId, receiptId: null, firmDueId, givesBackId: null, amount, effectiveOn: on, entrySeq };
    });
    await insertRows(tx, BillAllocation, rows);
  }

  /** The firm made part of it good (below 0: that was undone): only now it counts as collected. */
  async clear(tx: Tx, cleared: { firmDueId: Id<'firm_due'>; unitId: UnitId; amount: Money; on: BusinessDate; entrySeq: number }): Promise<void> {
    const { on: effectiveOn, ...rest } = cleared;
    const id = (await this.ledger.takeIds(tx, 1)) as Id<'firm_clearing_share'>;
    await tx.manager.insert(FirmClearingShare, { communityId: tx.communityId, id, ...rest, effectiveOn });
  }
}
