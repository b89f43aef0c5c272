import { Injectable } from '@nestjs/common';
import { periodOf, required, together, type BusinessDate } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { BankQueries, type BankLineId } from '../../../bank/index.js';
import { PaidPayouts, type DisbursementKind, type PaidPayout } from '../../../disbursements/index.js';
import type { PayoutKind, PayoutLine, ReturnedLine } from '../../domain/snapshot.js';
import type { StatementSpan } from '../../domain/statement-period.js';

/** Section H: every payment out of the account that the bank made in the period, and every one that it gave back. */
@Injectable()
export class PayoutsReader {
  constructor(
    private readonly payouts: PaidPayouts,
    private readonly bank: BankQueries,
  ) {}

  /** @param slug of the compound, for the addresses under which everybody can follow a payout */
  async read(tx: Tx, span: StatementSpan, slug: string): Promise<{ payouts: PayoutLine[]; returned: ReturnedLine[] }> {
    const [paid, returned] = await together([this.payouts.between(tx, span), this.payouts.returnedBetween(tx, span)]);
    const lines = await this.bank.lines(tx, { ids: [...paid, ...returned].map(({ bankLineId }) => bankLineId as BankLineId) });
    const references = new Map<number, string>(lines.map((line) => [line.id, line.bankReference]));
    const place = ({ bankLineId, number }: Pick<PaidPayout, 'bankLineId' | 'number'>, on: BusinessDate): { bankReference: string; path: string } => ({
      bankReference: required(references.get(bankLineId), 'the bank line of a payment'),
      path: `/p/${slug}/${periodOf(on)}/payouts/${number}`,
    });
    return {
      payouts: paid.map((payment) => {
        const { number, attempt, returnedOn, fund, purpose, payee, payeeLast4, requestedAt, approvals, paidOn } = payment;
        const [kind, amount] = [payoutKindOf(payment.kind), payment.amount.toString()];
        return { number, attempt, returnedOn, kind, fund, purpose, payee, payeeLast4, amount, requestedAt, approvals, paidOn, ...place(payment, paidOn) };
      }),
      returned: returned.map((line) => {
        const { number, attempt, fund, paidOn, returnedOn } = line;
        return { number, attempt, fund, paidOn, returnedOn, kind: payoutKindOf(line.kind), amount: line.amount.toString(), ...place(line, returnedOn) };
      }),
    };
  }
}

const kinds: Readonly<Record<DisbursementKind, PayoutKind>> = {
  BASE: 'SERVICE_BASE',
  PERFORMANCE: 'SERVICE_PERFORMANCE',
  COST: 'COST',
  TAX: 'TAX',
  SPENDING: 'SPENDING',
  MAINTENANCE: 'MAINTENANCE_FUND',
  FLOAT: 'FLOAT',
  REFUND: 'REFUND',
  SUSPENSE_BACK: 'SUSPENSE_BACK',
  PASS_ON: 'PASS_ON',
};

export function payoutKindOf(kind: DisbursementKind): PayoutKind {
  return kinds[kind];
}
