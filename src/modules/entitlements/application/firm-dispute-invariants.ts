import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** Disputes of the firm's payable against the books, and by whom they were agreed. */
export const firmDisputeInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I8 what is disputed with the firm in the books is what was disputed and not decided',
    `select format('2601 of firm %s holds %s, its disputes leave %s', coalesce(k.holder_id, d.firm_id), coalesce(k.balance, 0), coalesce(d.amount, 0)) as violation
     from (select a.holder_id, b.credit - b.debit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '2601') k
     full join (select firm_id, sum(case kind when 'DISPUTE' then amount else -amount end) as amount from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED' group by firm_id) d
       on d.firm_id = k.holder_id where coalesce(k.balance, 0) <> coalesce(d.amount, 0)`,
  ),
  sqlInvariant(
    'P28 a dispute and a decision are confirmed by another party than asked for it, a decision within its dispute',
    `select format('%s %s over %s: asked by %s for %s (%s), answered by %s for %s (%s); decided of it %s', d.kind, d.id, d.amount, d.asked_by, d.asked_for, d.asked_party,
       d.answered_by, d.answered_for, d.answered_party, x.decided) as violation
     from mingbai.firm_dispute d cross join lateral (select coalesce(sum(o.amount), 0) as decided from mingbai.firm_dispute o where o.community_id = $1 and o.dispute_id = d.id and o.state = 'CONFIRMED') x
     left join mingbai.firm_dispute p on p.community_id = $1 and p.id = d.dispute_id
     where d.community_id = $1 and (d.state = 'CONFIRMED' and (d.asked_for is not distinct from d.answered_for or d.asked_by is not distinct from d.answered_by or d.asked_party is not distinct from d.answered_party)
       or d.kind = 'DISPUTE' and x.decided > d.amount or d.kind = 'DECISION' and d.state = 'CONFIRMED' and (p.state is distinct from 'CONFIRMED' or p.firm_id <> d.firm_id))`,
  ),
];
