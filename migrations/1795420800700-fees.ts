import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What units owe and have paid: bills that keep what they were computed from, numbered receipts, and which receipt or prepayment settled which bill. */
export class Fees1795420800700 implements MigrationInterface {
  readonly name = 'Fees1795420800700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['bill_run', 'receipt', 'allocation']) await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.bill', 'select')`);
    await runner.query(billRights);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Foreign keys stand inside: one that is added later would read the tables it names, which row security hides even from the owner. */
const tables = `
  create table mingbai.bill_run (
    community_id int not null, id bigint not null, period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    bills int not null check (bills > 0), total numeric(18,2) not null check (total > 0), ran_at timestamptz not null, ran_by bigint not null,
    primary key (community_id, id), unique (community_id, period), unique (community_id, id, period), foreign key (community_id) references mingbai.community);

  -- paid follows the allocations and cannot be written otherwise; area and rate are those of the day, so that the amount can always be recomputed
  create table mingbai.bill (
    community_id int not null, id bigint not null, bill_run_id bigint not null, period text not null, unit_id bigint not null,
    unit_kind text not null check (unit_kind in ('FLAT', 'SHOP')), area numeric(10,2) not null check (area > 0), rate numeric(10,4) not null check (rate > 0),
    amount numeric(18,2) not null check (amount > 0), paid numeric(18,2) not null default 0, entry_seq bigint not null,
    voided_on date, void_reason text check (length(void_reason) between 1 and 200), void_seq bigint,
    primary key (community_id, id), unique (community_id, id, unit_id), unique (community_id, entry_seq),
    foreign key (community_id, bill_run_id, period) references mingbai.bill_run (community_id, id, period),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    foreign key (community_id, void_seq) references ledger.entry (community_id, seq),
    constraint bill_is_area_times_rate check (amount = round(area * rate, 2)),
    constraint bill_paid_within_amount check (paid between 0 and amount),
    constraint bill_void_is_whole check (num_nonnulls(voided_on, void_reason, void_seq) in (0, 3)),
    constraint bill_void_is_unpaid check (voided_on is null or paid = 0));
  create unique index one_bill_a_month on mingbai.bill (community_id, unit_id, period) where voided_on is null;
  create index bill_period on mingbai.bill (community_id, period);
  create index bill_open on mingbai.bill (community_id, unit_id, period) where voided_on is null and paid < amount;

  -- excess is what no bill was owed for on the day: a prepayment
  create table mingbai.receipt (
    community_id int not null, id bigint not null, year int not null, no int not null check (no > 0), unit_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), excess numeric(18,2) not null check (excess between 0 and amount),
    origin text not null check (origin in ('BANK', 'FOUND')), bank_line_id bigint not null, received_on date not null, effective_on date not null,
    entry_seq bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, year, no), unique (community_id, id, unit_id),
    foreign key (community_id, unit_id) references mingbai.unit, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint one_receipt_a_line_and_unit unique (community_id, bank_line_id, unit_id),
    check (year = extract(year from effective_on)), check (effective_on >= received_on), check (origin = 'FOUND' or effective_on = received_on));
  create index receipt_unit on mingbai.receipt (community_id, unit_id);
  create index receipt_effective_on on mingbai.receipt (community_id, effective_on);

  -- without a receipt: a prepayment that was applied (P03)
  create table mingbai.allocation (
    community_id int not null, id bigint not null, bill_id bigint not null, unit_id bigint not null, receipt_id bigint,
    amount numeric(18,2) not null check (amount > 0), effective_on date not null, entry_seq bigint not null,
    primary key (community_id, id), unique (community_id, receipt_id, bill_id),
    foreign key (community_id, bill_id, unit_id) references mingbai.bill (community_id, id, unit_id),
    foreign key (community_id, receipt_id, unit_id) references mingbai.receipt (community_id, id, unit_id),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create index allocation_bill on mingbai.allocation (community_id, bill_id);
  create index allocation_unit on mingbai.allocation (community_id, unit_id);
  create index allocation_effective_on on mingbai.allocation (community_id, effective_on);`;

const functions = `
  -- runs as the owner, because nobody else may write bill.paid; the check on it refuses what is beyond the bill
  create function mingbai.settle_bill() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update bill set paid = paid + new.amount where community_id = new.community_id and id = new.bill_id;
    if new.receipt_id is not null and (select sum(a.amount) from allocation a where a.community_id = new.community_id and a.receipt_id = new.receipt_id)
        > (select r.amount - r.excess from receipt r where r.community_id = new.community_id and r.id = new.receipt_id) then
      raise exception 'receipt % is allocated beyond its amount', new.receipt_id using errcode = '23514';
    end if;
    return null;
  end $$;
  revoke all on function mingbai.settle_bill() from public;

  create function mingbai.keep_bill() returns trigger language plpgsql as $$
  begin
    if row(new.bill_run_id, new.period, new.unit_id, new.unit_kind, new.area, new.rate, new.amount, new.entry_seq)
        is distinct from row(old.bill_run_id, old.period, old.unit_id, old.unit_kind, old.area, old.rate, old.amount, old.entry_seq)
        or old.voided_on is not null or new.paid < old.paid then
      raise exception 'bill % is evidence: it may be paid, or voided while unpaid, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;

  -- receipts are numbered under the lock of the book, so a gap is a defect of the caller
  create function mingbai.next_receipt_no() returns trigger language plpgsql as $$
  declare expected int := 1 + coalesce((select max(r.no) from mingbai.receipt r where r.community_id = new.community_id and r.year = new.year), 0);
  begin
    if new.no <> expected then raise exception 'receipt %/% is not the next one, %', new.year, new.no, expected using errcode = '23514'; end if;
    return new;
  end $$;`;

const triggers = `
  create trigger append_only before update or delete or truncate on mingbai.bill_run for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.receipt for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.allocation for each statement execute function mingbai.refuse_change();
  create trigger append_only before delete or truncate on mingbai.bill for each statement execute function mingbai.refuse_change();
  create trigger keep_bill before update on mingbai.bill for each row execute function mingbai.keep_bill();
  create trigger next_receipt_no before insert on mingbai.receipt for each row execute function mingbai.next_receipt_no();
  create trigger settle_bill after insert on mingbai.allocation for each row execute function mingbai.settle_bill();`;

const billRights = `
  grant insert (community_id, id, bill_run_id, period, unit_id, unit_kind, area, rate, amount, entry_seq) on mingbai.bill to mingbai_app;
  grant update (voided_on, void_reason, void_seq) on mingbai.bill to mingbai_app;`;
