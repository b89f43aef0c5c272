import { sqlInvariant, type Invariant } from '../../platform/database/index.js';
import { Evidence } from './persistence/evidence.js';

export * from './application/evidence-queries.js';
export * from './application/store-evidence.js';
export { mediaTypes, type MediaType } from './domain/media-type.js';
export * from './evidence.module.js';

/** That a row and its file are one is proved by the name of the file, each time it is read. */
export const invariants: readonly Invariant[] = [
  sqlInvariant(
    'copies are of pictures, and each picture that has one has both',
    `select 'evidence ' || left(e.sha256, 8) || ', ' || e.media_type || ', has the copies ' || string_agg(c.kind, ', ' order by c.kind) as violation
     from mingbai.evidence_copy c join mingbai.evidence e on e.community_id = c.community_id and e.sha256 = c.sha256 where c.community_id = $1
     group by e.sha256, e.media_type having e.media_type not like 'image/%' or count(*) <> 2`,
  ),
];
export const entities = [Evidence];
