import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Older books go on with more than fees: what leases owed and had paid in advance, and what the firm owed, open with documents of their own (P26). */
export class OpeningLeasesAndFirm1795420802200 implements MigrationInterface {
  readonly name = 'OpeningLeasesAndFirm1795420802200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(`grant insert (opened_on) on mingbai.lease_charge to mingbai_app`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.opening_advance', 'select, insert')`);
    await runner.query(
      `create trigger append_only before update or delete or truncate on mingbai.opening_advance for each statement execute function mingbai.refuse_change()`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  alter table mingbai.opening_line drop constraint opening_line_code_check, drop constraint opening_line_check,
    add constraint opening_code check (code in ('1001', '1101', '1103', '1104', '2001', '2002', '3001', '3002', '3003')),
    add constraint month_of_what_is_owed check ((code in ('1101', '1103')) = (period is not null));

  -- opened_on: of a charge from before the books, which no accrual made; its entry is P26
  alter table mingbai.lease_charge alter accrual_id drop not null, add opened_on date,
    add constraint accrued_or_opened check ((accrual_id is null) = (opened_on is not null)), add constraint opened_later_than_its_month check (opened_on > due_on);

  -- what a lease had paid in advance when the books opened
  create table mingbai.opening_advance (
    community_id int not null, lease_id bigint not null, opening_id bigint not null, amount numeric(18,2) not null check (amount > 0), opened_on date not null, entry_seq bigint not null,
    primary key (community_id, lease_id), foreign key (community_id, lease_id) references mingbai.lease, foreign key (community_id, opening_id) references mingbai.opening,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));

  -- OPENING: what the firm owed when the books opened
  alter table mingbai.firm_due drop constraint firm_due_kind_check, add constraint firm_due_kind_check check (kind in ('PENALTY', 'TAKEN', 'OPENING'));
  alter table mingbai.firm_clearing drop constraint firm_clearing_due_kind_check,
    add constraint firm_clearing_due_kind_check check (due_kind in ('MONTH', 'PENALTY', 'TAKEN', 'OPENING'));`;

const functions = `
  create or replace function mingbai.keep_charge() returns trigger language plpgsql as $$
  begin
    if row(new.accrual_id, new.period, new.lease_id, new.due_on, new.amount, new.opened_on) is distinct from row(old.accrual_id, old.period, old.lease_id, old.due_on, old.amount, old.opened_on)
        -- less is paid only by a receipt that is taken back, inside the trigger of its allocation
        or new.paid < old.paid and pg_trigger_depth() < 2 or new.adjusted < old.adjusted or new.postings < old.postings then
      raise exception 'charge % is evidence: it may be paid, or accrued anew, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;
