import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What units owe and have paid: bills that keep what they were computed from, numbered receipts, and which receipt or prepayment settled which bill. */
export class Fees1795420800700 implements MigrationInterface {
  readonly name = 'Fees1795420800700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.allocation', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.opening_prepayment', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.receipt', 'select, insert, update (${RECEIPT_VOID})')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bill_run', 'select, insert, update (undone_at, undone_by, undo_reason)')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bill', 'select')`);
    await runner.query(billRights);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** What becomes of a receipt afterwards: it stays, and is void. */
const RECEIPT_VOID = 'voided_on, void_kind, void_reason, void_line_id, void_prepaid, void_seq, void_late_fee_seq';

/** Foreign keys stand inside: one that is added later would read the tables it names, which row security hides even from the owner. */
const tables = `
  -- undone: taken back whole before anybody paid, so that the month can be billed again
  create table mingbai.bill_run (
    community_id int not null, id bigint not null, period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    bills int not null check (bills > 0), total numeric(18,2) not null check (total > 0), ran_at timestamptz not null, ran_by bigint not null,
    undone_at timestamptz, undone_by bigint, undo_reason text check (length(undo_reason) between 1 and 200),
    primary key (community_id, id), unique (community_id, id, period), foreign key (community_id) references mingbai.community,
    constraint undone_whole check (num_nonnulls(undone_at, undone_by, undo_reason) in (0, 3)));
  create unique index one_run_a_month on mingbai.bill_run (community_id, period) where undone_at is null;

  -- paid, waived, late_fees and late_through follow what settles and charges, and cannot be written otherwise. Quantity (square metres, 1, or what a
  -- meter counted), rate and the days are those of the day: billed_days of cycle_days, discount_days of them with a discount. The amount is the exact
  -- (quantity × rate × months × (billed_days − discount_days × percent / 100) − yuan × discount_days) / cycle_days, rounded half up once.
  create table mingbai.bill (
    community_id int not null, id bigint not null, bill_run_id bigint, opened_on date, period text not null, unit_id bigint not null,
    unit_kind text not null check (unit_kind in ('FLAT', 'SHOP')), item text not null, fee_item_id bigint, rate_source_id bigint not null, meter_reading_id bigint,
    quantity numeric(10,3) not null check (quantity > 0), rate numeric(10,4) not null check (rate > 0), months int not null check (months in (1, 3, 12)),
    billed_days int not null, cycle_days int not null, discount_id bigint, discount_days int not null, discount_percent numeric(5,2) not null, discount_yuan numeric(18,2) not null,
    amount numeric(18,2) not null check (amount > 0), due_on date not null, paid numeric(18,2) not null default 0, waived numeric(18,2) not null default 0,
    late_fees numeric(18,2) not null default 0, late_through date, entry_seq bigint not null,
    voided_on date, void_reason text check (length(void_reason) between 1 and 200), void_seq bigint,
    primary key (community_id, id), unique (community_id, id, unit_id), unique (community_id, entry_seq),
    foreign key (community_id, bill_run_id, period) references mingbai.bill_run (community_id, id, period),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, void_seq) references ledger.entry (community_id, seq), foreign key (community_id, fee_item_id) references mingbai.fee_item,
    foreign key (community_id, meter_reading_id, unit_id) references mingbai.meter_reading (community_id, id, unit_id),
    foreign key (community_id, discount_id) references mingbai.fee_discount,
    constraint bill_is_its_reckoning check (amount * 100 = div(
      2 * 100 * (quantity * rate * months * (100 * billed_days - discount_percent * discount_days) - 100 * discount_yuan * discount_days) + 100 * cycle_days, 2 * 100 * cycle_days)),
    -- of a run, or from before the books, which open on a later day (P26)
    constraint bill_has_its_origin check ((bill_run_id is null) = (opened_on is not null) and (opened_on is null or left(opened_on::text, 7) > period)),
    constraint bill_days check (billed_days between 1 and cycle_days and discount_days between 0 and billed_days and cycle_days between 28 and 366),
    constraint bill_discount_is_whole check ((discount_id is null) = (discount_days = 0) and (discount_id is null) = (discount_percent = 0 and discount_yuan = 0)
      and discount_percent between 0 and 100 and discount_yuan >= 0),
    constraint bill_property_fee_is_the_contracts check ((item = 'PM') = (fee_item_id is null)),
    constraint bill_paid_within_amount check (paid >= 0 and waived >= 0 and paid + waived <= amount),
    constraint bill_late_fees_within_principal check (late_fees between 0 and amount),
    constraint bill_void_is_whole check (num_nonnulls(voided_on, void_reason, void_seq) in (0, 3)),
    constraint bill_void_is_unpaid check (voided_on is null or paid = 0 and waived = 0));
  create unique index one_bill_a_month on mingbai.bill (community_id, unit_id, item, period) where voided_on is null and meter_reading_id is null;
  create unique index one_bill_a_reading on mingbai.bill (community_id, meter_reading_id) where voided_on is null and meter_reading_id is not null;
  create index bill_period on mingbai.bill (community_id, period);
  create index bill_run_rows on mingbai.bill (community_id, bill_run_id);
  create index bill_open on mingbai.bill (community_id, unit_id, period) where voided_on is null and paid + waived < amount;

  -- excess is what no bill was owed for on the day: a prepayment; late_fees is what settled late fees, by an entry of its own (P07p). A receipt of a
  -- channel's line settles bills only (P02c). Void: BOUNCED, the bank took the money back (void_prepaid of it out of the prepayment); UNDONE, it never was.
  create table mingbai.receipt (
    community_id int not null, id bigint not null, year int not null, no int not null check (no > 0), unit_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), excess numeric(18,2) not null check (excess between 0 and amount),
    late_fees numeric(18,2) not null default 0 check (late_fees between 0 and amount - excess),
    origin text not null check (origin in ('BANK', 'FOUND', 'CHANNEL')), bank_line_id bigint, channel_line_id bigint, received_on date not null, effective_on date not null,
    entry_seq bigint, late_fee_seq bigint, recorded_at timestamptz not null,
    voided_on date, void_kind text check (void_kind in ('BOUNCED', 'UNDONE')), void_reason text check (length(void_reason) between 1 and 200), void_line_id bigint,
    void_prepaid numeric(18,2) check (void_prepaid between 0 and amount), void_seq bigint, void_late_fee_seq bigint,
    primary key (community_id, id), unique (community_id, year, no), unique (community_id, id, unit_id),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, late_fee_seq) references ledger.entry (community_id, seq), foreign key (community_id, void_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, void_late_fee_seq) references ledger.entry (community_id, seq),
    constraint receipt_has_its_entries check ((entry_seq is null) = (late_fees = amount) and (late_fee_seq is null) = (late_fees = 0)),
    constraint receipt_has_its_line check (num_nonnulls(bank_line_id, channel_line_id) = 1 and (origin = 'CHANNEL') = (channel_line_id is not null)),
    constraint receipt_of_a_channel_settles_bills check (origin <> 'CHANNEL' or excess = 0 and late_fees = 0),
    constraint receipt_found_settles_no_late_fee check (origin <> 'FOUND' or late_fees = 0),
    constraint receipt_void_is_whole check (num_nonnulls(voided_on, void_kind, void_prepaid) in (0, 3) and (void_kind is distinct from 'UNDONE' or void_reason is not null)
      and (void_kind is not null) = (coalesce(void_seq, void_late_fee_seq) is not null) and (void_kind is not distinct from 'BOUNCED') = (void_line_id is not null)),
    check (year = extract(year from effective_on)), check (effective_on >= received_on), check (origin = 'FOUND' or effective_on = received_on), check (voided_on >= effective_on));
  create unique index one_receipt_a_line_and_unit on mingbai.receipt (community_id, bank_line_id, unit_id) where void_kind is distinct from 'UNDONE';
  create unique index one_receipt_a_channel_line on mingbai.receipt (community_id, channel_line_id) where void_kind is distinct from 'UNDONE';
  create unique index one_receipt_a_bounce on mingbai.receipt (community_id, void_line_id) where void_kind = 'BOUNCED';
  create index receipt_unit on mingbai.receipt (community_id, unit_id);
  create index receipt_effective_on on mingbai.receipt (community_id, effective_on);

  -- what a unit had paid in advance when the books opened (P26)
  create table mingbai.opening_prepayment (
    community_id int not null, id bigint not null, opening_id bigint not null, unit_id bigint not null, amount numeric(18,2) not null check (amount > 0), opened_on date not null,
    entry_seq bigint not null, primary key (community_id, id), unique (community_id, unit_id), unique (community_id, entry_seq),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));

  -- without a receipt: a prepayment that was applied (P03), or with a firm_due_id money that the firm took outside the account (P24). One that gives back
  -- another has its amount with the other sign: without a receipt the money is a prepayment again (P03e), with one the receipt itself was taken back (P22b).
  create table mingbai.allocation (
    community_id int not null, id bigint not null, bill_id bigint not null, unit_id bigint not null, receipt_id bigint, firm_due_id bigint,
    amount numeric(18,2) not null check (amount <> 0), effective_on date not null, entry_seq bigint not null, gives_back_id bigint,
    primary key (community_id, id), unique (community_id, gives_back_id), check ((amount < 0) = (gives_back_id is not null)), check (num_nonnulls(receipt_id, firm_due_id) < 2),
    foreign key (community_id, bill_id, unit_id) references mingbai.bill (community_id, id, unit_id),
    foreign key (community_id, receipt_id, unit_id) references mingbai.receipt (community_id, id, unit_id),
    foreign key (community_id, gives_back_id) references mingbai.allocation,
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create unique index one_allocation_a_receipt_and_bill on mingbai.allocation (community_id, receipt_id, bill_id) where gives_back_id is null;
  create index allocation_bill on mingbai.allocation (community_id, bill_id);
  -- settle_bill asks for a receipt's allocations: without it each month costs as much as all months before it together
  create index allocation_receipt on mingbai.allocation (community_id, receipt_id) where receipt_id is not null;
  create index allocation_unit on mingbai.allocation (community_id, unit_id);
  create index allocation_effective_on on mingbai.allocation (community_id, effective_on);`;

const functions = `
  -- runs as the owner, because nobody else may write bill.paid; the check on it refuses what is beyond the bill. Once a statement: a month brings hundreds of rows
  create function mingbai.settle_bill() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  declare refused bigint;
  begin
    update bill b set paid = b.paid + s.amount from (select community_id, bill_id, sum(amount) as amount from added group by community_id, bill_id) s
      where b.community_id = s.community_id and b.id = s.bill_id;
    select r.id into refused from (select distinct community_id, receipt_id from added where receipt_id is not null) n
      join receipt r on r.community_id = n.community_id and r.id = n.receipt_id
      where r.amount - r.excess - r.late_fees < (select sum(a.amount) from allocation a where a.community_id = n.community_id and a.receipt_id = n.receipt_id) limit 1;
    if found then raise exception 'receipt % is allocated beyond its amount', refused using errcode = '23514'; end if;
    select n.id into refused from added n where n.gives_back_id is not null and not exists (select from allocation a where a.community_id = n.community_id and a.id = n.gives_back_id
      and a.bill_id = n.bill_id and a.amount = -n.amount and a.firm_due_id is not distinct from n.firm_due_id and (n.receipt_id is null or a.receipt_id = n.receipt_id)) limit 1;
    if found then raise exception 'allocation % gives back what was not', refused using errcode = '23514'; end if;
    return null;
  end $$;
  revoke all on function mingbai.settle_bill() from public;

  create function mingbai.keep_bill() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['paid', 'waived', 'late_fees', 'late_through', 'voided_on', 'void_reason', 'void_seq']
        is distinct from to_jsonb(old) - array['paid', 'waived', 'late_fees', 'late_through', 'voided_on', 'void_reason', 'void_seq']
        or old.voided_on is not null
        -- what settles or charges it runs inside a trigger of its own document
        or pg_trigger_depth() < 2 and row(new.paid, new.waived, new.late_fees, new.late_through) is distinct from row(old.paid, old.waived, old.late_fees, old.late_through) then
      raise exception 'bill % is evidence: it may be paid, or voided while unpaid, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.keep_bill_run() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - array['undone_at', 'undone_by', 'undo_reason'] is distinct from to_jsonb(old) - array['undone_at', 'undone_by', 'undo_reason'] or old.undone_at is not null
        or exists (select from mingbai.bill b where b.community_id = new.community_id and b.bill_run_id = new.id and b.voided_on is null) then
      raise exception 'bill run % is evidence: it may be undone, once, after its bills are void', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  create function mingbai.keep_receipt() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - string_to_array('${RECEIPT_VOID}', ', ') is distinct from to_jsonb(old) - string_to_array('${RECEIPT_VOID}', ', ') or old.voided_on is not null then
      raise exception 'receipt % is evidence: it may be made void, once', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- receipts are numbered under the lock of the book, so a gap is a defect of the caller
  create function mingbai.next_receipt_no() returns trigger language plpgsql set enable_seqscan = off as $$
  declare expected int := 1 + coalesce((select max(r.no) from mingbai.receipt r where r.community_id = new.community_id and r.year = new.year), 0);
  begin
    if new.no <> expected then raise exception 'receipt %/% is not the next one, %', new.year, new.no, expected using errcode = '23514'; end if;
    return new;
  end $$;`;

const triggers = `
  create trigger append_only before update or delete or truncate on mingbai.opening_prepayment for each statement execute function mingbai.refuse_change();
  create trigger append_only before delete or truncate on mingbai.bill_run for each statement execute function mingbai.refuse_change();
  create trigger keep_receipt before update on mingbai.receipt for each row execute function mingbai.keep_receipt();
  create trigger append_only before delete or truncate on mingbai.receipt for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.allocation for each statement execute function mingbai.refuse_change();
  create trigger append_only before delete or truncate on mingbai.bill for each statement execute function mingbai.refuse_change();
  create trigger keep_bill_run before update on mingbai.bill_run for each row execute function mingbai.keep_bill_run();
  create trigger keep_bill before update on mingbai.bill for each row execute function mingbai.keep_bill();
  create trigger next_receipt_no before insert on mingbai.receipt for each row execute function mingbai.next_receipt_no();
  create trigger settle_bill after insert on mingbai.allocation referencing new table as added for each statement execute function mingbai.settle_bill();`;

const billRights = `
  grant insert (community_id, id, bill_run_id, opened_on, period, unit_id, unit_kind, item, fee_item_id, rate_source_id, meter_reading_id, quantity, rate, months, billed_days, cycle_days,
    discount_id, discount_days, discount_percent, discount_yuan, amount, due_on, entry_seq) on mingbai.bill to mingbai_app;
  grant update (voided_on, void_reason, void_seq) on mingbai.bill to mingbai_app;`;
