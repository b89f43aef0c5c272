import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every later migration leans on: one way to protect a tenant table, and the keys that give a command one effect. */
export class Foundation1795420800100 implements MigrationInterface {
  readonly name = 'Foundation1795420800100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      -- Forces the tenant policy on a table and grants the application exactly the rights named. Run it after the foreign keys:
      -- PostgreSQL takes a foreign key for valid when row security hides the orphans.
      create function mingbai.protect_tenant_table(p_table regclass, p_rights text) returns void
      language plpgsql set search_path = pg_catalog, pg_temp as $$
      begin
        execute format('alter table %s enable row level security', p_table);
        execute format('alter table %s force row level security', p_table);
        execute format($policy$create policy tenant on %s
          using (community_id = nullif(current_setting('app.community_id', true), '')::int)
          with check (community_id = nullif(current_setting('app.community_id', true), '')::int)$policy$, p_table);
        execute format('grant %s on %s to mingbai_app', p_rights, p_table);
      end $$;
      revoke all on function mingbai.protect_tenant_table(regclass, text) from public;

      -- For rows that are evidence: a statement trigger binds the owner too, and does not fall silent when row security hides rows.
      create function mingbai.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% on %.% is refused: its rows are evidence and only grow', tg_op, tg_table_schema, tg_table_name using errcode = 'MB001';
      end $$;

      create table mingbai.idempotency (
        community_id int not null, key text not null check (length(key) between 1 and 200),
        request jsonb not null, outcome jsonb, recorded_at timestamptz not null,
        primary key (community_id, key));
      -- what a key has answered it answers for ever
      create function mingbai.keep_outcome() returns trigger language plpgsql as $$
      begin
        if old.outcome is not null or (new.community_id, new.key, new.request, new.recorded_at) is distinct from (old.community_id, old.key, old.request, old.recorded_at) then
          raise exception 'key % has its outcome' , old.key using errcode = 'MB001';
        end if;
        return new;
      end $$;
      create trigger keep_outcome before update on mingbai.idempotency for each row execute function mingbai.keep_outcome();
      create trigger only_grows before delete or truncate on mingbai.idempotency for each statement execute function mingbai.refuse_change();`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.idempotency', 'select, insert, update (outcome)')`);
    await runner.query(`grant select on mingbai.migration to mingbai_app`); // the server refuses to start while migrations are pending
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
