import { accountingPeriod, businessDate, Money } from '../../../src/kernel/index.js';
import { ReviseDisbursement, SubmitDisbursement } from '../../../src/modules/disbursements/index.js';
import type { ContractTermsJson } from '../../../src/modules/contracts/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { refusedBy } from '../../support/refusal.js';
import { demoTerms } from '../contracts/fixture.js';
import { pdf } from '../evidence/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

/** What a contract may ask of a payout beyond what every contract does: a fresh proof of the account, the firm's invoice, longer waits. */
describe('gates that the contract asks for', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    expect(await scene.violations()).toEqual([]);
  });

  const gates = (change: Partial<{ budget: boolean; invoice: boolean; reconciledWithinDays: number | null }>) => ({
    gates: { budget: false, invoice: false, reconciledWithinDays: null, ...change },
  });
  const file = async (text: string) =>
    (await scene.app.get(StoreEvidence).execute(scene.as('firm'), { fileName: `${text}.pdf`, bytes: pdf(`${scene.slug} ${text}`) })).value.sha256;
  const ask = async (amount: string, papers?: { invoiceNo: string | null; documents: readonly string[] }, period = '2024-01') =>
    (
      await scene.app
        .get(SubmitDisbursement)
        .execute(scene.as('firm'), { kind: 'BASE', period: accountingPeriod(period), amount: Money.parse(amount), ...(papers && { papers }) })
    ).value;
  const sceneWith = (clauses: Partial<ContractTermsJson>) => stage.newScene({ terms: { ...demoTerms, ...clauses } });
  const gateOf = async (id: number, gate: string) => (await scene.detail(id)).gatesNow?.find((result) => result.gate === gate);

  it('a proof of the account that is too old stops a payout, and says how old it is and how old it may be', async () => {
    scene = await sceneWith(gates({ reconciledWithinDays: 45 }));
    await scene.month('2024-01');
    const fresh = await ask('20000.00');
    expect(fresh.state).toBe('APPROVING');
    expect(await gateOf(fresh.id, 'G7')).toMatchObject({
      outcome: 'PASSED',
      inputs: { signedOn: '2024-01-01', days: '40', withinDays: '45', unexplained: '0' },
    });
    await scene.decide('community', fresh.id);
    scene.at('2024-02-18');
    const late = await ask('100.00');
    expect([late.state, late.failed]).toEqual(['GATE_FAILED', [{ gate: 'G7', reason: 'RECONCILIATION_OLD' }]]);
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.decide('centre', fresh.id))).toMatchObject({
      code: 'DISBURSEMENT_RECONCILIATION_OLD',
      details: { days: '48', withinDays: '45' },
    });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('a line that nobody has placed, of a day that was proven, stops a payout', async () => {
    scene = await sceneWith(gates({ reconciledWithinDays: 92 }));
    scene.at('2024-01-02');
    await scene.bankBook.through(businessDate('2024-01-01'), [
      { on: businessDate('2024-01-01'), amount: '5.00', remark: '不明', from: { name: '某人', account: '6222000000000001' } },
    ]);
    await scene.month('2024-01');
    const { id, failed } = await ask('100.00');
    expect(failed).toEqual([{ gate: 'G7', reason: 'RECONCILIATION_UNEXPLAINED' }]);
    expect((await scene.detail(id)).evaluations.at(-1)?.gates.find(({ gate }) => gate === 'G7')?.inputs).toMatchObject({ unexplained: '1' });
  });

  it('without its invoice the firm is paid nothing; handed in later, the request goes on', async () => {
    scene = await sceneWith(gates({ invoice: true }));
    await scene.month('2024-01');
    const { id, version, failed } = await ask('20000.00');
    expect(failed).toEqual([{ gate: 'G5', reason: 'NO_EVIDENCE' }]);
    const papers = { invoiceNo: ' 2433 0001 ', documents: [await file('发票')] };
    const again = await scene.app.get(ReviseDisbursement).execute(scene.as('firm'), { id, version, amount: null, papers });
    expect(again.value.state).toBe('APPROVING');
    expect(await scene.detail(id)).toMatchObject({ papers: { invoiceNo: '24330001', documents: papers.documents } });
    expect(await gateOf(id, 'G5')).toMatchObject({ outcome: 'PASSED', inputs: { papers: '2' } });
  });

  it('one invoice pays the parts of one month, and no other month: neither by its number nor by its file', async () => {
    scene = await sceneWith(gates({ invoice: true }));
    await scene.month('2024-01');
    await scene.month('2024-02');
    const documents = [await file('一月')];
    const first = await ask('20000.00', { invoiceNo: '24330001', documents });
    expect((await ask('20398.59', { invoiceNo: '24330001', documents })).state).toBe('APPROVING');
    const sameNumber = await ask('100.00', { invoiceNo: '24330001', documents: [await file('二月')] }, '2024-02');
    expect(sameNumber.failed).toEqual([{ gate: 'G5', reason: 'EVIDENCE_USED' }]);
    const sameFile = await ask('100.00', { invoiceNo: '24330002', documents }, '2024-02');
    expect(sameFile.failed).toEqual([{ gate: 'G5', reason: 'EVIDENCE_USED' }]);
    expect((await scene.detail(sameFile.id)).evaluations.at(-1)?.gates.find(({ gate }) => gate === 'G5')?.inputs).toMatchObject({ usedBy: first.number });
  });

  it('papers that are none are refused, and no number is taken', async () => {
    scene = await sceneWith(gates({ invoice: true }));
    await scene.month('2024-01');
    const before = await scene.fingerprint();
    expect((await refusedBy(ask('100.00', { invoiceNo: '票〔1〕', documents: [] }))).code).toBe('DISBURSEMENT_INVOICE_NO');
    expect((await refusedBy(ask('100.00', { invoiceNo: '1', documents: ['a'.repeat(64)] }))).code).toBe('EVIDENCE_UNKNOWN');
    const eleven = Array.from({ length: 11 }, (_, index) => index.toString(16).padStart(64, '0'));
    expect((await refusedBy(ask('100.00', { invoiceNo: '1', documents: eleven }))).code).toBe('DISBURSEMENT_PAPERS_COUNT');
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('waits as long as the contract says: an hour after the last approval, three days with a decision that was put off', async () => {
    scene = await sceneWith({ times: { coolingMinutes: 60, payeeRestHours: 720, deferredDays: 3 } });
    await scene.month('2024-01');
    const { id } = await ask('20000.00');
    await scene.approveAll(id);
    scene.database.clock.advanceMinutes(54);
    expect(await refusedBy(scene.instruct(id))).toMatchObject({ code: 'DISBURSEMENT_WAITING', details: { minutes: 60 } });
    scene.database.clock.advanceMinutes(1);
    expect((await scene.instruct(id)).instructed).toHaveLength(1);
    const deferred = await ask('100.00');
    await scene.decide('centre', deferred.id, { decision: 'DEFER', reason: '等对账单到了再说' });
    const [queued] = await scene.read((tx) => scene.queries.queue(tx, scene.people.community));
    expect(queued?.deferredUntil).toBe('2024-02-13');
  });
});
