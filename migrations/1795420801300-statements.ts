import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published statements: the frozen snapshot in the bytes that were hashed, and the pages that were rendered from it. What is published never changes. */
export class Statements1795420801300 implements MigrationInterface {
  readonly name = 'Statements1795420801300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.statement', 'select, insert, delete, update (state, published_at, published_by)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.statement_page', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

// DRAFT and the kinds QUARTER and YEAR of domain.md 6 come with the commands that make them.
const tables = `
  create table mingbai.statement (
    community_id int not null, id bigint not null, period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    version int not null check (version >= 1), kind text not null check (kind in ('MONTH', 'SUPPLEMENT', 'CORRECTION')),
    state text not null check (state in ('READY', 'PUBLISHED', 'ARCHIVED')),
    snapshot text not null, json_sha256 text not null, built_at timestamptz not null, built_by bigint not null, published_at timestamptz, published_by bigint,
    primary key (community_id, id), unique (community_id, period, version),
    constraint the_hash_is_of_the_bytes check (json_sha256 = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex')),
    constraint the_snapshot_is_of_this_statement check (snapshot::jsonb ->> 'period' = period and (snapshot::jsonb ->> 'version')::int = version and snapshot::jsonb ->> 'kind' = kind),
    constraint other_kinds_follow_a_month check ((kind = 'MONTH') = (version = 1)),
    constraint published_by_somebody check ((state = 'READY') = (published_at is null) and (published_at is null) = (published_by is null)));
  create unique index one_published_statement_of_a_month on mingbai.statement (community_id, period) where state = 'PUBLISHED';
  create unique index one_statement_in_preparation on mingbai.statement (community_id, period) where state = 'READY';

  create table mingbai.statement_page (
    community_id int not null, statement_id bigint not null, locale text not null check (locale in ('zh-CN', 'en')),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), byte_count int not null check (byte_count > 0), policy text not null,
    primary key (community_id, statement_id, locale), foreign key (community_id, statement_id) references mingbai.statement);`;

const triggers = `
  -- nothing is published in the moment in which it is written: published_by_somebody keeps what is READY without a day of publication
  create function mingbai.begin_statement() returns trigger language plpgsql as $$
  begin
    if new.state <> 'READY' then raise exception 'the statement of % begins READY', new.period using errcode = '23514'; end if;
    return new;
  end $$;
  create trigger begins_ready before insert on mingbai.statement for each row execute function mingbai.begin_statement();

  -- what residents have read stays as they read it: of a published row only the state may change, once, to ARCHIVED
  create function mingbai.keep_published_statement() returns trigger language plpgsql as $$
  begin
    if old.state <> 'READY' and (tg_op = 'DELETE' or old.state <> 'PUBLISHED' or new.state <> 'ARCHIVED'
        or (to_jsonb(new) - 'state') is distinct from (to_jsonb(old) - 'state')) then
      raise exception 'statement % version % is published and does not change', old.period, old.version using errcode = 'MB001';
    end if;
    return case tg_op when 'DELETE' then old else new end;
  end $$;
  create trigger keep_published before update or delete on mingbai.statement for each row execute function mingbai.keep_published_statement();
  create trigger never_emptied before truncate on mingbai.statement for each statement execute function mingbai.refuse_change();
  create trigger only_grows before update or delete or truncate on mingbai.statement_page for each statement execute function mingbai.refuse_change();`;
