import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an update leaves a bill what it was is asked of the rows themselves: turned into JSON, each cost more than the update; and voided bills, which every sum of open ones asks for, have an index. */
export class BillsCheckedByRow1795420803600 implements MigrationInterface {
  readonly name = 'BillsCheckedByRow1795420803600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(`create index bill_voided on mingbai.bill (community_id, voided_on) where voided_on is not null`);
    await runner.query(`
      create or replace function mingbai.keep_bill() returns trigger language plpgsql as $$
      declare kept mingbai.bill := old;
      begin
        kept.paid := new.paid; kept.waived := new.waived; kept.late_fees := new.late_fees; kept.late_through := new.late_through;
        kept.voided_on := new.voided_on; kept.void_reason := new.void_reason; kept.void_seq := new.void_seq;
        if new is distinct from kept
            or old.voided_on is not null
            -- what settles or charges it runs inside a trigger of its own document
            or pg_trigger_depth() < 2 and row(new.paid, new.waived, new.late_fees, new.late_through) is distinct from row(old.paid, old.waived, old.late_fees, old.late_through) then
          raise exception 'bill % is evidence: it may be paid, or voided while unpaid, and nothing else', old.id using errcode = 'MB001';
        end if;
        return new;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
