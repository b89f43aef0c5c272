import { Client } from 'pg';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';

/** On the played demo, compound 1: a row of each table whose names are asked for by statement, with one name changed to what was never there. */
describe('a row that names another', () => {
  let test: TestApp;
  let session: Client;

  beforeAll(async () => {
    test = await startDemoApp();
    session = new Client({ connectionString: test.database.url('postgres') });
    await session.connect();
  }, 180_000);
  afterAll(async () => {
    await session.end();
    await test.close();
  });

  /** The SQLSTATE and message of the refusal of what a superuser tries, who only has to obey triggers and constraints; nothing stays. */
  async function refusal(sql: string, role = 'postgres'): Promise<string> {
    await session.query(`begin; set local app.community_id = '1'; set local role ${role}`);
    try {
      await session.query(sql);
      await session.query('set constraints all immediate');
      return 'not refused';
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      return `${String(code)} ${message}`;
    } finally {
      await session.query('rollback');
    }
  }
  async function copy(table: string, changes: Readonly<Record<string, string>>): Promise<string> {
    const { rows } = await session.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    );
    const names = rows.map(({ name }) => name);
    return `insert into ${table} (${names.join(', ')}) select ${names.map((name) => changes[name] ?? `x.${name}`).join(', ')} from ${table} x order by 1, 2 limit 1`;
  }

  const NEVER = '900000001';
  const FREE_ENTRY = `(select e.seq from ledger.entry e where not exists (select from mingbai.bill b where b.entry_seq = e.seq) order by 1 limit 1)`;
  const voided = { id: NEVER, voided_on: 'x.due_on', void_reason: `'x'`, void_seq: '1', paid: '0', waived: '0' };
  const receipt = { id: NEVER, no: '(select max(y.no) + 1 from mingbai.receipt y where y.year = x.year)' };
  const line = { id: NEVER, position: 'x.position + 100000', bank_reference: `'never'`, state: `'NEW'`, suspense_open: '0' };
  const prepaid = { id: NEVER, receipt_id: 'null', gives_back_id: 'null' };
  const match = { id: NEVER, undoes: 'null' };

  it.each<[what: string, table: string, changes: Readonly<Record<string, string>>, target: string]>([
    ['a bill of no unit', 'mingbai.bill', { ...voided, entry_seq: FREE_ENTRY, unit_id: NEVER }, 'mingbai.unit'],
    ['a bill of no run', 'mingbai.bill', { ...voided, entry_seq: FREE_ENTRY, bill_run_id: NEVER }, 'mingbai.bill_run'],
    ['a bill of another month than its run', 'mingbai.bill', { ...voided, entry_seq: FREE_ENTRY, period: `'2031-01'` }, 'mingbai.bill_run'],
    ['a bill of no entry', 'mingbai.bill', { ...voided, entry_seq: NEVER }, 'ledger.entry'],
    ['a receipt of no unit', 'mingbai.receipt', { ...receipt, unit_id: NEVER }, 'mingbai.unit'],
    ['a receipt of no entry', 'mingbai.receipt', { ...receipt, bank_line_id: NEVER, entry_seq: NEVER }, 'ledger.entry'],
    ['an allocation to no bill', 'mingbai.allocation', { ...prepaid, bill_id: NEVER }, 'mingbai.bill'],
    ['an allocation to the bill of another unit', 'mingbai.allocation', { ...prepaid, unit_id: 'x.unit_id + 1' }, 'mingbai.bill'],
    ['an allocation of no receipt', 'mingbai.allocation', { ...prepaid, receipt_id: NEVER }, 'mingbai.receipt'],
    ['an allocation of no entry', 'mingbai.allocation', { ...prepaid, entry_seq: NEVER }, 'ledger.entry'],
    ['a bank line of no file', 'mingbai.bank_line', { ...line, file_id: NEVER }, 'mingbai.bank_file'],
    ['a bank line of the file of another account', 'mingbai.bank_line', { ...line, account_id: NEVER }, 'mingbai.bank_file'],
    ['a match of no line', 'mingbai.bank_match', { ...match, line_id: NEVER }, 'mingbai.bank_line'],
    ['a match of no entry', 'mingbai.bank_match', { ...match, entry_seq: NEVER }, 'ledger.entry'],
    ['totals of a month for no account', 'ledger.period_balance', { account_id: NEVER }, 'ledger.account'],
    ['totals of no close', 'ledger.period_balance', { close_no: NEVER }, 'ledger.period'],
    ['the balance of no account', 'ledger.account_balance', { account_id: NEVER }, 'ledger.account'],
  ])('is refused where the other is not there: %s', async (_, table, changes, target) => {
    expect(await refusal(await copy(table, changes), table.startsWith('ledger.') ? 'mingbai_poster' : 'postgres')).toBe(
      `23503 a row of ${table} names one of ${target} that is not there`,
    );
  });

  it('is refused among rows that name what is there, and one that names nothing is not', async () => {
    const two = `insert into mingbai.bank_match (community_id, id, line_id, taken_from, target_type, target_id, amount, entry_seq, matched_at)
      select m.community_id, ${NEVER} + n, case n when 1 then m.line_id else ${NEVER} end, 'LINE', 'RECEIPT', 1, 1, m.entry_seq, m.matched_at
      from (select * from mingbai.bank_match limit 1) m, generate_series(1, 2) n`;
    expect(await refusal(two)).toBe('23503 a row of mingbai.bank_match names one of mingbai.bank_line that is not there');
    expect(await refusal(await copy('mingbai.bill', { ...voided, entry_seq: FREE_ENTRY }))).toBe('not refused');
    expect(await refusal(await copy('mingbai.bill', { ...voided, entry_seq: FREE_ENTRY, bill_run_id: 'null', opened_on: `'2031-01-01'` }))).toBe('not refused');
  });

  it.each<[what: string, values: string, target: string]>([
    ['a run', `${NEVER}, b.id, b.unit_id, b.entry_seq`, 'mingbai.late_fee_run'],
    ['the bill of its unit', `l.id, b.id, b.unit_id + 1, b.entry_seq`, 'mingbai.bill'],
    ['an entry', `l.id, b.id, b.unit_id, ${NEVER}`, 'ledger.entry'],
  ])('is refused where it is a late fee and the other %s', async (_, values, target) => {
    const run = `insert into mingbai.late_fee_run values (1, 900000002, '2024-05-01', 1, 1, now(), 1)`;
    const fee = `insert into mingbai.late_fee (community_id, id, late_fee_run_id, bill_id, unit_id, entry_seq, from_on, to_on, days, principal, rate, amount, capped, billed_on)
      select 1, ${NEVER}, ${values}, b.due_on + 1, b.due_on + 1, 1, b.amount, 0.01, round(b.amount * 0.01, 2), false, b.due_on + 1 from mingbai.bill b, mingbai.late_fee_run l
      where b.late_through is null order by b.id limit 1`;
    expect(await refusal(`${run}; ${fee}`)).toBe(`23503 a row of mingbai.late_fee names one of ${target} that is not there`);
  });

  it('is refused where it is a waiver of a bill of another unit', async () => {
    const waiver = `insert into mingbai.waiver (community_id, id, kind, bill_id, unit_id, amount, reason, document, asked_by, asked_for, asked_at)
      select 1, ${NEVER}, 'WAIVER', b.id, b.unit_id + 1, 1, 'a reason', 'a document', 1, 1, now() from mingbai.bill b limit 1`;
    expect(await refusal(waiver)).toBe('23503 a row of mingbai.waiver names one of mingbai.bill that is not there');
  });

  it('finds it for ever: what is named keeps its name and is not removed, whoever asks', async () => {
    for (const table of [
      'ledger.entry',
      'ledger.account',
      'mingbai.unit',
      'mingbai.bill_run',
      'mingbai.bill',
      'mingbai.receipt',
      'mingbai.bank_file',
      'mingbai.bank_line',
    ])
      expect([table, await refusal(`delete from ${table}`)]).toEqual([table, expect.stringMatching(/^MB001/)]);
    for (const table of [
      'ledger.entry',
      'ledger.account',
      'mingbai.unit',
      'mingbai.bill_run',
      'mingbai.bill',
      'mingbai.receipt',
      'mingbai.bank_file',
      'mingbai.bank_line',
    ])
      expect([table, await refusal(`update ${table} set ${table === 'ledger.entry' ? 'seq = seq' : 'id = id'} + 900000000`)]).toEqual([
        table,
        expect.stringMatching(/^MB001/),
      ]);
    for (const sql of ['update ledger.account_balance set account_id = account_id + 900000000', 'update ledger.period set close_no = close_no + 900000000'])
      expect(await refusal(sql, 'mingbai_poster')).toMatch(/^MB001/);
    expect(await refusal('delete from ledger.period', 'mingbai_poster')).toMatch(/^42501/);
  });
});
