import type { CommunityId } from '../../src/kernel/index.js';
import { LedgerService, transfer, type AccountRef, type EntryDraft } from '../../src/modules/ledger/index.js';
import { day, openBook, posting, receiptDraft, yuan } from './books.js';
import type { TestDatabase } from './database.js';

/** What a resident might write into a remark to become a posting, a comment, a formula or another transaction. */
export const HOSTILE = [
  '; comment',
  '* cleared',
  '! pending',
  '(9999) code',
  '| payee',
  'a ; b | c  ; seq:99',
  '2024-01-01 x',
  '2024-01-01 * "x"',
  '    assets:x  1 CNY',
  '    Assets:X  1.00 CNY  = 9 CNY',
  '= auto',
  '=cmd()',
  '+86 573',
  '-1',
  '@SUM(A1)',
  '~ monthly',
  '"quoted"',
  String.raw`back\slash\" and \n`,
  '"',
  '\\',
  'P 2024-01-01 CNY 9',
  'include /etc/passwd',
  'comment',
  'option "title" "x"',
  '#tag ^link {0.01 CNY} @ 1 USD',
  'month\u2028assets:x  1 CNY',
  'month\u2029Assets:X  1.00 CNY',
  '\u202Eerder\u202C \u2066x\u2069',
  '\u3000* 全角空格',
  '１２３．４５ 元；｜（＊',
  ',"",\'',
  '   ',
  `${'很长 '.repeat(66)}ab`,
];

const bank: AccountRef = { code: '1001', holder: { type: 'bank_account', id: 1 } };
const assessment: AccountRef = { code: '2103', holder: { type: 'assessment', id: 7 } };

/** A small book with everything that makes an export go wrong: hostile texts, late entries for early days, the largest amounts, entries over two funds. */
export async function openHostileBook(database: TestDatabase, community: CommunityId): Promise<void> {
  const ledger = new LedgerService();
  await openBook(database, community);
  const hostile: EntryDraft[] = HOSTILE.map((description, index) => ({
    ...receiptDraft('0.01', `2024-02-0${(index % 9) + 1}`, index + 1),
    description,
  }));
  const score: EntryDraft = {
    ...receiptDraft('1.00', '2024-02-20'),
    rule: 'P17',
    transfers: [
      ...transfer('SVC', yuan('95.50'), assessment, { code: '2101', holder: { type: 'firm', id: 1 } }),
      ...transfer('SVC', yuan('4.50'), assessment, { code: '5001.02' }),
      ...transfer('SVC', yuan('4.50'), { code: '5902' }, bank),
      ...transfer('QLT', yuan('4.50'), bank, { code: '4902' }),
    ],
  };
  await database.unitOfWork.run(community, async (tx) => {
    const [first] = await ledger.post(tx, posting, [receiptDraft('75.23', '2024-02-10'), ...hostile, receiptDraft('8999999999999.99', '2024-01-03', 99)]);
    await ledger.reverse(tx, posting, { seq: first?.seq ?? 0, effectiveOn: day('2024-02-11'), description: 'wrong unit' });
    await ledger.post(tx, posting, [
      { ...receiptDraft('1.00', '2024-02-11'), rule: 'P32', transfers: transfer('COM', yuan('12.34'), bank, { code: '4901' }) },
      { ...receiptDraft('1.00', '2024-01-31'), rule: 'P12', transfers: transfer('SVC', yuan('100.00'), { code: '5001.02' }, assessment) },
    ]);
    await ledger.post(tx, posting, [score, receiptDraft('0.01', '2024-02-01', 500)]);
  });
}
