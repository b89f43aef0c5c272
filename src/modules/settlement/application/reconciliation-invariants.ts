import { Money } from '../../../kernel/index.js';
import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { ReconciliationQueries, reconciliationHash } from '../../bank/index.js';

import { ASSERTIONS } from './bank-balance-queries.js';

/** Net of 1001 per entry. */
export const CASH_OF_ENTRIES = `
  select x.entry_seq, sum(case when d.code = '1001' then x.amount else 0 end - case when c.code = '1001' then x.amount else 0 end) as cash
  from ledger.transfer x join ledger.account d on d.community_id = $1 and d.id = x.debit_account join ledger.account c on c.community_id = $1 and c.id = x.credit_account
  where x.community_id = $1 group by x.entry_seq`;

/** What was signed and what every close rests on (I5), and every balance that the bank has vouched for (I16). */
export const reconciliationInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I16 every balance that the bank stated is that of its lines and of the books on that day',
    `with stated as materialized (${ASSERTIONS}),
       moved as (
         -- what was there when the books began is the balance of the day before
         select a.holder_id as account_id, x.effective_on - case e.rule when 'P26' then 1 else 0 end as day, sum(case when x.debit_account = a.id then x.amount else -x.amount end) as amount
           from ledger.account a join ledger.transfer x on x.community_id = $1 and a.id in (x.debit_account, x.credit_account)
           join ledger.entry e on e.community_id = $1 and e.seq = x.entry_seq where a.community_id = $1 and a.code = '1001' group by 1, 2
         union all select account_id, booked_on, sum(amount) from mingbai.bank_line where community_id = $1 and state in ('NEW', 'SUGGESTED') group by 1, 2
         -- money between two accounts: of the day of each line, and in the books when the other account has it
         union all select l.account_id, d.day, sum(d.amount) from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id
           join ledger.entry e on e.community_id = $1 and e.seq = m.entry_seq cross join lateral (values (l.booked_on, m.amount), (e.effective_on, -m.amount)) d(day, amount)
           where m.community_id = $1 and m.target_type = 'ACCOUNT_MOVE' group by 1, 2)
     select format('%s of %s at the end of %s: %s, its lines say %s, the books %s', s.source, s.name, s.day, s.stated, b.lines, b.books) as violation from stated s
     cross join lateral (select
       coalesce((select l.balance_after from mingbai.bank_line l where l.community_id = $1 and l.account_id = s.account_id and l.booked_on <= s.day order by l.position desc limit 1), 0) as lines,
       coalesce((select sum(m.amount) from moved m where m.account_id = s.account_id and m.day <= s.day), 0) as books) b
     where s.stated <> b.lines or s.stated <> b.books order by s.day, s.source`,
  ),
  sqlInvariant(
    'I5 every close rests on a signed reconciliation of its month',
    `select format('close %s is of %s, its reconciliation of %s, signed %s', p.close_no, p.month, coalesce(r.month, '–'), coalesce(s.signed_at::text, 'never')) as violation
     from ledger.period p left join mingbai.reconciliation_end e on e.community_id = $1 and e.close_no = p.close_no and e.kind = 'CLOSED'
       left join mingbai.reconciliation r on r.community_id = $1 and r.id = e.reconciliation_id left join mingbai.reconciliation_signature s on s.community_id = $1 and s.reconciliation_id = r.id
     where p.community_id = $1 and (r.month is distinct from p.month or s.signed_at is null) order by p.close_no`,
  ),
  sqlInvariant(
    'I5 a reconciliation is prepared, then signed by another person of another organisation, and ends after that',
    `select format('reconciliation of %s: prepared by %s of %s at %s, signed by %s of %s at %s, ended at %s', r.month, r.prepared_by, r.prepared_for, r.prepared_at, s.signed_by, s.signed_for, s.signed_at, e.ended_at) as violation
     from mingbai.reconciliation r left join mingbai.reconciliation_signature s on s.community_id = $1 and s.reconciliation_id = r.id
       left join mingbai.reconciliation_end e on e.community_id = $1 and e.reconciliation_id = r.id
     where r.community_id = $1 and (s.signed_by = r.prepared_by or s.signed_for = r.prepared_for or s.sha256 <> r.sha256 or s.signed_at < r.prepared_at or e.ended_at < coalesce(s.signed_at, r.prepared_at))`,
  ),
  sqlInvariant(
    'I5 every signed reconciliation says what the bank says of its day and the books said at its close',
    `select format('reconciliation of %s: signed %s, bank %s, books %s', r.month, r.bank_balance, b.bank, b.books) as violation
     from mingbai.reconciliation r join mingbai.reconciliation_end e on e.community_id = $1 and e.reconciliation_id = r.id join ledger.period p on p.community_id = $1 and p.close_no = e.close_no
     cross join lateral (select
       (select coalesce(sum(l.balance_after), 0) from mingbai.bank_account a cross join lateral (select l.balance_after from mingbai.bank_line l
           where l.community_id = $1 and l.account_id = a.id and l.booked_on <= r.reconciled_on order by l.position desc limit 1) l where a.community_id = $1)
         - (select coalesce(sum(m.amount), 0) from mingbai.bank_match m join mingbai.bank_line l on l.community_id = $1 and l.id = m.line_id and l.booked_on <= r.reconciled_on
           join ledger.entry x on x.community_id = $1 and x.seq = m.entry_seq and x.effective_on > r.reconciled_on
           where m.community_id = $1 and m.target_type = 'ACCOUNT_MOVE' and m.entry_seq <= p.last_seq) as bank,
       (select coalesce(sum(c.cash), 0) from (${CASH_OF_ENTRIES}) c join ledger.entry x on x.community_id = $1 and x.seq = c.entry_seq
         where x.effective_on <= r.reconciled_on and x.seq <= p.last_seq) as books) b
     where r.community_id = $1 and (r.bank_balance <> b.bank or r.bank_balance <> b.books)`,
  ),
  sqlInvariant(
    'I5 between a reconciliation and the close that rests on it, nothing was booked in its month but what the close itself posts',
    `select format('reconciliation of %s knew entry %s; entry %s (%s) of %s came before close %s', r.month, r.last_entry_seq, x.seq, x.rule, x.effective_on, p.close_no) as violation
     from mingbai.reconciliation r join mingbai.reconciliation_end e on e.community_id = $1 and e.reconciliation_id = r.id join ledger.period p on p.community_id = $1 and p.close_no = e.close_no
       join ledger.entry x on x.community_id = $1 and x.seq > r.last_entry_seq and x.seq <= p.last_seq and x.effective_on <= r.reconciled_on
     where r.community_id = $1 and x.rule not in ('P12', 'P27') and not exists (select from ledger.entry o where o.community_id = $1 and o.seq = x.reverses_seq and o.rule in ('P12', 'P27'))`,
  ),
  {
    name: 'I5 every reconciliation is as it was prepared',
    check: async (tx) => {
      const prepared = await new ReconciliationQueries().prepared(tx);
      return prepared
        .filter(
          (view) =>
            reconciliationHash(view, { at: view.preparedAt, by: view.preparedBy, for: view.preparedFor }) !== view.sha256 ||
            !Money.sum(view.funds.map(({ cash }) => cash)).equals(view.fundCash),
        )
        .map(({ month, sha256 }) => `reconciliation of ${month} is no longer what ${sha256} was signed for`);
    },
  },
];
