import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Owners join by a code on paper for their unit. It belongs to the ownership of the unit, so that with a new owner neither code nor view goes on. */
export class OwnersJoin1795420805050 implements MigrationInterface {
  readonly name = 'OwnersJoin1795420805050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    // a key to a table under forced row security is checked by its owner, who would see no row
    await runner.query(`alter table mingbai.unit_owner no force row level security`);
    await runner.query(foreignKeys);
    await runner.query(`alter table mingbai.unit_owner force row level security`);
    await runner.query(triggers);
    await runner.query(`
      select mingbai.protect_tenant_table('mingbai.unit_code', 'select, insert, update (revoked_at)');
      select mingbai.protect_tenant_table('mingbai.unit_member', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- the code is on paper and nowhere else; its MAC needs a key that is no part of the database
  create table mingbai.unit_code (
    community_id int not null, code_mac bytea not null check (octet_length(code_mac) = 32), owner_id bigint not null, issued_by bigint not null,
    issued_at timestamptz not null, expires_on date not null, revoked_at timestamptz check (revoked_at >= issued_at),
    primary key (community_id, code_mac), unique (community_id, code_mac, owner_id));
  create unique index one_open_code on mingbai.unit_code (community_id, owner_id) where revoked_at is null;

  create table mingbai.unit_member (
    community_id int not null, owner_id bigint not null, person_id bigint not null, code_mac bytea not null, joined_at timestamptz not null,
    primary key (community_id, owner_id, person_id));
  create index unit_member_person on mingbai.unit_member (community_id, person_id);`;

const foreignKeys = `
  alter table mingbai.unit_code add foreign key (community_id) references mingbai.community, add foreign key (issued_by) references mingbai.person,
    add foreign key (community_id, owner_id) references mingbai.unit_owner;
  alter table mingbai.unit_member add foreign key (community_id) references mingbai.community, add foreign key (person_id) references mingbai.person,
    add foreign key (community_id, code_mac, owner_id) references mingbai.unit_code (community_id, code_mac, owner_id);`;

const triggers = `
  create function mingbai.keep_unit_code() returns trigger language plpgsql as $$
  begin
    if old.revoked_at is not null or new.revoked_at is null or (to_jsonb(new) - 'revoked_at') <> (to_jsonb(old) - 'revoked_at') then
      raise exception 'a code of a unit stays as it was issued, and is revoked once' using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger keep before update on mingbai.unit_code for each row execute function mingbai.keep_unit_code();
  create trigger never_removed before delete or truncate on mingbai.unit_code for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.unit_member for each statement execute function mingbai.refuse_change();

  -- nobody joins by a code that was revoked, or for an owner whose unit has another one by now
  create function mingbai.check_unit_member() returns trigger language plpgsql as $$
  begin
    if not exists (select from mingbai.unit_code c join mingbai.unit_owner o on o.community_id = new.community_id and o.id = c.owner_id
        where c.community_id = new.community_id and c.code_mac = new.code_mac and c.revoked_at is null and o.to_on is null) then
      raise exception 'a unit is joined by a code that holds' using errcode = '23514';
    end if;
    return new;
  end $$;
  create trigger check_code before insert on mingbai.unit_member for each row execute function mingbai.check_unit_member();`;
