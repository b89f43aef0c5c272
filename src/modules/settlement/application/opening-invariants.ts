import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';
import { OpeningQueries } from './opening-queries.js';
import { openingHash } from '../domain/opening.js';

/** Opening balances (P26): posted first, once, as the three parties signed them, and nothing is left on 3901. */
export const openingInvariants: readonly Invariant[] = [
  sqlInvariant(
    'P26 the opening difference of every fund is zero',
    `select format('fund %s: 3901 stands at %s', a.fund, sum(b.credit - b.debit)) as violation from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
     where a.community_id = $1 and a.code = '3901' group by a.fund having sum(b.credit - b.debit) <> 0`,
  ),
  sqlInvariant(
    'P26 every opening balance comes from a list that three parties signed, and every line of it is in the books',
    `select format('entry %s (P26) is not of the signed opening balances', e.seq) as violation from ledger.entry e
       where e.community_id = $1 and e.rule = 'P26' and not exists (select from mingbai.opening_end o where o.community_id = $1 and o.kind = 'POSTED' and e.seq between o.first_seq and o.last_seq)
     union all select format('opening balances %s were posted with %s signatures', o.opening_id, count(s.party)) from mingbai.opening_end o
       left join mingbai.opening_signature s on s.community_id = $1 and s.opening_id = o.opening_id where o.community_id = $1 and o.kind = 'POSTED' group by o.opening_id having count(s.party) <> 3
     union all select format('line %s of opening balances %s: %s of %s on account %s, its entry carries %s', l.line, l.opening_id, l.amount, l.holder, l.code, coalesce(x.amount, 0))
       from mingbai.opening_line l join mingbai.opening_end o on o.community_id = $1 and o.opening_id = l.opening_id and o.kind = 'POSTED'
       left join lateral (select sum(t.amount) as amount from ledger.entry e join ledger.transfer t on t.community_id = $1 and t.entry_seq = e.seq and t.fund = l.fund
         join ledger.account a on a.community_id = $1 and a.id in (t.debit_account, t.credit_account) and a.code = l.code
         left join mingbai.other_receipt r on r.community_id = $1 and r.entry_seq = e.seq and r.kind = 'DEPOSIT'
         left join mingbai.bill b on b.community_id = $1 and b.entry_seq = e.seq left join mingbai.lease_charge g on g.community_id = $1 and g.accrual_seq = e.seq
         left join mingbai.opening_payable w on w.community_id = $1 and w.entry_seq = e.seq
         where e.community_id = $1 and e.seq between o.first_seq and o.last_seq and e.rule = 'P26' and coalesce(r.payee_id, a.holder_id) = l.holder_id and coalesce(b.period, g.period, w.period) is not distinct from l.period) x on true
       where l.community_id = $1 and x.amount is distinct from l.amount`,
  ),
  {
    name: 'P26 the opening balances are as they were signed',
    check: async (tx) => {
      const queries = new OpeningQueries();
      const wrong: string[] = [];
      for (const view of await queries.all(tx)) {
        const prepared = { by: view.preparedBy, for: view.preparedFor, at: view.preparedAt };
        if (openingHash({ ...view, lines: await queries.lines(tx, view.id) }, prepared) !== view.sha256)
          wrong.push(`opening balances ${view.id} are no longer what ${view.sha256} was signed for`);
      }
      return wrong;
    },
  },
];
