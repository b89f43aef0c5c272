import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the firm owes to the owners beside its months: penalties, and money of owners that it took outside the account; and how it made them good. */
export class FirmDues1795420801010 implements MigrationInterface {
  readonly name = 'FirmDues1795420801010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_due', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.firm_clearing', 'select, insert, update (undone_seq)')`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- amount is what counts of what was stated (fines are capped), from_payable the part that was taken off what the firm had earned at once (2101); the rest is due (1104)
  create table mingbai.firm_due (
    community_id int not null, id bigint not null, kind text not null check (kind in ('PENALTY', 'TAKEN')), firm_id bigint not null, contract_version_id bigint not null,
    unit_id bigint, quarter text check (quarter ~ '^[12][0-9]{3}-Q[1-4]$'), stated numeric(18,2) not null check (stated > 0), amount numeric(18,2) not null check (amount > 0 and amount <= stated),
    from_payable numeric(18,2) not null check (from_payable between 0 and amount), happened_on date not null, effective_on date not null check (effective_on >= happened_on),
    reason text not null check (length(reason) between 5 and 200), document text not null check (length(document) between 1 and 200),
    entry_seq bigint not null, recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, contract_version_id) references mingbai.contract_version,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint a_penalty_is_of_a_quarter check ((kind = 'PENALTY') = (quarter is not null)),
    constraint what_was_taken_was_a_units check ((kind = 'TAKEN') = (unit_id is not null) and (kind = 'PENALTY' or amount = stated and from_payable = 0)));

  -- PAID by a line of the bank (P18b), OFFSET against what the firm had earned (P18o); rows of one payment share its entry
  create table mingbai.firm_clearing (
    community_id int not null, id bigint not null, kind text not null check (kind in ('PAID', 'OFFSET')), due_kind text not null check (due_kind in ('MONTH', 'PENALTY', 'TAKEN')), due_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), bank_line_id bigint, effective_on date not null, entry_seq bigint not null, recorded_by bigint, recorded_at timestamptz not null, undone_seq bigint,
    primary key (community_id, id), foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), foreign key (community_id, undone_seq) references ledger.entry (community_id, seq),
    constraint paid_by_a_line check ((kind = 'PAID') = (bank_line_id is not null)));
  create index firm_clearing_due on mingbai.firm_clearing (community_id, due_kind, due_id);
  create index firm_clearing_entry on mingbai.firm_clearing (community_id, entry_seq);
  create unique index one_clearing_a_line_and_due on mingbai.firm_clearing (community_id, bank_line_id, due_kind, due_id) where undone_seq is null and bank_line_id is not null;`;

const functions = `
  create function mingbai.clear_within_due() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  declare due numeric;
  begin
    if new.due_kind = 'MONTH' then select m.due_from_firm into due from entitlement_month m where m.community_id = new.community_id and m.id = new.due_id;
    else select d.amount - d.from_payable into due from firm_due d where d.community_id = new.community_id and d.id = new.due_id and d.kind = new.due_kind; end if;
    if due is null or due < (select sum(c.amount) from firm_clearing c where c.community_id = new.community_id and c.due_kind = new.due_kind and c.due_id = new.due_id and c.undone_seq is null) then
      raise exception 'due % % of the firm is cleared beyond its amount', new.due_kind, new.due_id using errcode = '23514';
    end if;
    return null;
  end $$;
  create function mingbai.keep_firm_clearing() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - 'undone_seq' is distinct from to_jsonb(old) - 'undone_seq' or old.undone_seq is not null then
      raise exception 'clearing % is evidence: it may be undone, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger within_due after insert on mingbai.firm_clearing for each row execute function mingbai.clear_within_due();
  create trigger keep_firm_clearing before update on mingbai.firm_clearing for each row execute function mingbai.keep_firm_clearing();
  create trigger append_only before delete or truncate on mingbai.firm_clearing for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.firm_due for each statement execute function mingbai.refuse_change();`;
