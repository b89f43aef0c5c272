import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A new letter says who made it, as it ends what a household saw by the older one: they are told on their own page, and it stands in the access log. Letters that were
 * replaced before this are without that, and what is seen by them goes on until the next: a second one for a spouse was the ordinary way.
 */
export class LettersTold1795420806220 implements MigrationInterface {
  readonly name = 'LettersTold1795420806220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`alter table mingbai.unit_code no force row level security`);
    await runner.query(columns);
    await runner.query(`alter table mingbai.unit_code force row level security`);
    await runner.query(wall);
    await runner.query(`grant update (revoked_by, revoked_for) on mingbai.unit_code to mingbai_app`);
    await runner.query(`
      alter table mingbai.access_log drop constraint access_log_kind_check, add constraint access_log_kind_check check (kind in ('REFUSED', 'REVEAL', 'ORIGINAL', 'LETTER'))`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = `
  alter table mingbai.unit_code add revoked_by bigint references mingbai.person, add revoked_for bigint references mingbai.organisation,
    add constraint revoked_by_somebody check (num_nulls(revoked_by, revoked_for) in (0, 2) and (revoked_by is null or revoked_at is not null));`;

const wall = `
  create or replace function mingbai.keep_unit_code() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare ending text[] := array['revoked_at', 'revoked_by', 'revoked_for'];
  begin
    if old.revoked_by is not null or num_nulls(new.revoked_at, new.revoked_by, new.revoked_for) > 0 or new.revoked_at < old.revoked_at
      or (to_jsonb(new) - ending) <> (to_jsonb(old) - ending) then
      raise exception 'a code of a unit stays as it was issued, and is revoked once, by somebody' using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
