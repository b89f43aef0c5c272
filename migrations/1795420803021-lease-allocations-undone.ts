import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A charge of a lease is opened again only by a receipt that takes another back, by what that one had paid of it. */
export class LeaseAllocationsUndone1795420803021 implements MigrationInterface {
  readonly name = 'LeaseAllocationsUndone1795420803021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`
      create function mingbai.allocation_undone_as_it_is() returns trigger language plpgsql set search_path = mingbai, pg_temp as $$
      begin
        if not exists (select from lease_receipt r join lease_allocation a on a.community_id = r.community_id and a.receipt_id = r.undoes
            where r.community_id = new.community_id and r.id = new.receipt_id
              and (a.charge_id, a.amount, a.effective_on) = (new.charge_id, -new.amount, new.effective_on)) then
          raise exception 'receipt % does not take back what was paid of charge %', new.receipt_id, new.charge_id using errcode = '23514';
        end if;
        return null;
      end $$;
      create trigger opposite after insert on mingbai.lease_allocation for each row when (new.amount < 0) execute function mingbai.allocation_undone_as_it_is()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
