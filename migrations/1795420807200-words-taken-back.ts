import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A party that confirmed a key and then refused it was still counted, so that a firm alone completed the admission of an impostor's key. What a party took back, by the
 * same organisation or the same person, counts no more; a key that signs only by such a word signs nothing from now on, and waits again.
 */
export class WordsTakenBack1795420807200 implements MigrationInterface {
  readonly name = 'WordsTakenBack1795420807200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the body is read under row security, not while it is written
    await runner.query(`set local check_function_bodies = off`);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** As before; without what was taken back. */
const wall = `
  create or replace function mingbai.key_is_admitted(community int, key bigint, person bigint, organisation bigint) returns boolean language sql stable set search_path = mingbai, pg_temp as $$
    select exists (select from key_admission a join key_confirmation c on c.community_id = community and c.admission_id = a.id
        where a.community_id = community and a.key_id = key and a.person_id = person and a.organisation_id = organisation
          and not exists (select from key_refusal r where r.community_id = community and r.admission_id = a.id
            and (r.organisation_id = c.organisation_id or r.person_id = c.person_id))
        group by a.id having count(*) >= 2 and bool_or(c.role in ('COMMITTEE', 'COMMUNITY', 'CENTRE')))
      and exists (select from person_key k where k.id = key and k.revoked_at is null)
  $$;`;
