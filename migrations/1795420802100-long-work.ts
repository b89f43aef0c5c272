import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that takes longer than a person waits: how far it is, and what came of it, for whoever comes back to it. */
export class LongWork1795420802100 implements MigrationInterface {
  readonly name = 'LongWork1795420802100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.long_work', 'select, insert, update (done, total, state, result, seen_at, ended_at)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- total: null until it is known. REFUSED: by a rule, result says which; BROKEN: by a fault of ours. Times are real time, whatever the clock of a demo says;
  -- who runs it says so every few seconds (seen_at), so that work whose process died is told from work that goes on
  create table mingbai.long_work (
    community_id int not null, id uuid not null, kind text not null check (kind in ('BANK_IMPORT', 'BILL_RUN')), label text not null check (length(label) between 1 and 200 and label !~ '[[:cntrl:]]'),
    upload text check (upload ~ '^[0-9a-f]{64}$'), started_at timestamptz not null, started_by bigint not null, started_for bigint not null,
    done int not null default 0 check (done >= 0), total int check (total >= done), state text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'REFUSED', 'BROKEN')),
    result jsonb, seen_at timestamptz not null, ended_at timestamptz,
    primary key (community_id, id), foreign key (community_id) references mingbai.community,
    constraint ended_is_whole check ((state = 'RUNNING') = (ended_at is null) and (state in ('DONE', 'REFUSED')) = (result is not null)));
  create index long_work_started on mingbai.long_work (community_id, started_at desc);

  create function mingbai.keep_long_work() returns trigger language plpgsql as $$
  begin
    if old.state <> 'RUNNING' or new.done < old.done or row(new.kind, new.label, new.upload, new.started_at, new.started_by, new.started_for)
        is distinct from row(old.kind, old.label, old.upload, old.started_at, old.started_by, old.started_for) then
      raise exception 'long work % goes forward until it ends, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;
  create trigger keep_long_work before update on mingbai.long_work for each row execute function mingbai.keep_long_work();
  create trigger append_only before delete or truncate on mingbai.long_work for each statement execute function mingbai.refuse_change();`;
