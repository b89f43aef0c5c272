import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** What the firm owes, by its documents and in the books. */
export const firmDueInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I8 what the firm owes in the books is its months, penalties and takings less what it made good',
    `select format('1104 of firm %s holds %s, its dues leave %s', coalesce(k.holder_id, d.firm_id), coalesce(k.balance, 0), coalesce(d.amount, 0)) as violation
     from (select a.holder_id, b.debit - b.credit as balance from ledger.account a join ledger.account_balance b on b.community_id = $1 and b.account_id = a.id
       where a.community_id = $1 and a.code = '1104') k
     full join (select firm_id, sum(amount) as amount from (
         select firm_id, due_from_firm as amount from mingbai.entitlement_month where community_id = $1
         union all select firm_id, amount - from_payable from mingbai.firm_due where community_id = $1 and undone_seq is null
         union all select coalesce(m.firm_id, f.firm_id), -c.amount from mingbai.firm_clearing c
           left join mingbai.entitlement_month m on m.community_id = $1 and c.due_kind = 'MONTH' and m.id = c.due_id
           left join mingbai.firm_due f on f.community_id = $1 and c.due_kind = f.kind and f.id = c.due_id where c.community_id = $1 and c.undone_seq is null and f.undone_seq is null) s group by firm_id) d
       on d.firm_id = k.holder_id where coalesce(k.balance, 0) <> coalesce(d.amount, 0)`,
  ),
  sqlInvariant(
    'P18 a fine for an event is what the contract fixes for it',
    `select format('penalty %s for %s is %s', d.id, d.event, d.stated) as violation from mingbai.firm_due d where d.community_id = $1 and d.event is not null and not exists (
       select from mingbai.contract_version v cross join lateral jsonb_array_elements(coalesce(v.terms -> 'fines', '[]')) f
       where v.community_id = $1 and v.id = d.contract_version_id and f ->> 'code' = d.event and (f ->> 'amount')::numeric = d.stated)`,
  ),
  sqlInvariant(
    'P18 the fines of a quarter are within the cap of what the firm had earned in it when each was imposed',
    `select format('penalty %s: the fines of %s come to %s, %s count at most', d.id, d.quarter, f.fines, c.most) as violation
     from mingbai.firm_due d left join mingbai.contract_version v on v.community_id = $1 and v.id = d.contract_version_id
     cross join lateral (select sum(o.amount) as fines from mingbai.firm_due o where o.community_id = $1 and o.quarter = d.quarter and o.id <= d.id
       and (o.undone_seq is null or o.undone_seq > d.entry_seq)) f
     cross join lateral (select round((v.terms ->> 'fineCap')::numeric * coalesce(sum(m.earned), 0), 2) as most
       from mingbai.entitlement_month m where m.community_id = $1 and m.quarter = d.quarter and m.id < d.id) c
     where d.community_id = $1 and d.kind = 'PENALTY' and (c.most is null or f.fines > c.most)`,
  ),
  sqlInvariant(
    'P18 a penalty is taken back exactly when its entry is reversed, by two parties',
    `select format('penalty %s: taken back by %s, its entry is reversed by %s, its paper says %s', d.id, d.undone_seq, r.seq, u.undo_seq) as violation from mingbai.firm_due d
       left join ledger.entry r on r.community_id = $1 and r.reverses_seq = d.entry_seq
       left join mingbai.firm_penalty_undo u on u.community_id = $1 and u.due_id = d.id and u.state = 'CONFIRMED'
       where d.community_id = $1 and d.kind = 'PENALTY' and (d.undone_seq is distinct from r.seq or d.undone_seq is distinct from u.undo_seq)
     union all
     select format('penalty %s is taken back: %s credited of what was made good and %s of what was given up, its clearings are %s and %s', u.due_id, u.made_good, u.given_up, c.good, c.given)
       from mingbai.firm_penalty_undo u cross join lateral (
         select coalesce(sum(c.amount) filter (where c.kind <> 'WRITTEN_OFF'), 0) as good, coalesce(sum(c.amount) filter (where c.kind = 'WRITTEN_OFF'), 0) as given
         from mingbai.firm_clearing c where c.community_id = $1 and c.due_kind = 'PENALTY' and c.due_id = u.due_id and c.undone_seq is null) c
       where u.community_id = $1 and u.state = 'CONFIRMED' and (u.made_good, u.given_up) is distinct from (c.good, c.given)
     union all
     select format('penalty %s is taken back: of %s made good and %s given up, entry %s credits %s to its firm and ends %s; %s go elsewhere', u.due_id, u.made_good, u.given_up, u.credit_seq,
         b.credited, b.ended, b.elsewhere)
       from mingbai.firm_penalty_undo u join mingbai.firm_due d on d.community_id = $1 and d.id = u.due_id cross join lateral mingbai.penalty_credit($1, u.credit_seq, d.firm_id) b
       where u.community_id = $1 and u.state = 'CONFIRMED' and (b.credited, b.ended, b.elsewhere) is distinct from (u.made_good, u.given_up, 0::numeric)
     union all
     select format('penalty %s is taken back by %s for %s (%s) alone', u.due_id, u.answered_by, u.answered_for, u.answered_party) from mingbai.firm_penalty_undo u
       where u.community_id = $1 and u.state = 'CONFIRMED' and (u.asked_for = u.answered_for or u.asked_by = u.answered_by or u.asked_party = u.answered_party)`,
  ),
  sqlInvariant(
    'every due of the firm, every clearing and every dispute has its entry',
    `with document as (
       select entry_seq as seq, 'firm_due' as type, id, effective_on, case kind when 'PENALTY' then 'P18' else 'P24' end as rule, amount from mingbai.firm_due where community_id = $1 and kind <> 'OPENING'
       union all select entry_seq, 'firm_due', id, effective_on, case kind when 'DISPUTE' then 'P28a' else 'P28b' end, case kind when 'DISPUTE' then amount else to_firm + 3 * to_owners end
         from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED'
       union all select credit_seq, 'firm_due', id, effective_on, 'P18u', made_good + given_up from mingbai.firm_penalty_undo where community_id = $1 and credit_seq is not null
       union all select entry_seq, 'firm_clearing', min(id), effective_on, case kind when 'PAID' then 'P18b' when 'OFFSET' then 'P18o' else 'P33' end, sum(amount) from mingbai.firm_clearing where community_id = $1
         group by entry_seq, effective_on, kind)
     select format('%s %s: entry %s does not carry it', d.type, d.id, d.seq) as violation from document d
       left join ledger.entry e on e.community_id = $1 and e.seq = d.seq and e.source_type = d.type and e.source_id = d.id and e.effective_on = d.effective_on and e.rule = d.rule
       left join lateral (select sum(x.amount) as amount from ledger.transfer x where x.community_id = $1 and x.entry_seq = d.seq) t on true where e.seq is null or t.amount <> d.amount
     union all
     select format('entry %s (%s) has no %s %s', e.seq, e.rule, e.source_type, e.source_id) from ledger.entry e
       where e.community_id = $1 and e.source_type in ('firm_due', 'firm_clearing') and not exists (select from document d where d.seq = e.seq)`,
  ),
  sqlInvariant(
    'I4 a clearing is undone exactly when its entry is reversed',
    `select format('clearing %s: undone by %s, its entry is reversed by %s', c.id, c.undone_seq, r.seq) as violation from mingbai.firm_clearing c
     left join ledger.entry r on r.community_id = $1 and r.reverses_seq = c.entry_seq where c.community_id = $1 and c.undone_seq is distinct from r.seq`,
  ),
  sqlInvariant(
    'P33 a write-off of what the firm owes is taken back whole, by a resolution of its own and by its own paper',
    `select format('clearing %s written off by entry %s: undone by %s, its paper says %s', c.id, c.entry_seq, c.undone_seq, u.undo_seq) as violation from mingbai.firm_clearing c
       left join ledger.entry e on e.community_id = $1 and e.seq = c.entry_seq left join mingbai.firm_write_off_undo u on u.community_id = $1 and u.clearing_id = e.source_id
       where c.community_id = $1 and c.kind = 'WRITTEN_OFF' and c.undone_seq is distinct from u.undo_seq
     union all
     select format('the paper %s that takes a write-off back names clearing %s, which is %s', u.id, u.clearing_id, coalesce(c.kind, 'none')) from mingbai.firm_write_off_undo u
       left join mingbai.firm_clearing c on c.community_id = $1 and c.id = u.clearing_id
       where u.community_id = $1 and (c.kind is distinct from 'WRITTEN_OFF' or c.resolution_id = u.resolution_id)`,
  ),
  sqlInvariant(
    'P24 what the firm took is what it settled of the unit’s bills, and counts as collected as far as it was made good',
    `select format('taking %s of %s: settles %s, was made good by %s, counts as collected with %s', f.id, f.amount, coalesce(a.amount, 0), coalesce(c.amount, 0), coalesce(s.amount, 0)) as violation
     from mingbai.firm_due f
     left join (select firm_due_id, sum(amount) as amount from mingbai.allocation where community_id = $1 and firm_due_id is not null group by firm_due_id) a on a.firm_due_id = f.id
     left join (select due_id, sum(amount) as amount from mingbai.firm_clearing where community_id = $1 and due_kind = 'TAKEN' and kind <> 'WRITTEN_OFF' and undone_seq is null group by due_id) c on c.due_id = f.id
     left join (select firm_due_id, sum(amount) as amount from mingbai.firm_clearing_share where community_id = $1 group by firm_due_id) s on s.firm_due_id = f.id
     where f.community_id = $1 and f.kind = 'TAKEN' and (f.amount <> coalesce(a.amount, 0) or coalesce(c.amount, 0) <> coalesce(s.amount, 0))`,
  ),
  sqlInvariant(
    'P24 the firm takes an owner’s money for the fund only where the contract says so',
    `select format('taking %s under contract version %s, which does not discharge the owner', f.id, f.contract_version_id) as violation from mingbai.firm_due f
     join mingbai.contract_version v on v.community_id = $1 and v.id = f.contract_version_id where f.community_id = $1 and f.kind = 'TAKEN' and (v.terms ->> 'firmDischarges')::boolean is not true`,
  ),
];
