import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One body alone prevents and removes nobody whom another appointed: an invitation is taken back by the organisation that wrote it, and a part of books, cash or audit ends early by
 * who appointed, or when the community and the centre both ask for it.
 */
export class EndedByWhoAppointed1795420806640 implements MigrationInterface {
  readonly name = 'EndedByWhoAppointed1795420806640';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.part_end_request', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HIRED = `'BOOKKEEPER', 'CASHIER', 'AUDITOR'`;

const table = `
  create table mingbai.part_end_request (
    community_id int not null, membership_id bigint not null references mingbai.membership, organisation_id bigint not null, person_id bigint not null,
    role text not null check (role in ('COMMUNITY', 'CENTRE')), last_day date not null, at timestamptz not null,
    primary key (community_id, membership_id, organisation_id, last_day));`;

const walls = `
  create function mingbai.guard_part_end_request() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from membership m where m.id = new.membership_id and m.community_id = new.community_id and m.role in (${HIRED})) then
      raise exception 'part % is not ended by two bodies', new.membership_id using errcode = '23514';
    end if;
    if not has_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part by which they ask for the end of part %', new.person_id, new.membership_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.part_end_request for each row execute function mingbai.guard_part_end_request();
  create trigger append_only before update or delete or truncate on mingbai.part_end_request for each statement execute function mingbai.refuse_change();

  -- as before; and a part of books, cash or audit by who appointed, or on a day for which both bodies asked
  create or replace function mingbai.only_shorten_membership() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.to_on is null or new.to_on > old.to_on
      or (to_jsonb(new) - array['to_on', 'ended_by', 'ended_at']) <> (to_jsonb(old) - array['to_on', 'ended_by', 'ended_at']) then
      raise exception 'membership % may only end earlier', old.id using errcode = 'MB001';
    end if;
    if new.role in (${HIRED}) and new.to_on is distinct from old.to_on and not exists (select from invitation i
        where i.id = new.invitation_id and has_part(new.community_id, new.ended_by, i.invited_for, array['COMMUNITY', 'CENTRE'], new.ended_at))
      and (select count(distinct e.role) < 2 or count(distinct e.organisation_id) < 2 from part_end_request e
        where e.community_id = new.community_id and e.membership_id = new.id and e.last_day <= new.to_on) then
      raise exception 'membership % is ended by who appointed, or by both bodies', old.id using errcode = '23514';
    end if;
    return new;
  end $$;

  -- as before; and taken back by the organisation that wrote it
  create or replace function mingbai.keep_invitation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare
    inviting text[] := case when new.role in (${HIRED}) then array['COMMUNITY', 'CENTRE'] else array[new.role] end;
    open text[];
  begin
    if (tg_op = 'INSERT' or new.used_at is distinct from old.used_at)
        and not has_lasting_part(new.community_id, new.invited_by, new.invited_for, inviting, coalesce(new.used_at, new.invited_at)) then
      raise exception 'person % has no part that lasts, by which they invite', new.invited_by using errcode = '23514';
    end if;
    if tg_op = 'INSERT' then return new; end if;
    open := case when old.used_at is null then array['used_at', 'used_by', 'withdrawn_at', 'withdrawn_by']
      else array['decided_at', 'decided_by', 'decided_for', 'decided_as', 'is_confirmed'] end;
    if old.withdrawn_at is not null or old.decided_at is not null or (to_jsonb(new) - open) <> (to_jsonb(old) - open) then
      raise exception 'invitation % is used or withdrawn once, decided on once, and stays as it was written', old.id using errcode = 'MB001';
    end if;
    -- where the operator shuts somebody out, nobody of the compound takes back
    if new.withdrawn_by is not null and not has_part(new.community_id, new.withdrawn_by, new.invited_for, inviting, new.withdrawn_at) then
      raise exception 'invitation % is taken back by those who wrote it', old.id using errcode = '23514';
    end if;
    if new.decided_at is null then return new; end if;
    if not has_lasting_part(new.community_id, new.decided_by, new.decided_for, array[new.decided_as], new.decided_at) then
      raise exception 'person % has no part that lasts, by which they decide on invitation %', new.decided_by, old.id using errcode = '23514';
    end if;
    if new.decided_at > old.used_at + interval '30 days' and not exists (select from membership m where m.invitation_id = old.id) then
      raise exception 'invitation % waited too long to be decided on', old.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
