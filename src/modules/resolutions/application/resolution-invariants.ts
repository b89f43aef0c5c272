import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** What the resolutions of a compound can prove. */
export const resolutionInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I18 resolutions are numbered without gap in each year',
    `select format('%s of %s resolutions, the last is %s', count(*), year, max(serial)) as violation from mingbai.resolution where community_id = $1
     group by year having count(*) <> max(serial)`,
  ),
  sqlInvariant(
    'another organisation confirms what was recorded by paper, once, and nothing rests on what it did not confirm',
    `with answered as (
       select r.number as name, r.recorded_by as recorder, r.recorded_for as organisation, r.recorded_at as since, r.vote_id is not null or r.before_confirmations as counts, c.*
         from mingbai.confirmation c join mingbai.resolution r on r.community_id = $1 and r.id = c.resolution_id where c.community_id = $1
       union all select format('the budget of %s, version %s,', b.year, b.version_no), b.adopted_by, b.adopted_for, b.adopted_at, b.before_confirmations, c.*
         from mingbai.confirmation c join mingbai.budget b on b.community_id = $1 and b.id = c.budget_id where c.community_id = $1)
     select format('%s was answered %s for organisation %s, recorded for %s', name, decision, answered_for, organisation) as violation from answered
     where counts or answered_at < since or decision = 'CONFIRMED' and (answered_for = organisation or answered_by = recorder)
     union all
     select format('%s of resolution %s, which is %s', u.what, r.number, mingbai.resolution_state($1, r.id)) from mingbai.resolution r join (
       select resolution_id, 'claim' as what from mingbai.claim where community_id = $1
       union select resolution_id, 'use rule' from mingbai.use_rule where community_id = $1
       union select resolution_id, 'lease adjustment' from mingbai.lease_adjustment where community_id = $1
       union select resolution_id, 'write-off' from mingbai.firm_clearing where community_id = $1
       union select resolution_id, 'undone write-off' from mingbai.firm_write_off_undo where community_id = $1
       union select resolution_id, 'signature' from mingbai.contract_signature where community_id = $1
       union select b.resolution_id, 'budget' from mingbai.budget b where b.community_id = $1 and mingbai.budget_state($1, b.id) = 'CONFIRMED'
       union select n.id, t.what from mingbai.resolution n join (
         select resolution_no, 'rate' as what from mingbai.fee_rate where community_id = $1
         union select resolution_no, 'waiver' from mingbai.waiver where community_id = $1
         union select resolution_no, 'payout' from mingbai.disbursement where community_id = $1) t on t.resolution_no = n.number where n.community_id = $1) u on u.resolution_id = r.id
     where r.community_id = $1 and mingbai.resolution_state($1, r.id) <> 'CONFIRMED'`,
  ),
  sqlInvariant(
    'a paper is one resolution of a kind or of kinds that allow the same, and one on a budget names its year and its limit',
    `select format('resolutions %s and %s rest on one paper', r.number, o.number) as violation from mingbai.resolution r
     join mingbai.resolution o on o.community_id = $1 and o.id > r.id and o.document_sha256 = r.document_sha256 and mingbai.allow_the_same(o.kind, r.kind)
     where r.community_id = $1 and not (r.before_confirmations and o.before_confirmations)
       and mingbai.resolution_state($1, r.id) <> 'REFUSED' and mingbai.resolution_state($1, o.id) <> 'REFUSED'
     union all
     select format('resolution %s on a budget allows %s from %s to %s', r.number, coalesce(r.limit_amount::text, 'all'), r.effective_from, coalesce(r.effective_to::text, '…'))
     from mingbai.resolution r where r.community_id = $1 and r.kind = 'BUDGET' and not r.before_confirmations
       and (r.limit_amount is null or extract(year from r.effective_from) is distinct from extract(year from r.effective_to))`,
  ),
  sqlInvariant(
    'a resolution takes the place of one of its kind',
    `select format('resolution %s replaces %s', r.number, coalesce(o.number, 'none')) as violation from mingbai.resolution r
     left join mingbai.resolution o on o.community_id = $1 and o.id = r.replaces_id
     where r.community_id = $1 and r.replaces_id is not null and (o.id is null or o.kind <> r.kind or o.id >= r.id)
     union all
     select format('resolution %s is replaced %s times', o.number, count(*)) from mingbai.resolution r join mingbai.resolution o on o.community_id = $1 and o.id = r.replaces_id
     where r.community_id = $1 and mingbai.resolution_state($1, r.id) <> 'REFUSED' group by o.number having count(*) > 1`,
  ),
  sqlInvariant(
    'a resolution has its paper',
    `select format('resolution %s: no document %s', r.number, r.document_sha256) as violation from mingbai.resolution r where r.community_id = $1
       and not exists (select from mingbai.evidence e where e.community_id = $1 and e.sha256 = r.document_sha256)`,
  ),
  sqlInvariant(
    'P04, P33 what is waived and written off by a resolution stays within its limit, and it is a resolution to waive',
    `select format('resolution %s of %s (%s): %s waived or written off', r.number, coalesce(r.limit_amount::text, 'no limit'), r.kind, sum(u.amount)) as violation
     from mingbai.resolution r join (
       select r2.id, w.amount from mingbai.waiver w join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id and d.decision = 'APPROVED'
         join mingbai.resolution r2 on r2.community_id = $1 and r2.number = w.resolution_no where w.community_id = $1
       union all select a.resolution_id, a.from_receivable from mingbai.lease_adjustment a where a.community_id = $1 and a.resolution_id is not null
       union all select c.resolution_id, c.amount from mingbai.firm_clearing c where c.community_id = $1 and c.resolution_id is not null
       union all select o.resolution_id, c.amount from mingbai.firm_write_off_undo o join mingbai.firm_clearing f on f.community_id = $1 and f.id = o.clearing_id
         join mingbai.firm_clearing c on c.community_id = $1 and c.entry_seq = f.entry_seq where o.community_id = $1) u on u.id = r.id
     where r.community_id = $1 group by r.number, r.kind, r.limit_amount having sum(u.amount) > r.limit_amount or r.kind <> 'WAIVER'`,
  ),
  sqlInvariant(
    'I18 votes are numbered without gap in each year',
    `select format('%s of %s votes, the last is %s', count(*), year, max(serial)) as violation from mingbai.vote where community_id = $1 group by year having count(*) <> max(serial)`,
  ),
  sqlInvariant(
    'a vote has the electorate with which it was opened, each unit with its area of that day',
    `select format('vote %s was opened for %s units of %s, it has %s of %s', v.number, v.total_units, v.total_area, s.units, s.area) as violation from mingbai.vote v
     cross join lateral (select count(*) as units, coalesce(sum(u.area), 0) as area, count(distinct u.head) as heads from mingbai.vote_unit u where u.community_id = $1 and u.vote_id = v.id) s
     where v.community_id = $1 and (s.units, s.area, s.heads) is distinct from (v.total_units::bigint, v.total_area::numeric, v.total_heads::bigint)
     union all
     select format('vote %s counts unit %s with %s, it had %s', v.number, n.code, u.area, round(coalesce(c.area, n.area) * 100)) from mingbai.vote v
     join mingbai.vote_unit u on u.community_id = $1 and u.vote_id = v.id join mingbai.unit n on n.community_id = $1 and n.id = u.unit_id
     left join lateral (select c.area from mingbai.unit_correction c where c.community_id = $1 and c.unit_id = n.id and c.from_period <= to_char(v.opened_on, 'YYYY-MM')
       and c.id < v.id order by c.from_period desc, c.id desc limit 1) c on true
     where v.community_id = $1 and u.area <> round(coalesce(c.area, n.area) * 100)`,
  ),
  sqlInvariant(
    'a vote is counted as its ballots say, by the rule of its matter',
    `select format('vote %s was counted with %s and %s heads for it, its ballots give %s and %s', v.number, c.for_area, c.for_heads, f.for_area, f.for_heads) as violation from mingbai.vote_count c
     join mingbai.vote v on v.community_id = $1 and v.id = c.vote_id cross join lateral mingbai.vote_figures(v.community_id, v.id) f
     where c.community_id = $1 and ((c.voting_area, c.voting_heads, c.for_area, c.for_heads, c.against_area, c.against_heads)
         is distinct from (f.voting_area, f.voting_heads, f.for_area, f.for_heads, f.against_area, f.against_heads)
       or c.passed <> (f.voting_area * 3 >= v.total_area * 2 and f.voting_heads * 3 >= v.total_heads * 2
         and case when v.special then f.for_area * 4 >= f.voting_area * 3 and f.for_heads * 4 >= f.voting_heads * 3 else f.for_area * 2 > f.voting_area and f.for_heads * 2 > f.voting_heads end))
     union all
     select format('a ballot of vote %s was cast on %s', v.number, b.cast_on) from mingbai.vote_ballot b join mingbai.vote v on v.community_id = $1 and v.id = b.vote_id
     where b.community_id = $1 and b.cast_on not between v.opened_on and v.closes_on`,
  ),
  sqlInvariant(
    'a vote is a resolution when it passed and another organisation confirmed it, and only then',
    `select format('vote %s is %s, its resolution is %s', v.number, v.state, coalesce(r.number, 'none')) as violation from mingbai.vote v
     left join mingbai.vote_count c on c.community_id = $1 and c.vote_id = v.id left join mingbai.vote_end e on e.community_id = $1 and e.vote_id = v.id
     left join mingbai.resolution r on r.community_id = $1 and r.vote_id = v.id
     where v.community_id = $1 and ((r.id is not null) <> (v.state = 'CONFIRMED' and coalesce(c.passed, false))
       or v.state <> coalesce(e.kind, case when c.vote_id is null then 'OPEN' else 'COUNTED' end)
       or c.vote_id is not null and e.vote_id is not null and (e.ended_for in (v.opened_for, c.counted_for) or e.ended_by in (v.opened_by, c.counted_by)))`,
  ),
  sqlInvariant(
    'budgets are numbered without gap in each year, and rest on a resolution of their own within its limit',
    `select format('%s versions of the budget of %s, the last is %s', count(*), year, max(version_no)) as violation from mingbai.budget where community_id = $1
     group by year having count(*) <> max(version_no)
     union all
     select format('the budget of %s rests on %s (%s)', b.year, r.number, r.kind) from mingbai.budget b left join mingbai.resolution r on r.community_id = $1 and r.id = b.resolution_id
     where b.community_id = $1 and coalesce(r.kind, '') not in ('BUDGET', 'SPENDING')
     union all
     select format('resolution %s adopted %s budgets', r.number, count(*)) from mingbai.budget b join mingbai.resolution r on r.community_id = $1 and r.id = b.resolution_id
     where b.community_id = $1 and not b.before_confirmations and mingbai.budget_state($1, b.id) <> 'REFUSED' group by r.number having count(*) > 1
     union all
     select format('resolution %s allows %s, version %s of the budget of %s has %s', r.number, coalesce(r.limit_amount::text, 'no sum'), b.version_no, b.year, a.asked) from mingbai.budget b
     join mingbai.resolution r on r.community_id = $1 and r.id = b.resolution_id cross join lateral (select mingbai.budget_asked($1, b.id) as asked) a
     where b.community_id = $1 and not b.before_confirmations and (r.limit_amount is null or a.asked > r.limit_amount)
     union all
     select format('resolution %s is not of %s, whose budget rests on it', r.number, b.year) from mingbai.budget b join mingbai.resolution r on r.community_id = $1 and r.id = b.resolution_id
     where b.community_id = $1 and not b.before_confirmations and (r.effective_from > make_date(b.year, 12, 31) or r.effective_to < make_date(b.year, 1, 1))
     union all
     select format('version %s of the budget of %s has no line', b.version_no, b.year) from mingbai.budget b where b.community_id = $1
       and not exists (select from mingbai.budget_line l where l.community_id = $1 and l.budget_id = b.id)`,
  ),
];
