import { Money, required } from '../../../src/kernel/index.js';
import { ImportChannelFile } from '../../../src/modules/bank/index.js';
import { RegisterPayee } from '../../../src/modules/contracts/index.js';
import { DisbursementQueries } from '../../../src/modules/disbursements/index.js';
import { EntitlementQueries, RecordTaking } from '../../../src/modules/entitlements/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import {
  AskSuspenseReturn,
  AssignBankLine,
  CandidateQueries,
  MakeMatchRule,
  MatchChannelLines,
  UndoMatches,
  type AssignedPart,
  type MakeMatchRuleRequest,
} from '../../../src/modules/settlement/index.js';
import { writeWechatBill } from '../../support/channel-files.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

type Part = Pick<AssignedPart, 'target' | 'reference'> & { readonly words?: string; readonly amount?: string };

describe('money that "Match" has put into suspense, while its month is open', () => {
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

  const last = async () => required((await scene.lines()).at(-1), 'a bank line');
  const give = async (...parts: Part[]) => {
    const given = parts.map(({ amount, ...part }) => ({ ...part, amount: amount === undefined ? null : Money.parse(amount) }));
    return (await scene.app.get(AssignBankLine).execute(scene.as('bookkeeper'), { lineId: (await last()).id, parts: given })).value;
  };
  const refused = async (work: () => Promise<unknown>) => {
    const before = await scene.fingerprint();
    const refusal = await refusedBy(work());
    expect(await scene.fingerprint()).toEqual(before);
    return refusal;
  };
  /** What became of the last line, step by step; `-` is a step that was taken back. */
  const history = async () => {
    const { id } = await last();
    return (await scene.matches())
      .filter(({ lineId }) => lineId === id)
      .map(({ targetType, amount, undoes }) => `${undoes === null ? '' : '-'}${targetType} ${amount.toString()}`);
  };
  const suspended = async (bookings: Parameters<SettlementScene['statement']>[1]) => {
    await scene.statement(day('01-31'), bookings);
    await scene.match();
    expect((await last()).state).toBe('SUSPENSE');
  };
  const rule = async (terms: Partial<MakeMatchRuleRequest>) => {
    const request = { direction: 'IN' as const, counterparty: '', remark: '', amount: null, target: 'OTHER_INCOME' as const, reference: null, ...terms };
    await scene.app.get(MakeMatchRule).execute(scene.as('bookkeeper'), request);
  };
  const balance = async (fund: 'SVC' | 'COM' | 'TRN', code: '1104' | '1105' | '2301' | '2303' | '2501' | '2502' | '4101' | '4901') =>
    (await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, fund, { code }))).toString();
  const office = async () => {
    const account = { bankName: '嘉善农商银行', accountNo: '9907000000000001', accountName: '嘉善水务有限公司' };
    return (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { kind: 'VENDOR', name: '嘉善水务有限公司', ...account })).value.number;
  };

  describe('goes by hand wherever it could have gone when it came: out of suspense and to its place, in one step', () => {
    it.each([
      ['other income', 'OTHER_INCOME', { words: '废旧纸板' }, 'COM', '4901'],
      ['a deposit', 'DEPOSIT', { words: '装修押金' }, 'TRN', '2501'],
      ['collected for others', 'FOR_OTHERS', { words: '1月水费' }, 'TRN', '2502'],
      ['interest', 'INTEREST', {}, 'COM', '4101'],
      ['credited by mistake', 'WRONG_CREDIT', {}, 'TRN', '2301'],
    ] as const)('%s', async (_, target, rest, fund, code) => {
      await suspended([booking('01-10', '60.00', target === 'INTEREST' ? { counterpartyName: '嘉善农商银行' } : {})]);
      const reference = target === 'FOR_OTHERS' ? await office() : null;
      const taken = target === 'WRONG_CREDIT' ? 'SUSPENSE' : 'MATCHED';
      expect(await give({ target, reference, ...rest })).toMatchObject({ state: taken });
      expect(await balance(fund, code)).toBe('60.00');
      expect(await history()).toEqual(['SUSPENSE 60.00', '-SUSPENSE -60.00', `${target} 60.00`]);
      expect(await balance('TRN', '2301')).toBe(target === 'WRONG_CREDIT' ? '60.00' : '0.00');
      // all three steps are of the bank's own day: the cash of no fund moved on another
      const dates = await scene.read((tx) => tx.query(`select distinct effective_on as on from ledger.entry where community_id = $1 and source_type in ('bank_line', 'other_receipt')`, [tx.communityId])); // prettier-ignore
      expect(dates).toEqual([{ on: '2024-01-10' }]);
      await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [(await last()).id], reason: 'wrong place' });
      expect((await last()).state).toBe('NEW');
    });

    it('what was credited by mistake, once it turns out to be a deposit', async () => {
      await suspended([booking('01-10', '60.00')]);
      await give({ target: 'WRONG_CREDIT', reference: null });
      await give({ target: 'DEPOSIT', reference: null, words: '装修押金' });
      expect([await balance('TRN', '2501'), await balance('TRN', '2301')]).toEqual(['60.00', '0.00']);
      expect((await history()).at(-1)).toBe('DEPOSIT 60.00');
    });

    it('what the firm owes, in parts', async () => {
      scene.at(day('01-20'));
      for (const unit of ['01-101', '01-102'])
        await scene.app.get(RecordTaking).execute(scene.as('bookkeeper'), {
          unit,
          amount: Money.parse('75.23'),
          takenOn: day('01-10'),
          reason: '业主扫了公司的码',
          document: '截图',
        });
      await suspended([booking('01-25', '150.46', { counterpartyName: '久旺物业', counterpartyAccount: '9903000000000001' })]);
      const line = await last();
      const offered = (await scene.read((tx) => scene.app.get(CandidateQueries).of(tx, [line]))).get(line.id)?.at(-1);
      expect(offered?.parts.map(({ target }) => target)).toEqual(['FIRM_DUE', 'FIRM_DUE']);
      await give(...(offered?.parts as Part[]));
      expect([await balance('SVC', '1104'), (await last()).state]).toEqual(['0.00', 'MATCHED']);
    });

    it('what the bank gives back of its own error', async () => {
      await scene.statement(day('01-20'), [
        booking('01-05', '100.00', { remark: 'ZL01' }),
        booking('01-11', '-30.00', { counterpartyName: '别人', counterpartyAccount: '9909000000000009' }),
      ]);
      await scene.match();
      await give({ target: 'BANK_ERROR', reference: null });
      const { id } = await last();
      await suspended([booking('01-25', '30.00', { counterpartyName: '别人', counterpartyAccount: '9909000000000009' })]);
      await give({ target: 'CORRECTION', reference: String(id) });
      expect([await balance('COM', '1105'), (await last()).state]).toEqual(['0.00', 'MATCHED']);
    });

    it('a payout that came back without its number', async () => {
      await scene.statement(day('01-31'), [booking('01-05', '376.15', { remark: 'WY01-101' })]);
      await scene.match();
      scene.at(day('02-08'));
      await scene.close(month('01'));
      const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, month('01')));
      const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: entitled }, day('02-18'));
      const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
      const payee = { counterpartyName: payout?.payeeName ?? '', counterpartyAccount: payout?.payeeAccountNo ?? '' };
      const paid = booking('02-20', `-${entitled.toString()}`, { ...payee, remark: number });
      await scene.statement(day('02-27'), [paid, booking('02-22', entitled.toString(), { ...payee, remark: '户名不符' })]);
      await scene.match();
      expect((await last()).state).toBe('SUSPENSE');
      expect(await refused(() => give({ target: 'RETURNED_PAYOUT', reference: 'BF2024-0099' }))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
      await give({ target: 'RETURNED_PAYOUT', reference: number });
      expect([await balance('SVC', '2303'), await balance('TRN', '2301')]).toEqual([entitled.toString(), '0.00']);
      expect((await scene.read((tx) => scene.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1 })))[0]).toMatchObject({ state: 'RETURNED' });
    });

    it('is refused whole where the place is refused, and stays where it is', async () => {
      await suspended([booking('01-10', '60.00', { counterpartyName: '财付通支付科技有限公司' })]);
      expect(await refused(() => give({ target: 'CHANNEL_BATCH', reference: 'WECHAT' }))).toMatchObject({ code: 'ASSIGN_BATCH_UNCLEAR' });
      expect(await refused(() => give({ target: 'FOR_OTHERS', reference: 'SK999', words: '水费' }))).toMatchObject({ code: 'COLLECTED_PAYEE_REFUSED' });
      expect(await refused(() => give({ target: 'SUSPENSE', reference: null }))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
      expect(await history()).toEqual(['SUSPENSE 60.00']);
    });

    it('is refused once its month is closed, with the cure; units and leases are found all the same, and after a reopening all is open again', async () => {
      await suspended([booking('01-10', '60.00', { counterpartyName: '嘉善农商银行' }), booking('01-11', '75.23')]);
      scene.at(day('02-05'));
      await scene.close(month('01'));
      expect((await last()).state).toBe('RECONCILED');
      expect(await refused(() => give({ target: 'DEPOSIT', reference: null, words: '装修押金' }))).toEqual({
        code: 'ASSIGN_MONTH_CLOSED',
        details: { target: 'DEPOSIT', date: '2024-01-11', month: '2024-01' },
      });
      await give({ target: 'UNIT', reference: '01-101' });
      expect((await history()).at(-1)).toBe('RECEIPT 75.23');
      await scene.reopen(month('01'));
      const [first] = await scene.lines();
      await scene.assign(required(first, 'a line').id, [{ target: 'INTEREST', reference: null }]);
      await scene.close(month('01'));
      expect(await scene.cash()).toMatchObject({ SVC: '75.23', TRN: '0.00' });
    });
  });

  describe('is looked at again by "Match"', () => {
    const batch = booking('01-12', '149.56', { counterpartyName: '财付通支付科技有限公司', remark: '微信支付结算' });
    const bill = async () => {
      const at = { at: '2024-01-10 10:00:00', gross: '75.23', fee: '0.45' };
      const lines = ['01-101', '01-102'].map((unit, index) => ({ orderNo: `W${index}`, goods: `WY${unit}`, ...at }));
      const file = new TextEncoder().encode(writeWechatBill(lines));
      await scene.app.get(ImportChannelFile).execute(scene.as('bookkeeper'), { fileName: 'bill.csv', file, dryRun: false });
      await scene.app.get(MatchChannelLines).execute(scene.as('bookkeeper'));
    };

    it('finds the batch whose bill came later, once, and leaves the rest as it is', async () => {
      await suspended([booking('01-08', '149.56'), batch]);
      const before = await scene.fingerprint();
      expect(await scene.match()).toMatchObject({ lines: 0, found: 0 });
      expect(await scene.fingerprint()).toEqual(before);
      await bill();
      expect(await scene.match()).toMatchObject({ lines: 1, found: 1, suspended: 0, left: 0, reasons: { CHANNEL_BATCH: 1 } });
      expect(await history()).toEqual(['SUSPENSE 149.56', '-SUSPENSE -149.56', 'CHANNEL_BATCH 149.56']);
      expect((await scene.lines()).map(({ state }) => state)).toEqual(['SUSPENSE', 'MATCHED']);
      expect(await scene.match()).toMatchObject({ lines: 0, found: 0 });
    });

    it('finds the payout that came back under its number as soon as its payment has its place', async () => {
      await scene.statement(day('01-31'), [booking('01-05', '376.15', { remark: 'WY01-101' })]);
      await scene.match();
      scene.at(day('02-08'));
      await scene.close(month('01'));
      const { entitled } = await scene.read((tx) => scene.app.get(EntitlementQueries).baseClaim(tx, month('01')));
      const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: entitled }, day('02-18'));
      const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
      const other = { counterpartyName: '久旺物业（嘉兴）', counterpartyAccount: payout?.payeeAccountNo ?? '' };
      const paid = booking('02-20', `-${entitled.toString()}`, { ...other, remark: number });
      await scene.statement(day('02-27'), [paid, booking('02-22', entitled.toString(), { ...other, remark: `退汇 ${number}` })]);
      expect(await scene.match()).toMatchObject({ suspended: 1, left: 1, reasons: { PAYOUT_PAYEE_DIFFERS: 1, RETURNED_PAYOUT: 1 } });
      await scene.assign(required((await scene.lines()).at(-2), 'the payment').id, [{ target: 'PAYOUT', reference: number }]);
      expect(await scene.match()).toMatchObject({ found: 1, reasons: { PAYOUT_CAME_BACK: 1 } });
      expect(await history()).toEqual([`SUSPENSE ${entitled.toString()}`, `-SUSPENSE -${entitled.toString()}`, `RETURNED_PAYOUT ${entitled.toString()}`]);
    });

    it('follows a rule that was made since; not for what a person put there, took back to there, or asked to send back', async () => {
      const scrap = (on: string, amount: string) => booking(on, amount, { remark: '1月废品款' });
      await scene.statement(day('01-31'), [scrap('01-10', '1.00'), scrap('01-11', '2.00'), scrap('01-12', '3.00'), scrap('01-13', '4.00')]);
      const ids = (await scene.lines()).map(({ id }) => id);
      const [byHand, takenBack, sentBack] = ids;
      await scene.assign(required(byHand, 'a line'), [{ target: 'SUSPENSE', reference: null }]);
      await scene.match();
      await scene.assign(required(takenBack, 'a line'), [{ target: 'UNIT', reference: '01-101' }]);
      await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [required(takenBack, 'a line')], reason: 'not a fee' });
      await scene.app.get(AskSuspenseReturn).execute(scene.as('bookkeeper'), { lineId: required(sentBack, 'a line'), reason: '付错' });
      await rule({ remark: '废品' });
      expect(await scene.match()).toMatchObject({ lines: 1, found: 1, reasons: { RULE: 1 } });
      expect((await scene.lines()).map(({ state }) => state)).toEqual(['SUSPENSE', 'SUSPENSE', 'SUSPENSE', 'MATCHED']);
      expect(await balance('COM', '4901')).toBe('4.00');
    });

    it('guesses nothing: a name and an amount that fit by now, or a refusal, leave it in suspense', async () => {
      await scene.statement(day('01-31'), [booking('01-05', '75.23', { counterpartyName: '王小明' }), booking('01-06', '9.00', { remark: '水费' })]);
      await scene.match();
      const [first] = await scene.lines();
      await scene.statement(day('02-05'), [booking('02-02', '75.23', { remark: 'WY03-201' })]);
      await scene.match(); // 王小明 owes for one flat only by now
      const number = await office();
      await rule({ remark: '水费', target: 'FOR_OTHERS', reference: number });
      // past every trigger: a rule whose payee nothing may be collected for by now
      await scene.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(`update mingbai.match_rule set reference = 'SK999' where community_id = ${scene.communityId}`);
      });
      const before = await scene.fingerprint();
      expect(await scene.match()).toMatchObject({ lines: 0, found: 0, left: 0 });
      expect(await scene.fingerprint()).toEqual(before);
      expect((await scene.lines())[0]).toEqual(first);
    });

    it('says nothing of months that are closed', async () => {
      await suspended([batch]);
      scene.at(day('02-05'));
      await scene.close(month('01'));
      await bill();
      const before = await scene.fingerprint();
      expect(await scene.match()).toMatchObject({ lines: 0, found: 0 });
      expect(await scene.fingerprint()).toEqual(before);
    });
  });
});
