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
];
