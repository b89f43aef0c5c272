import { addMonths, firstDay, lastDay, type BusinessDate } from '../../../src/kernel/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { YearEndQueries } from '../../../src/modules/settlement/index.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const DECEMBER = month('12');

describe('the end of a year', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  const books = () => scene.app.get(LedgerQueries);

  /** Twelve months, each paid by one flat, and January of the next year billed before December is closed. */
  beforeAll(async () => {
    stage = await openStage();
    scene = await stage.newScene();
    for (let period = month('01'); period <= DECEMBER; period = addMonths(period, 1)) {
      await scene.begin(period);
      await scene.statement(lastDay(period), [booking(firstDay(period).slice(5), '75.23', { remark: 'WY01-101' })]);
      await scene.match();
      if (period !== DECEMBER) await scene.close(period);
    }
    await scene.begin(addMonths(DECEMBER, 1));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const yearEnds = async () =>
    (await scene.read((tx) => books().entriesOf(tx, { type: 'year_end', id: 2024 }))).map(({ rule, effectiveOn, occurrence, transfers }) => ({
      at: `${rule} ${effectiveOn} ${occurrence}`,
      lines: transfers.map(({ fund, debitCode, creditCode, amount }) => `${fund} ${debitCode}/${creditCode} ${amount.toString()}`),
    }));
  const balancesOn = async (on: BusinessDate, codes: RegExp) =>
    Object.fromEntries(
      (await scene.read((tx) => books().balances(tx, { on })))
        .filter(({ code, balance }) => codes.test(code) && !balance.isZero)
        .map(({ code, fund, balance }) => [`${fund} ${code}`, balance.toString()]),
    );

  const seen = () =>
    scene.read(async (tx) => {
      const { funds, openings, isClosed, checklist, vouchers } = await scene.app.get(YearEndQueries).of(tx, 2024);
      const figures = funds.map(({ fund, income, cost, result, balance, carried }) =>
        [fund, ...[income, cost, result, balance, carried].map(String)].join(' '),
      );
      return {
        figures,
        isClosed,
        blockers: checklist?.steps.flatMap(({ name, blocker }) => (blocker ? [name] : [])) ?? null,
        vouchers: vouchers.length,
        openings,
      };
    });

  it('can be looked at before it comes: what blocks December, and what will be carried over', async () => {
    expect(await seen()).toMatchObject({
      isClosed: false,
      blockers: ['SIGNED'],
      vouchers: 0,
      // without P12 of December, which its close posts: 75.23
      figures: ['SVC 4513.80 827.53 3686.27 0.00 3686.27', 'COM 96000.00 0.00 96000.00 0.00 96000.00', 'QLT 0.00 0.00 0.00 0.00 0.00'],
    });
    expect((await scene.read((tx) => scene.app.get(YearEndQueries).of(tx, 2025))).checklist).toBeNull();
  });

  it('is the close of December: results are empty, class 3 carries them, flows leave them out', async () => {
    const cash = await scene.cash();
    const flows = async () => (await scene.read((tx) => books().movement(tx, { from: day('12-01'), to: day('12-31') }))).filter(({ code }) => /^[345]/.test(code)).map(({ code, fund, balance }) => `${fund} ${code} ${balance.toString()}`); // prettier-ignore
    expect(await scene.close(DECEMBER)).toMatchObject({ earned: '75.23', yearEnd: expect.stringMatching(/^2024-\d{4}$/) });
    expect(await yearEnds()).toEqual([
      {
        at: 'P27 2024-12-31 1',
        lines: [
          'SVC 4001/3101 4513.80', // 12 months of 5 flats at 75.23
          'SVC 3101/5001.01 722.20',
          'SVC 3101/5001.02 180.56',
          'SVC 3101/3001 3611.04',
          'COM 4201.01/3101 96000.00',
          'COM 3101/3002 96000.00',
        ],
      },
    ]);
    expect(await balancesOn(day('12-31'), /^[345]/)).toEqual({ 'SVC 3001': '3611.04', 'COM 3002': '96000.00' });
    expect(await flows()).toEqual(['SVC 4001 376.15', 'COM 4201.01 8000.00', 'SVC 5001.01 60.18', 'SVC 5001.02 15.05']);
    expect(await scene.cash()).toEqual(cash);
    expect(await seen()).toMatchObject({
      isClosed: true,
      vouchers: 1,
      figures: ['SVC 4513.80 902.76 3611.04 0.00 3611.04', 'COM 96000.00 0.00 96000.00 0.00 96000.00', 'QLT 0.00 0.00 0.00 0.00 0.00'],
    });
    const nextJanuary = addMonths(DECEMBER, 1);
    expect(await balancesOn(lastDay(nextJanuary), /^[45]/)).toEqual({ 'SVC 4001': '376.15', 'COM 4201.01': '8000.00' }); // the new year begins at zero
  });

  it('comes again, for the difference, when December was opened again', async () => {
    await scene.reopen(DECEMBER);
    await scene.reverseBill(DECEMBER, '01-103');
    await scene.close(DECEMBER);
    expect((await yearEnds()).slice(1)).toEqual([{ at: 'P27 2024-12-31 2', lines: ['SVC 3101/4001 75.23', 'SVC 3001/3101 75.23'] }]);
    expect(await balancesOn(day('12-31'), /^[345]/)).toEqual({ 'SVC 3001': '3535.81', 'COM 3002': '96000.00' });
    const before = await scene.fingerprint();
    await scene.reopen(DECEMBER);
    expect(await scene.close(DECEMBER)).toMatchObject({ yearEnd: null }); // nothing left to empty
    expect(await scene.fingerprint()).toMatchObject({ seq: (before as { seq: number }).seq });
  });

  it('is missed by verify when somebody undoes it behind the gate', async () => {
    const undo = (to: string) =>
      stage.database.as('postgres', (client) =>
        client.query(
          `begin; set local session_replication_role = replica; update ledger.transfer x set effective_on = '${to}' from ledger.entry e
           where x.community_id = ${scene.communityId} and e.community_id = x.community_id and e.seq = x.entry_seq and e.rule = 'P27' and e.occurrence = 2; commit`,
        ),
      );
    await undo('2025-01-01');
    expect(await scene.violations()).toContainEqual(
      expect.stringMatching(/^P27 empties every account of result of a closed year: account \d+ \(4001, SVC\) stands at -75.23 after the year end of 2024$/),
    );
    await undo('2024-12-31');
  });
});
