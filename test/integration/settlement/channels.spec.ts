import { DomainError, type ErrorCode } from '../../../src/kernel/index.js';
import { ChannelQueries, ImportChannelFile, type ChannelLineId, type ChannelLineView } from '../../../src/modules/bank/index.js';
import { FeeQueries, ReceiptQueries } from '../../../src/modules/fees/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { AssignChannelLine, ChannelPlaceQueries, MatchChannelLines, UndoChannelLine, UndoMatches } from '../../../src/modules/settlement/index.js';
import { MatchHistory } from '../../../src/modules/settlement/application/match-history.js';
import { languages } from '../../../src/platform/messages/index.js';
import { reasonWords } from '../../../src/web/books/reason-words.js';
import { writeAlipayTrades, writeWechatBill, type ChannelSketch } from '../../support/channel-files.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

/** Five flats of 75.23 a month; 03-201 and 03-202 are of the same owner. WeChat names nobody, Alipay names its payer. */
describe('payments through a channel and their places', () => {
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

  const wechat = (sketch: Partial<ChannelSketch> & { orderNo: string }): ChannelSketch => ({
    at: '2024-01-10 10:00:00',
    gross: '75.23',
    fee: '0.45',
    ...sketch,
  });

  async function importBill(lines: readonly ChannelSketch[], kind: 'wechat' | 'alipay' = 'wechat', on = day('02-02')): Promise<void> {
    scene.at(on);
    const file = new TextEncoder().encode(kind === 'wechat' ? writeWechatBill(lines) : writeAlipayTrades(lines));
    await scene.app.get(ImportChannelFile).execute(scene.as('bookkeeper'), { fileName: 'bill.csv', file, dryRun: false });
  }
  const match = async () => (await scene.app.get(MatchChannelLines).execute(scene.as('bookkeeper'))).value;
  const channelLines = (): Promise<ChannelLineView[]> => scene.read((tx) => scene.app.get(ChannelQueries).lines(tx));
  const lineOf = async (orderNo: string): Promise<ChannelLineId> => {
    const line = (await channelLines()).find((each) => each.orderNo === orderNo);
    if (!line) throw new Error(orderNo);
    return line.id;
  };
  const place = async (orderNo: string, unit: string) =>
    (await scene.app.get(AssignChannelLine).execute(scene.as('bookkeeper'), { lineId: await lineOf(orderNo), unit })).value;
  const undo = async (orderNo: string, reason = 'wrong flat') =>
    (await scene.app.get(UndoChannelLine).execute(scene.as('bookkeeper'), { lineId: await lineOf(orderNo), reason })).value;
  const states = async () => (await channelLines()).map(({ orderNo, state }) => `${orderNo} ${state}`);
  const balance = async (code: '1002' | '1101' | '2001') => (await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, 'SVC', { code }))).toString();
  const bankLine = async () => {
    const line = (await scene.lines()).at(-1);
    if (!line) throw new Error('no bank line');
    return line;
  };
  const undoBankLine = async () => scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [(await bankLine()).id], reason: 'wrong batch' });
  const refusal = async (work: () => Promise<unknown>): Promise<ErrorCode | null> => {
    const before = [await scene.fingerprint(), await states()];
    const code = await work().then(
      () => null,
      (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error as Error)),
    );
    expect([await scene.fingerprint(), await states()]).toEqual(before);
    return code;
  };

  it('go by reference, code with amount, and payer with amount; the rest waits with its reason and candidates', async () => {
    await importBill([
      wechat({ orderNo: 'W1', goods: 'WY01-101 1月' }),
      wechat({ orderNo: 'W2', goods: '01-102 物业费' }),
      wechat({ orderNo: 'W3', goods: '01-103', gross: '80.00', fee: '0.48' }),
      wechat({ orderNo: 'W4', goods: '交物业费' }),
    ]);
    expect(await match()).toEqual({ lines: 4, placed: 2, left: 2, reasons: { UNIT_REFERENCE: 1, UNIT_CODE: 1, UNIT_CODE_AMOUNT: 1, UNKNOWN_PAYER: 1 } });
    expect(await states()).toEqual(['W1 RECEIVED', 'W2 RECEIVED', 'W3 NEW', 'W4 NEW']);
    const waiting = await scene.read((tx) => scene.app.get(ChannelPlaceQueries).waiting(tx, 10));
    expect(waiting.map(({ line, reason, candidates }) => [line.orderNo, reason.code, candidates.map(({ unit }) => unit).slice(0, 1)])).toEqual([
      ['W3', 'UNIT_CODE_AMOUNT', ['01-103']],
      ['W4', 'UNKNOWN_PAYER', ['01-103']],
    ]);
    await importBill([wechat({ orderNo: 'A1', payer: '丙方(135****0001)' }), wechat({ orderNo: 'A2', payer: '王小明(135****0002)' })], 'alipay');
    expect((await match()).reasons).toEqual({ UNIT_CODE_AMOUNT: 1, UNKNOWN_PAYER: 1, AMOUNT_AND_PAYER: 1, AMBIGUOUS: 1 });
    const placed = await scene.read((tx) => scene.app.get(ChannelPlaceQueries).inTransit(tx, 10));
    expect(placed.map(({ line, unit, receiptNumber, reason }) => [line.orderNo, unit, receiptNumber, reason?.code])).toEqual([
      ['A1', '01-103', 'SJ2024-000003', 'AMOUNT_AND_PAYER'],
      ['W2', '01-102', 'SJ2024-000002', 'UNIT_CODE'],
      ['W1', '01-101', 'SJ2024-000001', 'UNIT_REFERENCE'],
    ]);
  });

  it('are met by the bank line of their batch once every payment of its days is placed, and taken back with it', async () => {
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101' }), wechat({ orderNo: 'W2', goods: '物业费', gross: '100.00', fee: '0.60' })]);
    await match();
    await scene.statement(day('01-31'), [booking('01-12', '174.18', { counterpartyName: '财付通支付科技有限公司', remark: '微信支付结算' })]);
    await scene.match();
    expect((await bankLine()).state).toBe('SUSPENSE');
    await undoBankLine();
    expect(await place('W2', '03-202')).toMatchObject({ unit: '03-202', allocated: '75.23', rest: '24.77' });
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 1 });
    expect((await scene.matches()).filter(({ undoes }) => undoes === null).map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual([
      'SUSPENSE 174.18',
      'CHANNEL_BATCH 149.41',
      'RECEIPT 24.77',
    ]);
    expect([await balance('1002'), await balance('2001'), (await scene.cash())['SVC']]).toEqual(['0.00', '24.77', '174.18']);
    await undoBankLine();
    expect(await states()).toEqual(['W1 RECEIVED', 'W2 RECEIVED']);
    await undo('W2');
    expect([await balance('1002'), await states()]).toEqual(['75.23', ['W1 RECEIVED', 'W2 NEW']]);
  });

  it('whose batch brings nothing but what is beyond bills, at no charge, can be taken back too', async () => {
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101', gross: '50.00', fee: '0.00' })], 'wechat', day('02-03'));
    await match();
    await scene.statement(day('02-01'), [booking('02-01', '50.00', { counterpartyName: '财付通支付科技有限公司' })]);
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 1 });
    expect([await states(), await balance('2001')]).toEqual([['W1 SETTLED'], '50.00']);
    await undoBankLine();
    expect([await states(), await balance('2001')]).toEqual([['W1 RECEIVED'], '0.00']);
  });

  it('teach nothing about the account that their batch came from: it is the channel’s', async () => {
    const account = '2438888888880001';
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101', gross: '50.00', fee: '0.00' })], 'wechat', day('02-03'));
    await match();
    await scene.statement(day('02-01'), [booking('02-01', '50.00', { counterpartyName: '财付通支付科技有限公司', counterpartyAccount: account })]);
    await scene.assign((await bankLine()).id, [{ target: 'CHANNEL_BATCH', reference: 'WECHAT' }]);
    const history = scene.app.get(MatchHistory);
    expect(await scene.read(async (tx) => [await history.seenAccounts(tx, [account]), await history.received(tx, [account])])).toEqual([[], []]);
  });

  it('that the channel gives back after their month was closed, and before their batch, settle nothing from that day; the closed month stays', async () => {
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101', gross: '60.00', fee: '0.36' })], 'wechat', day('01-11'));
    await match();
    await scene.statement(day('01-31'), []);
    await scene.close(month('01'));
    const transit = async (on: string) => (await scene.read((tx) => scene.app.get(FeeQueries).claims(tx, day(on)))).inTransit.toString();
    expect([await balance('1002'), await transit('01-31')]).toEqual(['60.00', '60.00']);
    const at = { at: '2024-02-01 10:00:00' };
    await importBill(
      [wechat({ ...at, orderNo: 'R1', gross: '60.00', fee: '0.36', refund: true }), wechat({ ...at, orderNo: 'W2', goods: 'WY01-102' })],
      'wechat',
      day('02-05'),
    );
    expect(await match()).toEqual({ lines: 2, placed: 2, left: 0, reasons: { UNIT_REFERENCE: 1, CHANNEL_REFUND: 1 } });
    expect(await states()).toEqual(['W1 RECEIVED', 'R1 RECEIVED', 'W2 RECEIVED']);
    const receipt = () => scene.read((tx) => scene.app.get(ReceiptQueries).byNumber(tx, 'SJ2024-000001'));
    expect((await receipt()).void).toMatchObject({ kind: 'GIVEN_BACK', on: '2024-02-01', reason: 'R1' });
    // five bills of January, of which 75.23 of another flat is with the channel
    expect([await balance('1002'), await balance('1101'), await transit('01-31'), await transit('02-05')]).toEqual(['75.23', '300.92', '60.00', '75.23']);
    expect(await refusal(() => undo('W1'))).toBe('CHANNEL_PAYMENT_REFUNDED');
    // payment, refund and the other payment come in one batch: what it brings is the other's, less its charge
    await scene.statement(day('02-05'), [booking('02-03', '74.78', { counterpartyName: '财付通支付科技有限公司' })]);
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 1 });
    expect([await states(), await balance('1002'), await balance('2001')]).toEqual([['W1 SETTLED', 'R1 SETTLED', 'W2 SETTLED'], '0.00', '0.00']);
    const collected = async (text: string) => (await scene.read((tx) => scene.app.get(FeeQueries).collected(tx, month(text)))).toString();
    expect([await collected('01'), await collected('02')]).toEqual(['0.00', '75.23']);
    await undoBankLine();
    expect([await states(), await balance('1002')]).toEqual([['W1 RECEIVED', 'R1 RECEIVED', 'W2 RECEIVED'], '75.23']);
    // the refund was placed wrongly: the payment stays with the channel and comes as new money
    await undo('R1');
    expect([await balance('1002'), await refusal(() => undo('W1'))]).toEqual(['75.23', 'RECEIPT_VOID']);
    await scene.begin(month('02'));
    await scene.statement(day('02-07'), []);
  });

  it('that the channel gives back in a later batch than it brought them are received with the first, and bounce with the second', async () => {
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101', gross: '60.00', fee: '0.36' })], 'wechat', day('01-11'));
    await match();
    await scene.statement(day('01-31'), []);
    await scene.close(month('01'));
    await importBill([wechat({ at: '2024-02-04 10:00:00', orderNo: 'R1', gross: '60.00', fee: '0.36', refund: true })], 'wechat', day('02-08'));
    await match();
    await scene.statement(day('02-08'), [
      booking('02-06', '59.64', { counterpartyName: '财付通支付科技有限公司' }),
      booking('02-07', '-59.64', { counterpartyName: '财付通支付科技有限公司' }),
    ]);
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 2 });
    const matches = (await scene.matches()).filter(({ undoes }) => undoes === null);
    expect(matches.map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual([
      'CHANNEL_BATCH -0.36',
      'RECEIPT 60.00',
      'CHANNEL_BATCH 0.36',
      'BOUNCED_RECEIPT -60.00',
    ]);
    expect([await balance('1002'), await balance('1101'), await balance('2001')]).toEqual(['0.00', '376.15', '0.00']);
  });

  it('whose batch a document refuses leave that bank line alone without a place, with the reason', async () => {
    await scene.statement(day('01-11'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await scene.match();
    const two = [
      wechat({ orderNo: 'W1', goods: 'WY01-101', gross: '50.00', fee: '0.30' }),
      wechat({ orderNo: 'W2', goods: 'WY01-101', gross: '60.00', fee: '0.36' }),
    ];
    await importBill(two, 'wechat', day('01-11'));
    await match();
    await scene.statement(day('01-13'), [booking('01-12', '109.34', { counterpartyName: '财付通支付科技有限公司' })]);
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 1 });
    const later = { at: '2024-01-15 10:00:00' };
    const refund = wechat({ ...later, orderNo: 'R2', gross: '60.00', fee: '0.36', refund: true });
    await importBill([refund, wechat({ ...later, orderNo: 'W3', goods: 'WY01-102', gross: '150.00', fee: '0.90' })], 'wechat', day('01-16'));
    await match();
    await scene.statement(day('01-31'), [
      booking('01-16', '75.23', { remark: 'WY03-201' }),
      booking('01-17', '89.46', { counterpartyName: '财付通支付科技有限公司' }),
      booking('01-18', '75.23', { remark: 'WY01-103' }),
    ]);
    expect(await scene.match()).toMatchObject({ lines: 3, units: 2, left: 1, reasons: { UNIT_REFERENCE: 2, REFUSED: 1 } });
    const [, , first, refused, last] = await scene.lines();
    expect([first?.state, refused?.state, last?.state]).toEqual(['MATCHED', 'NEW', 'MATCHED']);
    expect(refused?.reason).toMatchObject({ code: 'REFUSED', figures: { error: 'CHANNEL_REFUND_UNCOVERED', amount: '60.00' } });
    for (const language of languages) expect(reasonWords(refused?.reason ?? null, language)).toMatch(/60\.00/);
  });

  it('that the channel gives back after their batch came bounce with the batch that is less by them', async () => {
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101' }), wechat({ orderNo: 'W2', goods: 'WY01-102', gross: '100.00', fee: '0.60' })]);
    await match();
    await scene.statement(day('01-31'), [booking('01-12', '174.18', { counterpartyName: '财付通支付科技有限公司' })]);
    await scene.match();
    await importBill(
      [
        wechat({ orderNo: 'R2', at: '2024-02-01 09:00:00', gross: '100.00', fee: '0.60', refund: true }),
        wechat({ orderNo: 'W3', at: '2024-02-01 10:00:00', goods: 'WY03-201', gross: '150.00', fee: '0.90' }),
      ],
      'wechat',
      day('02-03'),
    );
    expect((await match()).reasons).toEqual({ UNIT_REFERENCE: 1, CHANNEL_REFUND: 1 });
    await scene.statement(day('02-03'), [booking('02-02', '49.70', { counterpartyName: '财付通支付科技有限公司' })]);
    expect((await scene.match()).reasons).toEqual({ CHANNEL_BATCH: 1 });
    const line = await bankLine();
    const own = (await scene.matches()).filter(({ lineId, undoes }) => lineId === line.id && undoes === null);
    expect(own.map(({ targetType, amount }) => `${targetType} ${amount.toString()}`)).toEqual([
      'CHANNEL_BATCH 74.93',
      'BOUNCED_RECEIPT -75.23',
      'BOUNCED_RECEIPT -24.77',
      'RECEIPT 74.77',
    ]);
    expect((await scene.cash())['SVC']).toBe('223.88');
    expect(await scene.violations()).toEqual([]);
    await undoBankLine();
    expect([(await states()).slice(2), await balance('2001')]).toEqual([['R2 RECEIVED', 'W3 RECEIVED'], '24.77']);
    expect(await refusal(() => undo('W2'))).toBe('CHANNEL_LINE_STATE');
  });

  it('of a month that is closed settle their bills when the batch comes', async () => {
    await scene.statement(day('01-31'), []);
    await scene.close(month('01'));
    await scene.begin(month('02'));
    await importBill([wechat({ orderNo: 'W1', goods: 'WY01-101' })], 'wechat', day('02-05'));
    await match();
    expect([await balance('1002'), await states()]).toEqual(['0.00', ['W1 RECEIVED']]);
    await scene.statement(day('02-06'), [booking('02-06', '74.78', { counterpartyName: '财付通支付科技有限公司' })]);
    await scene.match();
    expect([await states(), await balance('1101')]).toEqual([['W1 SETTLED'], '677.07']);
  });

  describe('refuse, and write nothing:', () => {
    beforeEach(() => importBill([wechat({ orderNo: 'W1' }), wechat({ orderNo: 'R9', refund: true, gross: '12.00', fee: '0.07' })]));

    it('a unit that is not here, a line that is placed or was never imported, an undo without a reason', async () => {
      expect(await refusal(() => place('W1', '09-901'))).toBe('CHANNEL_UNIT_UNKNOWN');
      await place('W1', '01-101');
      expect(await refusal(() => place('W1', '01-101'))).toBe('CHANNEL_LINE_STATE');
      expect(await refusal(() => undo('W1', ' '))).toBe('CHANNEL_UNDO_REASON');
      const nobody = { lineId: 99_999_999 as ChannelLineId, unit: '01-101' };
      expect(await refusal(() => scene.app.get(AssignChannelLine).execute(scene.as('bookkeeper'), nobody))).toBe('CHANNEL_LINE_MISSING');
    });

    it('somebody who may not match', async () => {
      const lineId = await lineOf('W1');
      expect(await refusal(() => scene.app.get(AssignChannelLine).execute(scene.as('cashier'), { lineId, unit: '01-101' }))).toBe('NOT_ALLOWED');
      expect(await refusal(() => scene.app.get(MatchChannelLines).execute(scene.as('firm')))).toBe('NOT_ALLOWED');
      expect(await refusal(() => scene.app.get(UndoChannelLine).execute(scene.as('centre'), { lineId, reason: 'x' }))).toBe('NOT_ALLOWED');
    });

    it('a refund of what nobody paid, and to take a payment off its unit that was given back', async () => {
      expect(await refusal(() => place('R9', '01-101'))).toBe('CHANNEL_REFUND_UNCOVERED');
      expect((await match()).reasons['NO_PAYMENT']).toBe(1);
      await place('W1', '01-101');
      await importBill([wechat({ orderNo: 'R1', at: '2024-01-20 10:00:00', refund: true })]);
      await match();
      expect((await states()).at(-1)).toBe('R1 RECEIVED');
      expect(await refusal(() => undo('W1'))).toBe('CHANNEL_PAYMENT_REFUNDED');
      await undo('R1');
      await undo('W1');
    });
  });
});
