import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key is revoked after all that it signed: a moment before that, by a clock that is behind or by hand, would have made honest decisions look like those of a thief.
 * A text that is handed out to be signed says its moment as it is stored.
 */
export class RevokedAfterSigning1795420806210 implements MigrationInterface {
  readonly name = 'RevokedAfterSigning1795420806210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(column);
    await runner.query(`alter table mingbai.approval no force row level security`);
    await runner.query(before);
    await runner.query(`alter table mingbai.approval force row level security`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const column = `
  -- the latest decision that it signed, in whichever compound
  alter table mingbai.person_key add last_signed_at timestamptz;
  alter table mingbai.approval_challenge add constraint text_says_when check (text::jsonb ->> 'at' is not distinct from
    to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) not valid;`;

/** Of keys that were revoked already nothing is asked any more. */
const before = `
  update mingbai.person_key k set last_signed_at = s.at from (select key_id, max(at) as at from mingbai.approval where key_id is not null group by key_id) s
    where s.key_id = k.id and k.revoked_at is null;`;

const walls = `
  create or replace function mingbai.keep_person_key() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare moving text[] := array['counter', 'last_used_at', 'revoked_at', 'last_signed_at'];
  begin
    if tg_op = 'INSERT' then
      if num_nonnulls(new.revoked_at, new.last_signed_at) > 0 then raise exception 'key % has signed nothing yet', new.id using errcode = '23514'; end if;
      return new;
    end if;
    if old.revoked_at is not null or new.counter < old.counter or (to_jsonb(new) - moving) <> (to_jsonb(old) - moving)
      or coalesce(new.last_signed_at < old.last_signed_at, old.last_signed_at is not null and new.last_signed_at is null) then
      raise exception 'key % stays as it was registered, and revoked for good', old.id using errcode = 'MB001';
    end if;
    if new.revoked_at < greatest(new.created_at, new.last_signed_at) then
      raise exception 'key % is revoked after what it signed', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger registered before insert on mingbai.person_key for each row execute function mingbai.keep_person_key();

  -- a key that somebody revokes at this very moment: the command runs again and is refused in words
  create function mingbai.note_signing() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update person_key set last_signed_at = greatest(last_signed_at, new.at) where id = new.key_id and revoked_at is null;
    if not found then raise exception 'key % was revoked meanwhile', new.key_id using errcode = '40001'; end if;
    return null;
  end $$;
  revoke all on function mingbai.note_signing() from public;
  create trigger note_signing after insert on mingbai.approval for each row when (new.key_id is not null) execute function mingbai.note_signing();`;
