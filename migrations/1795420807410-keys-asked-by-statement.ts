import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows that come by the hundred name others: a month brings bills, receipts, allocations and matches, and a foreign key looks each of their
 * names up alone and locks what it finds, 300,000 times in the books of three years. What is named is never removed and keeps its name, so
 * that it is there is asked once for all rows of a statement, with the same answer (decision 0019).
 */
export class KeysAskedByStatement1795420807410 implements MigrationInterface {
  readonly name = 'KeysAskedByStatement1795420807410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    for (const [table, references] of Object.entries(named)) await runner.query(namesWhatIsThere(table, references));
    await runner.query(namesStay);
    // served the foreign keys alone: the primary key finds a bill, too
    await runner.query(`alter table mingbai.bill drop constraint bill_community_id_id_unit_id_key`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The foreign key that goes, the table that is named, and by which of its columns beside community_id. */
interface Reference {
  readonly key: string;
  readonly target: string;
  readonly by: Readonly<Record<string, string>>;
}
const reference = (key: string, target: string, by: Readonly<Record<string, string>>): Reference => ({ key, target, by });
const entry = (table: string): Reference => reference(`${table}_community_id_entry_seq_fkey`, 'ledger.entry', { entry_seq: 'seq' });

const named: Readonly<Record<string, readonly Reference[]>> = {
  'ledger.account_balance': [reference('account_balance_community_id_account_id_fkey', 'ledger.account', { account_id: 'id' })],
  'ledger.period_balance': [
    reference('period_balance_community_id_account_id_fkey', 'ledger.account', { account_id: 'id' }),
    reference('period_balance_community_id_close_no_fkey', 'ledger.period', { close_no: 'close_no' }),
  ],
  'mingbai.bill': [
    reference('bill_community_id_unit_id_fkey', 'mingbai.unit', { unit_id: 'id' }),
    reference('bill_community_id_bill_run_id_period_fkey', 'mingbai.bill_run', { bill_run_id: 'id', period: 'period' }),
    entry('bill'),
  ],
  'mingbai.receipt': [reference('receipt_community_id_unit_id_fkey', 'mingbai.unit', { unit_id: 'id' }), entry('receipt')],
  'mingbai.allocation': [
    reference('allocation_community_id_bill_id_unit_id_fkey', 'mingbai.bill', { bill_id: 'id', unit_id: 'unit_id' }),
    reference('allocation_community_id_receipt_id_unit_id_fkey', 'mingbai.receipt', { receipt_id: 'id', unit_id: 'unit_id' }),
    entry('allocation'),
  ],
  'mingbai.late_fee': [
    reference('late_fee_community_id_late_fee_run_id_fkey', 'mingbai.late_fee_run', { late_fee_run_id: 'id' }),
    reference('late_fee_community_id_bill_id_unit_id_fkey', 'mingbai.bill', { bill_id: 'id', unit_id: 'unit_id' }),
    entry('late_fee'),
  ],
  'mingbai.waiver': [reference('waiver_community_id_bill_id_unit_id_fkey', 'mingbai.bill', { bill_id: 'id', unit_id: 'unit_id' })],
  'mingbai.bank_line': [reference('bank_line_community_id_account_id_file_id_fkey', 'mingbai.bank_file', { account_id: 'account_id', file_id: 'id' })],
  'mingbai.bank_match': [reference('bank_match_community_id_line_id_fkey', 'mingbai.bank_line', { line_id: 'id' }), entry('bank_match')],
};

/** A name that is null names nothing, as with a foreign key. Each is looked up by its index, whatever the planner knows of the tables. */
function namesWhatIsThere(table: string, references: readonly Reference[]): string {
  const [schema, name] = table.split('.');
  const joins = references.map(({ target, by }, n) => {
    const columns = Object.entries(by).map(([here, there]) => `and t${n}.${there} = a.${here}`);
    return `left join ${target} t${n} on t${n}.community_id = a.community_id ${columns.join(' ')}`;
  });
  const missing = references.map(
    ({ by }, n) =>
      `(${Object.keys(by)
        .map((here) => `a.${here} is not null and `)
        .join('')}t${n}.community_id is null)`,
  );
  const targets = references.map(({ target }, n) => `when ${missing[n]} then '${target}'`);
  return `
    create function ${schema}.${name}_names_what_is_there() returns trigger language plpgsql set search_path = ${schema}, pg_temp
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare lost record;
    begin
      select case ${targets.join(' ')} end as target into lost from added a ${joins.join(' ')} where ${missing.join(' or ')} limit 1;
      if found then raise exception 'a row of ${table} names one of % that is not there', lost.target using errcode = '23503'; end if;
      return null;
    end $$;
    create trigger names_what_is_there after insert on ${table} referencing new table as added for each statement execute function ${schema}.${name}_names_what_is_there();
    alter table ${table} ${references.map(({ key }) => `drop constraint ${key}`).join(', ')}`;
}

/** Whatever else is named or names refuses to be changed as a whole; of these some columns may change. */
const namesStay = `
  create trigger name_stays before update of community_id, account_id on ledger.account_balance for each statement execute function mingbai.refuse_change();
  create trigger name_stays before update of community_id, close_no on ledger.period for each statement execute function mingbai.refuse_change();
  create trigger name_stays before update of id on mingbai.bank_line for each statement execute function mingbai.refuse_change()`;
