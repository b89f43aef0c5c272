import { businessDate, Money } from '../../../src/kernel/index.js';
import type { BillId } from '../../../src/modules/fees/index.js';
import { refusedBy } from '../../support/refusal.js';
import { yuan } from '../../support/books.js';
import { day, demoUnits, feesOnDatabase, month, type Compound } from './fixture.js';

describe('FeeReceipts', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;

  beforeAll(async () => {
    on = await feesOnDatabase();
  });
  beforeEach(async () => {
    compound = await on.compound();
    await compound.bill(month('01'));
  });
  afterEach(async () => expect(await compound.violations()).toEqual([]));
  afterAll(() => on.database.destroy());

  const collected = async (text: string) => (await compound.read((tx) => on.fees.collected(tx, month(text)))).toString();

  it('numbers receipts by day and then as given, and answers in the order given', async () => {
    const recorded = await compound.record([
      compound.money('01-101', '75.23', '01-20'),
      compound.money('01-102', '75.23', '01-09'),
      compound.money('S-01', '112.00', '01-20'),
    ]);
    expect(recorded.map((receipt) => receipt.number)).toEqual(['SJ2024-000002', 'SJ2024-000001', 'SJ2024-000003']);
    expect(recorded.map((receipt) => [receipt.excess.toString(), receipt.effectiveOn])).toEqual([
      ['0.00', '2024-01-20'],
      ['0.00', '2024-01-09'],
      ['0.00', '2024-01-20'],
    ]);
    expect(await collected('01')).toBe('262.46');
    expect(await compound.balance('1101')).toBe('90.27');
    const [entry] = await compound.read((tx) => on.books.entriesOf(tx, { type: 'receipt', id: recorded[0]?.id ?? 0 }));
    expect(entry).toMatchObject({ seq: recorded[0]?.entrySeq, rule: 'P02', description: 'fee receipt SJ2024-000002' });
  });

  it('numbers from 1 again in a new year', async () => {
    await compound.record([compound.money('01-101', '75.23', '01-20')]);
    const [next] = await compound.record([compound.money('01-102', '75.23', '01-20', { receivedOn: businessDate('2025-01-02') })]);
    expect(next?.number).toBe('SJ2025-000001');
  });

  it('settles the oldest bill first, or the one that the payer names', async () => {
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    await compound.record([compound.money('01-101', '100.00', '02-05')]);
    const named = (await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-102')]))).find((bill) => bill.period === '2024-02');
    await compound.record([compound.money('01-102', '100.00', '02-05', { billIds: [named?.id ?? (0 as BillId)] })]);
    const paid = async (code: string) => (await compound.unitLedger(code)).bills.map((bill) => [bill.period, bill.paid.toString(), bill.state]);
    expect(await paid('01-101')).toEqual([
      ['2024-01', '75.23', 'PAID'],
      ['2024-02', '24.77', 'OPEN'],
    ]);
    expect(await paid('01-102')).toEqual([
      ['2024-01', '24.77', 'OPEN'],
      ['2024-02', '75.23', 'PAID'],
    ]);
  });

  it('settles a bill by two receipts of one file, and keeps what is too much in advance', async () => {
    const recorded = await compound.record([compound.money('01-101', '50.00', '01-10'), compound.money('01-101', '50.00', '01-09')]);
    expect(recorded.map((receipt) => receipt.excess.toString())).toEqual(['24.77', '0.00']);
    expect(await compound.balance('2001', '01-101')).toBe('24.77');
    expect(await collected('01')).toBe('75.23');
  });

  it('takes one bank line in parts for two units', async () => {
    const line = compound.money('01-101', '75.23', '01-10');
    await compound.record([line, { ...line, unitId: compound.unitId('01-102') }]);
    expect(await collected('01')).toBe('150.46');
  });

  it('counts money of January that is imported after February was billed in advance, and settles February on the 1st', async () => {
    compound.today(day('02-01'));
    await compound.bill(month('02'));
    await compound.record([compound.money('01-101', '150.46', '01-31')]);
    expect([await collected('01'), await collected('02')]).toEqual(['75.23', '75.23']);
    expect(await compound.balance('1101', '01-101', day('01-31'))).toBe('0.00');
    expect(await compound.balance('2001', '01-101', day('01-31'))).toBe('75.23');
    expect(await compound.balance('2001', '01-101')).toBe('0.00');
    const bridge = await compound.read((tx) => on.fees.bridge(tx, { from: month('01'), through: day('01-31') }));
    expect(Object.fromEntries(Object.entries(bridge).map(([name, amount]) => [name, amount.toString()]))).toEqual({
      received: '150.46',
      toPrepayment: '75.23',
      lateFees: '0.00',
      prepaymentApplied: '0.00',
      found: '0.00',
      clearedByFirm: '0.00',
      bounced: '0.00',
      reallocated: '0.00',
      collected: '75.23',
    });
  });

  it('takes found money out of suspense and counts it on the day it was found', async () => {
    const line = compound.money('02-101', '100.00', '01-12');
    await compound.suspend(line);
    const [receipt] = await compound.find(line, day('01-21'));
    expect(receipt).toMatchObject({ number: 'SJ2024-000001', effectiveOn: '2024-01-21' });
    expect(await collected('01')).toBe('90.27');
    const cash = await compound.read((tx) => on.fees.documentCash(tx, day('01-31')));
    expect(cash.map(({ fund, amount }) => [fund, amount.toString()])).toEqual([
      ['SVC', '100.00'],
      ['COM', '0.00'],
      ['TRN', '-100.00'],
    ]);
    const funds = await compound.read((tx) => on.books.funds(tx));
    expect(
      funds.map(({ fund, cash: held, restricted }) => [fund, held.toString(), restricted.toString()]).filter(([fund]) => fund === 'SVC' || fund === 'TRN'),
    ).toEqual([
      ['SVC', '100.00', '9.73'],
      ['TRN', '0.00', '0.00'],
    ]);
    const bridge = await compound.read((tx) => on.fees.bridge(tx, { from: month('01'), through: day('01-31') }));
    expect([bridge.received, bridge.found, bridge.toPrepayment, bridge.collected].map(String)).toEqual(['0.00', '100.00', '9.73', '90.27']);
  });

  describe('refuses, and writes nothing:', () => {
    const refused = async (work: () => Promise<unknown>) => {
      const before = await compound.footprint();
      const refusal = await refusedBy(work());
      expect(await compound.footprint()).toEqual(before);
      return refusal;
    };

    it('a bank line that already has a receipt for the unit', async () => {
      const line = compound.money('01-101', '75.23', '01-10');
      await compound.record([line]);
      expect(await refused(() => compound.record([compound.money('01-102', '75.23', '01-10'), line]))).toEqual({
        code: 'FEES_LINE_USED',
        details: { line: line.bankLineId },
      });
    });

    it('a bill that is not an open one of the unit', async () => {
      const [other] = await compound.read((tx) => on.fees.openBills(tx, [compound.unitId('01-102')]));
      const billId = other?.id ?? (0 as BillId);
      expect(await refused(() => compound.record([compound.money('01-101', '75.23', '01-10', { billIds: [billId] })]))).toEqual({
        code: 'FEES_BILL_NOT_OPEN',
        details: { bill: billId },
      });
    });

    it('money of a closed month, the whole file with it', async () => {
      await compound.close(month('01'));
      const file = [compound.money('01-101', '75.23', '02-01'), compound.money('01-102', '75.23', '01-31')];
      expect((await refused(() => compound.record(file))).code).toBe('LEDGER_PERIOD_CLOSED');
    });

    it('found money that never stood in suspense', async () => {
      const line = compound.money('02-101', '90.27', '01-12');
      expect((await refused(() => compound.find(line, day('01-21')))).code).toBe('LEDGER_FLOOR');
    });

    it('the number of a refused receipt is given to the next one', async () => {
      await refused(() => compound.record([compound.money('01-101', '75.23', '01-10', { billIds: [1 as BillId] })]));
      const [receipt] = await compound.record([compound.money('01-101', '75.23', '01-10')]);
      expect(receipt?.number).toBe('SJ2024-000001');
    });
  });
});

describe('the first quarter of the demo compound', () => {
  let on: Awaited<ReturnType<typeof feesOnDatabase>>;
  let compound: Compound;
  /** Bills paid in each month by their amount, as in the demo's bank files. */
  const paidBills = [
    { '75.23': 180, '90.27': 236, '108.29': 128, '112.00': 16 },
    { '75.23': 180, '90.27': 235, '108.29': 128, '112.00': 16 },
    { '75.23': 179, '90.27': 235, '108.29': 128, '112.00': 16 },
  ];

  beforeAll(async () => {
    on = await feesOnDatabase();
    compound = await on.compound(demoUnits);
    for (const [index, counts] of paidBills.entries()) {
      const period = month(`0${index + 1}`);
      compound.today(day(`0${index + 1}-01`));
      await compound.bill(period);
      const open = (await compound.read((tx) => on.fees.openBills(tx))).filter((bill) => bill.period === period);
      const paying = Object.entries(counts).flatMap(([amount, count]) => open.filter((bill) => bill.amount.toString() === amount).slice(0, count));
      await compound.record(paying.map((bill) => compound.money(bill.unitCode, bill.amount.toString(), `0${index + 1}-15`)));
    }
  });
  afterAll(() => on.database.destroy());

  it('collects 50,498.24, 50,407.97 and 50,332.74', async () => {
    const collected = await compound.read(async (tx) => [
      await on.fees.collected(tx, month('01')),
      await on.fees.collected(tx, month('02')),
      await on.fees.collected(tx, month('03')),
    ]);
    expect(collected.map(String)).toEqual(['50498.24', '50407.97', '50332.74']);
    expect(Money.sum(collected).toString()).toBe('151238.95');
  });

  it('leaves 73, 110, 24 and 6 bills of 18,692.45 unpaid', async () => {
    const summary = await compound.read((tx) => on.fees.summary(tx, day('03-31')));
    expect([summary.billed, summary.collected, summary.prepaid, summary.waived, summary.unpaid].map(String)).toEqual([
      '169931.40',
      '151238.95',
      '0.00',
      '0.00',
      '18692.45',
    ]);
    expect(summary.byKind.map(({ unitKind, bills, paidBills: paid, units }) => [unitKind, bills, paid, units])).toEqual([
      ['FLAT', 1836, 1629, 612],
      ['SHOP', 54, 48, 18],
    ]);
    const open = await compound.read((tx) => on.fees.openBills(tx));
    const count = (amount: string) => open.filter((bill) => bill.amount.toString() === amount).length;
    expect(['75.23', '90.27', '108.29', '112.00'].map(count)).toEqual([73, 110, 24, 6]);
  });

  it('shows arrears per building, which add up', async () => {
    const { byBuilding, unpaid } = await compound.read((tx) => on.fees.summary(tx, day('03-31')));
    expect(Money.sum(byBuilding.map((group) => group.unpaid)).equals(unpaid)).toBe(true);
    expect(byBuilding.every((group) => group.paid.plus(group.unpaid).equals(group.billed) && group.unitsOwing <= group.units)).toBe(true);
  });

  it('answers for an earlier day what was true then', async () => {
    const january = await compound.read((tx) => on.fees.summary(tx, day('01-31')));
    expect([january.billed, january.collected, january.unpaid].map(String)).toEqual(['56643.80', '50498.24', '6145.56']);
    const march = await compound.read((tx) => on.fees.figures(tx, { from: month('03'), through: day('03-31') }));
    expect([march.billed, march.collected].map(String)).toEqual(['56643.80', '50332.74']);
  });

  it('brings as much cash into the fund as the books hold', async () => {
    await compound.read(async (tx) => {
      const [svc] = await on.fees.documentCash(tx, day('03-31'));
      expect(svc?.amount.toString()).toBe('151238.95');
      expect((await on.books.fundsOn(tx, day('03-31')))[0]?.cash.equals(svc?.amount ?? yuan('0.00'))).toBe(true);
    });
  });

  it('lists receipts newest first, page by page, without gap', async () => {
    const seen: string[] = [];
    for (let beforeId = 0; ;) {
      const page = await compound.read((tx) => on.receiptQueries.list(tx, { beforeId, limit: 500 }));
      seen.push(...page.map((receipt) => receipt.number));
      const last = page.at(-1);
      if (!last) break;
      beforeId = last.id;
    }
    expect(seen).toHaveLength(1677);
    expect([seen[0], seen.at(-1)]).toEqual(['SJ2024-001677', 'SJ2024-000001']);
  });

  it('keeps every invariant', async () => {
    expect(await compound.violations()).toEqual([]);
  });
});
