import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, Money, required, type BusinessDate, type Id } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitView } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForFeeRefund } from '../domain/receipt-journals.js';
import type { StandingReceipt } from '../domain/refund-source.js';
import { FeeRefund } from '../persistence/fee-refund.js';
import { FeeRefunds } from './fee-refund-queries.js';
import { ReceiptQueries } from './receipt-queries.js';
import { RefundSources } from './refund-sources.js';

/** `receipt`: the one whose account the money goes back to; it must be named where the prepayment came from several. */
export interface RequestFeeRefundRequest {
  readonly unit: string;
  readonly amount: Money;
  readonly reason: string;
  readonly document: string;
  readonly receipt?: string;
}

export type FeeRefundAsked = {
  readonly id: number;
  readonly unit: string;
  readonly amount: string;
  readonly receipt: string;
  readonly askedOn: BusinessDate;
  readonly entrySeq: number;
};

export interface CancelFeeRefundRequest {
  readonly id: number;
  readonly reason: string;
}

export type FeeRefundCancelled = { readonly id: number; readonly cancelledOn: BusinessDate; readonly entrySeq: number };

/** Owes a prepayment back to its payer (P06), e.g. after the flat was sold; the payout that follows has its own approvals. */
@Injectable()
export class RequestFeeRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly units: UnitQueries,
    private readonly receipts: ReceiptQueries,
    private readonly sources: RefundSources,
  ) {}

  /** @throws NOT_ALLOWED, FEES_UNIT_UNKNOWN, FEE_REFUND_UNDER_WAY, FEE_REFUND_TOO_MUCH, RECEIPT_UNKNOWN, FEE_REFUND_OTHER_UNIT, FEE_REFUND_NO_ACCOUNT, FEE_REFUND_SEVERAL_PAYERS, FEE_REFUND_OTHER_MONEY */
  async execute(context: CommandContext, request: RequestFeeRefundRequest): Promise<Outcome<FeeRefundAsked>> {
    assertAllowed(context.actor, 'fee.refund');
    const { amount, reason, document } = request;
    const compared = { unit: request.unit, amount: amount.toString(), reason, document, receipt: request.receipt ?? null };
    return this.unitOfWork.once({ context, command: 'RequestFeeRefund', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const unit = await this.units.byCode(tx, request.unit);
      if (!unit) throw new DomainError('FEES_UNIT_UNKNOWN', { unit: request.unit.slice(0, 40) });
      const held = await this.sources.heldFor(tx, unit, amount);
      const receipts = await this.sources.standing(tx, unit, held);
      const receipt = await this.receiptOf(tx, unit, receipts, request.receipt);
      refuseOtherMoney(receipts, receipt, amount);
      const askedOn = this.clock.today();
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const id = (await this.ledger.takeIds(tx, 1)) as Id<'fee_refund'>;
      const [entry] = await this.ledger.post(tx, posting, [journalForFeeRefund({ id, unitId: unit.id, amount, effectiveOn: askedOn })]);
      const { seq: entrySeq } = required(entry, 'entry');
      const row = { communityId: tx.communityId, id, unitId: unit.id, receiptId: receipt.id, paperRefundId: null, amount, reason, document, askedOn };
      await tx.manager.insert(FeeRefund, { ...row, askedBy: posting.by, askedAt: posting.at, entrySeq });
      return { id, unit: unit.code, amount: amount.toString(), receipt: receipt.number, askedOn, entrySeq };
    });
  }

  /** The receipt whose bank line names the account: money goes back where it came from, and nowhere else. */
  private async receiptOf(tx: Tx, { code }: UnitView, receipts: readonly StandingReceipt[], named?: string): Promise<StandingReceipt> {
    if (named !== undefined) {
      const { id, number } = await this.receipts.byNumber(tx, named);
      const receipt = receipts.find((candidate) => candidate.id === id);
      if (!receipt) throw new DomainError('FEE_REFUND_OTHER_UNIT', { receipt: number, unit: code });
      if (receipt.account === null) throw new DomainError('FEE_REFUND_NO_ACCOUNT', { unit: code });
      return receipt;
    }
    const candidates = receipts.filter(({ standing }) => standing.isPositive);
    const withAccount = candidates.filter(({ account }) => account !== null);
    const [newest] = withAccount;
    if (!newest) throw new DomainError('FEE_REFUND_NO_ACCOUNT', { unit: code });
    if (candidates.some(({ account }) => account !== newest.account))
      throw new DomainError('FEE_REFUND_SEVERAL_PAYERS', { unit: code, receipts: withAccount.map(({ number }) => number).join(', ') });
    return newest;
  }
}

/** Money that others paid in advance for the unit does not go to this account. */
function refuseOtherMoney(receipts: readonly StandingReceipt[], { account, number }: StandingReceipt, asked: Money): void {
  const standing = Money.sum(receipts.filter((receipt) => receipt.account === account).map((receipt) => receipt.standing));
  if (!standing.atLeast(asked)) throw new DomainError('FEE_REFUND_OTHER_MONEY', { receipt: number, standing: standing.toString(), asked: asked.toString() });
}

/** Takes a refund back that no payout has taken yet: the money is a prepayment again. */
@Injectable()
export class CancelFeeRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly refunds: FeeRefunds,
  ) {}

  /** @throws NOT_ALLOWED, FEE_REFUND_MISSING, FEE_REFUND_CANCELLED, FEE_REFUND_HELD */
  async execute(context: CommandContext, { id, reason }: CancelFeeRefundRequest): Promise<Outcome<FeeRefundCancelled>> {
    assertAllowed(context.actor, 'fee.refund');
    return this.unitOfWork.once({ context, command: 'CancelFeeRefund', request: { id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const refund = await this.refunds.byId(tx, id);
      const { unitId, unitCode, amount, entrySeq } = refund;
      if (refund.cancelledOn !== null) throw new DomainError('FEE_REFUND_CANCELLED', { unit: unitCode, on: refund.cancelledOn });
      const isOpen = (await this.refunds.open(tx)).some((open) => open.id === refund.id);
      if (!isOpen || !(await this.refunds.waiting(tx, unitId)).atLeast(amount))
        throw new DomainError('FEE_REFUND_HELD', { unit: unitCode, amount: amount.toString() });
      const cancelledOn = this.clock.today();
      const posting = { by: context.actor.personId, at: this.clock.now() };
      const reversal = { seq: entrySeq, effectiveOn: cancelledOn, description: 'refund of a prepaid property fee cancelled' };
      const { seq: cancelSeq } = await this.ledger.reverse(tx, posting, reversal);
      const key = { communityId: tx.communityId, id: refund.id };
      await tx.manager.update(FeeRefund, key, { cancelledOn, cancelReason: reason, cancelledBy: posting.by, cancelSeq });
      return { id, cancelledOn, entrySeq: cancelSeq };
    });
  }
}
