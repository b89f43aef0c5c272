import { invariants, type ChannelLineView } from '../../../src/modules/bank/index.js';
import { communityTwo } from '../../support/database.js';
import { violations } from '../../support/books.js';
import { writeWechatBill, type ChannelSketch } from '../../support/channel-files.js';
import { refusedBy } from '../../support/refusal.js';
import { bankOnDatabase, booking, statement, type BankOnDatabase } from './fixture.js';

const A: ChannelSketch = { at: '2024-01-05 10:00:00', orderNo: 'A', gross: '75.23', fee: '0.45' };
const B: ChannelSketch = { at: '2024-01-06 10:00:00', orderNo: 'B', gross: '100.00', fee: '0.60' };
const BACK: ChannelSketch = { at: '2024-01-06 11:00:00', orderNo: 'C', gross: '75.23', fee: '0.45', refund: true };

describe('importing the bill of a payment channel', () => {
  let bank: BankOnDatabase;
  const lines = (): Promise<ChannelLineView[]> => bank.read((tx) => bank.channelQueries.lines(tx));
  const importBill = (sketches: readonly ChannelSketch[], options: { dryRun?: boolean; key?: string } = {}) =>
    bank.importChannel(writeWechatBill(sketches), options);

  beforeEach(async () => {
    bank = await bankOnDatabase();
  });
  afterEach(async () => {
    expect(await violations(bank.database, bank.communityId, invariants)).toEqual([]);
    await bank.database.destroy();
  });

  it('adds its payments and refunds as NEW and says what will reach the bank', async () => {
    const { value } = await importBill([A, B, BACK]);
    expect(value).toMatchObject({
      channel: 'WECHAT',
      lineCount: 3,
      newLineCount: 3,
      knownLineCount: 0,
      paid: '175.23',
      refunded: '75.23',
      fees: '0.60',
      net: '99.40',
    });
    expect((await lines()).map(({ orderNo, kind, state, gross }) => `${orderNo} ${kind} ${state} ${gross.toString()}`)).toEqual([
      'A PAYMENT NEW 75.23',
      'B PAYMENT NEW 100.00',
      'C REFUND NEW 75.23',
    ]);
    const asked = await bank.read((tx) => bank.channelQueries.lines(tx, { states: ['NEW'], channel: 'WECHAT', from: value.to }));
    expect(asked.map(({ orderNo }) => orderNo)).toEqual(['B', 'C']);
  });

  it('writes nothing in a dry run, and the same bill is refused a second time', async () => {
    expect((await importBill([A], { dryRun: true })).value).toMatchObject({ dryRun: true, fileId: null, newLineCount: 1 });
    expect(await lines()).toEqual([]);
    await importBill([A]);
    expect(await refusedBy(importBill([A], { key: 'again' }))).toMatchObject({ code: 'CHANNEL_FILE_ALREADY_IMPORTED', details: { fileName: 'bill.csv' } });
    expect(await lines()).toHaveLength(1);
  });

  it('adds of a bill that overlaps another only what is new, and refuses one that says otherwise', async () => {
    await importBill([A]);
    expect((await importBill([A, B])).value).toMatchObject({ newLineCount: 1, knownLineCount: 1, paid: '100.00' });
    expect(await refusedBy(importBill([{ ...A, gross: '75.24' }]))).toEqual({
      code: 'CHANNEL_LINE_CHANGED',
      details: { fileLine: 2, orderNo: 'A', known: '75.23 (0.45, 2024-01-05)', stated: '75.24 (0.45, 2024-01-05)' },
    });
    expect(await refusedBy(importBill([{ ...A, at: '2024-03-06 10:00:00', orderNo: 'Z' }]))).toMatchObject({ code: 'BANK_FILE_DAY_NOT_OVER' });
    expect(await lines()).toHaveLength(2);
  });

  it('steps from NEW to RECEIVED to SETTLED and back, and by no other way', async () => {
    await importBill([A, B]);
    await bank.importStatement(statement('01-01', '01-31', '0.00', [booking('01-08', '174.18')]));
    const [bankLine] = await bank.read((tx) => bank.queries.lines(tx));
    const ids = (await lines()).map(({ id }) => id);
    const step = (work: (lines: typeof bank.channelLines, tx: Parameters<Parameters<typeof bank.run>[0]>[0]) => Promise<unknown>) =>
      bank.run(async (tx) => {
        await bank.ledger.lock(tx);
        return work(bank.channelLines, tx);
      });
    const bankLineId = bankLine?.id as NonNullable<typeof bankLine>['id'];
    expect(await refusedBy(step((own, tx) => own.markSettled(tx, bankLineId, ids)))).toEqual({
      code: 'CHANNEL_LINE_STATE',
      details: { orderNo: 'A', amount: '75.23', state: 'NEW', wanted: 'RECEIVED' },
    });
    await step((own, tx) => own.markReceived(tx, ids));
    await step((own, tx) => own.markSettled(tx, bankLineId, ids));
    expect((await lines()).map(({ state, bankLineId: settledBy }) => [state, settledBy])).toEqual([
      ['SETTLED', bankLineId],
      ['SETTLED', bankLineId],
    ]);
    expect(await refusedBy(step((own, tx) => own.markReceived(tx, ids)))).toMatchObject({ code: 'CHANNEL_LINE_STATE', details: { state: 'SETTLED' } });
    await step((own, tx) => own.undoSettled(tx, ids));
    await step((own, tx) => own.undoReceived(tx, ids));
    expect((await lines()).map(({ state, bankLineId: settledBy }) => [state, settledBy])).toEqual([
      ['NEW', null],
      ['NEW', null],
    ]);
    expect(await refusedBy(step((own, tx) => own.markReceived(tx, [999 as (typeof ids)[number]])))).toEqual({
      code: 'CHANNEL_LINE_MISSING',
      details: { line: 999 },
    });
    await expect(
      bank.run((tx) => tx.query(`update mingbai.channel_line set state = 'SETTLED', bank_line_id = $2 where community_id = $1`, [tx.communityId, bankLineId])),
    ).rejects.toThrow('cannot go from NEW to SETTLED');
  });

  it('says by name when a batch is not what came to the bank, and when a bill lost a payment', async () => {
    await importBill([A]);
    await bank.importStatement(statement('01-01', '01-31', '0.00', [booking('01-08', '74.77')]));
    const names = invariants.map(({ name }) => name);
    const batch = names.findIndex((name) => name.includes('a batch of a channel'));
    const bill = names.findIndex((name) => name.includes('every bill of a channel'));
    const [bankLine] = await bank.read((tx) => bank.queries.lines(tx));
    const ids = (await lines()).map(({ id }) => id);
    const seen = await bank
      .run(async (tx) => {
        await bank.channelLines.markReceived(tx, ids);
        await bank.channelLines.markSettled(tx, bankLine?.id as NonNullable<typeof bankLine>['id'], ids);
        await tx.query(
          `insert into mingbai.channel_line (community_id, id, channel, file_id, file_line, kind, order_no, paid_on, gross, fee, payer_name, remark, state)
           select community_id, 9999, channel, file_id, 9, kind, 'forged', paid_on, gross, fee, '', '', 'NEW' from mingbai.channel_line where community_id = $1`,
          [tx.communityId],
        );
        throw Object.assign(new Error('look, then leave'), { found: [await invariants[batch]?.check(tx), await invariants[bill]?.check(tx)] });
      })
      .catch((error: unknown) => (error as { found: string[][] }).found);
    expect(seen).toEqual([[expect.stringContaining('over 74.77 settles channel lines of 74.78')], [expect.stringContaining('says 1 new lines, there are 2')]]);
  });

  it('cannot be changed afterwards, not even by the owner of the tables, and is not seen by another compound', async () => {
    await importBill([A]);
    const attempts = [
      `update mingbai.channel_line set gross = 1 where community_id = ${bank.communityId}`,
      `delete from mingbai.channel_line where community_id = ${bank.communityId}`,
      `truncate mingbai.channel_line cascade`,
      `update mingbai.channel_file set line_count = 9 where community_id = ${bank.communityId}`,
      `delete from mingbai.channel_file where community_id = ${bank.communityId}`,
    ];
    for (const role of ['mingbai_app', 'mingbai_owner'] as const) {
      for (const attempt of attempts) {
        const tried = bank.database.as(role, (client) => client.query(`begin; set local app.community_id = '${bank.communityId}'; ${attempt}; commit`));
        await expect(tried).rejects.toThrow(/permission denied|refused/);
      }
    }
    expect(await bank.database.unitOfWork.read(communityTwo, (tx) => bank.channelQueries.lines(tx))).toEqual([]);
  });
});
