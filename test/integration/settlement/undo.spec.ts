import { MakeMatchRule, MatchRuleQueries, SwitchOffMatchRule, UndoMatches, type MakeMatchRuleRequest } from '../../../src/modules/settlement/index.js';
import { Money } from '../../../src/kernel/index.js';
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

  it('is refused for a line that a close has reconciled, also while its month is open again: nothing would stand on the line', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    await scene.close(month('01'));
    expect(await refusedBy(undo([0]))).toMatchObject({ code: 'UNDO_CLOSED' });
    await scene.reopen(month('01'));
    const before = await scene.fingerprint();
    expect(await refusedBy(undo([0]))).toEqual({ code: 'UNDO_RECONCILED', details: { month: '2024-01', date: '2024-01-05', amount: '75.23' } });
    expect(await scene.fingerprint()).toEqual(before);
    await scene.close(month('01'));
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
      booking('01-08', '-500.00'),
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
