import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, DomainError, Money, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { allocateReceipt, latest, type OpenBill } from '../domain/allocation.js';
import { FeeQueries } from './fee-queries.js';
import { Prepayments } from './prepayments.js';
import { ReceiptQueries } from './receipt-queries.js';
import type { ReceiptView } from './receipt-views.js';

/** Takes what a receipt settles of one month off it; for another month's bills of the unit, or, without `toPeriod`, to keep it in advance. */
export interface ReallocateReceiptRequest {
  readonly receipt: string;
  readonly fromPeriod: AccountingPeriod;
  readonly toPeriod?: AccountingPeriod;
}

/** Yuan as text: `takenOff` = `settled` of the other month + `prepaid`. */
export type ReceiptReallocated = {
  readonly receipt: string;
  readonly unit: string;
  readonly takenOff: string;
  readonly settled: string;
  readonly prepaid: string;
  readonly effectiveOn: BusinessDate;
};

/** Says anew what the money of a receipt is for (P03e, then P03): the payer named another month, or the bill was wrong. The receipt stays as it is. */
@Injectable()
export class ReallocateReceipt {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly fees: FeeQueries,
    private readonly receipts: ReceiptQueries,
    private readonly prepayments: Prepayments,
  ) {}

  /** @throws NOT_ALLOWED, RECEIPT_UNKNOWN, RECEIPT_VOID, RECEIPT_IN_TRANSIT, RECEIPT_NOT_OF_MONTH, RECEIPT_MONTH_NOT_OPEN */
  async execute(context: CommandContext, request: ReallocateReceiptRequest): Promise<Outcome<ReceiptReallocated>> {
    assertAllowed(context.actor, 'fee.reallocate');
    const { fromPeriod, toPeriod } = request;
    const compared = { receipt: request.receipt, fromPeriod, toPeriod: toPeriod ?? null };
    return this.unitOfWork.once({ context, command: 'ReallocateReceipt', request: compared }, async (tx) => {
      const { closedThrough } = await this.ledger.lock(tx);
      const receipt = await this.receiptOf(tx, request.receipt);
      const { unitId, unitCode: unit, number } = receipt;
      const standing = (await this.prepayments.standing(tx, { receiptId: receipt.id })).filter(({ period }) => period === fromPeriod);
      if (standing.length === 0) throw new DomainError('RECEIPT_NOT_OF_MONTH', { receipt: number, period: fromPeriod });
      const target = toPeriod === undefined ? [] : await this.target(tx, receipt, { fromPeriod, toPeriod });
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const effectiveOn = latest([this.clock.today(), addDays(closedThrough, 1)]);
      const takenOff = await this.prepayments.giveBack(tx, posting, standing, effectiveOn);
      const { allocations } = allocateReceipt(target, takenOff);
      const applied = allocations.map((allocation) => ({ ...allocation, unitId, period: toPeriod ?? fromPeriod, effectiveOn }));
      await this.prepayments.settle(tx, posting, applied);
      const settled = Money.sum(applied.map(({ amount }) => amount));
      const prepaid = takenOff.minus(settled).toString();
      return { receipt: number, unit, takenOff: takenOff.toString(), settled: settled.toString(), prepaid, effectiveOn };
    });
  }

  private async receiptOf(tx: Tx, number: string): Promise<ReceiptView> {
    const receipt = await this.receipts.byNumber(tx, number);
    if (receipt.void) throw new DomainError('RECEIPT_VOID', { receipt: receipt.number, on: receipt.void.on });
    return receipt;
  }

  private async target(
    tx: Tx,
    { unitId, unitCode: unit }: ReceiptView,
    { fromPeriod, toPeriod }: { fromPeriod: AccountingPeriod; toPeriod: AccountingPeriod },
  ): Promise<OpenBill[]> {
    const bills = (await this.fees.openBills(tx, [unitId])).filter(({ period }) => period === toPeriod);
    if (bills.length === 0 || toPeriod === fromPeriod) throw new DomainError('RECEIPT_MONTH_NOT_OPEN', { unit, period: toPeriod });
    return bills;
  }
}
