import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the common parts earn: leases with their schedule, the charges that fell due, and which money settled which charge. */
export class OperatingIncome1795420800800 implements MigrationInterface {
  readonly name = 'OperatingIncome1795420800800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(tables);
    await runner.query(functions);
    await runner.query(triggers);
    for (const table of ['asset', 'lease', 'lease_end', 'income_accrual', 'lease_receipt', 'lease_allocation', 'lease_adjustment'])
      await runner.query(`select mingbai.protect_tenant_table('mingbai.${table}', 'select, insert')`);
    await runner.query(`select mingbai.protect_tenant_table('mingbai.lease_charge', 'select')`);
    await runner.query(chargeRights);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Foreign keys stand inside: one that is added later would read the tables it names, which row security hides even from the owner. */
const tables = `
  create table mingbai.asset (
    community_id int not null, id bigint not null, name text not null check (length(name) between 1 and 60),
    primary key (community_id, id), unique (community_id, name), foreign key (community_id) references mingbai.community);

  -- what falls due rests on it, so a lease is recorded once and not changed in place
  create table mingbai.lease (
    community_id int not null, id bigint not null, asset_id bigint not null, code text not null check (code ~ '^ZL[0-9]{2,6}$'),
    kind text not null check (kind in ('4201.01', '4201.02', '4201.03', '4201.04', '4201.05', '4201.06')),
    counterparty text not null check (length(counterparty) between 1 and 60), amount numeric(18,2) not null check (amount > 0),
    schedule text not null check (schedule in ('MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'YEARLY')),
    first_due_on date not null, from_on date not null, to_on date not null, created_at timestamptz not null,
    primary key (community_id, id), unique (community_id, code), foreign key (community_id, asset_id) references mingbai.asset,
    check (from_on <= to_on), check (first_due_on <= to_on));
  create index lease_asset on mingbai.lease (community_id, asset_id);

  -- a lease that ends before its last day; what was charged for later days comes off (lease_adjustment)
  create table mingbai.lease_end (
    community_id int not null, id bigint not null, lease_id bigint not null, last_day date not null, reason text not null check (length(reason) between 1 and 120),
    document_sha256 text not null, recorded_by bigint not null, recorded_for bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, lease_id), foreign key (community_id, lease_id) references mingbai.lease,
    foreign key (community_id, document_sha256) references mingbai.evidence);

  create table mingbai.income_accrual (
    community_id int not null, id bigint not null, period text not null check (period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
    charges int not null check (charges >= 0), total numeric(18,2) not null check (total >= 0), accrued_at timestamptz not null, accrued_by bigint not null,
    primary key (community_id, id), unique (community_id, period), unique (community_id, id, period), foreign key (community_id) references mingbai.community);

  -- adjusted: what was taken off the receivable because the lease ended (P08r) or nobody will pay it (P33)
  -- accrual_seq: the entry (P08) by which what no advance covers is a receivable; postings counts these entries, one more after each correction
  create table mingbai.lease_charge (
    community_id int not null, id bigint not null, accrual_id bigint not null, period text not null, lease_id bigint not null, due_on date not null,
    amount numeric(18,2) not null check (amount > 0), paid numeric(18,2) not null default 0, adjusted numeric(18,2) not null default 0, accrual_seq bigint, postings int not null check (postings >= 0),
    primary key (community_id, id), unique (community_id, id, lease_id), unique (community_id, lease_id, due_on),
    foreign key (community_id, accrual_id, period) references mingbai.income_accrual (community_id, id, period),
    foreign key (community_id, lease_id) references mingbai.lease, foreign key (community_id, accrual_seq) references ledger.entry (community_id, seq),
    constraint charge_paid_within_amount check (paid >= 0 and adjusted >= 0 and paid + adjusted <= amount), check (to_char(due_on, 'YYYY-MM') = period));
  create index lease_charge_period on mingbai.lease_charge (community_id, period);
  create index lease_charge_open on mingbai.lease_charge (community_id, lease_id, due_on) where paid + adjusted < amount;

  -- excess is what no charge was owed for on the day: an advance
  create table mingbai.lease_receipt (
    community_id int not null, id bigint not null, lease_id bigint not null,
    amount numeric(18,2) not null check (amount > 0), excess numeric(18,2) not null check (excess between 0 and amount),
    origin text not null check (origin in ('BANK', 'FOUND')), bank_line_id bigint not null, received_on date not null, effective_on date not null,
    entry_seq bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), unique (community_id, id, lease_id),
    foreign key (community_id, lease_id) references mingbai.lease, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    constraint one_receipt_a_line_and_lease unique (community_id, bank_line_id, lease_id),
    check (effective_on >= received_on), check (origin = 'FOUND' or effective_on = received_on));
  create index lease_receipt_lease on mingbai.lease_receipt (community_id, lease_id);
  create index lease_receipt_effective_on on mingbai.lease_receipt (community_id, effective_on);

  -- without a receipt: an advance that was recognised as income (P09r)
  create table mingbai.lease_allocation (
    community_id int not null, id bigint not null, charge_id bigint not null, lease_id bigint not null, receipt_id bigint,
    amount numeric(18,2) not null check (amount > 0), effective_on date not null, entry_seq bigint not null,
    primary key (community_id, id), unique (community_id, receipt_id, charge_id),
    foreign key (community_id, charge_id, lease_id) references mingbai.lease_charge (community_id, id, lease_id),
    foreign key (community_id, receipt_id, lease_id) references mingbai.lease_receipt (community_id, id, lease_id),
    foreign key (community_id, entry_seq) references ledger.entry (community_id, seq));
  create index lease_allocation_charge on mingbai.lease_allocation (community_id, charge_id);
  create index lease_allocation_lease on mingbai.lease_allocation (community_id, lease_id);
  create index lease_allocation_effective_on on mingbai.lease_allocation (community_id, effective_on);

  -- ENDED: days that the lease no longer has are taken off what is unpaid, and what was paid for them is owed back (to_advance); WRITTEN_OFF by resolution
  create table mingbai.lease_adjustment (
    community_id int not null, id bigint not null, kind text not null check (kind in ('ENDED', 'WRITTEN_OFF')), charge_id bigint not null, lease_id bigint not null,
    from_receivable numeric(18,2) not null check (from_receivable >= 0), to_advance numeric(18,2) not null check (to_advance >= 0), adjusted_on date not null,
    reason text not null check (length(reason) between 1 and 120), resolution_id bigint, entry_seq bigint not null, recorded_by bigint not null, recorded_at timestamptz not null,
    primary key (community_id, id), foreign key (community_id, charge_id, lease_id) references mingbai.lease_charge (community_id, id, lease_id),
    foreign key (community_id, resolution_id) references mingbai.resolution, foreign key (community_id, entry_seq) references ledger.entry (community_id, seq),
    check (from_receivable + to_advance > 0), constraint written_off_by_resolution check ((kind = 'WRITTEN_OFF') = (resolution_id is not null) and (kind = 'ENDED' or to_advance = 0)));
  create unique index ended_once on mingbai.lease_adjustment (community_id, charge_id) where kind = 'ENDED';
  create index lease_adjustment_lease on mingbai.lease_adjustment (community_id, lease_id);
  create index lease_adjustment_charge on mingbai.lease_adjustment (community_id, charge_id);`;

const functions = `
  -- runs as the owner, because nobody else may write lease_charge.paid; the check on it refuses what is beyond the charge
  create function mingbai.settle_charge() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update lease_charge set paid = paid + new.amount where community_id = new.community_id and id = new.charge_id;
    if new.receipt_id is not null and (select sum(a.amount) from lease_allocation a where a.community_id = new.community_id and a.receipt_id = new.receipt_id)
        > (select r.amount - r.excess from lease_receipt r where r.community_id = new.community_id and r.id = new.receipt_id) then
      raise exception 'receipt % is allocated beyond its amount', new.receipt_id using errcode = '23514';
    end if;
    return null;
  end $$;
  revoke all on function mingbai.settle_charge() from public;

  -- as settle_charge
  create function mingbai.adjust_charge() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  begin
    update lease_charge set adjusted = adjusted + new.from_receivable where community_id = new.community_id and id = new.charge_id and new.to_advance <= paid;
    if not found then raise exception 'charge % was not paid so much', new.charge_id using errcode = '23514'; end if;
    return null;
  end $$;
  revoke all on function mingbai.adjust_charge() from public;

  create function mingbai.keep_charge() returns trigger language plpgsql as $$
  begin
    if row(new.accrual_id, new.period, new.lease_id, new.due_on, new.amount) is distinct from row(old.accrual_id, old.period, old.lease_id, old.due_on, old.amount)
        or new.paid < old.paid or new.adjusted < old.adjusted or new.postings < old.postings then
      raise exception 'charge % is evidence: it may be paid, or accrued anew, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger append_only before update or delete or truncate on mingbai.asset for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.income_accrual for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease_receipt for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease_allocation for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease_end for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on mingbai.lease_adjustment for each statement execute function mingbai.refuse_change();
  create trigger adjust_charge after insert on mingbai.lease_adjustment for each row execute function mingbai.adjust_charge();
  create trigger append_only before delete or truncate on mingbai.lease_charge for each statement execute function mingbai.refuse_change();
  create trigger keep_charge before update on mingbai.lease_charge for each row execute function mingbai.keep_charge();
  create trigger settle_charge after insert on mingbai.lease_allocation for each row execute function mingbai.settle_charge();`;

const chargeRights = `
  grant insert (community_id, id, accrual_id, period, lease_id, due_on, amount, accrual_seq, postings) on mingbai.lease_charge to mingbai_app;
  grant update (accrual_seq, postings) on mingbai.lease_charge to mingbai_app;`;
