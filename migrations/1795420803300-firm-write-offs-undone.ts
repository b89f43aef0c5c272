import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A write-off of what the firm owes can be taken back, by a resolution of its own; and what a month took back is given up only once the month is closed. */
export class FirmWriteOffsUndone1795420803300 implements MigrationInterface {
  readonly name = 'FirmWriteOffsUndone1795420803300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(table);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_write_off_undo', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const table = `
  -- clearing_id is the first part of the write-off, which its entry has as its source; undo_seq the entry that reverses it
  create table mingbai.firm_write_off_undo (
    community_id int not null, id bigint not null, clearing_id bigint not null, undo_seq bigint not null, resolution_id bigint not null,
    reason text not null check (length(reason) between 5 and 200), recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, clearing_id), unique (community_id, undo_seq),
    foreign key (community_id, clearing_id) references mingbai.firm_clearing (community_id, id), foreign key (community_id, undo_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, resolution_id) references mingbai.resolution (community_id, id));
  create index firm_write_off_undo_resolution on mingbai.firm_write_off_undo (community_id, resolution_id);`;

const functions = `
  create function mingbai.undo_a_write_off() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if not exists (select from firm_clearing c join ledger.entry e on e.community_id = c.community_id and e.seq = new.undo_seq and e.reverses_seq = c.entry_seq
        where c.community_id = new.community_id and c.id = new.clearing_id and c.kind = 'WRITTEN_OFF' and c.resolution_id <> new.resolution_id) then
      raise exception 'clearing % is no write-off that entry % reverses by another resolution', new.clearing_id, new.undo_seq using errcode = '23514';
    end if;
    return null;
  end $$;

  create or replace function mingbai.keep_firm_clearing() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'undone_seq' is distinct from to_jsonb(old) - 'undone_seq' or old.undone_seq is not null then
      raise exception 'clearing % is evidence: it may be undone, once', old.id using errcode = 'MB001';
    end if;
    if old.kind = 'WRITTEN_OFF' and not exists (select from mingbai.firm_write_off_undo u join mingbai.firm_clearing f on f.community_id = u.community_id and f.id = u.clearing_id
        where u.community_id = old.community_id and u.undo_seq = new.undone_seq and f.entry_seq = old.entry_seq) then
      raise exception 'write-off % is taken back by a resolution of its own', old.id using errcode = '23514';
    end if;
    return new;
  end $$;

  create or replace function mingbai.clear_within_due() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare due numeric; last_day date;
  begin
    if new.due_kind = 'MONTH' then
      select m.due_from_firm, (m.period || '-01')::date + interval '1 month - 1 day' into due, last_day from entitlement_month m where m.community_id = new.community_id and m.id = new.due_id;
      if new.kind = 'WRITTEN_OFF' and last_day > (select b.closed_through from ledger.book b where b.community_id = new.community_id) then
        raise exception 'due % of a month that is not closed cannot be written off', new.due_id using errcode = '23514';
      end if;
    else select d.amount - d.from_payable into due from firm_due d where d.community_id = new.community_id and d.id = new.due_id and d.kind = new.due_kind; end if;
    if due is null or due < (select sum(c.amount) from firm_clearing c where c.community_id = new.community_id and c.due_kind = new.due_kind and c.due_id = new.due_id and c.undone_seq is null) then
      raise exception 'due % % of the firm is cleared beyond its amount', new.due_kind, new.due_id using errcode = '23514';
    end if;
    return null;
  end $$;`;

const triggers = `
  create trigger of_a_write_off after insert on mingbai.firm_write_off_undo for each row execute function mingbai.undo_a_write_off();
  create trigger append_only before update or delete or truncate on mingbai.firm_write_off_undo for each statement execute function mingbai.refuse_change();`;
