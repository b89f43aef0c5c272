import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportJournal, LedgerQueries, LedgerService, transfer, type EntryDraft } from '../../../src/modules/ledger/index.js';
import { day, openBook, posting, receiptDraft, yuan } from '../../support/books.js';
import { communityOne, TestDatabase } from '../../support/database.js';
import { hasTool } from '../../support/tools.js';

/** What a resident might write into a remark to become a posting, a comment or another transaction. */
const HOSTILE = [
  '; comment',
  '* cleared',
  '! pending',
  '(9999) code',
  '| payee',
  'a ; b | c',
  '2024-01-01 x',
  '    assets:x  1 CNY',
  '= auto',
  '~ monthly',
  '"quoted"',
  'P 2024-01-01 CNY 9',
];

describe('the books as an hledger journal', () => {
  let database: TestDatabase;
  let journal: string;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();

  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
    const hostile: EntryDraft[] = HOSTILE.map((description, index) => ({ ...receiptDraft('0.01', `2024-02-0${(index % 9) + 1}`, index + 1), description }));
    await database.unitOfWork.run(communityOne, async (tx) => {
      const [first] = await ledger.post(tx, posting, [receiptDraft('75.23', '2024-02-10'), ...hostile, receiptDraft('8999999999999.99', '2024-01-03', 99)]);
      await ledger.reverse(tx, posting, { seq: first?.seq ?? 0, effectiveOn: day('2024-02-11'), description: 'wrong unit' });
      await ledger.post(tx, posting, [
        {
          ...receiptDraft('1.00', '2024-02-11'),
          rule: 'P32',
          transfers: transfer('COM', yuan('12.34'), { code: '1001', holder: { type: 'bank_account', id: 1 } }, { code: '4901' }),
        },
      ]);
    });
    journal = await database.unitOfWork.read(communityOne, async (tx) => {
      const parts: string[] = [];
      for await (const part of new ExportJournal(queries).hledger(tx)) parts.push(part);
      return parts.join('');
    });
  });
  afterAll(() => database.destroy());

  it('holds one transaction an entry, whatever its description says', async () => {
    const book = await database.unitOfWork.read(communityOne, (tx) => queries.book(tx));
    expect(journal.match(/^\d{4}-\d{2}-\d{2} \(/gm)).toHaveLength(book?.lastSeq ?? 0);
    expect(journal).not.toMatch(/^\d{4}-\d{2}-\d{2} \(\S+\) [*!(=]/m);
  });

  it('asserts every running balance on the last posting of an account and day', () => {
    expect(journal).toMatch(/\(2024-0002\) .*\n {4}assets:1001 银行存款—共管账户:SVC:bank_account 1 {2}0\.01 CNY\n/);
    expect(journal).toMatch(/ = 9000000000000\.11 CNY/);
  });

  it('is accepted by hledger, which finds the same balances to the fen', async () => {
    if (!hasTool('hledger', 'hledger agrees with the books')) return;
    const directory = mkdtempSync(join(tmpdir(), 'mingbai-hledger-'));
    const file = join(directory, 'book.journal');
    writeFileSync(file, journal);
    const hledger = (...args: string[]) => spawnSync('hledger', ['-f', file, ...args], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } });
    const checked = hledger('check', '--strict', 'ordereddates');
    expect(checked.stderr + checked.stdout).toBe('');
    const rows = hledger('balance', '--flat', '--no-total', '-O', 'csv', '-c', '1000.00 CNY').stdout;
    const balances = await database.unitOfWork.read(communityOne, (tx) => queries.balances(tx));
    for (const account of balances.filter((balance) => !balance.balance.isZero)) {
      const signed = account.debit.minus(account.credit).toString();
      const holder = account.holderType ? `:${account.holderType} ${account.holderId}` : '';
      expect(rows).toContain(`${account.code} ${account.name}:${account.fund}${holder}","${signed} CNY"`);
    }
    expect(hledger('stats').stdout).toMatch(new RegExp(`(Txns|Transactions)\\s*:\\s*${HOSTILE.length + 4} `));
    rmSync(directory, { recursive: true });
  });
});
