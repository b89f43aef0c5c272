import { businessDate, required, sha256Hex } from '../../../src/kernel/index.js';
import { ChoosePaymentFormat, ImportPaymentStatus, type PaymentFormat } from '../../../src/modules/disbursements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

/** The file that tells the bank what to pay, in the form that its account takes. */
describe('payment files', () => {
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

  const choose = (format: PaymentFormat, who: 'cashier' | 'bookkeeper' | 'firm' = 'cashier') =>
    scene.app.get(ChoosePaymentFormat).execute(scene.as(who), { format });
  const instructed = async (amount: string) => {
    const { id } = await scene.submit(amount);
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    const { paymentList } = await scene.instruct(id);
    const { sha256 } = required(paymentList, 'the list');
    return { sha256, ...(await scene.read((tx) => scene.queries.paymentListFile(tx, sha256))) };
  };

  it('are the list that people read until the cashier chooses otherwise, and keep their form when the choice changes', async () => {
    const first = await instructed('100.00');
    expect([first.type, first.extension]).toEqual(['text/csv; charset=utf-8', 'csv']);
    await choose('PAIN_001_09');
    const second = await instructed('200.00');
    expect([second.type, second.extension]).toEqual(['application/xml', 'xml']);
    const text = second.bytes.toString('utf8');
    for (const part of [
      'pain.001.001.09',
      '<NbOfTxs>1</NbOfTxs><CtrlSum>200.00</CtrlSum>',
      '<EndToEndId>BF2024-0002-1</EndToEndId>',
      demoPayeeAccount.accountNo,
    ])
      expect(text).toContain(part);
    await choose('ICBC_CSV');
    const third = await instructed('300.00');
    expect(third.bytes.toString('utf8')).toContain('付款账号开户行,付款账号,');
    const again = await scene.read((tx) => scene.queries.paymentListFile(tx, second.sha256));
    expect([again.bytes.equals(second.bytes), sha256Hex(again.bytes)]).toEqual([true, second.sha256]);
    expect((await scene.read((tx) => scene.queries.paymentLists(tx, { beforeId: 0, limit: 9 }))).map(({ format }) => format)).toEqual([
      'ICBC_CSV',
      'PAIN_001_09',
      'LIST_CSV',
    ]);
    expect(await scene.violations()).toEqual([]);
  });

  it('name each message once', async () => {
    await choose('PAIN_001_03');
    const ids = [await instructed('1.00'), await instructed('2.00')].map(({ bytes }) => /<MsgId>(.*?)<\/MsgId>/.exec(bytes.toString('utf8'))?.[1]);
    expect(new Set(ids).size).toBe(2);
  });

  it('are the cashier’s to choose, out of the forms there are', async () => {
    for (const who of ['bookkeeper', 'firm'] as const) expect(await refusedBy(choose('PAIN_001_03', who))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(choose('PDF' as PaymentFormat))).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await instructed('1.00')).extension).toBe('csv');
  });

  describe('and what the bank says about them', () => {
    const tell = (inner: string, message: string, who: 'cashier' | 'bookkeeper' = 'cashier') =>
      scene.app.get(ImportPaymentStatus).execute(scene.as(who), {
        file: new TextEncoder().encode(
          `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>${inner}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`,
        ),
      });
    const payment = (id: string, status: string, more = '') =>
      `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${more}</TxInfAndSts>`;
    const amount = (yuan: string) => `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${yuan}</InstdAmt></Amt></OrgnlTxRef>`;
    let message: string;

    beforeEach(async () => {
      await choose('PAIN_001_03');
      message = /<MsgId>(.*?)<\/MsgId>/.exec((await instructed('100.00')).bytes.toString('utf8'))?.[1] ?? '';
    });
    const payout = () => scene.read(async (tx) => scene.queries.byId(tx, await scene.queries.idOf(tx, 'BF2024-0001')));

    it('is information, and settles nothing', async () => {
      for (const status of ['ACCP', 'ACSC'])
        expect((await tell(payment('BF2024-0001-1', status, amount('100.00')), message)).value).toEqual({ payments: 1, refused: [] });
      expect((await payout()).state).toBe('INSTRUCTED');
      expect(await scene.balance('2112')).toBe('100.00');
      expect(await scene.violations()).toEqual([]);
    });

    it('sends what the bank refused back to its approvers with the bank’s reason, once the statements show no debit', async () => {
      const refusal = payment('BF2024-0001-1', 'RJCT', '<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>账号有误</AddtlInf></StsRsnInf>');
      const before = await scene.fingerprint();
      expect(await refusedBy(tell(refusal, message))).toMatchObject({ code: 'DISBURSEMENT_BANK_BEHIND' });
      expect(await scene.fingerprint()).toEqual(before);
      scene.at('2024-02-20');
      await scene.bankBook.through(businessDate('2024-02-19'), []);
      expect((await tell(refusal, message)).value).toEqual({ payments: 1, refused: ['BF2024-0001'] });
      const back = await payout();
      expect([back.state, back.approvals, back.steps.find(({ action }) => action === 'FAIL')?.reason]).toEqual(['APPROVING', [], 'RJCT AC01 账号有误']);
      expect(await scene.balance('2112')).toBe('0.00');
      expect(await scene.violations()).toEqual([]);
    });

    it('is refused whole for another message, a payment that is not in the file, another amount, or a second time', async () => {
      const before = await scene.fingerprint();
      const refused = async (...told: Parameters<typeof tell>) => (await refusedBy(tell(...told))).code;
      expect(await refused(payment('BF2024-0001-1', 'ACCP'), 'MB1-999')).toBe('PAYMENT_STATUS_MESSAGE');
      expect(await refused(payment('BF2024-0001-1', 'ACCP') + payment('BF2024-0009-1', 'ACCP'), message)).toBe('PAYMENT_STATUS_PAYMENT');
      expect(await refused(payment('BF2024-0001-2', 'RJCT'), message)).toBe('PAYMENT_STATUS_PAYMENT');
      expect(await refused(payment('BF2024-0001-1', 'RJCT', amount('100.01')), message)).toBe('PAYMENT_STATUS_AMOUNT');
      expect(await refused(payment('BF2024-0001-1', 'ACCP'), message, 'bookkeeper')).toBe('NOT_ALLOWED');
      expect(await scene.fingerprint()).toEqual(before);
      await tell(payment('BF2024-0001-1', 'ACCP'), message);
      expect(await refused(payment('BF2024-0001-1', 'ACCP'), message)).toBe('PAYMENT_STATUS_KNOWN');
    });
  });
});
