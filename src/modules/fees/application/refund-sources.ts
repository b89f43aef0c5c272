import { Injectable } from '@nestjs/common';
import { DomainError, Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { BankQueries, wholeAccount, type BankLineId } from '../../bank/index.js';
import type { UnitView } from '../../communities/index.js';
import { standingPrepayments, type StandingReceipt } from '../domain/refund-source.js';
import { FeeQueries } from './fee-queries.js';
import { FeeRefunds } from './fee-refund-queries.js';
import { ReceiptQueries } from './receipt-queries.js';

/** What a unit has in advance, and which accounts it came from. */
@Injectable()
export class RefundSources {
  constructor(
    private readonly bank: BankQueries,
    private readonly fees: FeeQueries,
    private readonly receipts: ReceiptQueries,
    private readonly refunds: FeeRefunds,
  ) {}

  /** What the unit holds in advance, at least `amount`. @throws FEE_REFUND_UNDER_WAY, FEE_REFUND_TOO_MUCH */
  async heldFor(tx: Tx, { id, code }: UnitView, amount: Money): Promise<Money> {
    if (!amount.isPositive) throw new DomainError('FEE_REFUND_TOO_MUCH', { unit: code, prepaid: '0.00', asked: amount.toString() });
    if (await this.refunds.isUnderWay(tx, id)) throw new DomainError('FEE_REFUND_UNDER_WAY', { unit: code });
    const prepaid = Money.sum((await this.fees.prepayments(tx, [id])).map((prepayment) => prepayment.amount));
    if (!prepaid.atLeast(amount)) throw new DomainError('FEE_REFUND_TOO_MUCH', { unit: code, prepaid: prepaid.toString(), asked: amount.toString() });
    return prepaid;
  }

  /** The receipts of the unit that are in force, newest first, with their accounts and what stands of each as a prepayment. */
  async standing(tx: Tx, { id: unitId }: UnitView, held: Money): Promise<StandingReceipt[]> {
    const receipts = await this.receipts.list(tx, { unitId, state: 'VALID' });
    const lines = await this.bank.lines(tx, { ids: receipts.flatMap(({ bankLineId }) => (bankLineId === null ? [] : [bankLineId as BankLineId])) });
    const ofChannels = await this.refunds.channelLines(tx, lines.map(({ id }) => id)); // prettier-ignore
    const accounts = new Map(lines.map((line): [number, string | null] => [line.id, ofChannels.has(line.id) ? null : (wholeAccount(line)?.accountNo ?? null)]));
    const prepaid = await this.receipts.prepaid(tx, unitId);
    const sources = receipts.map(({ id, number, effectiveOn, bankLineId }) => {
      const account = (bankLineId === null ? undefined : accounts.get(bankLineId)) ?? null;
      return { id, number, effectiveOn, account, prepaid: prepaid.get(id) ?? Money.zero };
    });
    return standingPrepayments(sources, await this.refunds.before(tx, unitId), held);
  }
}
