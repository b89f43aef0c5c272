import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What held for every row is asked once for all rows of a statement: what late fees charge their bills, and that receipts go on without a gap. A bank line whose
 * state and open suspense an update leaves as they were needs no second look at its matches: a close marks thousands of them. Sums of
 * prepayments and of open bills have indexes over those alone, and that a bill is open is a column of which PostgreSQL knows how rare it is: without that it read
 * every bill and receipt since the books began.
 */
export class ChecksByStatement1795420803800 implements MigrationInterface {
  readonly name = 'ChecksByStatement1795420803800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const change of [lateFees, receipts, bankLines, prepayments, openBills]) await runner.query(change);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Two late fees of one bill in one statement are one too many: they cannot both follow what was charged before it. */
const lateFees = `
  drop trigger charge_late_fee on mingbai.late_fee;
  create or replace function mingbai.charge_late_fee() returns trigger language plpgsql security definer set search_path = mingbai, pg_temp as $$
  declare refused record;
  begin
    with charged as (
      update bill b set late_fees = b.late_fees + f.amount, late_through = f.to_on from added f
      where b.community_id = f.community_id and b.id = f.bill_id and f.from_on > coalesce(b.late_through, b.due_on) and f.principal <= b.amount
      returning f.community_id, f.id)
    select f.bill_id, f.from_on into refused from added f where not exists (select from charged c where c.community_id = f.community_id and c.id = f.id) order by f.id limit 1;
    if found then raise exception 'a late fee of bill % from % counts a day again, or one before it was late', refused.bill_id, refused.from_on using errcode = '23514'; end if;
    return null;
  end $$;
  create trigger charge_late_fee after insert on mingbai.late_fee referencing new table as added for each statement execute function mingbai.charge_late_fee()`;

const receipts = `
  drop trigger next_receipt_no on mingbai.receipt;
  create or replace function mingbai.next_receipt_no() returns trigger language plpgsql set search_path = mingbai, pg_temp set enable_seqscan = off as $$
  declare s record;
  begin
    for s in select n.community_id, n.year, min(n.no) as first, max(n.no) as last, count(*) as receipts,
        1 + coalesce((select max(r.no) from receipt r where r.community_id = n.community_id and r.year = n.year and r.no < min(n.no)), 0) as expected
      from added n group by n.community_id, n.year
    loop
      if s.first <> s.expected or s.last - s.first + 1 <> s.receipts then
        raise exception 'receipts %/% to % are not the next ones from %', s.year, s.first, s.last, s.expected using errcode = '23514';
      end if;
    end loop;
    return null;
  end $$;
  create trigger next_receipt_no after insert on mingbai.receipt referencing new table as added for each statement execute function mingbai.next_receipt_no()`;

const bankLines = `
  drop trigger consumed_once on mingbai.bank_line;
  create constraint trigger consumed_once after update on mingbai.bank_line deferrable initially deferred for each row
    when (new.suspense_open is distinct from old.suspense_open or (new.state in ('NEW', 'SUGGESTED')) is distinct from (old.state in ('NEW', 'SUGGESTED')))
    execute function mingbai.bank_line_is_consumed_once()`;

const prepayments = `
  create index receipt_into_prepayment on mingbai.receipt (community_id, unit_id) where excess > 0;
  create index allocation_of_prepayment on mingbai.allocation (community_id, unit_id) where receipt_id is null and firm_due_id is null`;

const openBills = `
  alter table mingbai.bill add column is_open boolean not null generated always as (voided_on is null and paid + waived < amount) stored;
  drop index mingbai.bill_open;
  create index bill_open on mingbai.bill (community_id, unit_id, period) where is_open;
  create or replace function mingbai.keep_bill() returns trigger language plpgsql as $$
  declare kept mingbai.bill := old;
  begin
    kept.paid := new.paid; kept.waived := new.waived; kept.late_fees := new.late_fees; kept.late_through := new.late_through;
    kept.voided_on := new.voided_on; kept.void_reason := new.void_reason; kept.void_seq := new.void_seq;
    kept.is_open := new.is_open;
    if new is distinct from kept
        or old.voided_on is not null
        -- what settles or charges it runs inside a trigger of its own document
        or pg_trigger_depth() < 2 and row(new.paid, new.waived, new.late_fees, new.late_through) is distinct from row(old.paid, old.waived, old.late_fees, old.late_through) then
      raise exception 'bill % is evidence: it may be paid, or voided while unpaid, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$`;
