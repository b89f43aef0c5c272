import { readFileSync } from 'node:fs';
import { Money } from '../../../src/kernel/index.js';
import { EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

/** The demo compound's real files: 630 units, five leases, four statements of the bank, one of them in GB18030. */
describe('the first quarter of the demo, from the bank’s own files', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
    scene = await stage.newScene({ units: readFileSync('demo/units.csv'), leases: readFileSync('demo/leases.csv') });
  });
  afterAll(() => stage.close());

  const payBase = async (period: ReturnType<typeof month>, submitOn: ReturnType<typeof day>): Promise<string> => {
    const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, period));
    return scene.instructedPayout({ kind: 'BASE', period, amount: entitled }, submitOn);
  };

  it('closes January: 562 lines placed by rule, none left, none in suspense, 50,498.24 of fees', async () => {
    await scene.begin(month('01'));
    await scene.begin(month('02'));
    await scene.demoStatement('2024-01.xml', month('01'));
    const matched = await scene.match();
    expect(matched).toMatchObject({ lines: 562, leases: 2, payouts: 0, suspended: 0, left: 0 });
    expect(matched.reasons['AMOUNT_AND_PAYER']).toBeGreaterThan(20);
    scene.at(day('02-08'), '10:00');
    expect(await scene.close(month('01'))).toMatchObject({
      bankBalance: '61498.24',
      earned: '50498.24',
      base: '40398.59',
      withheld: '10099.65',
      suspenseCount: 0,
    });
    expect(await scene.violations()).toEqual([]);
  });

  it('closes February from the CSV, with the base payout of January settled on the bank’s day', async () => {
    expect(await payBase(month('01'), day('02-16'))).toBe('BF2024-0001');
    await scene.begin(month('03'));
    await scene.demoStatement('2024-02.csv', month('02'));
    expect(await scene.match()).toMatchObject({ lines: 550, leases: 3, payouts: 1, suspended: 0, left: 0 });
    scene.at(day('03-08'), '10:00');
    expect(await scene.close(month('02'))).toMatchObject({ bankBalance: '98107.62', earned: '50407.97', base: '40326.38' });
    expect(await scene.violations()).toEqual([]);
  });

  it('closes March: the quarter collected 151,238.95 and withheld 30,247.79', async () => {
    expect(await payBase(month('02'), day('03-16'))).toBe('BF2024-0002');
    await scene.begin(month('04'));
    await scene.demoStatement('2024-03.xml', month('03'));
    expect(await scene.match()).toMatchObject({ lines: 541, payouts: 1, suspended: 0, left: 0 });
    scene.at(day('04-08'), '10:00');
    expect(await scene.close(month('03'))).toMatchObject({ bankBalance: '120613.98', earned: '50332.74', base: '40266.19' });
    const months = await scene.read((tx) => scene.app.get(EntitlementQueries).months(tx));
    expect(Money.sum(months.map(({ earned }) => earned)).toString()).toBe('151238.95');
    expect(Money.sum(months.map(({ withheld }) => withheld)).toString()).toBe('30247.79');
    expect((await scene.cash())['SVC']).toBe('70513.98');
    expect(await scene.violations()).toEqual([]);
  });

  it('leaves a payout of April that differs by one fen for a person, and the month open', async () => {
    expect(await payBase(month('03'), day('04-16'))).toBe('BF2024-0003');
    const bank = booking('04-18', '-40266.18', {
      counterpartyName: '嘉兴市久旺物业管理有限公司',
      counterpartyAccount: '9903000000000001',
      remark: 'BF2024-0003',
    });
    scene.continueAfter('120613.98', day('04-01'));
    await scene.statement(day('04-30'), [bank]);
    expect(await scene.match()).toMatchObject({ lines: 1, left: 1, reasons: { PAYOUT_AMOUNT_DIFFERS: 1 } });
    expect((await scene.checklist(month('04'))).steps.filter(({ blocker }) => blocker).map(({ name }) => name)).toContain('LINES');
    expect(await scene.violations()).toEqual([
      expect.stringMatching(
        /^I9 money that went out under the number of a payout has settled it: bank line \d+ of 2024-04-18 over -40266.18 names BF2024-0003 and settles nothing$/,
      ),
    ]);
  });
});
