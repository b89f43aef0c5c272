import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A part that both bodies had ended with the tenth was over at nine in the morning of it when one of them alone asked again: what the other had asked for before was an end with that day,
 * not at that moment. On the day that is its last already, a part is over at once by who appointed, or when both ask on that day; so a request is kept again when it is made again.
 */
export class AskedAgainOnTheLastDay1795420807720 implements MigrationInterface {
  readonly name = 'AskedAgainOnTheLastDay1795420807720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HIRED = `'BOOKKEEPER', 'CASHIER', 'AUDITOR'`;

const table = `
  alter table mingbai.part_end_request drop constraint part_end_request_pkey,
    add primary key (community_id, membership_id, organisation_id, last_day, person_id, at);`;

const wall = `
  -- as before; on the day that is its last already, by requests of that day
  create or replace function mingbai.only_shorten_membership() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare ended_on date := (new.ended_at at time zone 'Asia/Shanghai')::date;
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
        where e.community_id = new.community_id and e.membership_id = new.id and e.last_day between ended_on and new.to_on
          and (new.to_on is distinct from old.to_on or (e.at at time zone 'Asia/Shanghai')::date = ended_on)
          and has_lasting_part(e.community_id, e.person_id, e.organisation_id, array[e.role], new.ended_at)) then
      raise exception 'membership % is ended by who appointed, or by both bodies', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
