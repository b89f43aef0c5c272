import { ClosePeriod, PrepareReconciliation, SignReconciliation, WithdrawReconciliation } from '../../../src/modules/settlement/index.js';
import { ReconciliationQueries } from '../../../src/modules/bank/index.js';
import { Money } from '../../../src/kernel/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY] = [month('01'), month('02')];

describe('the reconciliation of a month', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
    await scene.begin(JANUARY);
    const paid = ['01-101', '01-102', '01-103', '03-201'].map((unit, index) => booking(`01-0${index + 4}`, '75.23', { remark: `WY${unit}` }));
    await scene.statement(day('01-31'), [...paid, booking('01-20', '1.00', { remark: '?' })]);
    await scene.match();
    scene.at(day('02-05'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(() => stage.close());

  type Who = Parameters<SettlementScene['as']>[0];
  const prepare = (who: Who = 'bookkeeper', period = JANUARY, key?: string) =>
    scene.app.get(PrepareReconciliation).execute(scene.as(who, key ?? null), { month: period });
  const sign = (request: { id: number; sha256: string }, who: Who = 'community') => scene.app.get(SignReconciliation).execute(scene.as(who), request);
  const withdraw = (id: number, reason = 'a receipt is missing', who: Who = 'bookkeeper') =>
    scene.app.get(WithdrawReconciliation).execute(scene.as(who), { id, reason });
  const documents = () => scene.read((tx) => scene.app.get(ReconciliationQueries).prepared(tx));
  const state = async () => (await scene.checklist(JANUARY)).reconciliation;

  it('lists who owes whom and what is under way, and keeps that as it was signed', async () => {
    await scene.sign(await scene.prepare(JANUARY), 'centre');
    const [kept] = await documents();
    expect(kept?.claims.map(({ account, fund, amount }) => `${account} ${fund} ${amount.toString()}`)).toEqual([
      '1101 SVC 75.23',
      '1103 COM 8000.00',
      '2301 TRN 1.00',
    ]);
    expect(kept?.outstanding.map(({ kind, since, amount }) => `${kind} ${since} ${amount.toString()}`)).toEqual(['SUSPENSE 2024-01-20 1.00']);
    expect(kept).toMatchObject({
      lineCount: 5,
      preparedBy: scene.people.bookkeeper.personId,
      preparedFor: scene.people.bookkeeper.organisationId,
      signedBy: scene.people.centre.personId,
      signedFor: scene.people.centre.organisationId,
      closeNo: null,
    });
    await scene.close(JANUARY);
    expect((await documents()).map(({ sha256, closeNo }) => [sha256, closeNo])).toEqual([[kept?.sha256, 1]]);
  });

  it('lists a payout that is instructed and not yet paid, by its number and day', async () => {
    await scene.close(JANUARY);
    const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('100.00') }, day('02-20'));
    await scene.begin(FEBRUARY);
    await scene.statement(day('02-29'), []);
    scene.at(day('03-05'));
    await scene.prepare(FEBRUARY);
    const [, february] = await documents();
    expect(february?.outstanding.map(({ kind, fund, reference, since, amount }) => `${kind} ${fund} ${reference} ${since} ${amount.toString()}`)).toEqual([
      'SUSPENSE TRN ' + `${february?.outstanding[0]?.reference} 2024-01-20 1.00`,
      `PAYOUT_IN_FLIGHT SVC ${number} 2024-02-21 100.00`,
    ]);
  });

  it('is needed by the close, with both signatures', async () => {
    const before = await scene.fingerprint();
    const close = () => scene.app.get(ClosePeriod).execute(scene.as('bookkeeper'), { period: JANUARY });
    expect(await refusedBy(close())).toEqual({ code: 'CLOSE_NOT_RECONCILED', details: { month: JANUARY } });
    const prepared = await scene.prepare(JANUARY);
    expect(await refusedBy(close())).toEqual({ code: 'CLOSE_NOT_SIGNED', details: { month: JANUARY } });
    expect(await scene.fingerprint()).toEqual(before);
    await scene.sign(prepared);
    expect(await state()).toBe('SIGNED');
    await close();
  });

  it.each([['prepared'], ['signed']] as const)('counts no more, once %s, when an entry of its month comes after it', async (how) => {
    const first = await scene.prepare(JANUARY);
    if (how === 'signed') await scene.sign(first);
    await scene.reverseBill(JANUARY, '03-202');
    expect(await state()).toBe('OUTDATED');
    expect(await refusedBy(scene.app.get(ClosePeriod).execute(scene.as('bookkeeper'), { period: JANUARY }))).toEqual({
      code: 'RECONCILIATION_OUTDATED',
      details: { month: JANUARY },
    });
    if (how === 'prepared') expect(await refusedBy(sign(first))).toMatchObject({ code: 'RECONCILIATION_OUTDATED' });
    await scene.sign(await scene.prepare(JANUARY));
    expect((await documents()).map(({ withdrawnBecause }) => withdrawnBecause)).toEqual(['FIGURES_CHANGED', null]);
    expect(await refusedBy(sign(first))).toMatchObject({ code: 'RECONCILIATION_STATE', details: { state: 'WITHDRAWN' } });
    await scene.close(JANUARY);
  });

  it('stays as it is while later months go on', async () => {
    await scene.sign(await scene.prepare(JANUARY));
    await scene.begin(FEBRUARY);
    await scene.statement(day('02-03'), [booking('02-02', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    expect(await state()).toBe('SIGNED');
    await scene.close(JANUARY);
  });

  it('is prepared once, by the bookkeeper, when nothing else blocks the month', async () => {
    for (const who of ['cashier', 'firm', 'community', 'centre', 'street'] as const)
      expect(await refusedBy(prepare(who))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(prepare('bookkeeper', FEBRUARY))).toMatchObject({ code: 'LEDGER_PERIOD_NOT_NEXT' });
    const { value } = await prepare('bookkeeper', JANUARY, 'prepare-01');
    expect(await prepare('bookkeeper', JANUARY, 'prepare-01')).toMatchObject({ value, replayed: true });
    expect(await refusedBy(prepare())).toEqual({ code: 'RECONCILIATION_STATE', details: { month: JANUARY, state: 'PREPARED' } });
    await scene.sign(value);
    expect(await refusedBy(prepare())).toMatchObject({ details: { state: 'SIGNED' } });
    expect(await documents()).toHaveLength(1);
  });

  it('is not signed by the one who prepared it, by the same organisation, by a role that has no part in it, unread, or twice', async () => {
    const prepared = await scene.prepare(JANUARY);
    for (const who of ['bookkeeper', 'cashier', 'firm', 'street'] as const) expect(await refusedBy(sign(prepared, who))).toMatchObject({ code: 'NOT_ALLOWED' });
    const { bookkeeper, centre } = scene.people;
    const actAs = (actor: object) => scene.app.get(SignReconciliation).execute({ actor: { ...centre, ...actor }, idempotencyKey: null }, prepared);
    for (const party of [{ personId: bookkeeper.personId }, { organisationId: bookkeeper.organisationId }])
      expect(await refusedBy(actAs(party))).toMatchObject({ code: 'RECONCILIATION_SAME_PARTY' });
    expect(await refusedBy(sign({ ...prepared, sha256: '0'.repeat(64) }))).toMatchObject({ code: 'RECONCILIATION_OTHER' });
    expect(await refusedBy(sign({ ...prepared, id: 999_999 }))).toMatchObject({ code: 'RECONCILIATION_MISSING' });
    expect((await documents())[0]).toMatchObject({ signedAt: null });
    await sign(prepared);
    expect(await refusedBy(sign(prepared, 'centre'))).toEqual({ code: 'RECONCILIATION_STATE', details: { month: JANUARY, state: 'SIGNED' } });
  });

  it('is withdrawn before the close, with a reason, and never after it', async () => {
    const first = await scene.prepare(JANUARY);
    await scene.sign(first);
    for (const who of ['cashier', 'firm', 'street'] as const) expect(await refusedBy(withdraw(first.id, 'x', who))).toMatchObject({ code: 'NOT_ALLOWED' });
    for (const reason of ['', ' ', 'a\nb', 'x'.repeat(201)])
      expect(await refusedBy(withdraw(first.id, reason))).toMatchObject({ code: 'RECONCILIATION_REASON' });
    expect(await refusedBy(withdraw(999_999))).toMatchObject({ code: 'RECONCILIATION_MISSING' });
    expect(await state()).toBe('SIGNED');
    await withdraw(first.id, ' a receipt is missing ', 'community');
    expect((await documents())[0]).toMatchObject({ withdrawnBecause: 'a receipt is missing' });
    expect(await state()).toBe('NONE');
    const second = await scene.prepare(JANUARY);
    await scene.sign(second);
    await scene.close(JANUARY);
    expect(await refusedBy(withdraw(second.id))).toEqual({ code: 'RECONCILIATION_STATE', details: { month: JANUARY, state: 'CLOSED' } });
  });

  it('cannot be signed by one party, ended twice or changed by the application itself', async () => {
    const { id } = await scene.prepare(JANUARY);
    const write = (sql: string) => scene.run((tx) => tx.query(sql, [tx.communityId, id]));
    const signature = (by: string, organisation: string, sha256 = 'sha256') =>
      `insert into mingbai.reconciliation_signature select community_id, id, prepared_by, prepared_for, ${sha256}, now(), ${by}, ${organisation} from mingbai.reconciliation where community_id = $1 and id = $2`;
    await expect(write(signature('prepared_by', 'prepared_for + 1'))).rejects.toThrow('two_persons');
    await expect(write(signature('prepared_by + 1', 'prepared_for'))).rejects.toThrow('two_organisations');
    await expect(write(signature('prepared_by + 1', 'prepared_for + 1', `repeat('0', 64)`))).rejects.toThrow('foreign key');
    await expect(write(`insert into mingbai.reconciliation_end values ($1, $2, 'CLOSED', 1, $2, null, now(), 1)`)).rejects.toThrow('foreign key'); // not signed
    await expect(write(`insert into mingbai.reconciliation_end values ($1, $2, 'WITHDRAWN', null, null, null, now(), 1)`)).rejects.toThrow('check');
    for (const table of ['reconciliation', 'reconciliation_signature', 'reconciliation_end'])
      await expect(scene.run((tx) => tx.query(`delete from mingbai.${table} where community_id = $1`, [tx.communityId]))).rejects.toThrow('permission denied');
  });
});
