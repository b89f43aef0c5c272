import { Money } from '../../../src/kernel/index.js';
import { EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY] = [month('01'), month('02')];
const UNITS = ['01-101', '01-102', '03-201', '03-202'];

/** Two months that were billed, paid and closed, then opened again because of a bill that was wrong. The share at risk is 0.20. */
describe('what the firm earned by a month that is closed a second time', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const earned = () =>
    scene.read(async (tx) =>
      (await scene.app.get(EntitlementQueries).months(tx)).map(({ period, ...split }) => `${period} E ${split.earned} B ${split.base} W ${split.withheld}`),
    );
  const entitled = (period: typeof JANUARY) => scene.read(async (tx) => (await scene.app.get(EntitlementQueries).baseClaim(tx, period)).entitled.toString());

  async function closeBoth(units: readonly string[], wrong: readonly string[] = []): Promise<void> {
    for (const [period, closesOn, end] of [
      [JANUARY, day('02-05'), day('01-31')],
      [FEBRUARY, day('03-05'), day('02-29')],
    ] as const) {
      await scene.begin(period);
      const paid = units.map((unit, index) => booking(`${period.slice(5)}-0${index + 5}`, '75.23', { remark: `WY${unit}` }));
      await scene.statement(end, paid);
      await scene.match();
      scene.at(closesOn);
      for (const unit of wrong) await scene.reverseBill(period, unit);
      await scene.close(period);
    }
  }

  it('is split against the months through it, and the fen of rounding moves into the ones after it', async () => {
    await closeBoth(['01-101'], ['01-103']);
    expect(await earned()).toEqual(['2024-01 E 300.92 B 240.74 W 60.18', '2024-02 E 300.92 B 240.73 W 60.19']);
    await scene.reopen(JANUARY);
    await scene.reverseBill(JANUARY, '01-102');
    scene.at(day('03-06'));
    await scene.close(JANUARY);
    await scene.close(FEBRUARY);
    // 0.20 · 225.69 = 45.138 and 0.20 · 526.61 = 105.322, both rounded half up
    expect(await earned()).toEqual(['2024-01 E 225.69 B 180.55 W 45.14', '2024-02 E 300.92 B 240.74 W 60.18']);
  });

  it('is what the base of the month is, no more: what was taken back is not asked for again', async () => {
    await closeBoth(UNITS);
    expect(await entitled(JANUARY)).toBe('300.92');
    await scene.reopen(JANUARY);
    await scene.reverseBill(JANUARY, '01-103');
    scene.at(day('03-06'));
    await scene.close(JANUARY);
    await scene.close(FEBRUARY);
    expect(await entitled(JANUARY)).toBe('240.74');
    const ask = (amount: string) => scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse(amount) }, day('03-07'));
    expect(await refusedBy(ask('240.75'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE' });
    await ask('240.74');
  });

  it('is not paid while the month is open again', async () => {
    await closeBoth(UNITS);
    await scene.reopen(JANUARY);
    await scene.close(JANUARY);
    const ask = () => scene.instructedPayout({ kind: 'BASE', period: FEBRUARY, amount: Money.parse('300.92') }, day('03-06'));
    expect(await refusedBy(ask())).toMatchObject({ code: 'DISBURSEMENT_NOT_POSTED' });
    await scene.close(FEBRUARY);
    await ask();
  });
});
