import { addMinutes, Money, type AccountingPeriod, type BusinessDate, type Quarter } from '../../../src/kernel/index.js';
import { BankQueries, ImportBankFile } from '../../../src/modules/bank/index.js';
import { BankAccountQueries } from '../../../src/modules/communities/index.js';
import { ImposePenalty } from '../../../src/modules/entitlements/index.js';
import { ReverseEntry, RunBills } from '../../../src/modules/fees/index.js';
import { AccrueOperatingIncome } from '../../../src/modules/operating-income/index.js';
import { ClosePeriod, ConfirmReopening, PrepareReconciliation, ProposeReopening, SignReconciliation } from '../../../src/modules/settlement/index.js';
import { ServiceReader } from '../../../src/modules/statements/application/sections/service-reader.js';
import { writeBankCsv } from '../../support/bank-files.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type Stage } from './stage.js';

const APRIL = '2024-04' as AccountingPeriod;
const MAY = '2024-05' as AccountingPeriod;

describe('the statement of a month that was opened again', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterEach(async () => expect(await stage.violations()).toEqual([]));
  afterAll(() => stage.close());

  const reopen = async () => {
    const { app, clock } = stage;
    const proposal = { month: APRIL, reason: 'a bill of a flat that was sold', expiresAt: addMinutes(clock.now(), 60 * 24) };
    const { number } = (await app.get(ProposeReopening).execute(await stage.as('jizhang1'), proposal)).value;
    await app.get(ConfirmReopening).execute(await stage.as('zhongxin1'), { number });
  };
  const close = async (period = APRIL) => {
    const { id, sha256 } = (await stage.app.get(PrepareReconciliation).execute(await stage.as('jizhang1'), { month: period })).value;
    await stage.app.get(SignReconciliation).execute(await stage.as('zhongxin1'), { id, sha256 });
    return stage.app.get(ClosePeriod).execute(await stage.as('jizhang1'), { period });
  };
  /** A bill of April that turns out to be wrong. */
  const takeBack = async (reason: string) => {
    const [bill] = await stage.read((tx) =>
      tx.query<{ seq: number }>(
        `select b.entry_seq as seq from mingbai.bill b where b.community_id = $1 and b.period = $2 and b.paid = 0 and b.voided_on is null order by b.entry_seq limit 1`,
        [tx.communityId, APRIL],
      ),
    );
    await stage.app.get(ReverseEntry).execute(await stage.as('jizhang1'), { seq: bill?.seq ?? 0, reason });
  };
  const later = (): void => stage.clock.set(addMinutes(stage.clock.now(), 10));

  it('is not built while the month is open, and says nothing new when nothing changed', async () => {
    await reopen();
    expect(await refusedBy(stage.build(APRIL))).toMatchObject({ code: 'STATEMENT_MONTH_OPEN' });
    later();
    await close();
    later();
    expect(await refusedBy(stage.build(APRIL))).toEqual({ code: 'STATEMENT_UNCHANGED', details: { period: APRIL, version: 1 } });
  });

  it('is a correction, which follows the version that residents have read; that one stays to the byte', async () => {
    const before = await stage.document(APRIL);
    await reopen();
    await takeBack('sold to the county');
    later();
    await close();
    later();
    await stage.build(APRIL);
    await reopen();
    expect(await refusedBy(stage.publish(APRIL))).toMatchObject({ code: 'STATEMENT_MONTH_OPEN' });
    later();
    await close();
    expect(await refusedBy(stage.publish(APRIL))).toMatchObject({ code: 'STATEMENT_NOT_READY' }); // built before that close
    later();
    const { version, kind, sha256 } = (await stage.build(APRIL)).value;
    expect([version, kind]).toEqual([2, 'CORRECTION']);
    await stage.publish(APRIL);
    const [first, now] = [await stage.document(APRIL, 1), await stage.document(APRIL)];
    expect(first).toEqual({ ...before, state: 'ARCHIVED' });
    expect(now).toMatchObject({ version: 2, jsonSha256: sha256, snapshot: { previous: { version: 1, sha256: before.jsonSha256 } } });
    expect(now.snapshot.sections.fees.month.billed).not.toBe(first.snapshot.sections.fees.month.billed);
    expect(now.snapshot.sections.money).toEqual(first.snapshot.sections.money);
    expect((await stage.get('/p/ryxc/2024-04')).payload).toContain('反结账');
    later();
    expect(await refusedBy(stage.build(APRIL))).toMatchObject({ code: 'STATEMENT_UNCHANGED' });
  });

  it('comes before that of the next month, which would begin with figures that nobody has published', async () => {
    const { app, clock, as } = stage;
    clock.set('2024-06-02T09:00:00.000Z' as ReturnType<typeof clock.now>);
    await app.get(RunBills).execute(await as('jizhang1'), { period: MAY, dryRun: false });
    await app.get(AccrueOperatingIncome).execute(await as('jizhang1'), { period: MAY });
    const [opening, account] = await stage.read(async (tx) => {
      const { id, accountNo } = await app.get(BankAccountQueries).active(tx, '2024-05-31' as BusinessDate);
      return [await app.get(BankQueries).balanceOn(tx, id, '2024-04-30' as BusinessDate), accountNo] as const;
    });
    const [from, to] = ['2024-05-01', '2024-05-31'] as BusinessDate[] as [BusinessDate, BusinessDate];
    const csv = writeBankCsv({ accountNo: account, accountName: 'x', from, to, opening, bookings: [] });
    await app.get(ImportBankFile).execute(await as('jizhang1'), { fileName: 'may.csv', file: Buffer.from(csv), dryRun: false });
    await reopen();
    await takeBack('counted twice');
    later();
    await close();
    await close(MAY);
    later();
    expect(await refusedBy(stage.build(MAY))).toEqual({ code: 'STATEMENT_EARLIER_OUTDATED', details: { period: MAY, earlier: APRIL } });
    await stage.build(APRIL);
    await stage.publish(APRIL);
    expect((await stage.build(MAY)).value).toMatchObject({ version: 1, kind: 'MONTH' });
  });

  it('says the fines of the quarter, and takes them off what the firm is paid', async () => {
    const { app } = stage;
    const result = () => stage.read(async (tx) => (await app.get(ServiceReader).read(tx, '2024-03' as AccountingPeriod))?.result);
    expect(await result()).toMatchObject({ fines: '0.00', net: '150633.99' });
    const penalty = { quarter: '2024-Q1' as Quarter, amount: Money.parse('1000.00'), reason: 'no guard at night', document: 'notice 3' };
    await app.get(ImposePenalty).execute(await stage.as('shequ1'), penalty);
    expect(await result()).toMatchObject({ fines: '1000.00', net: '149633.99' });
  });
});
