import { Injectable } from '@nestjs/common';
import { firstDay, lastDay, required, type AccountingPeriod } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { BankQueries, type BankLineId } from '../../../bank/index.js';
import { DisbursementQueries, type DisbursementKind } from '../../../disbursements/index.js';
import type { PayoutKind, PayoutLine } from '../../domain/snapshot.js';

/** Section H: every payment out of the account that the bank made in the month. */
@Injectable()
export class PayoutsReader {
  constructor(
    private readonly payouts: DisbursementQueries,
    private readonly bank: BankQueries,
  ) {}

  async read(tx: Tx, period: AccountingPeriod, slug: string): Promise<PayoutLine[]> {
    const paid = await this.payouts.paidBetween(tx, { from: firstDay(period), to: lastDay(period) });
    const lines = await this.bank.lines(tx, { ids: paid.map((payout) => required(payout.bankLineId, 'the bank line of a paid payout') as BankLineId) });
    return paid.map((payout) => ({
      number: payout.number,
      kind: payoutKindOf(payout.kind),
      fund: payout.fund,
      purpose: payout.purpose,
      payee: payout.payee,
      payeeLast4: payout.payeeLast4,
      amount: payout.amount.toString(),
      requestedAt: payout.requestedAt,
      approvals: payout.approvals.map(({ slot, organisation, at }) => ({ slot, organisation, at })),
      paidOn: required(payout.paidOn, 'the day of a paid payout'),
      bankReference: required(
        lines.find((line) => line.id === payout.bankLineId),
        'the bank line of a paid payout',
      ).bankReference,
      path: `/p/${slug}/${period}/payouts/${payout.number}`,
    }));
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
};

export function payoutKindOf(kind: DisbursementKind): PayoutKind {
  return kinds[kind];
}
