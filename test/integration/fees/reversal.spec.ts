import { required, type BusinessDate } from '../../../src/kernel/index.js';
import { transfer, type EntryDraft, type RuleCode, type TransferDraft } from '../../../src/modules/ledger/index.js';
import { posting, yuan } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { day, feesOnDatabase, month, type Compound } from './fixture.js';

describe('ReverseEntry', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
  });
  afterAll(() => on.database.destroy());

  const entryOf = async (code: string) => required((await compound.unitLedger(code)).bills[0], 'bill').entrySeq;
  const reverse = (seq: number, key: string | null = null, role: 'BOOKKEEPER' | 'CASHIER' = 'BOOKKEEPER') =>
    on.reverseEntry.execute(compound.as(role, key), { seq, reason: 'area was wrong' });
  const refused = async (work: () => Promise<unknown>) => {
    const before = await compound.footprint();
    const refusal = await refusedBy(work());
    expect(await compound.footprint()).toEqual(before);
    return refusal;
  };
  const billed = async () => (await compound.read((tx) => on.fees.billed(tx, month('01')))).toString();

  it('makes an unpaid bill void and reverses its entry on its own day while the month is open', async () => {
    const seq = await entryOf('01-101');
    const { value } = await reverse(seq);
    expect(value).toMatchObject({ reversesSeq: seq, effectiveOn: '2024-01-01', voucherYear: 2024 });
    expect(await compound.balance('1101', '01-101')).toBe('0.00');
    expect(await billed()).toBe('277.50');
    const { bills, open } = await compound.unitLedger('01-101');
    expect([bills[0]?.state, open.toString()]).toEqual(['VOID', '0.00']);
    expect(await compound.violations()).toEqual([]);
  });

  it('dates the reversal today when the month of the bill is closed, and leaves that month as it was', async () => {
    await compound.close(month('01'));
    compound.today(day('02-14'));
    expect((await reverse(await entryOf('01-101'))).value.effectiveOn).toBe('2024-02-14' as BusinessDate);
    expect(await billed()).toBe('352.73');
    expect((await compound.read((tx) => on.fees.billed(tx, month('02')))).toString()).toBe('-75.23');
    const figures = await compound.read(async (tx) => [await on.fees.summary(tx, day('01-31')), await on.fees.summary(tx, day('02-29'))]);
    expect(figures.map(({ unpaid }) => unpaid.toString())).toEqual(['352.73', '277.50']);
    expect(await compound.violations()).toEqual([]);
  });

  it('has one effect for one key', async () => {
    const seq = await entryOf('01-101');
    const first = await reverse(seq, 'take-back-1');
    expect(await reverse(seq, 'take-back-1')).toEqual({ value: first.value, replayed: true });
  });

  it('leaves the void bill out of what money settles', async () => {
    await reverse(await entryOf('01-101'));
    const [receipt] = await compound.record([compound.money('01-101', '75.23', '01-09')]);
    expect(receipt?.excess.toString()).toBe('75.23');
    expect(await compound.violations()).toEqual([]);
  });

  describe('refuses, and writes nothing:', () => {
    it('a bill of which something is paid', async () => {
      await compound.record([compound.money('01-101', '0.01', '01-09')]);
      const seq = await entryOf('01-101');
      expect(await refused(() => reverse(seq))).toEqual({ code: 'FEES_BILL_PAID', details: { period: '2024-01', paid: '0.01' } });
    });

    it('an entry that is reversed already, a reversal, and one that is not there', async () => {
      const seq = await entryOf('01-101');
      const { value } = await reverse(seq);
      expect(await refused(() => reverse(seq))).toEqual({ code: 'LEDGER_ALREADY_REVERSED', details: { seq } });
      expect(await refused(() => reverse(value.seq))).toEqual({ code: 'LEDGER_REVERSAL_OF_REVERSAL', details: { seq: value.seq } });
      expect(await refused(() => reverse(9999))).toEqual({ code: 'LEDGER_ENTRY_MISSING', details: { seq: 9999 } });
    });

    it('everybody but the bookkeeper', async () => {
      const seq = await entryOf('01-101');
      expect((await refused(() => reverse(seq, null, 'CASHIER'))).code).toBe('NOT_ALLOWED');
    });

    it('a receipt and an applied prepayment', async () => {
      const [receipt] = await compound.record([compound.money('01-101', '100.00', '01-09')]);
      const seq = required(receipt, 'receipt').entrySeq;
      expect(await refused(() => reverse(seq))).toEqual({ code: 'FEES_REVERSAL_RECEIPT', details: { seq, rule: 'P02' } });
      compound.today(day('02-01'));
      await compound.bill(month('02'));
      const last = await compound.read(async (tx) => (await on.books.book(tx))?.lastSeq ?? 0);
      expect(await refused(() => reverse(last))).toEqual({ code: 'FEES_REVERSAL_RECEIPT', details: { seq: last, rule: 'P03' } });
    });

    const cash = { code: '1001', holder: { type: 'bank_account', id: 1 } } as const;
    it.each<[rule: RuleCode, code: string, transfers: readonly TransferDraft[]]>([
      ['P08', 'FEES_REVERSAL_LEASE', transfer('COM', yuan('1.00'), { code: '1103', holder: { type: 'lease', id: 1 } }, { code: '4201.01' })],
      ['P12', 'FEES_REVERSAL_ENTITLEMENT', transfer('SVC', yuan('1.00'), { code: '5001.01' }, { code: '2101', holder: { type: 'firm', id: 1 } })],
      ['P22', 'FEES_REVERSAL_DISBURSEMENT', transfer('SVC', yuan('1.00'), cash, { code: '2303', holder: { type: 'disbursement', id: 1 } })],
      ['P20', 'FEES_REVERSAL_BANK_LINE', transfer('COM', yuan('1.00'), { code: '5301' }, cash)],
      ['P26', 'FEES_REVERSAL_OTHER', transfer('SVC', yuan('1.00'), cash, { code: '3901' })],
    ])('an entry of %s, saying what to correct instead', async (rule, code, transfers) => {
      const draft: EntryDraft = {
        rule,
        effectiveOn: day('01-02'),
        source: { type: 'bank_line', id: 1 },
        description: 'an entry of another document',
        transfers,
      };
      const [entry] = await compound.run((tx) => on.ledger.post(tx, posting, [draft]));
      const seq = required(entry, 'entry').seq;
      expect(await refused(() => reverse(seq))).toEqual({ code, details: { seq, rule } });
    });
  });
});
