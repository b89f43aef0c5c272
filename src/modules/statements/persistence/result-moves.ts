import type { AccountingPeriod, BusinessDate, Money } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';

/** What accounts of income (positive: income) and of expense (positive: expense) of the common fund moved in a month. */
export interface ResultMove {
  readonly period: AccountingPeriod;
  readonly code: string;
  readonly amount: Money;
}

/** Income and expense of the common fund on the days from `from` through `to`, by month and account. The year end (P27), which empties them, is left out. */
export async function commonResultMoves(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<ResultMove[]> {
  const rows = await tx.query<Raw<ResultMove>>(
    `select to_char(m.effective_on, 'YYYY-MM') as period, m.code, sum(m.amount)::numeric(18,2) as amount
     from (
       select x.entry_seq, x.effective_on, a.code, case when a.code like '4%' then x.amount else -x.amount end as amount
       from ledger.account a join ledger.transfer x on x.community_id = $1 and x.credit_account = a.id where a.community_id = $1 and a.fund = 'COM' and a.code ~ '^[45]'
       union all select x.entry_seq, x.effective_on, a.code, case when a.code like '4%' then -x.amount else x.amount end
       from ledger.account a join ledger.transfer x on x.community_id = $1 and x.debit_account = a.id where a.community_id = $1 and a.fund = 'COM' and a.code ~ '^[45]') m
     join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq left join ledger.entry r on r.community_id = $1 and r.seq = e.reverses_seq
     where m.effective_on between $2 and $3 and coalesce(r.rule, e.rule) <> 'P27' group by 1, 2 order by 1, 2`,
    [tx.communityId, range.from, range.to],
  );
  return rows.map((row) => readMoney<ResultMove>(row, ['amount']));
}
