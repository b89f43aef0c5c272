import { accountingPeriod, businessDate, Money, quarter, required } from '../../../src/kernel/index.js';
import {
  AnswerPenaltyUndo,
  AskPenaltyUndo,
  EntitlementQueries,
  FirmDueQueries,
  FirmDues,
  ImposePenalty,
  MonthlyEntitlements,
  OffsetFirmDue,
} from '../../../src/modules/entitlements/index.js';
import { FeeReceipts, ReceiptQueries } from '../../../src/modules/fees/index.js';
import { LedgerService, transfer } from '../../../src/modules/ledger/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type PayoutScene } from './fixture.js';

describe('what the books still owe the firm bounds what it may ask for', () => {
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

  const penalise = () =>
    scene.app
      .get(ImposePenalty)
      .execute(scene.as('community'), { quarter: quarter('2024-Q1'), amount: Money.parse('5000.00'), reason: '夜间无人值守', document: '通知 3 号' });
  const offered = async () => {
    const [january] = (await scene.read((tx) => scene.queries.firmClaims(tx))).filter(({ claim }) => claim.kind === 'BASE');
    return [january?.payable.toString(), january?.owed?.toString()];
  };

  it('a penalty comes off: 35,398.59 of the 40,398.59 is offered, one fen more is refused with the figures, and that much is paid', async () => {
    expect(await offered()).toEqual(['40398.59', '40398.59']);
    await penalise();
    expect(await offered()).toEqual(['35398.59', '35398.59']);
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.submit('35398.60'))).toMatchObject({
      code: 'DISBURSEMENT_OVER_OWED',
      details: { entitled: '40398.59', owed: '35398.59', payable: '35398.59', asked: '35398.60' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    const { id } = await scene.submit('35398.59');
    expect(await offered()).toEqual(['0.00', '0.00']);
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id); // its own hold counts as owed
    expect((await scene.read((tx) => scene.queries.byId(tx, id))).state).toBe('INSTRUCTED');
  });

  it('what another request waits for is not offered again', async () => {
    await penalise();
    await scene.submit('30000.00');
    expect(await offered()).toEqual(['5398.59', '5398.59']);
    expect(await refusedBy(scene.submit('5398.60'))).toMatchObject({ code: 'DISBURSEMENT_OVER_OWED' });
  });

  it('a penalty after the request stops it at its last approval, by its gate and not by the floor of the account', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.decide('community', id);
    await scene.decide('centre', id);
    await penalise();
    const { gatesNow } = await scene.read((tx) => scene.queries.byId(tx, id));
    expect(gatesNow?.find(({ gate }) => gate === 'G1')).toMatchObject({ outcome: 'FAILED', reason: 'OVER_OWED' });
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_OVER_OWED', details: { owed: '35398.59', asked: '40398.59' } });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('what it paid for a penalty that was taken back may be asked for, to the fen, by the claim of the first month of the quarter', async () => {
    const { id: paid } = await scene.submit('40398.59');
    await scene.approveAll(paid);
    const { id } = (await penalise()).value;
    await scene.run(async (tx) => {
      await scene.app.get(LedgerService).lock(tx);
      const clears = [{ kind: 'PENALTY' as const, id, amount: Money.parse('5000.00') }];
      const line = { bankLineId: 73, bankAccountId: scene.bankAccountId, on: scene.clock.today() };
      await scene.app.get(FirmDues).pay(tx, { by: scene.people.bookkeeper.personId, at: scene.clock.now() }, { clears, ...line });
    });
    expect(await offered()).toEqual(['0.00', '0.00']);
    const { value: asked } = await scene.app.get(AskPenaltyUndo).execute(scene.as('community'), { penaltyId: id, reason: '当晚有人值守，见录像' });
    await scene.app.get(AnswerPenaltyUndo).execute(scene.as('centre'), { id: asked.id, decision: 'CONFIRM', reason: null });
    expect(await offered()).toEqual(['5000.00', '5000.00']);
    expect(await refusedBy(scene.submit('5000.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE', details: { repaid: '5000.00', payable: '5000.00' } });
    const { id: again } = await scene.submit('5000.00');
    await scene.approveAll(again);
    expect([await offered(), await scene.balance('2101')]).toEqual([['0.00', '0.00'], '0.00']);
  });

  describe('where a month took back what was paid out (P12) and gives it again', () => {
    const JANUARY = accountingPeriod('2024-01');
    const inBook = <T>(work: (tx: Tx, posting: { by: typeof scene.people.bookkeeper.personId; at: ReturnType<typeof scene.clock.now> }) => Promise<T>) =>
      scene.run(async (tx) => {
        await scene.app.get(LedgerService).lock(tx);
        return work(tx, { by: scene.people.bookkeeper.personId, at: scene.clock.now() });
      });
    const settleMonth = () => inBook((tx, posting) => scene.app.get(MonthlyEntitlements).settle(tx, posting, JANUARY));
    const due = async () => required((await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx)))[0], 'what the firm owes');
    const claim = async () => {
      const { entitled, repaid, everGiven } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, JANUARY));
      return [entitled, repaid, everGiven].map(String);
    };

    /** 40,398.59 was paid out; then the receipt of the month proves wrong, and the firm owes all of it. */
    beforeEach(async () => {
      const { id } = await scene.submit('40398.59');
      await scene.approveAll(id);
      scene.clock.advanceMinutes(10);
      await scene.instruct(id);
      const bookedOn = businessDate('2024-02-19');
      scene.at('2024-02-20');
      const [bankLineId = 0] = await scene.bankBook.through(bookedOn, [{ on: bookedOn, amount: '-40398.59', remark: 'BF2024-0001' }]);
      await scene.settle({ disbursementId: id, bankLineId, bookedOn, amount: Money.parse('40398.59') });
      // other cash, out of which a receipt can be taken back
      const interest = transfer('SVC', Money.parse('60000.00'), { code: '1001', holder: { type: 'bank_account', id: 1 } }, { code: '4101' });
      const source = { type: 'bank_line', id: bankLineId };
      await inBook((tx, posting) =>
        scene.app.get(LedgerService).post(tx, posting, [{ rule: 'P19', effectiveOn: bookedOn, source, description: 'interest', transfers: interest }]),
      );
      const [receipt] = await scene.read((tx) => scene.app.get(ReceiptQueries).list(tx, {}));
      await inBook((tx, posting) => scene.app.get(FeeReceipts).undo(tx, posting, { receiptId: required(receipt, 'receipt').id, reason: 'of another flat' }));
      await settleMonth();
      expect([(await due()).kind, (await due()).open.toString(), await offered(), await claim()]).toEqual([
        'MONTH',
        '40398.59',
        ['0.00', '0.00'],
        ['0.00', '0.00', '40398.59'],
      ]);
    });
    /** A receipt of 50,000.00 comes for the month after all: B is 40,000.00 again. */
    const earnAgain = async () => {
      await inBook(async (tx, posting) => {
        const [wrong] = await scene.app.get(ReceiptQueries).list(tx, {});
        const { unitId, bankLineId } = required(wrong, 'the receipt that proved wrong');
        const money = {
          unitId,
          amount: Money.parse('50000.00'),
          receivedOn: businessDate('2024-01-30'),
          bankLineId: required(bankLineId, 'its line'),
          bankAccountId: scene.bankAccountId,
        };
        await scene.app.get(FeeReceipts).record(tx, posting, [money]);
      });
      await settleMonth();
    };

    it('what the firm paid back at the bank may be asked for again, to the fen, and not before it is given', async () => {
      const { kind, id, open } = await due();
      const clears = [{ kind, id, amount: open }];
      await inBook((tx, posting) =>
        scene.app.get(FirmDues).pay(tx, posting, { clears, bankLineId: 73, bankAccountId: scene.bankAccountId, on: businessDate('2024-02-19') }),
      );
      // it has paid back what it had, and B is nothing: there is nothing to ask for
      expect([await offered(), await claim()]).toEqual([
        ['0.00', '0.00'],
        ['40398.59', '40398.59', '80797.18'],
      ]);
      expect(await refusedBy(scene.submit('0.01'))).toMatchObject({
        code: 'DISBURSEMENT_OVER_BASE',
        details: { entitlement: '0.00', withheld: '0.00', repaid: '40398.59', entitled: '40398.59', alreadyAsked: '40398.59', payable: '0.00' },
      });
      await earnAgain();
      expect([await offered(), await claim()]).toEqual([
        ['40000.00', '40000.00'],
        ['80398.59', '40398.59', '120797.18'],
      ]);
      expect(await refusedBy(scene.submit('40000.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE', details: { payable: '40000.00' } });
      const { id: second } = await scene.submit('40000.00');
      await scene.approveAll(second);
      scene.clock.advanceMinutes(10);
      await scene.instruct(second);
      expect(await offered()).toEqual(['0.00', '0.00']);
    });

    it('what it did not pay back it has: it is not given twice, though the books owe it as much as it owes them, until that is set off', async () => {
      await earnAgain();
      expect([(await offered())[0], await claim()]).toEqual(['0.00', ['40000.00', '0.00', '80398.59']]);
      expect(await refusedBy(scene.submit('0.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_BASE', details: { owed: '40000.00', payable: '0.00' } });
      const { kind, id } = await due();
      await scene.app.get(OffsetFirmDue).execute(scene.as('community'), { clears: [{ kind, id, amount: Money.parse('40000.00') }] });
      expect([await offered(), (await due()).open.toString()]).toEqual([['0.00', '0.00'], '398.59']);
    });
  });
});
