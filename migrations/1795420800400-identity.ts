import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who acts: persons for organisations in roles of a compound, and how they prove who they are. All of it is shared between compounds. */
export class Identity1795420800400 implements MigrationInterface {
  readonly name = 'Identity1795420800400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(foreignKeys);
    await runner.query(triggers);
    await runner.query(rights);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Each role as a range, so that those overlap that are never one person's: the cashier's meets all, the bookkeeper's also the firm's. */
const DUTIES = `case role when 'COMMITTEE' then int4range(1, 2) when 'COMMUNITY' then int4range(2, 3) when 'CENTRE' then int4range(3, 4)
        when 'STREET' then int4range(4, 5) when 'FIRM' then int4range(5, 7) when 'BOOKKEEPER' then int4range(6, 8) when 'CASHIER' then int4range(1, 8) end`;

const tables = `
  create table mingbai.person (
    id bigint primary key check (id > 0), login text not null unique check (login ~ '^[a-z][a-z0-9._-]{2,39}$'),
    name text not null check (length(name) between 1 and 60), created_at timestamptz not null);

  create table mingbai.organisation (
    id bigint primary key check (id > 0), name text not null unique check (length(name) between 1 and 60),
    short_name text not null check (length(short_name) between 1 and 20),
    kind text not null check (kind in ('OWNERS', 'COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AGENCY')),
    created_at timestamptz not null, unique (id, kind));

  -- the kind of the organisation stands here too, so that the table itself can say who may act as what: a firm fills no other role
  create table mingbai.membership (
    id bigint primary key check (id > 0), person_id bigint not null, organisation_id bigint not null, organisation_kind text not null,
    community_id int not null, role text not null, from_on date not null, to_on date check (to_on >= from_on), created_at timestamptz not null,
    constraint role_of_kind check (
      role in ('OWNER') and organisation_kind = 'OWNERS'
      or role in ('COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM') and organisation_kind = role
      or role in ('BOOKKEEPER', 'CASHIER') and organisation_kind in ('COMMITTEE', 'COMMUNITY', 'CENTRE', 'AGENCY')
      or role in ('AUDITOR') and organisation_kind = 'AGENCY'),
    -- who pays, who approves, who asks and who keeps the books of a compound are different persons (roles that may not meet overlap in DUTIES);
    -- numbers stand as ranges of one because GiST compares ranges without an extension
    constraint duties_are_separate exclude using gist (
      int8range(person_id, person_id, '[]') with &&, int4range(community_id, community_id, '[]') with &&, daterange(from_on, to_on, '[]') with &&,
      (${DUTIES}) with &&)
      where (role not in ('OWNER', 'AUDITOR')));
  create index membership_person on mingbai.membership (person_id, community_id);
  create index membership_community on mingbai.membership (community_id, role);

  create table mingbai.credential (
    person_id bigint primary key, hash text not null check (hash like '$argon2id$%'), changed_at timestamptz not null);

  -- what the browser holds is never stored: only its SHA-256. Times are real time, whatever the clock of a demo says
  create table mingbai.session (
    token_hash bytea primary key check (octet_length(token_hash) = 32), person_id bigint not null, created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(), expires_at timestamptz not null default now() + interval '12 hours', revoked_at timestamptz,
    check (expires_at <= created_at + interval '12 hours')) with (fillfactor = 70);
  create index session_person on mingbai.session (person_id);

  -- failed and running attempts to sign in, by SHA-256 of a login or of a network: people type passwords into the wrong field
  create table mingbai.sign_in_attempt (
    subject bytea primary key check (octet_length(subject) = 32), failures int not null check (failures >= 0),
    last_at timestamptz not null, blocked_until timestamptz not null);
  create index sign_in_attempt_last_at on mingbai.sign_in_attempt (last_at);`;

const foreignKeys = `
  alter table mingbai.membership add foreign key (person_id) references mingbai.person, add foreign key (community_id) references mingbai.community,
    add foreign key (organisation_id, organisation_kind) references mingbai.organisation (id, kind);
  alter table mingbai.credential add foreign key (person_id) references mingbai.person;
  alter table mingbai.session add foreign key (person_id) references mingbai.person;`;

const triggers = `
  -- one organisation a person, compound and day (an owner besides), and no role twice; the person's row orders what comes at once
  create function mingbai.check_membership() returns trigger language plpgsql as $$
  begin
    perform 1 from mingbai.person where id = new.person_id for update;
    if exists (select from mingbai.membership m where m.person_id = new.person_id and m.community_id = new.community_id
        and daterange(m.from_on, m.to_on, '[]') && daterange(new.from_on, new.to_on, '[]')
        and (m.role = new.role or m.role <> 'OWNER' and new.role <> 'OWNER' and m.organisation_id <> new.organisation_id)) then
      raise exception 'membership % overlaps another of the same person in this compound', new.id using errcode = '23P01';
    end if;
    return new;
  end $$;
  create trigger check_membership before insert on mingbai.membership for each row execute function mingbai.check_membership();

  create function mingbai.only_shorten_membership() returns trigger language plpgsql as $$
  begin
    if new.to_on is null or new.to_on > old.to_on or (to_jsonb(new) - 'to_on') <> (to_jsonb(old) - 'to_on') then
      raise exception 'membership % may only end earlier', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger only_shorten before update on mingbai.membership for each row execute function mingbai.only_shorten_membership();
  create trigger never_removed before delete or truncate on mingbai.membership for each statement execute function mingbai.refuse_change();`;

const rights = `
  grant select, insert on mingbai.person, mingbai.organisation, mingbai.membership to mingbai_app;
  grant update (name) on mingbai.person to mingbai_app; -- also what lets it lock the row
  grant update (to_on) on mingbai.membership to mingbai_app;
  grant select, insert, update (hash, changed_at) on mingbai.credential to mingbai_app;
  grant select, insert, update (last_used_at, revoked_at), delete on mingbai.session to mingbai_app;
  grant select, insert, update (failures, last_at, blocked_until), delete on mingbai.sign_in_attempt to mingbai_app;`;
