import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A receipt of a lease that was placed wrongly is taken back by its opposite, which settles as much less; the same money may then be received anew. */
export class LeaseReceiptUndo1795420801620 implements MigrationInterface {
  readonly name = 'LeaseReceiptUndo1795420801620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(columns);
    await runner.query(`alter table mingbai.lease_receipt no force row level security`);
    await runner.query(`alter table mingbai.lease_receipt add foreign key (community_id, undoes) references mingbai.lease_receipt (community_id, id)`);
    await runner.query(`alter table mingbai.lease_receipt force row level security`);
    await runner.query(functions);
    await runner.query(triggers);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = `
  alter table mingbai.lease_receipt add column undoes bigint, drop constraint lease_receipt_amount_check, drop constraint lease_receipt_check, drop constraint one_receipt_a_line_and_lease,
    add constraint below_zero_takes_back check (amount <> 0 and (amount < 0) = (undoes is not null)),
    add constraint excess_within_receipt check (excess between least(amount, 0) and greatest(amount, 0));
  create unique index lease_receipt_undone_once on mingbai.lease_receipt (community_id, undoes) where undoes is not null;
  create index lease_receipt_line on mingbai.lease_receipt (community_id, bank_line_id, lease_id);
  alter table mingbai.lease_allocation drop constraint lease_allocation_amount_check,
    add constraint below_zero_is_of_a_receipt check (amount > 0 or amount < 0 and receipt_id is not null);`;

const functions = `
  create function mingbai.lease_receipt_stands_once() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
  begin
    if new.undoes is null and (select count(*) filter (where r.undoes is null) - count(r.undoes) from lease_receipt r
        where r.community_id = new.community_id and r.bank_line_id = new.bank_line_id and r.lease_id = new.lease_id) > 1 then
      raise exception 'bank line % has a receipt of lease % already', new.bank_line_id, new.lease_id using errcode = '23505';
    end if;
    if new.undoes is not null and not exists (select from lease_receipt r where r.community_id = new.community_id and r.id = new.undoes and r.undoes is null
        and (r.lease_id, r.bank_line_id, r.origin, r.effective_on, r.amount, r.excess) = (new.lease_id, new.bank_line_id, new.origin, new.effective_on, -new.amount, -new.excess)) then
      raise exception 'receipt % does not take receipt % back as it is', new.id, new.undoes using errcode = '23514';
    end if;
    return null;
  end $$;

  create or replace function mingbai.keep_charge() returns trigger language plpgsql as $$
  begin
    if row(new.accrual_id, new.period, new.lease_id, new.due_on, new.amount) is distinct from row(old.accrual_id, old.period, old.lease_id, old.due_on, old.amount)
        -- less is paid only by a receipt that is taken back, inside the trigger of its allocation
        or new.paid < old.paid and pg_trigger_depth() < 2 or new.adjusted < old.adjusted or new.postings < old.postings then
      raise exception 'charge % is evidence: it may be paid, or accrued anew, and nothing else', old.id using errcode = 'MB001';
    end if;
    return new;
  end $$;`;

const triggers = `
  create trigger stands_once after insert on mingbai.lease_receipt for each row execute function mingbai.lease_receipt_stands_once();`;
