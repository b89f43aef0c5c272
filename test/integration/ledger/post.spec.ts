import { accountingPeriod, instant, Money, type Money as MoneyType } from '../../../src/kernel/index.js';
import { LedgerQueries, LedgerService, transfer, type ChartCode, type EntryDraft } from '../../../src/modules/ledger/index.js';
import { day, openBook, posting, receiptDraft, violations, yuan } from '../../support/books.js';
import { communityOne, TestDatabase } from '../../support/database.js';

describe('the gate into the books', () => {
  let database: TestDatabase;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();
  const post = (...drafts: EntryDraft[]) => database.unitOfWork.run(communityOne, (tx) => ledger.post(tx, posting, drafts));
  const draft = (changes: Partial<EntryDraft>): EntryDraft => ({ ...receiptDraft('10.00'), ...changes });
  const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
  const entryCount = async () => (await database.unitOfWork.read(communityOne, (tx) => queries.book(tx)))?.lastSeq;

  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
  });
  afterEach(async () => expect(await violations(database, communityOne)).toEqual([]));
  afterAll(() => database.destroy());

  it('numbers entries and vouchers without gap, in the order given', async () => {
    const first = await post(receiptDraft('75.23'), receiptDraft('90.27', '2024-01-06'));
    const second = await post(receiptDraft('108.29', '2025-01-01'));
    expect(first).toEqual([
      { seq: 1, voucherYear: 2024, voucherNo: 1 },
      { seq: 2, voucherYear: 2024, voucherNo: 2 },
    ]);
    expect(second).toEqual([{ seq: 3, voucherYear: 2025, voucherNo: 1 }]);
  });

  it('keeps totals of accounts and funds', async () => {
    const before = await database.unitOfWork.read(communityOne, (tx) => queries.funds(tx));
    await post(receiptDraft('112.00', '2024-01-07', 9));
    await database.unitOfWork.read(communityOne, async (tx) => {
      const [svc] = await queries.funds(tx);
      expect(svc?.cash.minus(before[0]?.cash ?? Money.zero).toString()).toBe('112.00');
      expect(svc?.available.equals(before[0]?.available ?? Money.zero)).toBe(true); // a prepayment is restricted
      expect((await queries.balance(tx, 'SVC', { code: '2001', holder: { type: 'unit', id: 9 } })).toString()).toBe('112.00');
    });
  });

  it.each(['NaN', 'Infinity', '0', '-1', '10.005', '10000000000000'])('refuses the amount %s', async (amount) => {
    const before = await entryCount();
    const hostile = { toString: () => amount, isZero: false } as unknown as MoneyType;
    await expect(post(draft({ transfers: [{ fund: 'SVC', debit: bank, credit: { code: '4001' }, amount: hostile }] }))).rejects.toMatchObject({
      code: 'LEDGER_AMOUNT_INVALID',
    });
    expect(await entryCount()).toBe(before);
  });

  it.each([
    ['an unknown code', { fund: 'SVC', debit: bank, credit: { code: '9999' as ChartCode } }],
    ['a code in a fund it does not belong to', { fund: 'COM', debit: bank, credit: { code: '4001' } }],
    ['a holder of the wrong type', { fund: 'SVC', debit: bank, credit: { code: '2001', holder: { type: 'lease', id: 1 } } }],
    ['a holder where there is none', { fund: 'SVC', debit: bank, credit: { code: '4001', holder: { type: 'unit', id: 1 } } }],
    ['no holder where one is needed', { fund: 'SVC', debit: { code: '1001' }, credit: { code: '4001' } }],
  ] as const)('refuses %s', async (_, line) => {
    await expect(post(draft({ transfers: [{ ...line, amount: yuan('1.00') }] }))).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_REFUSED' });
  });

  it('refuses what the rule of the entry does not debit and credit, and a day whose month has not begun', async () => {
    const fee = { fund: 'SVC', debit: { code: '5201' }, credit: { code: '2201' }, amount: yuan('1.00') } as const;
    await expect(post(draft({ transfers: [fee] }))).rejects.toMatchObject({
      code: 'LEDGER_PAIR_REFUSED',
      details: { rule: 'P02', fund: 'SVC', debit: '5201', credit: '2201' },
    });
    await expect(post(receiptDraft('1.00', '2030-02-01'))).rejects.toMatchObject({
      code: 'LEDGER_DATE_AHEAD',
      details: { date: '2030-02-01', today: '2030-01-01' },
    });
  });

  it('refuses to close a month before it has ended', async () => {
    const early = { by: null, at: instant('2024-01-31T15:59:59Z') };
    const closing = database.unitOfWork.run(communityOne, (tx) => ledger.closePeriod(tx, early, accountingPeriod('2024-01')));
    await expect(closing).rejects.toMatchObject({ code: 'LEDGER_PERIOD_NOT_ENDED', details: { month: '2024-01', today: '2024-01-31' } });
  });

  it('refuses an entry without transfers, and a rule it does not know', async () => {
    await expect(post(draft({ transfers: [] }))).rejects.toMatchObject({ code: 'LEDGER_ENTRY_EMPTY' });
    await expect(post(draft({ rule: 'P99' as never }))).rejects.toMatchObject({ code: 'LEDGER_RULE_UNKNOWN' });
  });

  it('takes a source, rule and occurrence once', async () => {
    const once = receiptDraft('5.00');
    await post(once);
    await expect(post(once)).rejects.toMatchObject({ code: 'LEDGER_ALREADY_POSTED' });
    await post({ ...once, occurrence: 2 });
  });

  it('refuses a decision that takes an account below its floor, with the figures', async () => {
    const tooMuch = transfer('SVC', yuan('999999.00'), { code: '2001', holder: { type: 'unit', id: 1 } }, { code: '1101', holder: { type: 'unit', id: 1 } });
    await expect(post(draft({ rule: 'P03', transfers: tooMuch }))).rejects.toMatchObject({ code: 'LEDGER_FLOOR', details: { asked: '999999.00' } });
  });

  it('refuses a hold that leaves less than nothing available, and says how much there is', async () => {
    const [svc] = await database.unitOfWork.read(communityOne, (tx) => queries.funds(tx));
    await post(
      draft({ rule: 'P01', transfers: transfer('SVC', yuan('300.00'), { code: '1101', holder: { type: 'unit', id: 3 } }, { code: '4001' }) }),
      draft({ rule: 'P02', transfers: transfer('SVC', yuan('300.00'), bank, { code: '1101', holder: { type: 'unit', id: 3 } }) }),
      draft({ rule: 'P12', transfers: transfer('SVC', yuan('500.00'), { code: '5001.01' }, { code: '2101', holder: { type: 'firm', id: 7 } }) }),
    );
    const hold = (amount: string) =>
      draft({
        rule: 'P13',
        transfers: transfer('SVC', yuan(amount), { code: '2101', holder: { type: 'firm', id: 7 } }, { code: '2111', holder: { type: 'disbursement', id: 4 } }),
      });
    const available = svc?.available.plus(yuan('300.00')) ?? Money.zero;
    const asked = available.plus(yuan('0.01')).toString();
    await expect(post(hold(asked))).rejects.toMatchObject({
      code: 'LEDGER_NOT_AVAILABLE',
      details: { fund: 'SVC', rule: 'P13', asked, available: available.toString() },
    });
    await post(hold(available.toString()));
  });

  it('refuses a decision that overdraws the cash of a fund, but records a bank fact that does and marks the fund short', async () => {
    const [svc] = await database.unitOfWork.read(communityOne, (tx) => queries.funds(tx));
    const [held, asked] = [svc?.cash ?? Money.zero, (svc?.cash ?? Money.zero).plus(yuan('3.00'))];
    const moved = draft({ rule: 'P17', transfers: transfer('SVC', asked, { code: '5902' }, bank) });
    await expect(post(moved)).rejects.toMatchObject({
      code: 'LEDGER_OVERDRAWN',
      details: { fund: 'SVC', available: held.toString(), asked: asked.toString() },
    });
    await post(draft({ rule: 'P20', transfers: transfer('COM', yuan('3.00'), { code: '5301' }, bank) }));
    const short = () =>
      database.unitOfWork.read(communityOne, (tx) => tx.query(`select short_since_seq from ledger.fund_balance where community_id = 1 and fund = 'COM'`));
    expect(await short()).toEqual([{ short_since_seq: await entryCount() }]);
    await post(draft({ rule: 'P32', transfers: transfer('COM', yuan('3.00'), bank, { code: '4901' }) }));
    expect(await short()).toEqual([{ short_since_seq: null }]);
  });

  it('refuses an amount that takes the total of an account to the cap', async () => {
    const huge = draft({ transfers: transfer('SVC', yuan('9999999999999.99'), bank, { code: '2001', holder: { type: 'unit', id: 77 } }) });
    await expect(post(huge)).rejects.toMatchObject({ code: 'LEDGER_TOTAL_TOO_LARGE', details: { code: '1001', fund: 'SVC' } });
  });

  it('reverses many in one round trip, in the order given, or none of them', async () => {
    const [first, second] = await post(draft({ source: { type: 'receipt', id: 901 } }), draft({ source: { type: 'receipt', id: 902 } }));
    const [one, two] = [first?.seq ?? 0, second?.seq ?? 0];
    const reverseAll = (...seqs: number[]) =>
      database.unitOfWork.run(communityOne, (tx) =>
        ledger.reverseAll(
          tx,
          posting,
          seqs.map((seq) => ({ seq, effectiveOn: day('2024-01-09'), description: `booked twice: ${seq}` })),
        ),
      );
    const before = await entryCount();
    await expect(reverseAll(one, 9999)).rejects.toMatchObject({ code: 'LEDGER_ENTRY_MISSING' });
    expect([await reverseAll(), await entryCount()]).toEqual([[], before]);
    const reversals = await reverseAll(two, one);
    expect(reversals.map(({ seq, voucherYear }) => [seq, voucherYear])).toEqual([
      [two + 1, 2024],
      [two + 2, 2024],
    ]);
    const views = await database.unitOfWork.read(communityOne, (tx) => Promise.all(reversals.map(({ seq }) => queries.entry(tx, seq))));
    expect(views.map((view) => [view?.reversesSeq, view?.effectiveOn, view?.description])).toEqual([
      [two, '2024-01-09', `booked twice: ${two}`],
      [one, '2024-01-09', `booked twice: ${one}`],
    ]);
    expect((reversals[1]?.voucherNo ?? 0) - (reversals[0]?.voucherNo ?? 0)).toBe(1);
  });

  it('reverses an entry whole, once, and never a reversal', async () => {
    const [entry] = await post(receiptDraft('44.00', '2024-01-08', 12));
    const reverse = (seq: number) =>
      database.unitOfWork.run(communityOne, (tx) => ledger.reverse(tx, posting, { seq, effectiveOn: day('2024-01-09'), description: 'booked twice' }));
    const reversal = await reverse(entry?.seq ?? 0);
    const view = await database.unitOfWork.read(communityOne, (tx) => queries.entry(tx, reversal.seq));
    expect(view).toMatchObject({ rule: 'REV', reversesSeq: entry?.seq, transfers: [{ debitCode: '2001', creditCode: '1001' }] });
    await expect(reverse(entry?.seq ?? 0)).rejects.toMatchObject({ code: 'LEDGER_ALREADY_REVERSED' });
    await expect(reverse(reversal.seq)).rejects.toMatchObject({ code: 'LEDGER_REVERSAL_OF_REVERSAL' });
    await expect(reverse(9999)).rejects.toMatchObject({ code: 'LEDGER_ENTRY_MISSING' });
  });

  it('closes months in order, keeps balances on a date, and refuses what is dated before', async () => {
    const close = (month: string) => database.unitOfWork.run(communityOne, (tx) => ledger.closePeriod(tx, posting, month as never));
    const cashOn = (on: string) => database.unitOfWork.read(communityOne, async (tx) => (await queries.fundsOn(tx, day(on)))[0]?.cash.toString());
    const [january, february] = [await cashOn('2024-01-31'), await cashOn('2024-02-29')];
    await expect(close('2024-02')).rejects.toMatchObject({ code: 'LEDGER_PERIOD_NOT_NEXT', details: { month: '2024-02', next: '2024-01' } });
    await close('2024-01');
    await expect(post(receiptDraft('1.00', '2024-01-31'))).rejects.toMatchObject({
      code: 'LEDGER_PERIOD_CLOSED',
      details: { date: '2024-01-31', closedThrough: '2024-01-31' },
    });
    await post(receiptDraft('1.00', '2024-02-01'));
    expect(await cashOn('2024-01-31')).toBe(january);
    expect(await cashOn('2024-02-29')).toBe(
      yuan(february ?? '0')
        .plus(yuan('1.00'))
        .toString(),
    );
  });
});
