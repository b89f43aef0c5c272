import type { BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { CashMove } from '../domain/money-section.js';

/** What moved on 1001 on the days from `from` through `to`, by month, fund, rule and other account; a reversal has the rule of what it takes back. Year-end entries (P27) move no cash. */
export async function cashMoves(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<CashMove[]> {
  const rows = await tx.query<Raw<CashMove>>(
    `select period, fund, rule, counter, "payoutId", reversal, coalesce(sum(amount) filter (where received), 0)::numeric(18,2) as received,
       coalesce(sum(amount) filter (where not received), 0)::numeric(18,2) as paid
     from (
       select to_char(e.effective_on, 'YYYY-MM') as period, x.fund, coalesce(r.rule, e.rule) as rule, case d.code when '1001' then c.code else d.code end as counter,
         e.reverses_seq is not null as reversal, x.amount, d.code = '1001' as received,
         case 'disbursement' when c.holder_type then c.holder_id when d.holder_type then d.holder_id end as "payoutId"
       from ledger.entry e
       left join ledger.entry r on r.community_id = $1 and r.seq = e.reverses_seq
       join ledger.transfer x on x.community_id = $1 and x.entry_seq = e.seq
       join ledger.account d on d.community_id = $1 and d.id = x.debit_account
       join ledger.account c on c.community_id = $1 and c.id = x.credit_account
       where e.community_id = $1 and e.effective_on between $2 and $3 and e.rule <> 'P27' and (d.code = '1001') <> (c.code = '1001')) m
     group by period, fund, rule, counter, "payoutId", reversal order by period, fund, rule, counter, "payoutId"`,
    [tx.communityId, range.from, range.to],
  );
  return rows.map((row) => readMoney<CashMove>(row, ['received', 'paid']));
}
