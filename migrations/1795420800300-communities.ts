import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a compound consists of: itself, its buildings and units with their owners, and the one bank account that three parties watch. */
export class Communities1795420800300 implements MigrationInterface {
  readonly name = 'Communities1795420800300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(foreignKeys);
    await runner.query(triggers);
    await runner.query(`grant select, insert on mingbai.community to mingbai_app`);
    for (const table of ['building', 'unit', 'bank_account']) await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.unit_owner', 'select, insert, update (to_on)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  create table mingbai.community (
    id int primary key check (id > 0), slug text not null unique check (slug ~ '^[a-z0-9-]{3,40}$'),
    name text not null check (length(name) between 1 and 60), street_name text not null check (length(street_name) between 1 and 60),
    county_name text not null check (length(county_name) between 1 and 60), neighbourhood_name text not null check (length(neighbourhood_name) between 1 and 60),
    built_year int not null check (built_year between 1900 and 2200), created_at timestamptz not null);

  create table mingbai.building (
    community_id int not null, id bigint not null, name text not null check (length(name) between 1 and 40),
    primary key (community_id, id), unique (community_id, name));

  -- the area prices every bill, so a unit is recorded once and not changed in place
  create table mingbai.unit (
    community_id int not null, id bigint not null, building_id bigint not null,
    code text not null check (code ~ '^[0-9A-Z]{1,6}(-[0-9A-Z]{1,6}){0,3}$'), label text not null check (length(label) between 1 and 60),
    kind text not null check (kind in ('FLAT', 'SHOP')), area numeric(10,2) not null check (area > 0 and area < 100000), created_at timestamptz not null,
    primary key (community_id, id), unique (community_id, code));
  create index unit_building on mingbai.unit (community_id, building_id);

  -- personal data: names stay in this table
  create table mingbai.unit_owner (
    community_id int not null, id bigint not null, unit_id bigint not null, name text not null check (length(name) between 1 and 60),
    from_on date not null, to_on date check (to_on >= from_on), primary key (community_id, id));
  create index unit_owner_unit on mingbai.unit_owner (community_id, unit_id);
  create unique index one_present_owner on mingbai.unit_owner (community_id, unit_id) where to_on is null;

  create table mingbai.bank_account (
    community_id int not null, id bigint not null, bank_name text not null check (length(bank_name) between 1 and 60),
    account_name text not null check (length(account_name) between 1 and 60), account_no text not null check (account_no ~ '^[0-9A-Z]{8,34}$'),
    opened_on date not null, closed_on date check (closed_on >= opened_on), primary key (community_id, id));
  create unique index one_active_bank_account on mingbai.bank_account (community_id) where closed_on is null;`;

const foreignKeys = `
  alter table mingbai.building add foreign key (community_id) references mingbai.community;
  alter table mingbai.unit add foreign key (community_id, building_id) references mingbai.building;
  alter table mingbai.unit_owner add foreign key (community_id, unit_id) references mingbai.unit;
  alter table mingbai.bank_account add foreign key (community_id) references mingbai.community;`;

const triggers = `
  -- addresses, exports and published files carry the slug, every key carries the id
  create function mingbai.keep_community_names() returns trigger language plpgsql as $$
  begin
    if new.slug <> old.slug or new.id <> old.id then raise exception 'slug and id of compound % never change', old.slug using errcode = 'MB001'; end if;
    return new;
  end $$;
  create trigger keep_names before update on mingbai.community for each row execute function mingbai.keep_community_names();

  -- one account for each day (I28), also where a closed one and its successor meet; commands hold the lock of the book
  create function mingbai.one_bank_account_a_day() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.bank_account a where a.community_id = new.community_id and a.id <> new.id
        and daterange(a.opened_on, a.closed_on, '[]') && daterange(new.opened_on, new.closed_on, '[]')) then
      raise exception 'another bank account of compound % was open on some of these days', new.community_id using errcode = '23P01';
    end if;
    return new;
  end $$;
  -- an owner is ended, once, when the next one begins; who it was on a day stays
  create function mingbai.keep_unit_owner() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'to_on' is distinct from to_jsonb(old) - 'to_on' or old.to_on is not null or new.to_on is null then
      raise exception 'owner % of unit % is evidence: it may be ended, once', old.id, old.unit_id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create function mingbai.one_owner_a_day() returns trigger language plpgsql as $$
  begin
    if exists (select from mingbai.unit_owner o where o.community_id = new.community_id and o.unit_id = new.unit_id and o.id <> new.id
        and daterange(o.from_on, o.to_on, '[]') && daterange(new.from_on, new.to_on, '[]')) then
      raise exception 'unit % has another owner on some of these days', new.unit_id using errcode = '23P01';
    end if;
    return new;
  end $$;
  -- what bills are priced by, who owed them and where the money lies is recorded once; no command changes it yet
  create trigger only_grows before update or delete or truncate on mingbai.building for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.unit for each statement execute function mingbai.refuse_change();
  create trigger only_grows before delete or truncate on mingbai.unit_owner for each statement execute function mingbai.refuse_change();
  create trigger keep_unit_owner before update on mingbai.unit_owner for each row execute function mingbai.keep_unit_owner();
  create trigger one_owner_a_day before insert or update on mingbai.unit_owner for each row execute function mingbai.one_owner_a_day();
  create trigger only_grows before update or delete or truncate on mingbai.bank_account for each statement execute function mingbai.refuse_change();
  create trigger one_a_day before insert or update on mingbai.bank_account for each row execute function mingbai.one_bank_account_a_day();`;
