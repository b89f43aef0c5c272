import { type Invariant, sqlInvariant } from '../../../platform/database/index.js';

/** What the resolutions of a compound can prove. */
export const resolutionInvariants: readonly Invariant[] = [
  sqlInvariant(
    'I18 resolutions are numbered without gap in each year',
    `select format('%s of %s resolutions, the last is %s', count(*), year, max(serial)) as violation from mingbai.resolution where community_id = $1
     group by year having count(*) <> max(serial)`,
  ),
  sqlInvariant(
    'a resolution takes the place of one of its kind',
    `select format('resolution %s replaces %s', r.number, coalesce(o.number, 'none')) as violation from mingbai.resolution r
     left join mingbai.resolution o on o.community_id = $1 and o.id = r.replaces_id
     where r.community_id = $1 and r.replaces_id is not null and (o.id is null or o.kind <> r.kind or o.id >= r.id)`,
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
];
