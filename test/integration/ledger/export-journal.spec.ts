import type { BusinessDate, CommunityId } from '../../../src/kernel/index.js';
import {
  ExportJournal,
  LedgerQueries,
  LedgerService,
  transfer,
  type JournalRequest,
  type RuleCode,
  type TransferDraft,
} from '../../../src/modules/ledger/index.js';
import { day, openBook, posting, receiptDraft, yuan } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';

describe('an export of the books', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();
  const exporter = new ExportJournal(new LedgerQueries());
  const RECEIPTS = 2300;
  const [first, middle, last] = ['2024-01-05', '2024-01-06', '2024-01-07'].map((text) => day(text)) as [BusinessDate, BusinessDate, BusinessDate];

  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
    const onMiddle = Array.from({ length: RECEIPTS }, () => receiptDraft('0.01', middle));
    await database.unitOfWork.run(communityOne, (tx) => ledger.post(tx, posting, [receiptDraft('5.00', last), ...onMiddle, receiptDraft('7.00', first)]));
  });
  afterAll(() => database.destroy());

  /** The pieces as they come, and the most rows that one answer of the database held. */
  const pieces = (request: JournalRequest): Promise<{ pieces: string[]; rowsMax: number }> =>
    database.unitOfWork.read(communityOne, async (tx) => {
      const answers: number[] = [];
      const query = tx.query.bind(tx);
      jest.spyOn(tx, 'query').mockImplementation(async (sql, parameters) => {
        const rows = await query(sql, parameters);
        answers.push(Array.isArray(rows) ? rows.length : 0);
        return rows as never[];
      });
      const found: string[] = [];
      for await (const piece of exporter.execute(tx, request)) found.push(piece);
      return { pieces: found, rowsMax: Math.max(...answers) };
    });
  const text = async (request: JournalRequest): Promise<string> => (await pieces(request)).pieces.join('');

  it('comes in pages of a thousand entries, also within one day, so that memory does not grow with the book', async () => {
    const { pieces: found, rowsMax } = await pieces({ format: 'hledger' });
    expect(found.map((piece) => piece.match(/^2024-/gm)?.length ?? 0)).toEqual([0, 1000, 1000, 302]);
    expect(rowsMax).toBe(1000);
  });

  it('asserts a balance on the last posting of an account and day alone, though the day fills three pages', async () => {
    const asserted = (await text({ format: 'hledger' })).match(/^ .* = .*$/gm)?.map((line) => line.trim().replace(/^\S+:(\d+) \S+:SVC:/, '$1 '));
    expect(asserted).toEqual([
      '1001 bank_account 1  7.00 CNY = 7.00 CNY',
      '2001 unit 1  -7.00 CNY = -7.00 CNY',
      '1001 bank_account 1  0.01 CNY = 30.00 CNY',
      '2001 unit 1  -0.01 CNY = -30.00 CNY',
      '1001 bank_account 1  5.00 CNY = 35.00 CNY',
      '2001 unit 1  -5.00 CNY = -35.00 CNY',
    ]);
  });

  it('begins with the balances of the day before, ends with its last day', async () => {
    expect((await text({ format: 'hledger', from: last, to: last })).split('\n\n').slice(1)).toEqual([
      '2024-01-06 (opening) Opening balances  ; rule:opening, seq:0\n    assets:1001 银行存款—共管账户:SVC:bank_account 1  30.00 CNY\n    liabilities:2001 预收物业费:SVC:unit 1  -30.00 CNY',
      '2024-01-07 (2024-0001) fee receipt  ; rule:P02, seq:1\n    assets:1001 银行存款—共管账户:SVC:bank_account 1  5.00 CNY = 35.00 CNY\n    liabilities:2001 预收物业费:SVC:unit 1  -5.00 CNY = -35.00 CNY\n',
    ]);
    const beancount = await text({ format: 'beancount', to: first });
    expect(beancount.match(/^\S+ (\*|balance) .*$/gm)).toEqual([
      '2024-01-05 * "fee receipt"',
      '2024-01-06 balance Assets:1001-银行存款-共管账户:SVC:Bank-account-1  7.00 CNY',
      '2024-01-06 balance Liabilities:2001-预收物业费:SVC:Unit-1  -7.00 CNY',
    ]);
  });

  it('lists accounts by code, those of one code as they were opened, and gives an entry with all its transfers', async () => {
    const community = 3 as CommunityId;
    await openBook(database, community);
    const unit = (id: number) => ({ code: '1101', holder: { type: 'unit', id } }) as const;
    const entry = (rule: RuleCode, on: BusinessDate, transfers: TransferDraft[]) => ({ ...receiptDraft('1.00', on), rule, description: rule, transfers });
    const bill = (id: number) => entry('P01', first, transfer('SVC', yuan('75.23'), unit(id), { code: '4001' }));
    const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
    const paid = [...transfer('SVC', yuan('75.23'), bank, unit(2)), ...transfer('SVC', yuan('75.23'), bank, unit(1))];
    for (const draft of [bill(2), bill(1), entry('P02', first, paid)]) await database.unitOfWork.run(community, (tx) => ledger.post(tx, posting, [draft]));
    const [cash, second, other, fees] = ['assets:1001 银行存款—共管账户:SVC:bank_account 1', 'assets:1101 应收物业费:SVC:unit 2', 'assets:1101 应收物业费:SVC:unit 1', 'revenues:4001 物业费收入:SVC']; // prettier-ignore
    const written = await database.unitOfWork.read(community, async (tx) => {
      const parts: string[] = [];
      for await (const part of exporter.execute(tx, { format: 'ledger' })) parts.push(part);
      return parts.join('');
    });
    expect(written).toBe(`commodity CNY
    format 1,000.0000 CNY
account ${cash}
account ${second}
account ${other}
account ${fees}

2024-01-05 (2024-0001) P01  ; rule:P01, seq:1
    ${second}  75.23 CNY
    ${fees}  -75.23 CNY

2024-01-05 (2024-0002) P01  ; rule:P01, seq:2
    ${other}  75.23 CNY
    ${fees}  -75.23 CNY = -150.46 CNY

2024-01-05 (2024-0003) P02  ; rule:P02, seq:3
    ${cash}  75.23 CNY
    ${second}  -75.23 CNY = 0.00 CNY
    ${cash}  75.23 CNY = 150.46 CNY
    ${other}  -75.23 CNY = 0.00 CNY
`);
  });

  it('has no opening entry where nothing was before, and nothing but that after the last day', async () => {
    expect(await text({ format: 'csv', from: first, to: first })).not.toContain('opening');
    const after = (await text({ format: 'csv', from: day('2024-01-08') })).trim().split('\r\n').slice(1);
    expect(after).toEqual([
      '0,opening,2024-01-07,opening,SVC,1001,银行存款—共管账户,bank_account 1,,,,35.00,Opening balances',
      '0,opening,2024-01-07,opening,SVC,,,,2001,预收物业费,unit 1,35.00,Opening balances',
    ]);
  });

  it('sees one moment: what is posted while it runs is not in it', async () => {
    const book = await TestDatabase.create();
    await openBook(book, communityOne);
    const post = () => book.unitOfWork.run(communityOne, (tx) => ledger.post(tx, posting, [receiptDraft('1.00', first), receiptDraft('1.00', last, 2)]));
    await post();
    const found = await book.unitOfWork.read(communityOne, async (tx) => {
      const parts: string[] = [];
      for await (const part of exporter.execute(tx, { format: 'hledger' })) {
        if (parts.length === 0) await post();
        parts.push(part);
      }
      return parts.join('');
    });
    expect(found.match(/seq:\d+/g)).toEqual(['seq:1', 'seq:2']);
    await book.destroy();
  });

  it('is refused where there is no book', async () => {
    const exported = database.unitOfWork.read(communityTwo, (tx) => exporter.execute(tx, { format: 'csv' }).next());
    expect((await refusedBy(exported)).code).toBe('LEDGER_BOOK_MISSING');
  });
});
