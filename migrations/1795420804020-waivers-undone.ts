import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A waiver or write-off that should not have been is taken back by the owner side, with its reason: its entry is reversed, and the bill or late fee is owed again from that day. */
export class WaiversUndone1795420804020 implements MigrationInterface {
  readonly name = 'WaiversUndone1795420804020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    // the owner is bound by a forced policy, and a foreign key that cannot see its target is refused
    const all = ['mingbai.waiver', 'ledger.entry'];
    for (const table of all) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(`
      create table mingbai.waiver_undo (
        community_id int not null, id bigint not null, waiver_id bigint not null, bill_id bigint, late_fee_id bigint, amount numeric(18,2) not null check (amount > 0),
        reason text not null check (length(reason) between 5 and 200), effective_on date not null, undo_seq bigint not null,
        undone_by bigint not null, undone_for bigint not null, undone_at timestamptz not null,
        primary key (community_id, id), constraint waiver_undone_once unique (community_id, waiver_id), unique (community_id, undo_seq),
        foreign key (community_id, waiver_id) references mingbai.waiver (community_id, id), foreign key (community_id, undo_seq) references ledger.entry (community_id, seq),
        constraint undo_of_a_bill_or_a_late_fee check (num_nonnulls(bill_id, late_fee_id) = 1));
      create index waiver_undo_bill on mingbai.waiver_undo (community_id, bill_id)`);
    for (const table of all) await runner.query(`alter table ${table} force row level security`);
    await runner.query(`
      -- runs as the owner, because nobody else may write what a bill was let off
      create function mingbai.undo_waiver() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
      begin
        if not exists (select from waiver w join waiver_decision d on d.community_id = w.community_id and d.waiver_id = w.id and d.decision = 'APPROVED' and d.effective_on <= new.effective_on
            join ledger.entry e on e.community_id = w.community_id and e.seq = new.undo_seq and e.reverses_seq = d.entry_seq and e.effective_on = new.effective_on
            where w.community_id = new.community_id and w.id = new.waiver_id and w.asked_by <> new.undone_by and w.asked_for <> new.undone_for
              and row(w.bill_id, w.late_fee_id, w.amount) is not distinct from row(new.bill_id, new.late_fee_id, new.amount)) then
          raise exception 'waiver % is none that entry % reverses, or who asked for it takes it back', new.waiver_id, new.undo_seq using errcode = '23514';
        end if;
        update bill set waived = waived - new.amount where community_id = new.community_id and id = new.bill_id;
        update late_fee set waived = waived - new.amount where community_id = new.community_id and id = new.late_fee_id;
        return null;
      end $$;
      revoke all on function mingbai.undo_waiver() from public;
      create trigger undo_waiver after insert on mingbai.waiver_undo for each row execute function mingbai.undo_waiver();
      create trigger append_only before update or delete or truncate on mingbai.waiver_undo for each statement execute function mingbai.refuse_change()`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.waiver_undo', 'select, insert')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
