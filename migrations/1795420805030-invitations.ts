import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are invited into their organisation's part by their own, and their part is ended by them; the operator can shut somebody out. */
export class Invitations1795420805030 implements MigrationInterface {
  readonly name = 'Invitations1795420805030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`
      grant select, insert, update (used_at, used_by, withdrawn_at, withdrawn_by) on mingbai.invitation to mingbai_app;
      grant update (ended_by, ended_at) on mingbai.membership to mingbai_app;
      grant update (disabled_at) on mingbai.person to mingbai_app`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table mingbai.invitation (
    id bigint primary key check (id > 0), token_hash bytea not null unique check (octet_length(token_hash) = 32),
    community_id int not null references mingbai.community, organisation_id bigint not null references mingbai.organisation, role text not null,
    from_on date not null, to_on date check (to_on >= from_on), invited_by bigint not null references mingbai.person, invited_for bigint not null references mingbai.organisation,
    invited_at timestamptz not null, expires_at timestamptz not null check (expires_at <= invited_at + interval '7 days'),
    used_at timestamptz, used_by bigint references mingbai.person, withdrawn_at timestamptz, withdrawn_by bigint references mingbai.person,
    check ((used_at is null) = (used_by is null) and (withdrawn_at is null) = (withdrawn_by is null) and (used_at is null or withdrawn_at is null)),
    check (used_at <= expires_at), check (used_by <> invited_by));
  create index invitation_community on mingbai.invitation (community_id, id);

  alter table mingbai.membership add ended_by bigint references mingbai.person, add ended_at timestamptz, add check ((ended_by is null) = (ended_at is null));
  alter table mingbai.person add disabled_at timestamptz;`;

const triggers = `
  create function mingbai.keep_invitation() returns trigger language plpgsql as $$
  begin
    if old.used_at is not null or old.withdrawn_at is not null
      or (to_jsonb(new) - array['used_at', 'used_by', 'withdrawn_at', 'withdrawn_by']) <> (to_jsonb(old) - array['used_at', 'used_by', 'withdrawn_at', 'withdrawn_by']) then
      raise exception 'invitation % is used or withdrawn once, and stays as it was written', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger keep before update on mingbai.invitation for each row execute function mingbai.keep_invitation();
  create trigger never_removed before delete or truncate on mingbai.invitation for each statement execute function mingbai.refuse_change();

  create or replace function mingbai.only_shorten_membership() returns trigger language plpgsql as $$
  begin
    if new.to_on is null or new.to_on > old.to_on
      or (to_jsonb(new) - array['to_on', 'ended_by', 'ended_at']) <> (to_jsonb(old) - array['to_on', 'ended_by', 'ended_at']) then
      raise exception 'membership % may only end earlier', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
