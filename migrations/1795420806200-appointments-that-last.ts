import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is leaving opens no door any more: a part that is ended, or has its last day today, invites nobody and confirms nobody. Parts of before the rule of two bodies are
 * known as such and confirmed while they run. What another body says against an appointment has a reason and decides nothing; only who appointed takes it back.
 */
export class AppointmentsThatLast1795420806200 implements MigrationInterface {
  readonly name = 'AppointmentsThatLast1795420806200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(before);
    await runner.query(auditors);
    await runner.query(lasting);
    await runner.query(walls);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.appointment_objection', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HIRED = `'BOOKKEEPER', 'CASHIER', 'AUDITOR'`;

const tables = `
  alter table mingbai.membership add began_unconfirmed boolean not null default false;
  alter table mingbai.invitation add unique (community_id, id),
    add constraint taken_back_by_who_appointed check (is_confirmed is not false or decided_for = invited_for) not valid;

  create table mingbai.appointment_objection (
    community_id int not null, invitation_id bigint not null, organisation_id bigint not null, person_id bigint not null,
    role text not null check (role in ('COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET')),
    reason text not null check (length(reason) between 5 and 200 and reason !~ '[[:cntrl:]]'), at timestamptz not null,
    primary key (community_id, invitation_id, organisation_id), foreign key (community_id, invitation_id) references mingbai.invitation (community_id, id));`;

/** Of books, cash and audit that came by an invitation before another body had to confirm it. */
const before = `
  alter table mingbai.membership disable trigger only_shorten;
  update mingbai.membership m set began_unconfirmed = true from mingbai.invitation i
    where i.id = m.invitation_id and m.role in (${HIRED}) and i.is_confirmed is not true;
  alter table mingbai.membership enable trigger only_shorten;`;

/** An old part without an end gets one within a year of the day on which it is ended: a far one was none. */
const auditors = `
  alter table mingbai.membership drop constraint auditor_has_an_end;
  alter table mingbai.membership add constraint auditor_has_an_end check (role <> 'AUDITOR' or to_on is not null
    and (to_on - from_on < 366 or coalesce(to_on - (ended_at at time zone 'Asia/Shanghai')::date < 366, false))) not valid;`;

const lasting = `
  create function mingbai.has_lasting_part(community int, person bigint, organisation bigint, roles text[], at timestamptz) returns boolean
      language sql stable set search_path = mingbai, pg_temp as $$
    select exists (select from membership m join person p on p.id = m.person_id and p.disabled_at is null
      where m.community_id = community and m.person_id = person and m.organisation_id = organisation and m.role = any (roles) and m.ended_at is null
        and m.from_on <= (at at time zone 'Asia/Shanghai')::date and coalesce(m.to_on > (at at time zone 'Asia/Shanghai')::date, true))
  $$;`;

const walls = `
  -- whose invitation it is must still decide on the part: when it is written, and when it is used
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
    if new.decided_at is null then return new; end if;
    if not has_lasting_part(new.community_id, new.decided_by, new.decided_for, array[new.decided_as], new.decided_at) then
      raise exception 'person % has no part that lasts, by which they decide on invitation %', new.decided_by, old.id using errcode = '23514';
    end if;
    if new.decided_at > old.used_at + interval '30 days' and not exists (select from membership m where m.invitation_id = old.id) then
      raise exception 'invitation % waited too long to be decided on', old.id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger written before insert on mingbai.invitation for each row execute function mingbai.keep_invitation();

  create function mingbai.guard_appointment_objection() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from invitation i where i.community_id = new.community_id and i.id = new.invitation_id and i.used_at is not null and i.decided_at is null
        and i.role in (${HIRED}) and new.organisation_id not in (i.invited_for, i.organisation_id) and new.person_id not in (i.invited_by, i.used_by)) then
      raise exception 'no appointment % waits for a word of this body', new.invitation_id using errcode = '23514';
    end if;
    if not has_lasting_part(new.community_id, new.person_id, new.organisation_id, array[new.role], new.at) then
      raise exception 'person % has no part that lasts, by which they object', new.person_id using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger guard before insert on mingbai.appointment_objection for each row execute function mingbai.guard_appointment_objection();
  create trigger append_only before update or delete or truncate on mingbai.appointment_objection for each statement execute function mingbai.refuse_change();

  -- as before; and no part is born ended, or as one that needed no confirmation
  create or replace function mingbai.check_membership() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    perform 1 from person where id = new.person_id for update;
    if exists (select from membership m where m.person_id = new.person_id and m.community_id = new.community_id
        and daterange(m.from_on, m.to_on, '[]') && daterange(new.from_on, new.to_on, '[]')
        and (m.role = new.role or m.role <> 'OWNER' and new.role <> 'OWNER' and m.organisation_id <> new.organisation_id)) then
      raise exception 'membership % overlaps another of the same person in this compound', new.id using errcode = '23P01';
    end if;
    if new.invitation_id is not null and not exists (select from invitation i where i.id = new.invitation_id and i.used_by = new.person_id
        and (i.community_id, i.organisation_id, i.role) = (new.community_id, new.organisation_id, new.role)
        and i.from_on <= new.from_on and i.to_on is not distinct from new.to_on and (i.role not in (${HIRED}) or i.is_confirmed)) then
      raise exception 'membership % is not the part of invitation %', new.id, new.invitation_id using errcode = '23514';
    end if;
    if num_nonnulls(new.ended_at, new.ended_by) > 0 or new.began_unconfirmed then
      raise exception 'membership % is ended later, by those who decide on it', new.id using errcode = '23514';
    end if;
    return new;
  end $$;`;
