import { periodOf, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { CashMove } from '../domain/money-section.js';

/**
 * What moved on 1001 on the days from `from` through `to`, by month, fund, rule and other account; a reversal has the rule of what it takes
 * back. Year-end entries (P27) move no cash. Read from the accounts of 1001, and from the first entry that the close of the month before
 * left open: what it costs is in proportion to the days, not to the history.
 */
export async function cashMoves(tx: Tx, range: { from: BusinessDate; to: BusinessDate }): Promise<CashMove[]> {
  const rows = await tx.query<Raw<CashMove>>(
    `with start as materialized (
       select coalesce((select p.first_open_seq from ledger.period p where p.community_id = $1 and p.state = 'CLOSED' and p.month < $4 order by p.month desc limit 1), 1) as seq)
     select to_char(month, 'YYYY-MM') as period, fund, rule, counter, "payoutId", reversal, coalesce(sum(amount) filter (where received), 0)::numeric(18,2) as received,
       coalesce(sum(amount) filter (where not received), 0)::numeric(18,2) as paid
     from (
       select date_trunc('month', m.effective_on::timestamp) as month, m.fund, coalesce(r.rule, e.rule) as rule, k.code as counter, e.reverses_seq is not null as reversal, m.amount, m.received,
         case k.holder_type when 'disbursement' then k.holder_id end as "payoutId"
       from (${onCash('debit_account', 'credit_account')} union all ${onCash('credit_account', 'debit_account')}) m
       join ledger.account k on k.community_id = $1 and k.id = m.counter and k.code <> '1001'
       join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq and e.rule <> 'P27'
       left join ledger.entry r on r.community_id = $1 and r.seq = e.reverses_seq) m
     group by month, fund, rule, counter, "payoutId", reversal order by month, fund, rule, counter, "payoutId"`,
    [tx.communityId, range.from, range.to, periodOf(range.from)],
  );
  return rows.map((row) => readMoney<CashMove>(row, ['received', 'paid']));
}

/** The transfers whose one side is an account of 1001, in the order of its index. */
const onCash = (cash: 'debit_account' | 'credit_account', counter: 'debit_account' | 'credit_account'): string =>
  `select x.* from ledger.account h cross join start cross join lateral (
     select x.entry_seq, x.fund, x.effective_on, x.amount, x.${counter} as counter, ${cash === 'debit_account'} as received from ledger.transfer x
     where x.community_id = $1 and x.${cash} = h.id and x.entry_seq >= start.seq and x.effective_on between $2 and $3) x
   where h.community_id = $1 and h.code = '1001'`;
