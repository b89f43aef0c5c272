import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A part whose last day is today is ended at once, too, by the same bodies as on any other day; and an office is ended by those who hold it at that moment, so that nobody who was dismissed
 * dismisses those who stay.
 */
export class OverFromThatMoment1795420807300 implements MigrationInterface {
  readonly name = 'OverFromThatMoment1795420807300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HIRED = `'BOOKKEEPER', 'CASHIER', 'AUDITOR'`;

const walls = `
  create or replace function mingbai.only_shorten_membership() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.to_on is null or new.to_on > old.to_on or old.ended_at is not null and coalesce(new.ended_at < old.ended_at, true)
      or (to_jsonb(new) - array['to_on', 'ended_by', 'ended_at']) <> (to_jsonb(old) - array['to_on', 'ended_by', 'ended_at']) then
      raise exception 'membership % may only end earlier', old.id using errcode = 'MB001';
    end if;
    if (new.to_on, new.ended_by, new.ended_at) is not distinct from (old.to_on, old.ended_by, old.ended_at) then return new; end if;
    if new.role not in (${HIRED}) and not has_part(new.community_id, new.ended_by, new.organisation_id, array[new.role], new.ended_at) then
      raise exception 'membership % is ended by those who hold that office', old.id using errcode = '23514';
    end if;
    if new.role in (${HIRED}) and not exists (select from invitation i
        where i.id = new.invitation_id and has_part(new.community_id, new.ended_by, i.invited_for, array['COMMUNITY', 'CENTRE'], new.ended_at))
      and (select count(distinct e.role) < 2 or count(distinct e.organisation_id) < 2 from part_end_request e
        where e.community_id = new.community_id and e.membership_id = new.id and e.last_day <= new.to_on) then
      raise exception 'membership % is ended by who appointed, or by both bodies', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
