import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens to bills that are not paid in time: late fees on their principal, reminders, and what the owner side waives or writes off. */
export class LateFees1795420800710 implements MigrationInterface {
  readonly name = 'LateFees1795420800710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['late_fee_run', 'late_fee_allocation', 'waiver', 'waiver_decision', 'reminder'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.late_fee', 'select')`);
    await runner.query(
      `grant insert (community_id, id, late_fee_run_id, bill_id, unit_id, from_on, to_on, days, principal, rate, amount, capped, billed_on, entry_seq) on mingbai.late_fee to mingbai_app`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const tables = `
  -- every bill that was late on some day through through_on, as its payments stood then
  create table mingbai.late_fee_run (
    community_id int not null, id bigint not null, through_on date not null, late_fees int not null check (late_fees > 0), total numeric(18,2) not null check (total > 0),
    ran_at timestamptz not null, ran_by bigint not null, primary key (community_id, id), unique (community_id, through_on), foreign key (community_id) references mingbai.community);

  -- simple interest on the principal that was open on each of the days; capped: the bill's late fees have reached its amount (I26)
  create table mingbai.late_fee (
    community_id int not null, id bigint not null, late_fee_run_id bigint not null, bill_id bigint not null, unit_id bigint not null,
    from_on date not null, to_on date not null, days int not null, principal numeric(18,2) not null check (principal > 0), rate numeric(10,6) not null check (rate > 0),
    amount numeric(18,2) not null check (amount > 0), capped boolean not null, billed_on date not null, entry_seq bigint not null,
    paid numeric(18,2) not null default 0, waived numeric(18,2) not null default 0,
    primary key (community_id, id), unique (community_id, id, unit_id), unique (community_id, entry_seq),
    foreign key (community_id, late_fee_run_id) references mingbai.late_fee_run, foreign key (community_id, bill_id, unit_id) references mingbai.bill (community_id, id, unit_id),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint late_fee_counts_days check (days = to_on - from_on + 1 and days > 0),
    constraint late_fee_is_simple_interest check (amount = round(principal * rate * days, 2) or capped and amount < round(principal * rate * days, 2)),
    constraint late_fee_settled_within_amount check (paid >= 0 and waived >= 0 and paid + waived <= amount));
  create index late_fee_open on mingbai.late_fee (community_id, unit_id) where paid + waived < amount;
  create index late_fee_bill on mingbai.late_fee (community_id, bill_id);
  create index late_fee_run_rows on mingbai.late_fee (community_id, late_fee_run_id);

  -- P07p; a row that gives back another has its amount with the other sign
  create table mingbai.late_fee_allocation (
    community_id int not null, id bigint not null, late_fee_id bigint not null, unit_id bigint not null, receipt_id bigint not null, amount numeric(18,2) not null check (amount <> 0),
    effective_on date not null, entry_seq bigint not null, gives_back_id bigint,
    primary key (community_id, id), unique (community_id, gives_back_id), check ((amount < 0) = (gives_back_id is not null)),
    foreign key (community_id, late_fee_id, unit_id) references mingbai.late_fee (community_id, id, unit_id),
    foreign key (community_id, receipt_id, unit_id) references mingbai.receipt (community_id, id, unit_id),
    foreign key (community_id, gives_back_id) references mingbai.late_fee_allocation, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create unique index one_allocation_a_receipt_and_late_fee on mingbai.late_fee_allocation (community_id, receipt_id, late_fee_id) where gives_back_id is null;
  create index late_fee_allocation_of on mingbai.late_fee_allocation (community_id, late_fee_id);
  create index late_fee_allocation_effective_on on mingbai.late_fee_allocation (community_id, effective_on);

  -- P04 as it was asked for; what became of it stands in waiver_decision
  create table mingbai.waiver (
    community_id int not null, id bigint not null, kind text not null check (kind in ('WAIVER', 'WRITE_OFF')), bill_id bigint, late_fee_id bigint, unit_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), reason text not null check (length(reason) between 5 and 200), document text not null check (length(document) between 1 and 200),
    resolution_no text check (length(resolution_no) between 1 and 40), asked_by bigint not null, asked_for bigint not null, asked_at timestamptz not null,
    primary key (community_id, id), unique (community_id, id, asked_by, asked_for), constraint of_a_bill_or_a_late_fee check (num_nonnulls(bill_id, late_fee_id) = 1),
    foreign key (community_id, bill_id, unit_id) references mingbai.bill (community_id, id, unit_id),
    foreign key (community_id, late_fee_id, unit_id) references mingbai.late_fee (community_id, id, unit_id));

  create table mingbai.waiver_decision (
    community_id int not null, id bigint not null, waiver_id bigint not null, asked_by bigint not null, asked_for bigint not null, decision text not null check (decision in ('APPROVED', 'REFUSED')),
    reason text check (length(reason) between 1 and 200), decided_by bigint not null, decided_for bigint not null, decided_at timestamptz not null, effective_on date not null, entry_seq bigint,
    primary key (community_id, id), constraint decided_once unique (community_id, waiver_id), foreign key (community_id, waiver_id, asked_by, asked_for) references mingbai.waiver (community_id, id, asked_by, asked_for),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq), constraint decided_by_another check (decided_by <> asked_by and decided_for <> asked_for),
    constraint approved_is_booked check ((decision = 'APPROVED') = (entry_seq is not null)), constraint refused_with_a_reason check (decision = 'APPROVED' or reason is not null));

  -- a notice, never a threat to cut water or power (Civil Code 944): the stages are a reminder, a second one and a letter before the court
  create table mingbai.reminder (
    community_id int not null, id bigint not null, unit_id bigint not null, stage int not null check (stage between 1 and 3), noticed_on date not null, amount numeric(18,2) not null check (amount > 0),
    oldest_due_on date not null, recorded_by bigint not null, recorded_at timestamptz not null, primary key (community_id, id), unique (community_id, unit_id, noticed_on),
    foreign key (community_id, unit_id) references mingbai.unit, check (oldest_due_on < noticed_on));`;

const functions = `
  -- runs as the owner, because nobody else may write what a bill has been charged; the check on it is the cap (I26), and no day counts twice
  create function mingbai.charge_late_fee() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update bill b set late_fees = b.late_fees + new.amount, late_through = new.to_on
      where b.community_id = new.community_id and b.id = new.bill_id and new.from_on > coalesce(b.late_through, b.due_on) and new.principal <= b.amount;
    if not found then raise exception 'a late fee of bill % from % counts a day again, or one before it was late', new.bill_id, new.from_on using errcode = '23514'; end if;
    return null;
  end $$;
  revoke all on function mingbai.charge_late_fee() from public;

  create function mingbai.settle_late_fee() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update late_fee set paid = paid + new.amount where community_id = new.community_id and id = new.late_fee_id;
    if new.gives_back_id is not null and not exists (select from late_fee_allocation a where a.community_id = new.community_id and a.id = new.gives_back_id
        and a.late_fee_id = new.late_fee_id and a.receipt_id = new.receipt_id and a.amount = -new.amount) then
      raise exception 'allocation % gives back what % was not', new.id, new.gives_back_id using errcode = '23514';
    end if;
    return null;
  end $$;
  revoke all on function mingbai.settle_late_fee() from public;

  create function mingbai.waive() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  declare asked record;
  begin
    if new.decision = 'APPROVED' then
      select w.bill_id, w.late_fee_id, w.amount into strict asked from waiver w where w.community_id = new.community_id and w.id = new.waiver_id;
      update bill set waived = waived + asked.amount where community_id = new.community_id and id = asked.bill_id;
      update late_fee set waived = waived + asked.amount where community_id = new.community_id and id = asked.late_fee_id;
    end if;
    return null;
  end $$;
  revoke all on function mingbai.waive() from public;

  create function mingbai.keep_late_fee() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['paid', 'waived'] is distinct from to_jsonb(old) - array['paid', 'waived'] or pg_trigger_depth() < 2 then
      raise exception 'late fee % is evidence: it may be paid or waived, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger charge_late_fee after insert on mingbai.late_fee for each row execute function mingbai.charge_late_fee();
  create trigger settle_late_fee after insert on mingbai.late_fee_allocation for each row execute function mingbai.settle_late_fee();
  create trigger waive after insert on mingbai.waiver_decision for each row execute function mingbai.waive();
  create trigger keep_late_fee before update on mingbai.late_fee for each row execute function mingbai.keep_late_fee();
  create trigger append_only before delete or truncate on mingbai.late_fee for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.late_fee_run for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.late_fee_allocation for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.waiver for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.waiver_decision for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.reminder for each statement execute function mingbai.refuse_change();`;
