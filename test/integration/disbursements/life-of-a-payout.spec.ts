import { businessDate, Money, sha256Hex } from '../../../src/kernel/index.js';
import { FinaliseAssessment } from '../../../src/modules/entitlements/index.js';
import { SubmitDisbursement } from '../../../src/modules/disbursements/index.js';
import { openStage, Q1, scoreQuarter, type PayoutScene } from './fixture.js';

describe('the life of a payout', () => {
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
  afterEach(async () => {
    expect(await scene.violations()).toEqual([]);
  });

  it('goes from the request to the bank line: held, in flight, paid', async () => {
    expect(await scene.available()).toBe('40398.59');
    const { id, number, state } = await scene.submit('40398.59');
    expect([number, state]).toEqual(['BF2024-0001', 'APPROVING']);
    expect(await scene.balance('2101')).toBe('40398.59');

    await scene.approveAll(id);
    expect([await scene.balance('2101'), await scene.balance('2111'), await scene.available()]).toEqual(['0.00', '40398.59', '0.00']);

    scene.at('2024-02-19', '15:00');
    const { paymentList } = await scene.instruct(id);
    expect(paymentList?.total).toBe('40398.59');
    expect([await scene.balance('2111'), await scene.balance('2112')]).toEqual(['0.00', '40398.59']);
    const { bytes } = await scene.read((tx) => scene.queries.paymentListFile(tx, paymentList?.sha256 ?? ''));
    expect(sha256Hex(bytes)).toBe(paymentList?.sha256);
    expect(bytes.toString('utf8')).toContain('BF2024-0001,嘉兴市久旺物业管理有限公司,9903000000000001,嘉兴秀湖银行城东支行,40398.59,2024年1月基础服务费,1');

    scene.at('2024-03-02');
    const [bankLineId = 0] = await scene.bankBook.through(businessDate('2024-02-29'), [
      { on: businessDate('2024-02-20'), amount: '-40398.59', remark: number },
    ]);
    await scene.settle({ disbursementId: id, bankLineId, bookedOn: businessDate('2024-02-20'), amount: Money.parse('40398.59') });
    expect([await scene.balance('2112'), await scene.balance('1001')]).toEqual(['0.00', '10099.65']);

    const detail = await scene.detail(id);
    expect(detail).toMatchObject({ state: 'SETTLED', paidOn: '2024-02-20', settlement: { bookedOn: '2024-02-20', bankLineId }, gatesNow: null, balance: null });
    expect(detail.steps.map(({ action }) => action)).toEqual(['DRAFT', 'SUBMIT', 'GATES_PASSED', 'APPROVE', 'APPROVE', 'APPROVE', 'INSTRUCT', 'SETTLE']);
    expect(detail.approvals.map(({ slot, organisation, substitute }) => [slot, organisation, substitute])).toEqual([
      ['OWNER_SIDE', expect.stringContaining('小东门社区居民委员会'), true],
      ['REGULATOR', expect.stringContaining('县物管中心'), false],
      ['SUPERVISOR', expect.stringContaining('魏塘街道办事处'), false],
    ]);
    expect(detail.evaluations.map(({ stage, gates }) => [stage, gates.length])).toEqual([
      ['SUBMISSION', 8],
      ['APPROVAL', 8],
      ['INSTRUCTION', 8],
    ]);
    expect(await scene.read((tx) => scene.queries.documentCash(tx, businessDate('2024-02-29')))).toEqual([{ fund: 'SVC', amount: Money.parse('-40398.59') }]);
    expect(await scene.read((tx) => scene.queries.documentCash(tx, businessDate('2024-02-19')))).toEqual([]);
    for (const [day, held, inFlight, paid] of [
      ['2024-02-18', '40398.59', '0.00', '0.00'],
      ['2024-02-19', '0.00', '40398.59', '0.00'],
      ['2024-02-20', '0.00', '0.00', '40398.59'],
    ] as const) {
      const on = businessDate(day);
      const [claims] = await scene.read((tx) => scene.queries.claims(tx, on));
      expect([claims?.held.toString(), claims?.inFlight.toString(), claims?.paid.toString()]).toEqual([held, inFlight, paid]);
      expect([await scene.balance('2111', on), await scene.balance('2112', on)]).toEqual([held, inFlight]);
    }
  });

  it('pays the performance money of a FINAL quarter with two approvals, since it is not above the threshold', async () => {
    await scene.month('2024-02');
    await scene.month('2024-03');
    const assessmentId = await scoreQuarter(scene);
    scene.at('2024-04-23', '10:00');
    await scene.app.get(FinaliseAssessment).execute(scene.as('centre'), { quarter: Q1 });
    const { value } = await scene.app.get(SubmitDisbursement).execute(scene.as('firm'), { kind: 'PERFORMANCE', assessmentId, amount: Money.parse('29642.83') });
    const submitted = await scene.detail(value.id);
    expect(submitted).toMatchObject({ requiredSlots: ['OWNER_SIDE', 'REGULATOR'], purpose: '2024年一季度绩效服务费', quarter: '2024-Q1' });
    expect(submitted.gatesNow?.find(({ gate }) => gate === 'G1')?.inputs).toMatchObject({
      score: '87.32',
      ratio: '0.98',
      entitlement: '151238.95',
      entitled: '29642.83',
    });
    await scene.approveAll(value.id);
    expect((await scene.detail(value.id)).state).toBe('APPROVED');
  });

  it('may be asked for in parts, each with its own number', async () => {
    const first = await scene.submit('20000.00');
    const second = await scene.submit('20398.59');
    expect([first.number, second.number]).toEqual(['BF2024-0001', 'BF2024-0002']);
    const [claim] = (await scene.read((tx) => scene.queries.firmClaims(tx))).filter(({ claim: { kind } }) => kind === 'BASE');
    expect(claim).toMatchObject({ pending: Money.parse('40398.59'), paid: Money.zero, payable: Money.zero });
  });

  it('needs the approvals of the whole that its source is asked for: asked for in parts, the second needs all three', async () => {
    const first = await scene.submit('30000.00');
    const second = await scene.submit('10398.59');
    expect((await scene.detail(first.id)).requiredSlots).toEqual(['OWNER_SIDE', 'REGULATOR']);
    expect((await scene.detail(second.id)).requiredSlots).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']);
    await scene.decide('centre', first.id, { decision: 'RETURN', reason: '请核对本月金额' });
    await scene.revise(first.id, '29000.00');
    expect((await scene.detail(first.id)).requiredSlots).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']);
    await scene.cancel('firm', second.id);
    expect(await scene.violations()).toEqual([]);
    const [{ text } = { text: '' }] = await scene.read((tx) =>
      tx.query<{ text: string }>('select text from mingbai.disbursement_payload where community_id = $1 and disbursement_id = $2', [tx.communityId, second.id]),
    );
    expect(JSON.parse(text)).toMatchObject({ amount: '10398.59', alreadyAsked: '30000.00' });
  });

  it('keeps its number when it is cancelled, and the next one goes on from it; its claim may be asked for again', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    expect((await scene.cancel('firm', id)).state).toBe('CANCELLED');
    expect([await scene.balance('2111'), await scene.balance('2101')]).toEqual(['0.00', '40398.59']);
    expect((await scene.submit('40398.59')).number).toBe('BF2024-0002');
  });

  it('goes back to the firm when it is returned; what is submitted again needs every approval anew', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.decide('community', id);
    const before = await scene.detail(id);
    expect((await scene.decide('centre', id, { decision: 'RETURN', reason: '请核对本月金额' })).state).toBe('DRAFT');
    const revised = await scene.revise(id, '40000.00');
    expect(revised).toMatchObject({ state: 'APPROVING', number: 'BF2024-0001' });
    expect(revised.payloadSha256).not.toBe(before.payloadSha256);
    const detail = await scene.detail(id);
    expect(detail.approvals).toEqual([]);
    expect(detail.missingSlots).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR']);
    await scene.approveAll(id);
    expect((await scene.detail(id)).state).toBe('APPROVED');
  });

  it('waits when it is deferred, for 15 days at most, and goes on with the next decision; earlier approvals still count', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.decide('community', id);
    expect((await scene.decide('centre', id, { decision: 'DEFER', reason: '等待现场核实' })).state).toBe('DEFERRED');
    const [queued] = await scene.read((tx) => scene.queries.queue(tx, scene.people.centre));
    expect(queued).toMatchObject({ slot: 'REGULATOR', refusal: null, deferredUntil: '2024-03-04', missingSlots: ['REGULATOR', 'SUPERVISOR'] });
    await scene.decide('centre', id);
    await scene.decide('street', id);
    expect((await scene.detail(id)).state).toBe('APPROVED');
  });

  it('ends when it is rejected, and gives the claim free', async () => {
    const { id } = await scene.submit('40398.59');
    expect((await scene.decide('street', id, { decision: 'REJECT', reason: '服务质量不达标' })).state).toBe('REJECTED');
    expect((await scene.submit('40398.59')).state).toBe('APPROVING');
  });

  it('is held again after an approval was taken back and given once more', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    scene.clock.advanceMinutes(3);
    expect((await scene.withdraw('street', id)).state).toBe('APPROVING');
    expect([await scene.balance('2111'), await scene.balance('2101')]).toEqual(['0.00', '40398.59']);
    await scene.decide('street', id);
    expect(await scene.balance('2111')).toBe('40398.59');
    const detail = await scene.detail(id);
    expect(detail.decisions.map(({ counts, withdrawn }) => [counts, withdrawn?.ground ?? null])).toEqual([
      [true, null],
      [true, null],
      [false, 'TAKEN_BACK'],
      [true, null],
    ]);
  });

  it('goes back to its approvers when the bank did not pay; with new approvals, a second list for it is another file', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const first = await scene.instruct(id);
    scene.at('2024-02-20');
    await scene.bankBook.through(businessDate('2024-02-19'), []);
    expect((await scene.fail(id)).state).toBe('APPROVING');
    expect([await scene.balance('2112'), await scene.balance('2111'), await scene.balance('2101')]).toEqual(['0.00', '0.00', '40398.59']);
    expect((await scene.detail(id)).decisions.map(({ withdrawn }) => withdrawn?.ground)).toEqual(['NOT_EXECUTED', 'NOT_EXECUTED', 'NOT_EXECUTED']);
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const second = await scene.instruct(id);
    expect(second.paymentList?.sha256).not.toBe(first.paymentList?.sha256);
    expect((await scene.detail(id)).paymentLists).toHaveLength(2);
  });

  it('is told to the bank together with others on one list', async () => {
    const first = await scene.submit('20000.00');
    const second = await scene.submit('20398.59');
    await scene.approveAll(first.id);
    await scene.approveAll(second.id);
    scene.clock.advanceMinutes(10);
    expect(await scene.instruct(second.id, first.id)).toMatchObject({ paymentList: { total: '40398.59' }, stopped: [] });
    expect((await scene.read((tx) => scene.queries.instructed(tx))).map(({ number, instructedOn }) => [number, instructedOn])).toEqual([
      ['BF2024-0001', '2024-02-18'],
      ['BF2024-0002', '2024-02-18'],
    ]);
  });

  it('shows the public organisations and times, no person and no whole account number', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.decide('community', id);
    await scene.decide('centre', id, { decision: 'DEFER', reason: '等待张小明现场核实' });
    const view = await scene.read((tx) => scene.queries.publicView(tx, id));
    expect(view).toMatchObject({
      payeeLast4: '0001',
      approvals: [{ slot: 'OWNER_SIDE', organisation: expect.stringContaining('小东门社区居民委员会') as string, substitute: true }],
    });
    const text = JSON.stringify(view);
    for (const name of ['FIRM 1', 'COMMUNITY 3', 'CENTRE 5', '9903000000000001', '张小明']) expect(text).not.toContain(name);
  });
});
