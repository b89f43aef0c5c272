import { Injectable } from '@nestjs/common';
import { Money, type AccountingPeriod } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import type { ReconciliationView } from '../domain/reconciliation.js';

type Row = Raw<Omit<ReconciliationView, 'funds' | 'suspense'>> & {
  readonly detail: {
    readonly funds: readonly { fund: Fund; cash: string; claims: string }[];
    readonly suspense: { readonly count: number; readonly total: string; readonly oldestOn: ReconciliationView['suspense']['oldestOn'] };
  };
};

const SELECT = `select id, account_id as "accountId", file_id as "fileId", month, reconciled_on as "reconciledOn", bank_balance as "bankBalance", fund_cash as "fundCash",
    document_claims as "documentClaims", line_count as "lineCount", detail, signed_at as "signedAt", signed_by as "signedBy", sha256
  from mingbai.reconciliation where community_id = $1`;

/** The signed reconciliations of the account: facts, written by the close and read by gates and statements. */
@Injectable()
export class ReconciliationQueries {
  /** First month to last; of a month that was reopened every one, in the order of its closes. */
  async all(tx: Tx): Promise<ReconciliationView[]> {
    return (await tx.query<Row>(`${SELECT} order by month, id`, [tx.communityId])).map(viewOf);
  }

  /** The one of the month's last close. */
  async byMonth(tx: Tx, month: AccountingPeriod): Promise<ReconciliationView | null> {
    const [row] = await tx.query<Row>(`${SELECT} and month = $2 order by id desc limit 1`, [tx.communityId, month]);
    return row ? viewOf(row) : null;
  }

  /** The last one, by which a payout's gate tells how old the proof is (G7). What was signed of a month that is open again proves nothing now. */
  async latest(tx: Tx): Promise<ReconciliationView | null> {
    const [row] = await tx.query<Row>(
      `${SELECT} and not exists (select from ledger.book where community_id = $1 and reconciled_on > closed_through and reconciled_on <= reopened_through) order by month desc, id desc limit 1`,
      [tx.communityId],
    );
    return row ? viewOf(row) : null;
  }
}

function viewOf({ detail, ...row }: Row): ReconciliationView {
  return {
    ...readMoney<Omit<ReconciliationView, 'funds' | 'suspense'>>(row, ['bankBalance', 'fundCash', 'documentClaims']),
    funds: detail.funds.map(({ fund, cash, claims }) => ({ fund, cash: Money.parse(cash), claims: Money.parse(claims) })),
    suspense: { ...detail.suspense, total: Money.parse(detail.suspense.total) },
  };
}
