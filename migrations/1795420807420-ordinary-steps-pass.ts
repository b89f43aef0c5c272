import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A month settles a bill and moves a line by the hundred, each along the step that is always right, and each called a function that found
 * nothing: the trigger itself now sees that, and calls the function for what is left.
 */
export class OrdinaryStepsPass1795420807420 implements MigrationInterface {
  readonly name = 'OrdinaryStepsPass1795420807420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(keepBill);
    await runner.query(moves);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const FACTS =
  'community_id, id, bill_run_id, opened_on, booked_on, period, unit_id, unit_kind, item, fee_item_id, rate_source_id, meter_reading_id, quantity, rate, months, billed_days, cycle_days, discount_id, discount_days, discount_percent, discount_yuan, amount, due_on, entry_seq';
const SETTLED = 'paid, waived, late_fees, late_through';
const of = (row: 'new' | 'old', columns: string): string => `row(${columns.replaceAll(/\w+/g, `${row}.$&`)})`;
const changes = (columns: string): string => `${of('new', columns)} is distinct from ${of('old', columns)}`;

/** What settles or charges a bill runs inside a trigger of its own document, one deeper in the function than here. */
const keepBill = `
  drop trigger keep_bill on mingbai.bill;
  create trigger keep_bill before update on mingbai.bill for each row
    when (${changes(FACTS)} or old.voided_on is not null or pg_trigger_depth() < 1 and ${changes(SETTLED)}) execute function mingbai.keep_bill()`;

const moves = `
  drop trigger moves on mingbai.bank_line;
  create trigger moves before update on mingbai.bank_line for each row
    when (old.state || '>' || new.state not in ('NEW>SUGGESTED', 'NEW>MATCHED', 'SUGGESTED>MATCHED', 'MATCHED>RECONCILED')) execute function mingbai.bank_line_moves()`;
