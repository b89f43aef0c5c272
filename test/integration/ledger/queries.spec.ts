import { accountingPeriod, instant, Money, type OrganisationId, type PersonId } from '../../../src/kernel/index.js';
import {
  LedgerQueries,
  LedgerService,
  transfer,
  type AccountBalance,
  type EntryDraft,
  type Party,
  type RuleCode,
  type TransferDraft,
} from '../../../src/modules/ledger/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { day, openBook, posting, yuan } from '../../support/books.js';
import { communityOne, communityTwo, TestDatabase } from '../../support/database.js';

const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
const unit = (id: number) => ({ type: 'unit', id }) as const;
const text = ({ code, fund, holderType, holderId, debit, credit, balance }: AccountBalance): string =>
  `${code} ${fund} ${holderType} ${holderId}: ${debit} Dr ${credit} Cr = ${balance}`;

/** Two units are billed in January, one pays in February with 10.00 too much, and interest comes in two funds; the year ends early. */
describe('the books when they are asked', () => {
  let database: TestDatabase;
  let fundsBefore: string[];
  const ledger = new LedgerService();
  const queries = new LedgerQueries();
  const read = <T>(work: (tx: Tx) => Promise<T>, community = communityOne): Promise<T> => database.unitOfWork.read(community, work);
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.unitOfWork.run(communityOne, work);
  const draft = (rule: RuleCode, on: string, source: EntryDraft['source'], transfers: TransferDraft[]): EntryDraft => ({
    rule,
    effectiveOn: day(on),
    source,
    description: `${rule} of ${source.type} ${source.id}`,
    transfers,
  });
  const interest = (on: string, id: number): EntryDraft => draft('P19', on, { type: 'bank_line', id }, transfer('SVC', yuan('1.00'), bank, { code: '4101' }));
  const fundTexts = async (tx: Tx, at = {}): Promise<string[]> =>
    (await queries.funds(tx, at)).map(({ fund, cash, restricted, available, payable }) => `${fund} ${cash} ${restricted} ${available} ${payable}`);

  beforeAll(async () => {
    database = await TestDatabase.create();
    await openBook(database, communityOne);
    const bill = (id: number, amount: string) =>
      draft('P01', '2024-01-31', { type: 'bill', id }, transfer('SVC', yuan(amount), { code: '1101', holder: unit(id) }, { code: '4001' }));
    await run((tx) => ledger.post(tx, posting, [bill(1, '75.23'), bill(2, '90.27')]));
    fundsBefore = await read((tx) => fundTexts(tx));
    await run((tx) =>
      ledger.post(tx, posting, [
        draft('P02', '2024-02-05', { type: 'receipt', id: 1 }, [
          ...transfer('SVC', yuan('75.23'), bank, { code: '1101', holder: unit(1) }),
          ...transfer('SVC', yuan('10.00'), bank, { code: '2001', holder: unit(1) }),
        ]),
        draft('P19', '2024-02-20', { type: 'bank_line', id: 1 }, [
          ...transfer('SVC', yuan('1.00'), bank, { code: '4101' }),
          ...transfer('COM', yuan('2.00'), bank, { code: '4101' }),
        ]),
        draft(
          'P12',
          '2024-02-29',
          { type: 'entitlement_month', id: 2 },
          transfer('SVC', yuan('60.00'), { code: '5001.01' }, { code: '2101', holder: { type: 'firm', id: 7 } }),
        ),
        draft('P27', '2024-02-29', { type: 'year_end', id: 1 }, transfer('SVC', yuan('165.50'), { code: '4001' }, { code: '3101' })),
      ]),
    );
  });
  afterAll(() => database.destroy());

  it('tell what four funds hold, what of it is claimed, and what is owed for work', async () => {
    const now = ['SVC 86.23 10.00 76.23 60.00', 'COM 2.00 0.00 2.00 0.00', 'QLT 0.00 0.00 0.00 0.00', 'TRN 0.00 0.00 0.00 0.00'];
    expect(await read((tx) => fundTexts(tx))).toEqual(now);
    expect(await read((tx) => fundTexts(tx, { on: day('2024-02-29') }))).toEqual(now);
    expect((await read((tx) => fundTexts(tx, { on: day('2024-02-05') }))).slice(0, 2)).toEqual(['SVC 85.23 10.00 75.23 0.00', 'COM 0.00 0.00 0.00 0.00']);
    expect(await read((tx) => fundTexts(tx, { asOfSeq: 2 }))).toEqual(fundsBefore);
    expect((await read((tx) => queries.fundsOn(tx, day('2024-02-05'))))[0]?.cash.toString()).toBe('85.23');
  });

  it('give a balance on the normal side of its account, and nothing for an account that nobody opened', async () => {
    const balance = (...args: Parameters<LedgerQueries['balance']> extends [Tx, ...infer Rest] ? Rest : never) =>
      read(async (tx) => (await queries.balance(tx, ...args)).toString());
    expect(await balance('SVC', bank)).toBe('86.23');
    expect(await balance('COM', bank)).toBe('2.00');
    expect(await balance('SVC', { code: '4101' })).toBe('1.00');
    expect(await balance('SVC', { code: '1101', holder: unit(1) })).toBe('0.00');
    expect(await balance('SVC', { code: '1101', holder: unit(2) })).toBe('90.27');
    expect(await balance('SVC', { code: '1101' })).toBe('90.27');
    expect(await balance('SVC', { code: '1101', holder: unit(1) }, day('2024-01-31'))).toBe('75.23');
    expect(await balance('SVC', { code: '1101', holder: unit(99) })).toBe('0.00');
  });

  it('add up the cash of every day, and what the accounts of a code moved without the year end', async () => {
    const days = (from: string, to: string) =>
      read(async (tx) => (await queries.cashDays(tx, { from: day(from), to: day(to) })).map(({ fund, amount }) => `${fund} ${amount}`));
    expect(await days('2024-02-04', '2024-02-20')).toEqual(['SVC 1364.68', 'COM 2.00', 'QLT 0.00', 'TRN 0.00']);
    expect(await days('2024-02-06', '2024-02-21')).toEqual(['SVC 1365.68', 'COM 4.00', 'QLT 0.00', 'TRN 0.00']);
    expect(await days('2024-01-01', '2024-02-04')).toEqual(['SVC 0.00', 'COM 0.00', 'QLT 0.00', 'TRN 0.00']);
    const moved = (code: Parameters<LedgerQueries['moved']>[1], from: string, to: string) =>
      read(async (tx) => (await queries.moved(tx, code, { from: day(from), to: day(to) })).toString());
    expect(await moved('4001', '2024-01-01', '2024-02-29')).toBe('165.50');
    expect(await moved('1101', '2024-01-01', '2024-02-29')).toBe('90.27');
    expect(await moved('1101', '2024-02-01', '2024-02-29')).toBe('-75.23');
    expect(await moved('4101', '2024-02-20', '2024-02-20')).toBe('3.00');
    expect(await moved('5301', '2024-01-01', '2024-02-29')).toBe('0.00');
  });

  it('tell how often a document was posted under a rule', async () => {
    const times = (rule: RuleCode, ...ids: number[]) => read(async (tx) => [...(await queries.timesPosted(tx, { type: 'receipt', rule, ids }))]);
    expect(await times('P02', 1, 2)).toEqual([[1, 1]]);
    expect(await times('P01', 1)).toEqual([]);
    expect(await times('P02')).toEqual([]);
  });

  it('list accounts in the order in which they were opened, by fund, code or holder, page by page', async () => {
    const all = await read((tx) => queries.balances(tx));
    expect(all.map(text)).toEqual([
      '1101 SVC unit 1: 75.23 Dr 75.23 Cr = 0.00',
      '1101 SVC unit 2: 90.27 Dr 0.00 Cr = 90.27',
      '4001 SVC  0: 165.50 Dr 165.50 Cr = 0.00',
      ...all.slice(3).map(text),
    ]);
    expect(all.slice(3).map(text).toSorted()).toEqual([
      '1001 COM bank_account 1: 2.00 Dr 0.00 Cr = 2.00',
      '1001 SVC bank_account 1: 86.23 Dr 0.00 Cr = 86.23',
      '2001 SVC unit 1: 0.00 Dr 10.00 Cr = 10.00',
      '2101 SVC firm 7: 0.00 Dr 60.00 Cr = 60.00',
      '3101 SVC  0: 0.00 Dr 165.50 Cr = 165.50',
      '4101 COM  0: 0.00 Dr 2.00 Cr = 2.00',
      '4101 SVC  0: 0.00 Dr 1.00 Cr = 1.00',
      '5001.01 SVC  0: 60.00 Dr 0.00 Cr = 60.00',
    ]);
    expect(all.find(({ code }) => code === '2001')).toMatchObject({ name: '预收物业费', normalSide: 'C', restricted: true });
    const idsOf = (filter: Parameters<LedgerQueries['balances']>[1]) =>
      read(async (tx) => (await queries.balances(tx, filter)).map(({ accountId }) => accountId));
    const idsWhere = (pick: (account: AccountBalance) => boolean) => all.filter(pick).map(({ accountId }) => accountId);
    expect(await idsOf({ fund: 'COM' })).toEqual(idsWhere(({ fund }) => fund === 'COM'));
    expect(await idsOf({ code: '1101' })).toEqual(idsWhere(({ code }) => code === '1101'));
    expect(await idsOf({ holder: unit(1) })).toEqual(idsWhere(({ holderType, holderId }) => holderType === 'unit' && holderId === 1));
    expect(await idsOf({ standing: true })).toEqual(idsWhere(({ balance }) => !balance.isZero));
    expect(await idsOf({ standing: true, asOfSeq: 2, code: '4001' })).toHaveLength(1);
    const [, second = 0, third = 0, fourth = 0] = idsWhere(() => true);
    expect(await idsOf({ afterAccount: second, limit: 2 })).toEqual([third, fourth]);
    expect(await idsOf({ asOfSeq: 2, limit: 1 })).toHaveLength(1);
    expect((await read((tx) => queries.balances(tx, { asOfSeq: 2, code: '4001' }))).map(text)).toEqual(['4001 SVC  0: 0.00 Dr 165.50 Cr = 165.50']);
  });

  it('tell what moved between two days, both included, without what a year end moves', async () => {
    const movement = (from: string, to: string) => read(async (tx) => (await queries.movement(tx, { from: day(from), to: day(to) })).map(text));
    expect(await movement('2024-02-05', '2024-02-20')).toEqual([
      '1001 COM bank_account 1: 2.00 Dr 0.00 Cr = 2.00',
      '1001 SVC bank_account 1: 86.23 Dr 0.00 Cr = 86.23',
      '1101 SVC unit 1: 0.00 Dr 75.23 Cr = -75.23',
      '2001 SVC unit 1: 0.00 Dr 10.00 Cr = 10.00',
      '4101 COM  0: 0.00 Dr 2.00 Cr = 2.00',
      '4101 SVC  0: 0.00 Dr 1.00 Cr = 1.00',
    ]);
    expect(await movement('2024-02-21', '2024-02-29')).toEqual(['2101 SVC firm 7: 0.00 Dr 60.00 Cr = 60.00', '5001.01 SVC  0: 60.00 Dr 0.00 Cr = 60.00']);
  });

  it('show an entry whole, and nothing for a number that was not given yet', async () => {
    expect(await read((tx) => queries.entry(tx, 3))).toEqual({
      seq: 3,
      effectiveOn: '2024-02-05',
      recordedAt: posting.at,
      voucherYear: 2024,
      voucherNo: 3,
      rule: 'P02',
      sourceType: 'receipt',
      sourceId: 1,
      occurrence: 1,
      description: 'P02 of receipt 1',
      reversesSeq: null,
      transfers: [
        expect.objectContaining({ line: 1, fund: 'SVC', debitCode: '1001', creditCode: '1101', amount: yuan('75.23') }),
        expect.objectContaining({ line: 2, fund: 'SVC', debitCode: '1001', creditCode: '2001', amount: yuan('10.00') }),
      ],
    });
    expect(await read((tx) => queries.entry(tx, 7))).toBeNull();
  });

  it('list entries in their order, between days, page by page, and those of one document', async () => {
    const seqs = (page: Parameters<LedgerQueries['entries']>[1]) => read(async (tx) => (await queries.entries(tx, page)).map(({ seq }) => seq));
    expect(await seqs({ limit: 10 })).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await seqs({ afterSeq: 2, limit: 2 })).toEqual([3, 4]);
    expect(await seqs({ from: day('2024-02-05'), to: day('2024-02-20'), limit: 10 })).toEqual([3, 4]);
    const ofInterest = await read((tx) => queries.entriesOf(tx, { type: 'bank_line', id: 1 }));
    expect(ofInterest.map(({ seq, transfers }) => `${seq}: ${transfers.map(({ fund, amount }) => `${fund} ${amount}`).join(', ')}`)).toEqual([
      '4: SVC 1.00, COM 2.00',
    ]);
    expect(await read((tx) => queries.entriesOf(tx, { type: 'bank_line', id: 2 }))).toEqual([]);
  });

  it('follow one account from entry to entry, on either side, from a position on', async () => {
    const [receivable] = await read((tx) => queries.balances(tx, { code: '1101', holder: unit(1) }));
    const [cash] = await read((tx) => queries.balances(tx, { fund: 'SVC', code: '1001' }));
    const transfers = (account: AccountBalance | undefined, afterSeq: number, afterLine: number, limit = 10) =>
      read(async (tx) =>
        (await queries.transfersOf(tx, account?.accountId ?? 0, { afterSeq, afterLine, limit })).map(
          ({ entrySeq, line, effectiveOn, description, counterCode, debit, credit }) =>
            `${entrySeq}/${line} ${effectiveOn} ${description}: ${counterCode} ${debit} ${credit}`,
        ),
      );
    expect(await transfers(receivable, 0, 0)).toEqual(['1/1 2024-01-31 P01 of bill 1: 4001 75.23 0.00', '3/1 2024-02-05 P02 of receipt 1: 1001 0.00 75.23']);
    expect(await transfers(cash, 3, 1, 1)).toEqual(['3/2 2024-02-05 P02 of receipt 1: 2001 10.00 0.00']);
    expect(await transfers(cash, 3, 2)).toEqual(['4/1 2024-02-20 P19 of bank_line 1: 4101 1.00 0.00']);
  });

  /** The days whose balances, of every account or of those with something on them, are not the plain sums of its transfers through that day. */
  const daysApart = async (): Promise<string[]> => {
    const apart: string[] = [];
    for (const on of ['2023-12-31', '2024-01-30', '2024-01-31', '2024-02-05', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-31', '2024-04-30'].map(day)) {
      const asked = await read((tx) => queries.balances(tx, { on }));
      const added = await read((tx) =>
        tx.query<{ debit: string; credit: string }>(
          `select coalesce(sum(x.amount) filter (where x.debit_account = a.id), 0)::numeric(18,2) as debit, coalesce(sum(x.amount) filter (where x.credit_account = a.id), 0)::numeric(18,2) as credit
         from ledger.account a left join (ledger.transfer x join ledger.entry e on e.community_id = x.community_id and e.seq = x.entry_seq and e.effective_on <= $2)
           on x.community_id = a.community_id and a.id in (x.debit_account, x.credit_account)
         where a.community_id = $1 group by a.id order by a.id`,
          [communityOne, on],
        ),
      );
      if (asked.map(({ debit, credit }) => `${debit} ${credit}`).join() !== added.map(({ debit, credit }) => `${debit} ${credit}`).join()) apart.push(on);
      const standing = await read((tx) => queries.balances(tx, { on, standing: true }));
      expect(standing).toEqual(asked.filter(({ balance }) => !balance.isZero));
    }
    return apart;
  };

  it('have no book where none was opened', async () => {
    expect(await read((tx) => queries.book(tx), communityTwo)).toBeNull();
    expect(await read((tx) => queries.balances(tx), communityTwo)).toEqual([]);
    expect(await database.unitOfWork.read(communityTwo, async (tx) => (await queries.balance(tx, 'SVC', bank)).equals(Money.zero))).toBe(true);
  });

  it('keep every close of a month, and every reopening with both parties', async () => {
    const [january, february] = [accountingPeriod('2024-01'), accountingPeriod('2024-02')];
    const party = (id: number, at: string): Party => ({ by: id as PersonId, for: (10 + id) as OrganisationId, at: instant(at) });
    const [asked, agreed, expiresAt] = ['2030-01-02T01:00:00.000Z', '2030-01-02T02:00:00.000Z', '2030-01-03T01:00:00.000Z'].map((at) => instant(at)) as [ReturnType<typeof instant>, ReturnType<typeof instant>, ReturnType<typeof instant>]; // prettier-ignore
    const close = (month: typeof january) => run((tx) => ledger.closePeriod(tx, posting, month));
    expect(await daysApart()).toEqual([]);
    await close(january);
    expect(await daysApart()).toEqual([]);
    await close(february);
    expect(await daysApart()).toEqual([]);
    const closed = { state: 'CLOSED', closedAt: posting.at, lastSeq: 6 };
    expect(await read((tx) => queries.periods(tx))).toEqual([
      { month: january, ...closed },
      { month: february, ...closed },
    ]);

    const reason = 'a bill of the wrong unit';
    const first = await run((tx) => ledger.proposeReopening(tx, party(1, asked), { month: february, reason, expiresAt }));
    const unconfirmed = {
      number: first,
      month: february,
      reason,
      expiresAt,
      proposedAt: asked,
      proposedBy: 1,
      proposedFor: 11,
      confirmedAt: null,
      confirmedBy: null,
      confirmedFor: null,
    };
    expect(await read((tx) => queries.reopenings(tx))).toEqual([unconfirmed]);
    await run((tx) => ledger.reopen(tx, party(2, agreed), first));
    expect(await read((tx) => queries.reopenings(tx))).toEqual([{ ...unconfirmed, confirmedAt: agreed, confirmedBy: 2, confirmedFor: 12 }]);
    expect(await read((tx) => queries.book(tx))).toEqual({
      openedOn: '2024-01-01',
      closedThrough: '2024-01-31',
      reopenedThrough: '2024-02-29',
      reopenedUntil: expiresAt,
      lastSeq: 6,
    });
    const late = { ...posting, at: agreed };
    await run((tx) => ledger.post(tx, late, [interest('2024-03-20', 2), interest('2024-02-28', 3)]));
    expect(await daysApart()).toEqual([]);
    await close(february);
    expect(await daysApart()).toEqual([]);
    await run((tx) => ledger.post(tx, late, [interest('2024-04-20', 4), interest('2024-03-01', 5)]));
    expect(await daysApart()).toEqual([]);
    expect((await read((tx) => queries.closes(tx))).map(({ month, state }) => `${month} ${state}`)).toEqual([
      '2024-01 CLOSED',
      '2024-02 REOPENED',
      '2024-02 CLOSED',
    ]);
    expect((await read((tx) => queries.periods(tx))).map(({ month }) => month)).toEqual([january, february]);
  });

  it('number rows one after the other, and take a call of no entries for nothing', async () => {
    const [first, second] = [await run((tx) => ledger.takeIds(tx, 3)), await run((tx) => ledger.takeIds(tx, 1))];
    expect(second - first).toBe(3);
    expect(await run((tx) => ledger.post(tx, posting, []))).toEqual([]);
    expect(await run((tx) => ledger.lock(tx))).toEqual({ openedOn: '2024-01-01', closedThrough: '2024-02-29', lastSeq: 10 });
  });
});
