import { LedgerQueries, LedgerService, transfer, type EntryDraft, type RuleCode, type TransferDraft } from '../../../src/modules/ledger/index.js';
import { openBook, posting, receiptDraft, violations, yuan } from '../../support/books.js';
import { communityOne, TestDatabase } from '../../support/database.js';

const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
const unit = { type: 'unit', id: 1 } as const;
const onHold = { code: '2111', holder: { type: 'disbursement', id: 4 } } as const;

describe('a fund that is short', () => {
  let database: TestDatabase;
  let source = 0;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();
  const draft = (rule: RuleCode, transfers: TransferDraft[]): EntryDraft => ({
    ...receiptDraft('1.00'),
    rule,
    source: { type: 'disbursement', id: ++source },
    transfers,
  });
  const post = (...drafts: EntryDraft[]) => database.unitOfWork.run(communityOne, (tx) => ledger.post(tx, posting, drafts));
  const svc = async () => (await database.unitOfWork.read(communityOne, (tx) => queries.funds(tx)))[0];
  const hold = draft('P13', transfer('SVC', yuan('40.00'), { code: '2302', holder: unit }, onHold));

  /** A prepayment of 100.00, of which 40.00 is to be refunded; then the bank takes 30.00 of another receipt back. */
  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
    await post(
      draft('P02', transfer('SVC', yuan('100.00'), bank, { code: '2001', holder: unit })),
      draft('P06', transfer('SVC', yuan('40.00'), { code: '2001', holder: unit }, { code: '2302', holder: unit })),
      draft('P22b', transfer('SVC', yuan('30.00'), { code: '1101', holder: unit }, bank)),
    );
    expect((await svc())?.available.toString()).toBe('-30.00');
  });
  afterEach(async () => expect(await violations(database, communityOne)).toEqual([]));
  afterAll(() => database.destroy());

  it('pays nobody: a refund is not held either, though its money was restricted all along', async () => {
    await expect(post(hold)).rejects.toMatchObject({ code: 'LEDGER_NOT_AVAILABLE', details: { fund: 'SVC', rule: 'P13', available: '-30.00' } });
  });

  it('still takes bank facts, and decisions that are no payout', async () => {
    await post(
      draft('P20', transfer('COM', yuan('1.00'), { code: '5301' }, bank)),
      draft('P01', transfer('SVC', yuan('75.23'), { code: '1101', holder: unit }, { code: '4001' })),
      draft('P02', transfer('SVC', yuan('29.99'), bank, { code: '1101', holder: unit })),
    );
    expect((await svc())?.available.toString()).toBe('-0.01');
    await expect(post(hold)).rejects.toMatchObject({ code: 'LEDGER_NOT_AVAILABLE' });
  });

  it('pays again once it is cured, and one call may cure it and pay: what counts is the end of the call', async () => {
    await post(hold, draft('P02', transfer('SVC', yuan('0.01'), bank, { code: '1101', holder: unit })));
    expect((await svc())?.available.toString()).toBe('0.00');
  });
});
