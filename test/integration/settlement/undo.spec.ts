import type { QueryRunner } from 'typeorm';
import { LinesOfReopenedMonths1795420803700 } from '../../../migrations/1795420803700-lines-of-reopened-months.js';
import { MakeMatchRule, MatchRuleQueries, SwitchOffMatchRule, UndoMatches, type MakeMatchRuleRequest } from '../../../src/modules/settlement/index.js';
import { Money } from '../../../src/kernel/index.js';
import { ReconciliationQueries } from '../../../src/modules/bank/index.js';
import { EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { FeeQueries } from '../../../src/modules/fees/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

describe('matches that are taken back, and rules of the bookkeeper', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(month('01'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  const lineId = async (index: number) => (await scene.lines())[index]?.id as Parameters<SettlementScene['assign']>[0];
  const undo = async (indexes: readonly number[], reason = 'the payer meant another flat', who: 'bookkeeper' | 'cashier' = 'bookkeeper') => {
    const lineIds = await Promise.all(indexes.map((index) => lineId(index)));
    return (await scene.app.get(UndoMatches).execute(scene.as(who), { lineIds, reason })).value;
  };
  const states = async () => (await scene.lines()).map(({ state, suspenseOpen }) => `${state} ${suspenseOpen.toString()}`);
  const open = async () =>
    (await scene.read((tx) => scene.app.get(FeeQueries).openBills(tx))).map(({ unitCode, open: left }) => `${unitCode} ${left.toString()}`);
  const own = { counterpartyName: '', counterpartyAccount: '' };

  it('opens the bills again, keeps the number of the receipt, and lets the line be matched anew', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-06', '75.23', { remark: 'WY01-102' })]);
    const before = await open();
    await scene.match();
    expect(await undo([0])).toEqual({ lines: [{ lineId: await lineId(0), state: 'NEW' }] });
    expect(await states()).toEqual(['NEW 0.00', 'MATCHED 0.00']);
    expect(await open()).toEqual(before.filter((bill) => bill !== '01-102 75.23'));
    expect(await scene.cash()).toMatchObject({ SVC: '75.23' });
    await scene.assign(await lineId(0), [{ target: 'UNIT', reference: '01-103' }]);
    expect(await open()).not.toContain('01-103 75.23');
    const receipts = await scene.read((tx) =>
      tx.query<{ no: number; kind: string | null }>('select no, void_kind as kind from mingbai.receipt where community_id = $1 order by no', [tx.communityId]),
    );
    expect(receipts).toEqual([{ no: 1, kind: 'UNDONE' }, { no: 2, kind: null }, { no: 3, kind: null }]); // prettier-ignore
  });

  it('takes back several lines, all or none', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-06', '1.00'), booking('01-07', '-5.00', own)]);
    await scene.match();
    const before = await scene.fingerprint();
    expect(await refusedBy(undo([0, 1, 2]))).toMatchObject({ code: 'UNDO_NOTHING', details: { amount: '-5.00' } });
    expect(await scene.fingerprint()).toEqual(before);
    await undo([0, 1]);
    expect(await states()).toEqual(['NEW 0.00', 'NEW 0.00', 'NEW 0.00']);
    expect(await scene.cash()).toEqual({ SVC: '0.00', COM: '0.00', QLT: '0.00', TRN: '0.00' });
    expect(await scene.match()).toMatchObject({ units: 1, suspended: 1 });
  });

  describe('in months that are opened again', () => {
    const [JANUARY, FEBRUARY] = [month('01'), month('02')];
    const earned = async () => (await scene.read((tx) => scene.app.get(EntitlementQueries).postings(tx))).map(({ period, postingNo, earned: e }) => `${period} ${postingNo} ${e.toString()}`); // prettier-ignore

    /** January with a payment for the wrong flat and 1.00 that nobody knew; in February it was found. Both are closed. */
    beforeEach(async () => {
      await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-20', '1.00', { remark: '?' })]);
      await scene.match();
      await scene.close(JANUARY);
      await scene.begin(FEBRUARY);
      await scene.statement(day('02-29'), [booking('02-05', '75.23', { remark: 'WY01-103' })]);
      await scene.match();
      scene.at(day('02-20'));
      await scene.assign(await lineId(1), [{ target: 'UNIT', reference: '01-103' }]);
      scene.at(day('03-05'));
      await scene.close(FEBRUARY);
    });

    it('puts a line right that was placed wrongly, earns anew and closes again, while the second close signs what is true now', async () => {
      expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_CLOSED', details: { month: '2024-01', closedThrough: '2024-02-29' } });
      await scene.reopen(JANUARY);
      expect(await states()).toEqual(['MATCHED 0.00', 'MATCHED 0.00', 'MATCHED 0.00']);
      expect(await undo([0])).toEqual({ lines: [{ lineId: await lineId(0), state: 'NEW' }] });
      expect(await scene.violations()).toEqual([]); // also while the line has no place
      expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_NOTHING' });
      expect(await refusedBy(scene.close(JANUARY))).toMatchObject({ code: 'BANK_LINE_UNPLACED', details: { month: '2024-01', count: 1 } });
      await scene.assign(await lineId(0), [{ target: 'LEASE', reference: 'ZL01' }]); // it was no fee at all
      expect(await scene.close(JANUARY)).toMatchObject({ earned: '0.00', lines: 2 });
      expect(await scene.close(FEBRUARY)).toMatchObject({ earned: '76.23', lines: 1 });
      expect(await earned()).toEqual(['2024-01 1 75.23', '2024-02 1 76.23', '2024-01 2 -75.23', '2024-02 2 0.00']);
      expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 0.00', 'RECONCILED 0.00']);
      expect(await scene.cash()).toEqual({ SVC: '76.23', COM: '75.23', QLT: '0.00', TRN: '0.00' });
      const reconciliations = await scene.read((tx) => scene.app.get(ReconciliationQueries).all(tx));
      expect(reconciliations.map((view) => [view.month, view.bankBalance.toString()])).toEqual([
        ['2024-01', '76.23'],
        ['2024-01', '76.23'],
        ['2024-02', '151.46'],
        ['2024-02', '151.46'], // prettier-ignore
      ]);
      expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_CLOSED' });
    });

    it('leaves what lies before the month that was opened: its lines stay reconciled, and only what was found of them later goes back', async () => {
      await scene.reopen(FEBRUARY);
      expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 0.00', 'MATCHED 0.00']);
      const before = await scene.fingerprint();
      expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_CLOSED', details: { month: '2024-01', closedThrough: '2024-01-31' } });
      expect(await refusedBy(undo([2, 0]))).toMatchObject({ code: 'UNDO_CLOSED' });
      expect(await scene.fingerprint()).toEqual(before);
      await undo([1]);
      expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 1.00', 'MATCHED 0.00']);
      await scene.reopen(JANUARY); // and now that one as well
      expect(await states()).toEqual(['MATCHED 0.00', 'SUSPENSE 1.00', 'MATCHED 0.00']);
      await scene.close(JANUARY);
      await scene.close(FEBRUARY);
      expect(await states()).toEqual(['RECONCILED 0.00', 'RECONCILED 1.00', 'RECONCILED 0.00']);
    });

    it('is refused once the time of the reopening is over', async () => {
      await scene.reopen(JANUARY);
      scene.at(day('03-20'));
      const before = await scene.fingerprint();
      expect(await refusedBy(undo([0]))).toMatchObject({ code: 'LEDGER_REOPENING_EXPIRED', details: { month: '2024-01' } });
      expect(await scene.fingerprint()).toEqual(before);
      await scene.close(JANUARY);
      await scene.close(FEBRUARY);
    });

    it('comes to months that were opened again before the update', async () => {
      await scene.reopen(FEBRUARY);
      await scene.reopen(JANUARY);
      const before = `alter table mingbai.bank_line disable trigger all; update mingbai.bank_line set state = 'RECONCILED' where community_id = ${scene.communityId}; alter table mingbai.bank_line enable trigger all`;
      await stage.database.as('postgres', (client) => client.query(before));
      expect(await scene.violations()).toHaveLength(3);
      await stage.database.as('mingbai_owner', async (client) => {
        await client.query('begin');
        // there was none when that update ran; a later one that moves lines lifts it as well
        await client.query('alter table mingbai.bank_line_check no force row level security');
        await new LinesOfReopenedMonths1795420803700().up({ query: (sql: string) => client.query(sql) } as unknown as QueryRunner);
        await client.query('alter table mingbai.bank_line_check force row level security');
        await client.query('commit');
      });
      expect(await states()).toEqual(['MATCHED 0.00', 'MATCHED 0.00', 'MATCHED 0.00']);
      await scene.close(JANUARY);
      await scene.close(FEBRUARY);
    });

    it('is refused by PostgreSQL for a line whose month is closed, whoever asks', async () => {
      const open = (state: string) => `update mingbai.bank_line set state = '${state}' where community_id = ${scene.communityId} and amount = 75.23`;
      for (const role of ['mingbai_app', 'mingbai_owner'] as const)
        for (const state of ['MATCHED', 'SUSPENSE', 'NEW'])
          await expect(
            stage.database.as(role, (client) => client.query(`begin; set local app.community_id = '${scene.communityId}'; ${open(state)}; commit`)),
          ).rejects.toThrow(state === 'NEW' ? /cannot go from RECONCILED to NEW/ : /its month is closed/);
    });
  });

  it('takes a place found in suspense back into suspense, and from there back to new', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23')]);
    await scene.match();
    await scene.assign(await lineId(0), [{ target: 'UNIT', reference: '01-101' }]);
    await undo([0]);
    expect(await states()).toEqual(['SUSPENSE 75.23']);
    await undo([0]);
    expect(await states()).toEqual(['NEW 0.00']);
    await scene.match();
    expect(await states()).toEqual(['SUSPENSE 75.23']);
  });

  it('takes interest, charges with their advance, errors and wrong credits of the bank back, each with what belongs to it', async () => {
    await scene.statement(day('01-10'), [
      booking('01-05', '75.23', { remark: 'WY01-101' }),
      booking('01-06', '-5.00', { ...own, remark: '手续费' }),
      booking('01-07', '500.00'),
      booking('01-08', '-500.00', { counterpartyAccount: '9901000000000001' }),
    ]);
    await scene.match();
    await scene.statement(day('01-31'), [booking('01-21', '9.00', { ...own, remark: '结息' })]);
    await scene.match();
    await scene.assign(await lineId(3), [{ target: 'TAKEN_BACK', reference: String(await lineId(2)) }]);
    const cash = await scene.cash();
    expect(await refusedBy(undo([1]))).toMatchObject({ code: 'UNDO_ADVANCE_REPAID', details: { advance: '5.00', repaidByLine: await lineId(4) } });
    await undo([3]);
    expect((await states()).slice(2, 4)).toEqual(['SUSPENSE 500.00', 'NEW 0.00']);
    await undo([4]);
    await undo([1]);
    expect(await scene.cash()).toEqual({ SVC: '75.23', COM: '0.00', QLT: '0.00', TRN: '500.00' });
    await scene.match();
    await scene.assign(await lineId(3), [{ target: 'TAKEN_BACK', reference: String(await lineId(2)) }]);
    const total = (funds: Record<string, string>) => Money.sum(Object.values(funds).map((amount) => Money.parse(amount))).toString();
    expect(total(await scene.cash())).toBe(total(cash));
    expect((await states()).every((state) => state === 'MATCHED 0.00')).toBe(true);
  });

  it('is refused after the close, without a reason, and to anybody else', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-06', '8000.00', { remark: 'ZL01' })]);
    await scene.match();
    const before = await scene.fingerprint();
    expect(await refusedBy(undo([0], ' '))).toMatchObject({ code: 'UNDO_REASON' });
    expect(await refusedBy(undo([]))).toMatchObject({ code: 'UNDO_LINES' });
    expect(await refusedBy(undo([0], 'why not', 'cashier'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [999_999 as Awaited<ReturnType<typeof lineId>>], reason: 'x' }))).toMatchObject({ code: 'BANK_LINE_MISSING' }); // prettier-ignore
    expect(await scene.fingerprint()).toEqual(before);
    scene.at(day('02-08'));
    await scene.close(month('01'));
    expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_CLOSED', details: { date: '2024-01-05', month: '2024-01', closedThrough: '2024-01-31' } });
  });

  describe('a rule', () => {
    const terms: MakeMatchRuleRequest = { direction: 'IN', counterparty: '星泊', remark: '', amount: null, target: 'LEASE', reference: 'ZL01' };
    const make = async (changes: Partial<MakeMatchRuleRequest> = {}) =>
      (await scene.app.get(MakeMatchRule).execute(scene.as('bookkeeper'), { ...terms, ...changes })).value;
    const all = () => scene.read((tx) => scene.app.get(MatchRuleQueries).all(tx));

    it('places the lines that it speaks of, says so, and counts them; switched off it places no more and is kept', async () => {
      expect(await make()).toEqual({ no: 1 });
      await scene.statement(day('01-31'), [
        booking('01-05', '100.00', { counterpartyName: '嘉善星泊停车场' }),
        booking('01-06', '100.00', { counterpartyName: '星泊' }),
      ]);
      expect(await scene.match()).toMatchObject({ leases: 2, reasons: { RULE: 2 } });
      expect((await all()).map(({ no, uses }) => [no, uses])).toEqual([[1, 2]]);
      await scene.app.get(SwitchOffMatchRule).execute(scene.as('bookkeeper'), { no: 1 });
      expect(await refusedBy(scene.app.get(SwitchOffMatchRule).execute(scene.as('bookkeeper'), { no: 1 }))).toMatchObject({ code: 'RULE_OFF' });
      await scene.statement(day('02-02'), [booking('02-01', '100.00', { counterpartyName: '嘉善星泊停车场' })]);
      expect(await scene.match()).toMatchObject({ leases: 0, suspended: 1 });
      expect((await all())[0]).toMatchObject({ no: 1, uses: 2, switchedOffAt: expect.any(String) as string });
      expect(await make()).toEqual({ no: 2 });
    });

    it('is refused when it says nothing, leads nowhere, is there already, or is not the bookkeeper’s', async () => {
      await make();
      expect(await refusedBy(make())).toMatchObject({ code: 'RULE_EXISTS', details: { rule: 'R1' } });
      expect(await refusedBy(make({ counterparty: ' ', remark: '' }))).toMatchObject({ code: 'RULE_SAYS_NOTHING' });
      expect(await refusedBy(make({ direction: 'OUT' }))).toMatchObject({ code: 'RULE_DIRECTION' });
      expect(await refusedBy(make({ target: 'CHARGE', reference: null }))).toMatchObject({ code: 'RULE_DIRECTION' });
      expect(await refusedBy(make({ amount: Money.zero }))).toMatchObject({ code: 'RULE_AMOUNT' });
      expect(await refusedBy(make({ reference: 'ZL99' }))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
      expect(await refusedBy(make({ target: 'SUSPENSE' }))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
      expect(await refusedBy(scene.app.get(MakeMatchRule).execute(scene.as('firm'), terms))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect((await all()).length).toBe(1);
    });
  });
});
