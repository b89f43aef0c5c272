import { sqlInvariant, type Invariant } from '../../platform/database/index.js';
import { Evidence } from './persistence/evidence.js';

export * from './application/evidence-queries.js';
export * from './application/store-evidence.js';
export * from './application/store-evidence-files.js';
export { SweepEvidence } from './application/sweep-evidence.js';
export { EVIDENCE_BYTES_MAX, EVIDENCE_FILES_MAX, FILM_BYTES_MAX, mediaTypes, type MediaType } from './domain/media-type.js';
export * from './evidence.module.js';

/** That a row and its file are one is proved by the name of the file, each time it is read. */
export const invariants: readonly Invariant[] = [
  sqlInvariant(
    'copies are of pictures and films, a picture that has one has both, and a film the one without traces',
    `select 'evidence ' || left(e.sha256, 8) || ', ' || e.media_type || ', has the copies ' || string_agg(c.kind, ', ' order by c.kind) as violation
     from mingbai.evidence_copy c join mingbai.evidence e on e.community_id = c.community_id and e.sha256 = c.sha256 where c.community_id = $1
     group by e.sha256, e.media_type
     having string_agg(c.kind, ', ' order by c.kind) is distinct from case when e.media_type like 'image/%' then 'CLEAN, THUMB' when e.media_type = 'video/mp4' then 'CLEAN' end
     union all
     select 'evidence ' || left(e.sha256, 8) || ', ' || e.media_type || ', has no copy without traces' from mingbai.evidence e
     where e.community_id = $1 and e.media_type in ('video/mp4', 'image/heic')
       and not exists (select from mingbai.evidence_copy c where c.community_id = $1 and c.sha256 = e.sha256)`,
  ),
];
export const entities = [Evidence];
