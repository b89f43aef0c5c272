import { businessDate, DomainError, Money } from '../../../src/kernel/index.js';
import { DecideDisbursement, InstructDisbursements, SubmitDisbursement } from '../../../src/modules/disbursements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type PayoutScene } from './fixture.js';

type Settled = { readonly done: readonly unknown[]; readonly codes: readonly string[] };

/** Everything at once: what was done, and the codes of what was refused. */
async function atOnce(...attempts: (() => Promise<unknown>)[]): Promise<Settled> {
  const results = await Promise.allSettled(attempts.map((attempt) => attempt()));
  const done = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const codes = results.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof DomainError) return [result.reason.code];
    throw result.reason;
  });
  return { done, codes };
}

describe('at the same moment', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  it('two approvers decide: one is first, the other is told who it was and decides again', async () => {
    const { id } = await scene.submit('40398.59');
    const seen = await scene.seen(id);
    const { done, codes } = await atOnce(
      () => scene.decide('community', id, seen),
      () => scene.decide('centre', id, seen),
    );
    expect([done.length, codes]).toEqual([1, ['DISBURSEMENT_CHANGED']]);
    const { approvals } = await scene.detail(id);
    await scene.decide(approvals[0]?.slot === 'OWNER_SIDE' ? 'centre' : 'community', id);
    expect((await scene.detail(id)).missingSlots).toEqual(['SUPERVISOR']);
  });

  it('two people of one organisation approve: it counts once', async () => {
    const { id } = await scene.submit('40398.59');
    const seen = await scene.seen(id);
    const { done } = await atOnce(
      () => scene.decide('community', id, seen),
      () => scene.decide('colleague', id, seen),
    );
    expect(done).toHaveLength(1);
    expect((await scene.detail(id)).approvals).toHaveLength(1);
  });

  it('a double tap decides once, and both taps get the same answer', async () => {
    const { id } = await scene.submit('40398.59');
    const request = { ...(await scene.seen(id)), decision: 'APPROVE' as const, reason: null };
    const tap = () => scene.app.get(DecideDisbursement).execute(scene.as('community', 'tap-on-approve'), request);
    const [first, second] = await Promise.all([tap(), tap()]);
    expect(first?.value).toEqual(second?.value);
    expect([first?.replayed, second?.replayed].filter(Boolean)).toEqual([true]);
    expect((await scene.detail(id)).decisions).toHaveLength(1);
    expect((await tap()).replayed).toBe(true);
  });

  it('a double tap asks for one payout; the key with another amount is refused and names it', async () => {
    const ask = (amount: string) => () =>
      scene.app.get(SubmitDisbursement).execute(scene.as('firm', 'tap-on-submit'), { kind: 'BASE', period: '2024-01' as never, amount: Money.parse(amount) });
    const { done } = await atOnce(ask('20000.00'), ask('20000.00'));
    expect(done).toHaveLength(2);
    expect(await scene.read((tx) => scene.queries.list(tx, { beforeId: 0, limit: 10 }))).toHaveLength(1);
    expect(await refusedBy(ask('20000.01')())).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { fields: 'request.amount' } });
  });

  it('a double tap on the instruction makes one list', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const payouts = [{ id, version: (await scene.seen(id)).version }];
    const tap = () => scene.app.get(InstructDisbursements).execute(scene.as('cashier', 'tap-on-instruct'), { payouts });
    const [first, second] = await Promise.all([tap(), tap()]);
    expect(first?.value).toEqual(second?.value);
    expect(await scene.read((tx) => scene.queries.paymentLists(tx, { beforeId: 0, limit: 10 }))).toHaveLength(1);
  });

  it('two requests for the same money: one gets it', async () => {
    const { done, codes } = await atOnce(
      () => scene.submit('40398.59'),
      () => scene.submit('40398.59'),
    );
    expect([done.length, codes]).toEqual([1, ['DISBURSEMENT_OVER_BASE']]);
  });

  it('ten requests get ten numbers without gap', async () => {
    await atOnce(...Array.from({ length: 10 }, () => () => scene.submit('100.00')));
    const numbers = (await scene.read((tx) => scene.queries.list(tx, { beforeId: 0, limit: 20 }))).map(({ number }) => number).toSorted();
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => `BF2024-${String(index + 1).padStart(4, '0')}`));
  });

  it('two last approvals that together are above Available: one is held', async () => {
    const first = (await scene.submit('20000.00')).id;
    const second = (await scene.submit('20398.59')).id;
    await scene.decide('community', first);
    await scene.decide('community', second);
    await scene.decide('street', second); // together they are above the threshold, so the second needs all three
    await scene.spend('0.01');
    const { done, codes } = await atOnce(
      () => scene.decide('centre', first),
      () => scene.decide('centre', second),
    );
    expect([done.length, codes]).toEqual([1, ['DISBURSEMENT_SHORT']]);
  });

  it('a return and an approval: an approval never counts for what is submitted afterwards', async () => {
    const { id } = await scene.submit('40398.59');
    const seen = await scene.seen(id);
    const { codes } = await atOnce(
      () => scene.decide('community', id, { ...seen, decision: 'RETURN', reason: '请核对本月金额' }),
      () => scene.decide('centre', id, seen),
    );
    expect(codes).toEqual(['DISBURSEMENT_CHANGED']);
    if ((await scene.detail(id)).state === 'APPROVING') await scene.decide('community', id, { decision: 'RETURN', reason: '请核对本月金额' });
    await scene.revise(id, '40000.00');
    expect((await refusedBy(scene.decide('centre', id, seen))).code).toBe('DISBURSEMENT_CHANGED');
    expect((await refusedBy(scene.decide('centre', id, { payloadSha256: seen.payloadSha256 }))).code).toBe('DISBURSEMENT_PAYLOAD_CHANGED');
    expect((await scene.detail(id)).approvals).toEqual([]);
  });

  it('the last approval and a cancellation: one of them', async () => {
    const { id } = await scene.submit('30000.00');
    await scene.decide('community', id);
    const { done, codes } = await atOnce(
      () => scene.decide('centre', id),
      () => scene.cancel('firm', id),
    );
    expect([done.length, codes]).toEqual([1, ['DISBURSEMENT_CHANGED']]);
  });

  it('at 10 minutes, a withdrawal and the instruction: one of them', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const { done, codes } = await atOnce(
      () => scene.withdraw('street', id),
      () => scene.instruct(id),
    );
    expect(done).toHaveLength(1);
    expect(['DISBURSEMENT_CHANGED', 'DISBURSEMENT_STATE']).toContain(codes[0]);
  });

  it('two matches of the same payout: it settles once', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    scene.at('2024-03-02');
    const bookedOn = businessDate('2024-02-20');
    const [bankLineId = 0] = await scene.bankBook.through(businessDate('2024-02-29'), [{ on: bookedOn, amount: '-40398.59', remark: 'BF2024-0001' }]);
    const settle = () => scene.settle({ disbursementId: id, bankLineId, bookedOn, amount: Money.parse('40398.59') });
    const { done, codes } = await atOnce(settle, settle);
    expect([done.length, codes]).toEqual([1, ['DISBURSEMENT_STATE']]);
  });
});
