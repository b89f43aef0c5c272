import { Injectable } from '@nestjs/common';
import { lastDay, Money, required, together, type AccountingPeriod, type BusinessDate } from '../../../../kernel/index.js';
import type { Tx } from '../../../../platform/database/index.js';
import { BankQueries, ReconciliationQueries, type BankLineId, type OutstandingItem } from '../../../bank/index.js';
import { LedgerQueries } from '../../../ledger/index.js';
import type { OpenItem, ReconciliationSection } from '../../domain/snapshot.js';
import { suspenseAges } from '../../domain/suspense-ages.js';

/** Section I: the reconciliation that was signed at the close. */
@Injectable()
export class ReconciliationReader {
  constructor(
    private readonly reconciliations: ReconciliationQueries,
    private readonly bank: BankQueries,
    private readonly books: LedgerQueries,
  ) {}

  async read(tx: Tx, period: AccountingPeriod): Promise<ReconciliationSection> {
    const [last, ages] = await together([this.reconciliations.byMonth(tx, period), this.ages(tx, period)]);
    const signed = required(last, 'the reconciliation of a closed month');
    // the three legs are signed only when they are equal as they stand: nothing is outstanding, and in transit is only what went from one account of the compound to another
    const nothing = Money.zero.toString();
    const underWay = signed.several?.underWay ?? Money.zero;
    const balance = signed.bankBalance.toString();
    const stated = signed.bankBalance.minus(underWay).toString();
    return {
      bank: { statementBalance: stated, depositsInTransit: underWay.toString(), outstandingPayments: nothing, bankErrors: nothing, adjusted: balance },
      books: signed.fundCash.toString(),
      claims: signed.funds.map(({ fund, claims }) => ({ fund, amount: claims.toString() })),
      outstanding: [],
      open: signed.outstanding.flatMap(openItem),
      suspense: { count: signed.suspense.count, amount: signed.suspense.total.toString(), ages },
    };
  }

  /** From the accounts 2301 of the bank lines, while count and total are those of the documents: the check of the snapshot holds one against the other. */
  private async ages(tx: Tx, period: AccountingPeriod): Promise<ReconciliationSection['suspense']['ages']> {
    const on = lastDay(period);
    const waiting = (await this.books.balances(tx, { fund: 'TRN', code: '2301', on })).filter((account) => !account.balance.isZero);
    const lines = await this.bank.lines(tx, { ids: waiting.map((account) => account.holderId as BankLineId) });
    const bookedOn = new Map<number, BusinessDate>(lines.map((line) => [line.id, line.bookedOn]));
    return suspenseAges(
      waiting.map((account) => ({ bookedOn: required(bookedOn.get(account.holderId), 'the bank line of an account 2301'), amount: account.balance })),
      on,
    );
  }
}

/** What somebody else has still to do; money that nobody has claimed is told by age instead. A channel's number means nothing to a reader. */
function openItem({ kind, fund, reference, since, amount }: OutstandingItem): OpenItem[] {
  return kind === 'SUSPENSE' ? [] : [{ kind, fund, number: kind === 'PAYOUT_IN_FLIGHT' ? reference : null, since, amount: amount.toString() }];
}
