import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a row names is looked up by its key, row by row. Joined, PostgreSQL compared each new row with all that is there wherever it did not know how many
 * that are: until the first statistics of a table, and again while it grows faster than they are made. Switching its other ways off did not help: the whole
 * of an index read for each row is a way by index, too.
 */
export class NamesLookedUpByIndex1795420808510 implements MigrationInterface {
  readonly name = 'NamesLookedUpByIndex1795420808510';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, references] of Object.entries(named)) await runner.query(namesWhatIsThere(table, references));
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** The table that is named, and by which columns beside community_id: the first by the key that it is looked up by, the others say the same as what is there. */
interface Reference {
  readonly target: string;
  readonly by: Readonly<Record<string, string>>;
}
const entry: Reference = { target: 'ledger.entry', by: { entry_seq: 'seq' } };
const account: Reference = { target: 'ledger.account', by: { account_id: 'id' } };
const unit: Reference = { target: 'mingbai.unit', by: { unit_id: 'id' } };
const bill: Reference = { target: 'mingbai.bill', by: { bill_id: 'id', unit_id: 'unit_id' } };

const named: Readonly<Record<string, readonly Reference[]>> = {
  'ledger.account_balance': [account],
  'ledger.period_balance': [account, { target: 'ledger.period', by: { close_no: 'close_no' } }],
  'mingbai.bill': [unit, { target: 'mingbai.bill_run', by: { bill_run_id: 'id', period: 'period' } }, entry],
  'mingbai.receipt': [unit, entry],
  'mingbai.allocation': [bill, { target: 'mingbai.receipt', by: { receipt_id: 'id', unit_id: 'unit_id' } }, entry],
  'mingbai.late_fee': [{ target: 'mingbai.late_fee_run', by: { late_fee_run_id: 'id' } }, bill, entry],
  'mingbai.waiver': [bill],
  'mingbai.bank_line': [{ target: 'mingbai.bank_file', by: { file_id: 'id', account_id: 'account_id' } }],
  'mingbai.bank_match': [{ target: 'mingbai.bank_line', by: { line_id: 'id' } }, entry],
};

/** A name that is null names nothing, as with a foreign key. */
function namesWhatIsThere(table: string, references: readonly Reference[]): string {
  const [schema, name] = table.split('.');
  const missing = references.map(({ target, by }) => {
    const columns = Object.entries(by);
    const [[here, key] = [], ...others] = columns;
    const same = ['true', ...others.map(([mine, its]) => `t.${its} = a.${mine}`)].join(' and ');
    return `(${columns.map(([mine]) => `a.${mine} is not null`).join(' and ')} and (select ${same} from ${target} t where t.community_id = a.community_id and t.${key} = a.${here}) is not true)`;
  });
  const targets = references.map(({ target }, n) => `when ${missing[n]} then '${target}'`);
  return `
    create or replace function ${schema}.${name}_names_what_is_there() returns trigger language plpgsql set search_path = ${schema}, pg_temp as $$
    declare lost record;
    begin
      select case ${targets.join(' ')} end as target into lost from added a where ${missing.join(' or ')} limit 1;
      if found then raise exception 'a row of ${table} names one of % that is not there', lost.target using errcode = '23503'; end if;
      return null;
    end $$`;
}
