import { accountingPeriod, businessDate, DomainError, Money, shanghaiTime, type ErrorCode } from '../../../src/kernel/index.js';
import { SubmitDisbursement, InstructDisbursements, CancelDisbursement, ReviseDisbursement } from '../../../src/modules/disbursements/index.js';
import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { FileAppeal, AssessmentQueries } from '../../../src/modules/assessments/index.js';
import { BankLines, type BankLineId } from '../../../src/modules/bank/index.js';
import { LedgerQueries, LedgerService } from '../../../src/modules/ledger/index.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { describeError, languages } from '../../../src/platform/messages/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, Q1, scoreQuarter, type PayoutScene } from './fixture.js';

const MARCH_END = businessDate('2024-03-31');

describe('a payout is refused, and nothing is written', () => {
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

  /** The refusal of an attempt that has left no trace, and whose text has all its figures. */
  const refused = async (attempt: () => Promise<unknown>) => {
    const before = await scene.fingerprint();
    const refusal = await refusedBy(attempt());
    expect(await scene.fingerprint()).toEqual(before);
    for (const language of languages) expect(describeError(new DomainError(refusal.code, refusal.details), language)).not.toMatch(/\{\w+\}/);
    return refusal;
  };
  const submitted = async (amount = '40398.59') => (await scene.submit(amount)).id;
  const approved = async () => {
    const id = await submitted();
    await scene.approveAll(id);
    return id;
  };
  const instructed = async () => {
    const id = await approved();
    scene.clock.advanceMinutes(10);
    await scene.instruct(id);
    return id;
  };

  describe('at submission', () => {
    it('of one fen more than the rule gives, with the figures of the formula', async () => {
      expect(await refused(() => scene.submit('40398.60'))).toMatchObject({
        code: 'DISBURSEMENT_OVER_BASE',
        details: {
          period: '2024-01',
          entitlement: '50498.24',
          withheld: '10099.65',
          entitled: '40398.59',
          alreadyAsked: '0.00',
          payable: '40398.59',
          asked: '40398.60',
        },
      });
    });

    it('of more than what is left of the claim', async () => {
      await scene.submit('40000.00');
      expect(await refused(() => scene.submit('398.60'))).toMatchObject({
        code: 'DISBURSEMENT_OVER_BASE',
        details: { alreadyAsked: '40000.00', payable: '398.59' },
      });
    });

    it.each(['0.00', '-1.00'])('of %s', async (amount) => {
      expect(await refused(() => scene.submit(amount))).toMatchObject({ code: 'DISBURSEMENT_AMOUNT' });
    });

    it('for a month whose entitlement is not posted', async () => {
      expect(await refused(() => scene.submit('100.00', { period: accountingPeriod('2024-02') }))).toMatchObject({
        code: 'DISBURSEMENT_NOT_POSTED',
        details: { period: '2024-02' },
      });
    });

    it('for a month that no contract covers', async () => {
      expect(await refused(() => scene.submit('100.00', { period: accountingPeriod('2027-01') }))).toMatchObject({ code: 'CONTRACT_NONE' });
    });

    it('for performance money while the score is not FINAL, and while an appeal is open', async () => {
      await scene.month('2024-02');
      await scene.month('2024-03');
      const { assessmentId } = await scene.read(async (tx) => ({ assessmentId: (await scene.app.get(AssessmentQueries).byQuarter(tx, Q1))?.id }));
      const ask = () =>
        scene.app.get(SubmitDisbursement).execute(scene.as('firm'), { kind: 'PERFORMANCE', assessmentId: assessmentId!, amount: Money.parse('1.00') });
      expect(await refused(ask)).toMatchObject({ code: 'DISBURSEMENT_NOT_FINAL', details: { quarter: '2024-Q1' } });
      await scoreQuarter(scene);
      expect(await refused(ask)).toMatchObject({ code: 'DISBURSEMENT_NOT_FINAL', details: { score: '87.32' } });
      scene.at('2024-04-20');
      await scene.app.get(FileAppeal).execute(scene.as('firm'), { quarter: Q1, reason: '抽查日下雨，保洁得分偏低。' });
      expect(await refused(ask)).toMatchObject({ code: 'DISBURSEMENT_APPEAL_OPEN' });
    });

    it('by another firm than that of the contract', async () => {
      expect(await refused(() => scene.submit('100.00', { by: 'otherFirm' }))).toMatchObject({ code: 'DISBURSEMENT_NOT_YOURS' });
    });

    it.each(['community', 'centre', 'street', 'cashier', 'bookkeeper'] as const)('by the %s', async (by) => {
      expect(await refused(() => scene.submit('100.00', { by }))).toMatchObject({ code: 'NOT_ALLOWED' });
    });
  });

  describe('at a gate, which stops it with what stands in the way', () => {
    const newAccount = () =>
      scene.app.get(RegisterPayeeAccount).execute(scene.as('registrar'), { contractId: scene.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' });

    it('to an account that stands on the contract for less than 72 hours: nothing is posted, and it may be submitted again later', async () => {
      await newAccount();
      const entries = (await scene.fingerprint())['entry'];
      const stopped = await scene.submit('40398.59');
      expect(stopped).toMatchObject({ state: 'GATE_FAILED', failed: [{ gate: 'G4', reason: 'PAYEE_TOO_NEW' }] });
      expect((await scene.fingerprint())['entry']).toEqual(entries);
      expect(await refused(() => scene.decide('community', stopped.id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
      scene.at('2024-02-21', '14:00');
      expect(await scene.revise(stopped.id, null)).toMatchObject({ state: 'GATE_FAILED' });
      scene.at('2024-02-21', '14:01');
      expect(await scene.revise(stopped.id, null)).toMatchObject({ state: 'APPROVING', number: stopped.number });
    });

    it('above Available', async () => {
      await scene.spend('1.00');
      expect(await scene.submit('40398.59')).toMatchObject({ state: 'GATE_FAILED', failed: [{ gate: 'G3', reason: 'SHORT' }] });
      expect((await scene.submit('40397.59')).state).toBe('APPROVING');
    });

    it('on a day of a closed period', async () => {
      scene.at('2024-01-31');
      await scene.closeJanuary();
      expect(await scene.submit('100.00')).toMatchObject({ state: 'GATE_FAILED', failed: [{ gate: 'G6', reason: 'PERIOD_CLOSED' }] });
    });

    it('does not count as asked for: the same claim may be asked for by another payout', async () => {
      await newAccount();
      await scene.submit('40398.59');
      scene.at('2024-02-22');
      expect((await scene.submit('40398.59')).state).toBe('APPROVING');
    });
  });

  describe('at a decision', () => {
    it('by the person who submitted it, in whatever role', async () => {
      const id = await submitted();
      await scene.leave('firm');
      scene.people.centre = await scene.join(scene.people.firm.personId, 'CENTRE', scene.bodies.centre);
      expect(await refused(() => scene.decide('centre', id))).toMatchObject({ code: 'DISBURSEMENT_SUBMITTER_DECIDES' });
    });

    it('by the firm', async () => {
      const id = await submitted();
      expect(await refused(() => scene.decide('firm', id))).toMatchObject({ code: 'NOT_ALLOWED' });
    });

    it('by a person whose part in the compound ended yesterday, though the session still names it', async () => {
      const id = await submitted();
      for (const who of ['community', 'firm'] as const) await scene.leave(who);
      expect(await refused(() => scene.decide('community', id))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refused(() => scene.submit('1.00'))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refused(() => scene.cancel('firm', id))).toMatchObject({ code: 'NOT_ALLOWED' });
    });

    it('to instruct or to fail, by a cashier whose part ended yesterday', async () => {
      const id = await approved();
      scene.clock.advanceMinutes(10);
      await scene.leave('cashier');
      expect(await refused(() => scene.instruct(id))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'NOT_ALLOWED' });
    });

    it.each(['cashier', 'bookkeeper'] as const)('by the %s', async (who) => {
      const id = await submitted();
      expect(await refused(() => scene.decide(who, id))).toMatchObject({ code: 'NOT_ALLOWED' });
    });

    it('by who registered the account of the firm to which it goes', async () => {
      const id = await submitted();
      expect(await refused(() => scene.decide('registrar', id))).toMatchObject({ code: 'DISBURSEMENT_REGISTRAR_DECIDES' });
    });

    it('by a residents’ committee that does not stand in for the owners', async () => {
      const id = await submitted();
      const organisationId = await scene.organisation('另一个社区居民委员会', 'COMMUNITY');
      scene.people.colleague = await scene.somebody('COMMUNITY', organisationId);
      expect(await refused(() => scene.decide('colleague', id))).toMatchObject({ code: 'DISBURSEMENT_NO_SLOT' });
    });

    it('by the street when the policy does not ask for it', async () => {
      const id = await submitted('30000.00');
      expect(await refused(() => scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_SLOT_NOT_NEEDED', details: { slot: 'SUPERVISOR' } });
    });

    it('twice by one person, and twice by one organisation', async () => {
      const id = await submitted();
      await scene.decide('community', id);
      expect(await refused(() => scene.decide('community', id))).toMatchObject({ code: 'DISBURSEMENT_PERSON_DECIDED' });
      expect(await refused(() => scene.decide('community', id, { decision: 'REJECT', reason: '改主意了不同意' }))).toMatchObject({
        code: 'DISBURSEMENT_PERSON_DECIDED',
      });
      expect(await refused(() => scene.decide('colleague', id))).toMatchObject({ code: 'DISBURSEMENT_ORGANISATION_DECIDED' });
    });

    it('for a slot that another organisation has filled', async () => {
      const id = await submitted();
      await scene.decide('centre', id);
      scene.people.colleague = await scene.somebody('CENTRE', await scene.organisation('另一个物管中心', 'CENTRE'));
      expect(await refused(() => scene.decide('colleague', id))).toMatchObject({ code: 'DISBURSEMENT_SLOT_FILLED', details: { slot: 'REGULATOR' } });
    });

    it('after somebody else decided, with who it was', async () => {
      const id = await submitted();
      const seen = await scene.seen(id);
      await scene.decide('community', id);
      const { code, details } = await refused(() => scene.decide('centre', id, seen));
      expect(code).toBe('DISBURSEMENT_CHANGED');
      expect(details).toMatchObject({ number: 'BF2024-0001', person: 'COMMUNITY 3', at: '2024-02-18 14:00' });
      expect(details['organisation']).toContain('小东门社区居民委员会');
    });

    it('of another payload than the present one', async () => {
      const id = await submitted();
      expect(await refused(() => scene.decide('community', id, { payloadSha256: 'a'.repeat(64) }))).toMatchObject({ code: 'DISBURSEMENT_PAYLOAD_CHANGED' });
    });

    it.each(['RETURN', 'DEFER', 'REJECT'] as const)('%s without a reason', async (decision) => {
      const id = await submitted();
      expect(await refused(() => scene.decide('community', id, { decision }))).toMatchObject({ code: 'DISBURSEMENT_REASON_MISSING' });
      expect(await refused(() => scene.decide('community', id, { decision, reason: '不同意' }))).toMatchObject({ code: 'DISBURSEMENT_REASON_MISSING' });
    });

    it('when Available no longer holds it at the last approval; the approvals before stay', async () => {
      const id = await submitted();
      await scene.decide('community', id);
      await scene.decide('centre', id);
      await scene.spend('0.01');
      expect(await refused(() => scene.decide('street', id))).toMatchObject({
        code: 'DISBURSEMENT_SHORT',
        details: { available: '40398.58', asked: '40398.59', fund: 'SVC' },
      });
      expect((await scene.detail(id)).missingSlots).toEqual(['SUPERVISOR']);
    });

    it('when the account on the contract has changed since it was submitted', async () => {
      const id = await submitted();
      await scene.decide('community', id);
      await scene.decide('centre', id);
      await scene.app
        .get(RegisterPayeeAccount)
        .execute(scene.as('registrar'), { contractId: scene.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' });
      expect(await refused(() => scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_PAYEE_CHANGED' });
    });

    it.each<[string, () => Promise<number>]>([
      ['approved', approved],
      ['instructed', instructed],
      ['cancelled', async () => (await scene.cancel('firm', await submitted())).id],
      ['rejected', async () => (await scene.decide('street', await submitted(), { decision: 'REJECT', reason: '服务质量不达标' })).id],
      ['returned', async () => (await scene.decide('street', await submitted(), { decision: 'RETURN', reason: '请核对本月金额' })).id],
    ])('of a payout that is %s', async (_, made) => {
      const id = await made();
      expect(await refused(() => scene.decide('centre', id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });
  });

  describe('when an approval is taken back', () => {
    it('after 10 minutes and a second, not after exactly 10 minutes', async () => {
      const id = await approved();
      const at = scene.clock.now();
      scene.clock.set(new Date(Date.parse(at) + 10 * 60_000 + 1000).toISOString() as typeof at);
      expect(await refused(() => scene.withdraw('street', id))).toMatchObject({ code: 'DISBURSEMENT_WITHDRAW_LATE' });
      scene.clock.set(new Date(Date.parse(at) + 10 * 60_000).toISOString() as typeof at);
      expect((await scene.withdraw('street', id)).state).toBe('APPROVING');
    });

    it('by a colleague, or a second time', async () => {
      const id = await submitted();
      await scene.decide('community', id);
      expect(await refused(() => scene.withdraw('colleague', id))).toMatchObject({ code: 'DISBURSEMENT_NOTHING_TO_WITHDRAW' });
      await scene.withdraw('community', id);
      expect(await refused(() => scene.withdraw('community', id))).toMatchObject({ code: 'DISBURSEMENT_NOTHING_TO_WITHDRAW' });
    });

    it('once the bank has been told to pay', async () => {
      const id = await instructed();
      expect(await refused(() => scene.withdraw('street', id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });

    it('without a reason', async () => {
      const id = await approved();
      expect(await refused(() => scene.withdraw('street', id, ''))).toMatchObject({ code: 'DISBURSEMENT_REASON_MISSING' });
    });
  });

  describe('at the instruction', () => {
    it('before 10 minutes after the last approval', async () => {
      const id = await approved();
      scene.clock.advanceMinutes(9);
      expect(await refused(() => scene.instruct(id))).toMatchObject({
        code: 'DISBURSEMENT_WAITING',
        details: { approvedAt: '2024-02-18 14:10', from: '2024-02-18 14:20' },
      });
      scene.clock.advanceMinutes(1);
      expect((await scene.instruct(id)).instructed).toHaveLength(1);
    });

    it('of one that is not approved, and then of none on the list', async () => {
      const first = (await scene.submit('20000.00')).id;
      const second = (await scene.submit('20398.59')).id;
      await scene.approveAll(first);
      scene.clock.advanceMinutes(10);
      expect(await refused(() => scene.instruct(first, second))).toMatchObject({ code: 'DISBURSEMENT_STATE', details: { number: 'BF2024-0002' } });
    });

    it('twice', async () => {
      const id = await instructed();
      expect(await refused(() => scene.instruct(id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });

    it('of nothing, or of one payout twice', async () => {
      const id = await approved();
      const { version } = await scene.seen(id);
      const instruct = (payouts: { id: number; version: number }[]) => scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts });
      expect(await refused(() => instruct([]))).toMatchObject({ code: 'REQUEST_INVALID' });
      expect(
        await refused(() =>
          instruct([
            { id, version },
            { id, version },
          ]),
        ),
      ).toMatchObject({ code: 'REQUEST_INVALID' });
    });

    it.each(['firm', 'community', 'centre', 'street', 'bookkeeper'] as const)('by the %s', async (who) => {
      const id = await approved();
      scene.clock.advanceMinutes(10);
      const { version } = await scene.seen(id);
      expect(await refused(() => scene.app.get(InstructDisbursements).execute(scene.as(who), { payouts: [{ id, version }] }))).toMatchObject({
        code: 'NOT_ALLOWED',
      });
    });

    it('sends a payout whose gate fails back to its approvers: hold released, approvals fallen, nothing told to the bank', async () => {
      const id = await approved();
      await scene.app
        .get(RegisterPayeeAccount)
        .execute(scene.as('registrar'), { contractId: scene.contractId, ...demoPayeeAccount, accountNo: '9903000000000002' });
      scene.clock.advanceMinutes(10);
      expect(await scene.instruct(id)).toMatchObject({ paymentList: null, instructed: [], stopped: [{ number: 'BF2024-0001', gate: 'G4' }] });
      const detail = await scene.detail(id);
      expect(detail).toMatchObject({ state: 'APPROVING', approvals: [], paymentLists: [] });
      expect(detail.decisions.map(({ withdrawn }) => withdrawn?.ground)).toEqual(['GATE_FAILED', 'GATE_FAILED', 'GATE_FAILED']);
      expect(detail.evaluations.at(-1)).toMatchObject({ stage: 'INSTRUCTION' });
      expect([await scene.balance('2111'), await scene.balance('2112'), await scene.balance('2101')]).toEqual(['0.00', '0.00', '40398.59']);
      await scene.decide('community', id, { decision: 'RETURN', reason: '收款账户已变更' });
      expect(await scene.revise(id, null)).toMatchObject({ state: 'GATE_FAILED' });
    });

    it('sends one back whose fund a bank fact has left short, and lets the other go', async () => {
      const first = (await scene.submit('20000.00')).id;
      const second = (await scene.submit('20398.59')).id;
      await scene.approveAll(first);
      await scene.approveAll(second);
      await scene.bankFact('0.01');
      scene.clock.advanceMinutes(10);
      expect(await scene.instruct(first, second)).toMatchObject({ instructed: [{ number: 'BF2024-0002' }], stopped: [{ number: 'BF2024-0001', gate: 'G3' }] });
    });
  });

  describe('at a cancellation or failure', () => {
    it('once the bank has been told to pay', async () => {
      const id = await instructed();
      expect(await refused(() => scene.cancel('firm', id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });

    it('by another firm, by those who only move the money, or without a reason', async () => {
      const id = await submitted();
      expect(await refused(() => scene.cancel('otherFirm', id))).toMatchObject({ code: 'DISBURSEMENT_NOT_YOURS' });
      expect(await refused(() => scene.cancel('cashier', id))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refused(() => scene.cancel('firm', id, ' '))).toMatchObject({ code: 'DISBURSEMENT_REASON_MISSING' });
    });

    it('with a version that is no longer the present one', async () => {
      const id = await submitted();
      const { version } = await scene.seen(id);
      await scene.decide('community', id);
      expect(await refused(() => scene.app.get(CancelDisbursement).execute(scene.as('firm'), { id, version, reason: '物业公司撤回申请' }))).toMatchObject({
        code: 'DISBURSEMENT_CHANGED',
      });
    });

    it('of a payment that the bank may have executed: the statements do not reach yesterday, or show a debit that may be it', async () => {
      const id = await instructed();
      scene.at('2024-02-20');
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_BEHIND', details: { reached: '2024-01-31', wanted: '2024-02-19' } });
      await scene.bankBook.through(businessDate('2024-02-18'), []);
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_BEHIND', details: { reached: '2024-02-18' } });
      await scene.bankBook.through(businessDate('2024-02-19'), [{ on: businessDate('2024-02-19'), amount: '-40398.59', remark: '' }]);
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_DEBIT', details: { bookedOn: '2024-02-19', paid: '40398.59' } });
    });

    it('of a payment that a debit of another amount names', async () => {
      const id = await instructed();
      scene.at('2024-02-20');
      await scene.bankBook.through(businessDate('2024-02-19'), [{ on: businessDate('2024-02-19'), amount: '-1.00', remark: '货款bf2024-0001' }]);
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_DEBIT' });
    });

    it.each(['CHARGE', 'BANK_ERROR'] as const)('of a payment whose amount a debit since the instruction took that was placed as %s', async (targetType) => {
      const id = await instructed();
      scene.at('2024-02-20');
      const [lineId = 0] = await scene.bankBook.through(businessDate('2024-02-19'), [{ on: businessDate('2024-02-19'), amount: '-40398.59', remark: '' }]);
      await scene.run(async (tx) => {
        await scene.app.get(LedgerService).lock(tx);
        const [entry] = await scene.app.get(LedgerQueries).entries(tx, { limit: 1 });
        const parts = [{ targetType, targetId: lineId, amount: Money.parse('-40398.59'), entrySeq: entry?.seq ?? 0 }];
        const posting = { by: scene.people.bookkeeper.personId, at: scene.clock.now() };
        await scene.app.get(BankLines).match(tx, posting, [{ lineId: lineId as BankLineId, reason: { code: 'BY_HAND', figures: {} }, parts }]);
      });
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_TOOK', details: { bookedOn: '2024-02-19', paid: '40398.59' } });
    });

    it.each([
      ['more, to the payee’s account', '-40403.59', true, ''],
      ['less, to the payee’s account', '-40000.00', true, ''],
      ['another amount, under its number', '-40000.00', false, 'BF2024-0001'],
    ] as const)('of a payment where the bank’s error is %s, until the bank gave all of it back', async (_, amount, toPayee, remark) => {
      const id = await instructed();
      scene.at('2024-02-20');
      const on = businessDate('2024-02-19');
      const back = Money.parse(amount).negated().toString();
      const place = (lineId: number, targetType: 'BANK_ERROR' | 'CORRECTION', targetId: number, moved: string) =>
        scene.run(async (tx) => {
          await scene.app.get(LedgerService).lock(tx);
          const [entry] = await scene.app.get(LedgerQueries).entries(tx, { limit: 1 });
          const parts = [{ targetType, targetId, amount: Money.parse(moved), entrySeq: entry?.seq ?? 0 }];
          const posting = { by: scene.people.bookkeeper.personId, at: scene.clock.now() };
          await scene.app.get(BankLines).match(tx, posting, [{ lineId: lineId as BankLineId, reason: { code: 'BY_HAND', figures: {} }, parts }]);
        });
      const [wrong = 0] = await scene.bankBook.through(on, [{ on, amount, remark, ...(!toPayee && { from: { name: '别人', account: '' } }) }]);
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_DEBIT' });
      await place(wrong, 'BANK_ERROR', wrong, amount);
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_TOOK', details: { bookedOn: '2024-02-19', paid: back } });
      scene.at('2024-02-22');
      const later = businessDate('2024-02-21');
      const [given = 0] = await scene.bankBook.through(later, [{ on: later, amount: back, remark: '', from: { name: '银行', account: '' } }]);
      await place(given, 'CORRECTION', wrong, back);
      expect(await scene.fail(id)).toMatchObject({ state: 'APPROVING' });
    });

    it('before the bank is told a second time, when the debit of the first turns up', async () => {
      const id = await instructed();
      scene.at('2024-02-20');
      await scene.bankBook.through(businessDate('2024-02-19'), []);
      await scene.fail(id);
      await scene.approveAll(id);
      scene.at('2024-02-21');
      await scene.bankBook.through(businessDate('2024-02-20'), [{ on: businessDate('2024-02-20'), amount: '-40398.59', remark: 'BF2024-0001' }]);
      expect(await refused(() => scene.instruct(id))).toMatchObject({ code: 'DISBURSEMENT_BANK_DEBIT' });
    });

    it('of a payment that was never instructed', async () => {
      const id = await approved();
      expect(await refused(() => scene.fail(id))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });
  });

  describe('at a revision', () => {
    it('with another amount, once the bank was told to pay it', async () => {
      const id = await instructed();
      scene.at('2024-02-20');
      await scene.bankBook.through(businessDate('2024-02-19'), []);
      await scene.fail(id);
      await scene.decide('community', id, { decision: 'RETURN', reason: '请核对本月金额' });
      expect(await refused(() => scene.revise(id, '40000.00'))).toMatchObject({ code: 'DISBURSEMENT_AMOUNT_INSTRUCTED', details: { amount: '40398.59' } });
      expect((await scene.revise(id, null)).state).toBe('APPROVING');
    });

    it('while it is with the approvers, by another firm, or above the claim', async () => {
      const id = await submitted();
      expect(await refused(() => scene.revise(id, '100.00'))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
      await scene.decide('community', id, { decision: 'RETURN', reason: '请核对本月金额' });
      const { version } = await scene.seen(id);
      const byAnother = () => scene.app.get(ReviseDisbursement).execute(scene.as('otherFirm'), { id, version, amount: null });
      expect(await refused(byAnother)).toMatchObject({ code: 'DISBURSEMENT_NOT_YOURS' });
      expect(await refused(() => scene.revise(id, '40398.60'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE' });
    });
  });

  describe('at the settlement', () => {
    const bookedOn = businessDate('2024-02-20');
    const line = async (amount: string) => {
      scene.at('2024-04-02');
      const [bankLineId = 0] = await scene.bankBook.through(MARCH_END, [{ on: bookedOn, amount, remark: 'BF2024-0001' }]);
      return bankLineId;
    };
    const settle = (disbursementId: number, bankLineId: number, amount = '40398.59', on = bookedOn) =>
      scene.settle({ disbursementId, bankLineId, bookedOn: on, amount: Money.parse(amount) });

    it('with another amount, with the figures', async () => {
      const id = await instructed();
      const bankLineId = await line('-40398.58');
      expect(await refused(() => settle(id, bankLineId, '40398.58'))).toMatchObject({
        code: 'DISBURSEMENT_SETTLED_AMOUNT',
        details: { amount: '40398.59', paid: '40398.58' },
      });
    });

    it('twice', async () => {
      const id = await instructed();
      const bankLineId = await line('-40398.59');
      await settle(id, bankLineId);
      expect(await refused(() => settle(id, bankLineId))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
    });

    it('before the bank was told to pay', async () => {
      const id = await instructed();
      const bankLineId = await line('-40398.59');
      expect(await refused(() => settle(id, bankLineId, '40398.59', businessDate('2024-02-17')))).toMatchObject({ code: 'DISBURSEMENT_SETTLED_EARLY' });
    });

    it('of a payout that is not instructed, or does not exist', async () => {
      const id = await approved();
      const bankLineId = await line('-40398.59');
      expect(await refused(() => settle(id, bankLineId))).toMatchObject({ code: 'DISBURSEMENT_STATE' });
      expect(await refused(() => settle(999_999, bankLineId))).toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  it('in another compound, where it is not to be seen', async () => {
    const id = await submitted();
    const other = await stage.newScene();
    for (const attempt of [() => other.detail(id), () => other.withdraw('community', id), () => other.read((tx) => other.queries.publicView(tx, id))])
      expect((await refusedBy(attempt())).code).toBe<ErrorCode>('NOT_FOUND');
  });

  it('when its day lies in a closed period at the last approval', async () => {
    const id = await submitted();
    await scene.decide('community', id);
    await scene.decide('centre', id);
    await scene.run(async (tx) => {
      const ledger = scene.app.get(LedgerService);
      await ledger.lock(tx);
      for (const month of ['2024-01', '2024-02'])
        await ledger.closePeriod(tx, { by: null, at: shanghaiTime(businessDate('2024-03-01'), '09:00') }, accountingPeriod(month));
    });
    expect(await refused(() => scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_PERIOD_CLOSED', details: { closedThrough: '2024-02-29' } });
  });
});
