import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Books, cash and audit: who was invited by one body has the part only when another has confirmed it, and every part says which invitation it came by.
 * An invitation falls at once with whoever wrote it; where the operator shut them out, nobody of the compound is named.
 */
export class Appointments1795420806000 implements MigrationInterface {
  readonly name = 'Appointments1795420806000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(before);
    await runner.query(walls);
    await runner.query(`grant update (decided_at, decided_by, decided_for, decided_as, is_confirmed) on mingbai.invitation to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const HIRED = `'BOOKKEEPER', 'CASHIER', 'AUDITOR'`;

const columns = `
  alter table mingbai.invitation drop constraint invitation_check2,
    add constraint ended_whole check ((used_at is null) = (used_by is null) and (withdrawn_by is null or withdrawn_at is not null) and (used_at is null or withdrawn_at is null)),
    add decided_at timestamptz, add decided_by bigint references mingbai.person, add decided_for bigint references mingbai.organisation,
    add decided_as text check (decided_as in ('COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET')), add is_confirmed boolean,
    add constraint decided_whole check (num_nulls(decided_at, decided_by, decided_for, decided_as, is_confirmed) in (0, 5)),
    add constraint decided_after_use check (decided_at is null or decided_at >= used_at and role in (${HIRED})),
    add constraint confirmed_by_another_body check (is_confirmed is not true
      or decided_for <> invited_for and decided_for <> organisation_id and decided_by <> invited_by and decided_by <> used_by);
  alter table mingbai.membership add invitation_id bigint unique references mingbai.invitation;`;

/** Parts that came by an invitation before this stood there. */
const before = `
  alter table mingbai.membership disable trigger only_shorten;
  update mingbai.membership m set invitation_id = i.id from mingbai.invitation i
    where i.used_by = m.person_id and (i.community_id, i.organisation_id, i.role) = (m.community_id, m.organisation_id, m.role)
      and m.from_on = greatest(i.from_on, (i.used_at at time zone 'Asia/Shanghai')::date);
  alter table mingbai.membership enable trigger only_shorten;`;

const walls = `
  create or replace function mingbai.keep_invitation() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare open text[] := case when old.used_at is null then array['used_at', 'used_by', 'withdrawn_at', 'withdrawn_by']
    else array['decided_at', 'decided_by', 'decided_for', 'decided_as', 'is_confirmed'] end;
  begin
    if old.withdrawn_at is not null or old.decided_at is not null or (to_jsonb(new) - open) <> (to_jsonb(old) - open) then
      raise exception 'invitation % is used or withdrawn once, decided on once, and stays as it was written', old.id using errcode = 'MB001';
    end if;
    if new.decided_at is not null and not has_part(new.community_id, new.decided_by, new.decided_for, array[new.decided_as], new.decided_at) then
      raise exception 'person % has no part by which they decide on invitation %', new.decided_by, old.id using errcode = '23514';
    end if;
    return new;
  end $$;

  -- as before; and a part by an invitation is that of the invitation, of books, cash and audit only once another body has confirmed it
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
    return new;
  end $$;`;
