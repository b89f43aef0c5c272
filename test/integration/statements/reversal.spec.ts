import { accountingPeriod, businessDate, Money, type BusinessDate } from '../../../src/kernel/index.js';
import { LedgerService, transfer, type AccountRef, type EntryDraft, type Fund, type RuleCode } from '../../../src/modules/ledger/index.js';
import { moneySection } from '../../../src/modules/statements/domain/money-section.js';
import { spanOf } from '../../../src/modules/statements/domain/statement-period.js';
import { cashMoves } from '../../../src/modules/statements/persistence/cash-moves.js';
import { openBook, posting } from '../../support/books.js';
import { communityOne, TestDatabase } from '../../support/database.js';

const bank: AccountRef = { code: '1001', holder: { type: 'bank_account', id: 1 } };
const line: AccountRef = { code: '2301', holder: { type: 'bank_line', id: 7 } };
const unit: AccountRef = { code: '1101', holder: { type: 'unit', id: 3 } };
const yuan = Money.parse;
const on = (day: string): BusinessDate => businessDate(`2024-01-${day}`);

describe('what the books say moved on the account', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();
  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
  });
  afterAll(() => database.destroy());

  let sources = 0;
  const entry = (rule: RuleCode, effectiveOn: BusinessDate, legs: readonly [Fund, string, AccountRef, AccountRef][]): EntryDraft => ({
    rule,
    effectiveOn,
    source: { type: 'bank_line', id: ++sources },
    description: rule,
    transfers: legs.flatMap(([fund, amount, debit, credit]) => transfer(fund, yuan(amount), debit, credit)),
  });

  it('an unidentified deposit that was found, and the finding taken back, leaves the money unidentified and nothing else changed', async () => {
    const moves = await database.unitOfWork.run(communityOne, async (tx) => {
      await ledger.lock(tx);
      await ledger.post(tx, posting, [
        entry('P01', on('01'), [['SVC', '300.00', unit, { code: '4001' }]]),
        entry('P21', on('05'), [['TRN', '300.00', bank, line]]),
      ]);
      const [found] = await ledger.post(tx, posting, [
        entry('P21f', on('10'), [
          ['TRN', '300.00', line, bank],
          ['SVC', '300.00', bank, unit],
        ]),
      ]);
      await ledger.reverse(tx, posting, { seq: found?.seq ?? 0, effectiveOn: on('12'), description: 'found wrongly' });
      return cashMoves(tx, { from: on('01'), to: on('31') });
    });
    const period = accountingPeriod('2024-01');
    const { funds, total } = moneySection({ span: spanOf(period), previous: null, firstPeriod: period, moves, openings: [], payouts: new Map() });
    expect(total).toMatchObject({ received: { month: '300.00' }, paid: { month: '0.00' }, moved: { month: '0.00' }, closing: { month: '300.00' } });
    expect(funds.flatMap((flow) => [...flow.receipts, ...flow.payments].map((each) => [flow.fund, each.kind, each.month]))).toEqual([
      ['TRN', 'UNIDENTIFIED', '300.00'],
    ]);
  });
});
