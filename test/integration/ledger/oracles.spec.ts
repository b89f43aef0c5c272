import { parse } from 'csv-parse/sync';
import { Money, type BusinessDate, type CommunityId } from '../../../src/kernel/index.js';
import { ExportJournal, LedgerQueries, type JournalRequest } from '../../../src/modules/ledger/index.js';
import type { StatementSnapshot } from '../../../src/modules/statements/index.js';
import type { UnitOfWork } from '../../../src/platform/database/index.js';
import { accountKey, accountingPrograms, withFile, type AccountingProgram } from '../../support/accounting-programs.js';
import type { TestApp } from '../../support/app.js';
import { day } from '../../support/books.js';
import { communityOne, TestDatabase } from '../../support/database.js';
import { startDemoApp } from '../../support/demo.js';
import { openHostileBook } from '../../support/hostile-book.js';
import { hasTool } from '../../support/tools.js';

/** A book, and what it says of itself. */
interface Book {
  readonly unitOfWork: UnitOfWork;
  readonly community: CommunityId;
}
const queries = new LedgerQueries();

async function exported(book: Book, request: JournalRequest): Promise<string> {
  return book.unitOfWork.read(book.community, async (tx) => {
    const parts: string[] = [];
    for await (const part of new ExportJournal(queries).execute(tx, request)) parts.push(part);
    return parts.join('');
  });
}

async function ownBalances(book: Book): Promise<Record<string, string>> {
  const accounts = await book.unitOfWork.read(book.community, (tx) => queries.balances(tx));
  const all = accounts.map(({ code, name, fund, holderType, holderId, debit, credit }) => {
    const holder = holderType ? `:${holderType} ${holderId}` : '';
    return [accountKey(`x:${code} ${name}:${fund}${holder}`), debit.minus(credit).toString()] as const;
  });
  return Object.fromEntries(all.filter(([, balance]) => balance !== '0.00'));
}

/** By a window over the transfers, not by the code that exports. */
async function ownRunning(book: Book, code: string, from: BusinessDate): Promise<string[]> {
  const rows = await book.unitOfWork.read(book.community, (tx) =>
    tx.query<{ day: BusinessDate; balance: string }>(
      `select * from (select x.effective_on as day, sum(case s.side when 1 then x.amount else -x.amount end) over (order by x.effective_on, x.entry_seq, x.line, s.side)::text as balance
       from ledger.transfer x cross join (values (1), (2)) s (side)
       join ledger.account a on a.community_id = $1 and a.id = case s.side when 1 then x.debit_account else x.credit_account end
       where x.community_id = $1 and a.code = $2 order by x.effective_on, x.entry_seq, x.line, s.side) r where day >= $3`,
      [book.community, code, from],
    ),
  );
  return rows.map((row) => `${row.day} ${row.balance}`);
}

async function ownTotals(book: Book): Promise<Record<string, string>> {
  const accounts = await book.unitOfWork.read(book.community, (tx) => queries.balances(tx));
  const total = (digit: string, side: 'D' | 'C'): string =>
    Money.sum(
      accounts.filter(({ code }) => code.startsWith(digit)).map(({ debit, credit }) => (side === 'D' ? debit.minus(credit) : credit.minus(debit))),
    ).toString();
  return { assets: total('1', 'D'), liabilities: total('2', 'C'), revenues: total('4', 'C'), expenses: total('5', 'D') };
}

async function entriesFrom(book: Book, from: BusinessDate): Promise<number> {
  const rows = await book.unitOfWork.read(book.community, (tx) =>
    tx.query<{ count: number }>('select count(*)::int as count from ledger.entry where community_id = $1 and effective_on >= $2', [book.community, from]),
  );
  return rows[0]?.count ?? 0;
}

const OPENS = day('2024-01-01');
const MIDDLE = day('2024-02-05');

function agrees(program: AccountingProgram, book: () => Book): void {
  const installed = (): boolean => program.tools.every((tool) => hasTool(tool, `${program.format} agrees with the books`));

  it('has nothing to complain of, and finds the books’ own figures', async () => {
    if (!installed()) return;
    const text = await exported(book(), { format: program.format });
    const found = withFile(text, (file) => ({
      complaints: program.complaints(file),
      balances: program.balances(file),
      running: program.running(file, '1001'),
      totals: program.totals(file),
      transactions: program.transactions(file),
    }));
    expect(found.complaints).toBe('');
    expect(found.balances).toEqual(await ownBalances(book()));
    expect(found.running).toEqual(await ownRunning(book(), '1001', OPENS));
    expect(found.totals).toEqual(await ownTotals(book()));
    expect(found.transactions).toBe(await entriesFrom(book(), OPENS));
  });

  it('finds the same from the middle of the books, by an opening entry', async () => {
    if (!installed()) return;
    const text = await exported(book(), { format: program.format, from: MIDDLE });
    const found = withFile(text, (file) => ({
      complaints: program.complaints(file),
      balances: program.balances(file),
      running: program.running(file, '1001'),
      transactions: program.transactions(file),
    }));
    expect(found.complaints).toBe('');
    expect(found.balances).toEqual(await ownBalances(book()));
    const running = await ownRunning(book(), '1001', MIDDLE);
    expect(found.running.slice(-running.length)).toEqual(running);
    expect(found.transactions).toBe((await entriesFrom(book(), MIDDLE)) + 1);
  });

  it('refuses the file when one fen of one posting is changed, and when one fen of both is', async () => {
    if (!installed()) return;
    const text = await exported(book(), { format: program.format });
    const [two = '', first = '', second = ''] = /^ +\S.*  (\d+\.\d\d) CNY.*\n +\S.*  (-\d+\.\d\d) CNY/m.exec(text) ?? [];
    const more = Money.parse(first).plus(Money.parse('0.01')).toString();
    const one = text.replace(two, two.replace(` ${first} `, ` ${more} `));
    const both = text.replace(two, two.replace(` ${first} `, ` ${more} `).replace(` ${second} `, ` -${more} `));
    expect(new Set([text, one, both]).size).toBe(3);
    for (const changed of [one, both]) expect(withFile(changed, (file) => program.complaints(file))).toMatch(/balance/i);
  });
}

const programs = accountingPrograms.map((program) => [program.format, program] as const);

describe('a small book with hostile texts', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
    await openHostileBook(database, communityOne);
  });
  afterAll(() => database.destroy());

  const book = (): Book => ({ unitOfWork: database.unitOfWork, community: communityOne });
  describe.each(programs)('in %s', (_, program) => {
    agrees(program, book);
  });

  it('has in CSV a row for each transfer, whose sums are the balances, and an opening row for each account', async () => {
    const whole = csvOf(await exported(book(), { format: 'csv' }));
    expect(csvBalances(whole)).toEqual(await ownBalances(book()));
    expect(new Set(whole.map((row) => row['seq'])).size).toBe(await entriesFrom(book(), OPENS));
    const part = csvOf(await exported(book(), { format: 'csv', from: MIDDLE }));
    expect(csvBalances(part)).toEqual(await ownBalances(book()));
    expect(part.filter((row) => row['rule'] === 'opening').map((row) => [row['date'], row['debit_code'] === '' || row['credit_code'] === ''])).toContainEqual([
      '2024-02-04',
      true,
    ]);
  });
});

describe('the demo compound', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startDemoApp();
  }, 180_000);
  afterAll(() => test.close());

  const book = (): Book => ({ unitOfWork: test.database.unitOfWork, community: communityOne });
  describe.each(programs)('in %s', (format, program) => {
    agrees(program, book);

    it('has the balance sheet that was published for March', async () => {
      if (!program.tools.every((tool) => hasTool(tool, `${format} finds the published balance sheet`))) return;
      const response = await test.app.inject({ url: '/api/v1/public/communities/ryxc/statements/2024-03.json' });
      const { funds } = response.json<StatementSnapshot>().sections.balance;
      const sum = (lines: readonly { amount: string }[]): string => Money.sum(lines.map(({ amount }) => Money.parse(amount))).toString();
      const published = { assets: sum(funds.flatMap((fund) => fund.assets)), liabilities: sum(funds.flatMap((fund) => fund.claims)) };
      const text = await exported(book(), { format, to: day('2024-03-31') });
      expect(withFile(text, (file) => program.totals(file))).toMatchObject(published);
    });
  });

  it('has in CSV a row for each transfer, whose sums are the balances', async () => {
    expect(csvBalances(csvOf(await exported(book(), { format: 'csv' })))).toEqual(await ownBalances(book()));
  });
});

type CsvRow = Record<string, string>;

function csvOf(text: string): CsvRow[] {
  return parse(text, { bom: true, columns: true, record_delimiter: '\r\n' });
}

function csvBalances(rows: readonly CsvRow[]): Record<string, string> {
  const balances = new Map<string, Money>();
  for (const row of rows)
    for (const side of ['debit', 'credit'] as const) {
      if (row[`${side}_code`] === '') continue;
      const key = `${row[`${side}_code`]} ${row['fund']} ${(row[`${side}_holder`] ?? '').replace('_', ' ')}`.trim();
      const amount = Money.parse(row['amount'] ?? '');
      balances.set(key, (balances.get(key) ?? Money.zero).plus(side === 'debit' ? amount : amount.negated()));
    }
  return Object.fromEntries([...balances].filter(([, balance]) => !balance.isZero).map(([key, balance]) => [key, balance.toString()]));
}
