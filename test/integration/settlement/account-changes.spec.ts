import { addDays, Money } from '../../../src/kernel/index.js';
import { BankQueries, ImportBankFile, ReconciliationQueries, type BankLineView } from '../../../src/modules/bank/index.js';
import { BankAccountQueries } from '../../../src/modules/communities/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import {
  AccountChangeQueries,
  AnswerAccountChange,
  AskAccountChange,
  EndBankAccount,
  UndoMatches,
  type AnswerAccountChangeRequest,
  type AskAccountChangeRequest,
  type EndBankAccountRequest,
} from '../../../src/modules/settlement/index.js';
import { account } from '../communities/fixture.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY, MARCH] = [month('01'), month('02'), month('03')];
const OTHER = { bankName: '嘉善农商银行', accountName: '日月星辰小区共管账户', accountNo: '9900000000009977', openedOn: day('02-11') };

describe('a compound that changes its bank account', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let paper: string;

  beforeAll(async () => {
    stage = await openStage();
  });
  /** January closed with 231.23 on the old account: 75.23 of fees, 1.00 nobody's, 155.00 of rent. */
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
    const bytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
    paper = (await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: 'account.pdf', bytes })).value.sha256;
    await scene.begin(JANUARY);
    await scene.statement(day('01-31'), [
      booking('01-05', '75.23', { remark: 'WY01-101' }),
      booking('01-08', '155.00', { remark: 'ZL01' }),
      booking('01-20', '1.00', { remark: '?' }),
    ]);
    await scene.match();
    scene.at(day('02-05'));
    await scene.close(JANUARY);
    await scene.begin(FEBRUARY);
    scene.at(day('02-12'));
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  const asked = (change: Partial<AskAccountChangeRequest> = {}): AskAccountChangeRequest => ({
    ...OTHER,
    reason: '原开户网点撤并',
    documentSha256: paper,
    ...change,
  });
  type Who = Parameters<SettlementScene['as']>[0];
  const ask = async (change: Partial<AskAccountChangeRequest> = {}, who: Who = 'community', key?: string) =>
    (await scene.app.get(AskAccountChange).execute(scene.as(who, key ?? null), asked(change))).value;
  const answer = async (id: number, who: Who = 'centre', change: Partial<AnswerAccountChangeRequest> = {}) =>
    (await scene.app.get(AnswerAccountChange).execute(scene.as(who), { id, answer: 'CONFIRM', reason: null, ...change })).value;
  const end = async (change: Partial<EndBankAccountRequest> = {}, who: Who = 'community') => {
    const [old] = await accounts();
    const request = { accountId: old?.id as EndBankAccountRequest['accountId'], endedOn: day('02-16'), documentSha256: paper, ...change };
    return (await scene.app.get(EndBankAccount).execute(scene.as(who), request)).value;
  };
  const accounts = () => scene.read((tx) => scene.app.get(BankAccountQueries).all(tx));
  const changes = async () => (await scene.read((tx) => scene.app.get(AccountChangeQueries).all(tx))).map(({ state }) => state);
  /** By account, in the order of the funds: what the books have there. */
  const held = async () => {
    const balances = await scene.read((tx) => scene.app.get(LedgerQueries).balances(tx, { code: '1001' }));
    const known = await accounts();
    return balances.map(({ fund, holderId, balance }) => `${known.find(({ id }) => id === holderId)?.last4 ?? ''} ${fund} ${balance.toString()}`).toSorted();
  };
  const unplaced = async () => (await scene.lines()).filter(({ state }) => state === 'NEW' || state === 'SUGGESTED');
  const lineOf = async (amount: string): Promise<BankLineView> => {
    const found = (await scene.lines()).findLast((line) => line.amount.toString() === amount);
    if (!found) throw new Error(`no line of ${amount}`);
    return found;
  };
  const move = async (amount: string, other: string) =>
    scene.assign((await lineOf(amount)).id, [{ target: 'ACCOUNT_MOVE', reference: String((await lineOf(other)).id) }]);
  const undo = async (amount: string) =>
    scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [(await lineOf(amount)).id], reason: '认错了对方流水' });
  const sent = (on: string, amount: string) =>
    booking(on, amount, { counterpartyName: OTHER.accountName, counterpartyAccount: OTHER.accountNo, remark: '销户转存' });
  const arrived = (on: string, amount: string) =>
    booking(on, amount, { counterpartyName: account.accountName, counterpartyAccount: account.accountNo, remark: '销户转入' });

  it('asks, has it compared by the centre, and uses the new account from its first day on', async () => {
    const { id } = await ask();
    expect([(await accounts()).length, await changes()]).toEqual([1, ['ASKED']]);
    expect(await answer(id)).toEqual({ id, last4: '9977', openedOn: '2024-02-11', state: 'CONFIRMED' });
    expect((await accounts()).map(({ last4, openedOn, closedOn }) => [last4, openedOn, closedOn])).toEqual([
      ['8866', '2024-01-01', '2024-02-10'],
      ['9977', '2024-02-11', null],
    ]);
  });

  it('moves money whose arrival names nobody, and so was put into suspense first', async () => {
    await answer((await ask()).id);
    const newBank = scene.statementsOn(OTHER, day('02-11'));
    await scene.statement(day('02-20'), [sent('02-15', '-231.23')]);
    await newBank.statement(day('02-29'), [booking('02-15', '231.23', { counterpartyName: '', counterpartyAccount: '' })]);
    scene.at(day('03-04'));
    expect(await scene.match()).toMatchObject({ suspended: 1, left: 1 });
    await move('-231.23', '231.23');
    expect(await held()).toEqual(['8866 COM 0.00', '8866 SVC 0.00', '8866 TRN 0.00', '9977 COM 155.00', '9977 SVC 75.23', '9977 TRN 1.00']);
    expect((await lineOf('231.23')).state).toBe('MATCHED');
    await undo('231.23');
    await scene.match();
    await move('231.23', '-231.23');
    expect([(await lineOf('231.23')).state, (await lineOf('-231.23')).state]).toEqual(['MATCHED', 'MATCHED']);
  });

  it('moves the money of every fund by the lines of both statements, and closes the month over both accounts', async () => {
    await answer((await ask()).id);
    const newBank = scene.statementsOn(OTHER, day('02-11'));
    await scene.statement(day('02-20'), [booking('02-03', '75.23', { remark: 'WY01-102' }), sent('02-15', '-306.46')]);
    await newBank.statement(day('02-29'), [arrived('02-15', '306.46'), booking('02-20', '75.23', { remark: 'WY01-103' })]);
    scene.at(day('03-04'));
    // its own account on the other side is nobody's payment and no payout
    expect(await scene.match()).toMatchObject({ units: 2, suspended: 0, left: 2 });
    expect((await unplaced()).map(({ reason }) => reason)).toEqual([
      { code: 'OWN_ACCOUNT', figures: { reference: '9977' } },
      { code: 'OWN_ACCOUNT', figures: { reference: '8866' } },
    ]);
    expect((await scene.checklist(FEBRUARY)).steps.find(({ name }) => name === 'LINES')?.blocker?.code).toBe('BANK_LINE_UNPLACED');
    await move('306.46', '-306.46');
    expect(await unplaced()).toEqual([]);
    expect(await held()).toEqual(['8866 COM 0.00', '8866 SVC 0.00', '8866 TRN 0.00', '9977 COM 155.00', '9977 SVC 225.69', '9977 TRN 1.00']);
    // somebody may still pay into the old account: its statement is asked for until the bank has closed it
    expect(await scene.checklist(FEBRUARY)).toMatchObject({ statementTo: '2024-02-20' });
    await end({ endedOn: day('02-16') });
    expect(await scene.checklist(FEBRUARY)).toMatchObject({ statementTo: '2024-02-29', apart: null, balanceApart: null });
    expect(await scene.close(FEBRUARY)).toMatchObject({ bankBalance: '381.69', lines: 4 });
    const signed = await scene.read((tx) => scene.app.get(ReconciliationQueries).byMonth(tx, FEBRUARY));
    expect(signed?.several?.accounts.map(({ balance }) => balance.toString())).toEqual(['0.00', '381.69']);
    // from now on it is one account again
    await scene.begin(MARCH);
    await newBank.statement(day('03-31'), [booking('03-05', '75.23', { remark: 'WY01-101' })]);
    scene.at(day('04-05'));
    await scene.match();
    await scene.close(MARCH);
    const march = await scene.read((tx) => scene.app.get(ReconciliationQueries).byMonth(tx, MARCH));
    expect([march?.several, march?.bankBalance.toString()]).toEqual([null, '456.92']);
  });

  it('is nobody’s payment by its name either, where the bank writes no number, or what it masks, with the reference of a unit', async () => {
    await answer((await ask()).id);
    const newBank = scene.statementsOn(OTHER, day('02-11'));
    await newBank.statement(day('02-29'), [
      booking('02-15', '75.23', { counterpartyName: '日月星辰小区共管账户', counterpartyAccount: '', remark: 'WY01-102' }),
      booking('02-16', '75.23', { counterpartyName: '', counterpartyAccount: '****8866', remark: 'WY01-103' }),
    ]);
    scene.at(day('03-04'));
    expect(await scene.match()).toMatchObject({ units: 0, left: 2 });
    for (const line of (await scene.lines()).filter(({ state }) => state === 'NEW'))
      expect((await refusedBy(scene.assign(line.id, [{ target: 'UNIT', reference: '01-102' }]))).code).toBe('ASSIGN_OWN_ACCOUNT');
    // somebody who goes past the hand is told by verify books
    const forged = await stage.newScene({ basis: 'ACCRUED' });
    await forged.begin(JANUARY);
    await forged.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' })]);
    await forged.match();
    expect(await forged.violations()).toEqual([]);
    await stage.database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`update mingbai.bank_line set counterparty_account = '****8866' where community_id = $1`, [forged.communityId]);
    });
    expect((await forged.violations()).filter((found) => found.startsWith('P28c'))).toHaveLength(1);
  });

  it('books money on the account on which it came, finds suspense on the one where it is by now, and shows what is on its way at a month’s end', async () => {
    await answer((await ask()).id);
    const newBank = scene.statementsOn(OTHER, day('02-11'));
    // somebody still pays into the old account after its last day
    await scene.statement(day('02-29'), [sent('02-15', '-231.23'), booking('02-25', '75.23', { remark: 'WY01-102' })]);
    await newBank.statement(day('02-29'), [arrived('02-15', '231.23')]);
    scene.at(day('03-04'));
    await scene.match();
    await move('-231.23', '231.23');
    // less than all: funds in their order
    expect(await held()).toEqual(['8866 COM 74.23', '8866 SVC 0.00', '8866 TRN 1.00', '9977 COM 80.77', '9977 SVC 150.46']);
    await scene.assign((await lineOf('1.00')).id, [{ target: 'UNIT', reference: '01-103' }]);
    expect(await held()).toEqual(['8866 COM 74.23', '8866 SVC 0.00', '8866 TRN 1.00', '9977 COM 80.77', '9977 SVC 151.46', '9977 TRN -1.00']);
    expect(await scene.close(FEBRUARY)).toMatchObject({ bankBalance: '306.46' });

    await scene.begin(MARCH);
    await scene.statement(day('03-31'), [sent('03-30', '-75.23')]);
    await newBank.statement(day('03-31'), []);
    scene.at(day('04-05'));
    expect((await scene.checklist(MARCH)).steps.find(({ name }) => name === 'LINES')?.blocker?.code).toBe('BANK_LINE_UNPLACED');
    await newBank.statement(day('04-10'), [arrived('04-02', '75.23')]);
    scene.at(day('04-12'));
    await move('75.23', '-75.23');
    expect(await held()).toEqual(['8866 COM 0.00', '8866 SVC 0.00', '8866 TRN 0.00', '9977 COM 155.00', '9977 SVC 151.46', '9977 TRN 0.00']);
    expect(await scene.checklist(MARCH)).toMatchObject({ apart: null, balanceApart: null, unplaced: 0 });
    expect(await scene.close(MARCH)).toMatchObject({ bankBalance: '306.46' });
    const signed = await scene.read((tx) => scene.app.get(ReconciliationQueries).byMonth(tx, MARCH));
    expect([signed?.several?.underWay.toString(), signed?.several?.accounts.map(({ balance }) => balance.toString())]).toEqual(['75.23', ['0.00', '231.23']]);
    // one of its lines lies in the closed month
    expect(await refusedBy(undo('75.23'))).toEqual({ code: 'UNDO_CLOSED', details: { date: '2024-03-30', month: MARCH, closedThrough: '2024-03-31' } });
  });

  it('takes a move back as one, from either of its lines, and books it again', async () => {
    await answer((await ask()).id);
    await scene.statement(day('02-20'), [sent('02-15', '-231.23')]);
    await scene.statementsOn(OTHER, day('02-11')).statement(day('02-29'), [arrived('02-15', '231.23')]);
    scene.at(day('03-04'));
    await scene.match();
    await move('-231.23', '231.23');
    await undo('231.23');
    expect((await unplaced()).map(({ amount }) => amount.toString())).toEqual(['-231.23', '231.23']);
    expect(await held()).toEqual(['8866 COM 155.00', '8866 SVC 75.23', '8866 TRN 1.00', '9977 COM 0.00', '9977 SVC 0.00', '9977 TRN 0.00']);
    await move('231.23', '-231.23');
    expect(await held()).toEqual(['8866 COM 0.00', '8866 SVC 0.00', '8866 TRN 0.00', '9977 COM 155.00', '9977 SVC 75.23', '9977 TRN 1.00']);
  });

  describe('whose money the bank moves in several lines, or less its fee', () => {
    type Parts = readonly { readonly to?: string; readonly amount: string }[];
    const moveParts = async (amount: string, parts: Parts) => {
      const named = await Promise.all(
        parts.map(async ({ to, amount: part }) =>
          to === undefined
            ? { target: 'CHARGE' as const, reference: null, amount: part }
            : { target: 'ACCOUNT_MOVE' as const, reference: String((await lineOf(to)).id), amount: part },
        ),
      );
      return scene.assign((await lineOf(amount)).id, named);
    };
    const placed = async () =>
      (await scene.lines()).filter(({ bookedOn }) => bookedOn > '2024-02-01').map(({ amount, state }) => `${amount.toString()} ${state}`);
    const refused = async (work: () => Promise<unknown>) => {
      const before = await scene.fingerprint();
      const refusal = await refusedBy(work());
      expect(await scene.fingerprint()).toEqual(before);
      return refusal;
    };

    it('is one debit that arrives in two credits and less a fee: placed together, taken back together from either, and closed', async () => {
      await answer((await ask()).id);
      await scene.statement(day('02-20'), [sent('02-15', '-231.23')]);
      const newBank = scene.statementsOn(OTHER, day('02-11'));
      await newBank.statement(day('02-29'), [arrived('02-15', '200.00'), arrived('02-16', '26.23')]);
      scene.at(day('03-04'));
      await scene.match();
      const whole = [{ to: '200.00', amount: '-200.00' }, { to: '26.23', amount: '-26.23' }, { amount: '-5.00' }]; // prettier-ignore
      expect(await refused(() => moveParts('-231.23', whole.slice(0, 2)))).toMatchObject({
        code: 'ASSIGN_AMOUNT_DIFFERS',
        details: { total: '-226.23', available: '-231.23' },
      });
      expect(await refused(() => moveParts('-231.23', [{ to: '200.00', amount: '-205.00' }, ...whole.slice(1, 2)]))).toMatchObject({
        code: 'ASSIGN_MOVE_DIFFERS',
      });
      expect(await refused(() => moveParts('-231.23', [...whole.slice(0, 1), ...whole.slice(0, 1)]))).toMatchObject({ code: 'ASSIGN_REFERENCE_REPEATED' });
      expect(await refused(() => moveParts('-231.23', [{ to: '26.23', amount: '-26.23' }, { amount: '-205.00' }]))).toEqual({
        code: 'ASSIGN_CHARGE_LARGE',
        details: { date: '2024-02-15', amount: '205.00', max: '200.00' },
      });
      await moveParts('-231.23', whole);
      expect(await held()).toEqual(['8866 COM 0.00', '8866 SVC 0.00', '8866 TRN 0.00', '9977 COM 150.00', '9977 SVC 75.23', '9977 TRN 1.00']);
      expect(await placed()).toEqual(['-231.23 MATCHED', '200.00 MATCHED', '26.23 MATCHED']);
      expect(await scene.violations()).toEqual([]);
      for (const from of ['26.23', '-231.23']) {
        await undo(from);
        expect(await placed()).toEqual(['-231.23 NEW', '200.00 NEW', '26.23 NEW']);
        expect(await held()).toEqual(['8866 COM 155.00', '8866 SVC 75.23', '8866 TRN 1.00', '9977 COM 0.00', '9977 SVC 0.00', '9977 TRN 0.00']);
        await moveParts('-231.23', whole);
      }
      await end({ endedOn: day('02-16') });
      expect(await scene.checklist(FEBRUARY)).toMatchObject({ apart: null, balanceApart: null, claimsApart: null, unplaced: 0 });
      expect(await scene.close(FEBRUARY)).toMatchObject({ bankBalance: '226.23', lines: 3 });
    });

    it('is two debits that arrive as one credit, of which one lies in the month before', async () => {
      await answer((await ask()).id);
      await scene.statement(day('02-29'), [sent('02-15', '-31.23'), sent('02-28', '-200.00')]);
      const newBank = scene.statementsOn(OTHER, day('02-11'));
      await newBank.statement(day('03-05'), [arrived('03-01', '231.23')]);
      scene.at(day('03-06'));
      await scene.match();
      const parts = [{ to: '-31.23', amount: '31.23' }, { to: '-200.00', amount: '200.00' }]; // prettier-ignore
      expect(await refused(() => moveParts('231.23', [...parts.slice(0, 1), { amount: '200.00' }]))).toMatchObject({ code: 'ASSIGN_TARGET_REFUSED' });
      await moveParts('231.23', parts);
      expect(await placed()).toEqual(['-31.23 MATCHED', '-200.00 MATCHED', '231.23 MATCHED']);
      expect(await scene.close(FEBRUARY)).toMatchObject({ bankBalance: '231.23' });
      const signed = await scene.read((tx) => scene.app.get(ReconciliationQueries).byMonth(tx, FEBRUARY));
      expect(signed?.several?.underWay.toString()).toBe('231.23');
      expect(await refused(() => undo('231.23'))).toMatchObject({ code: 'UNDO_CLOSED' });
    });
  });

  it('moves no other amount, to no line of the same account, no line that names a stranger, and not what the books do not have there', async () => {
    await answer((await ask()).id);
    await scene.statement(day('02-20'), [
      sent('02-15', '-231.23'),
      booking('02-16', '231.23'),
      booking('02-17', '75.23'),
      sent('02-18', '-75.23'),
      sent('02-19', '300.00'),
    ]);
    await scene
      .statementsOn(OTHER, day('02-11'))
      .statement(day('02-29'), [
        arrived('02-15', '231.22'),
        arrived('02-16', '500.00'),
        arrived('02-20', '-300.00'),
        booking('02-21', '75.23', { remark: 'WY01-103' }),
      ]);
    scene.at(day('03-04'));
    const before = await scene.fingerprint();
    expect(await refusedBy(move('-231.23', '231.22'))).toEqual({ code: 'ASSIGN_MOVE_DIFFERS', details: { amount: '-231.23', other: '231.22' } });
    expect(await refusedBy(move('-231.23', '231.23'))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN', details: { target: 'ACCOUNT_MOVE' } });
    // what an owner paid on the new account is not what left the old one
    expect(await refusedBy(move('-75.23', '75.23'))).toEqual({ code: 'ASSIGN_MOVE_STRANGER', details: { date: '2024-02-21', amount: '75.23' } });
    // of the 500.00 on the new account nothing is in the books yet
    expect(await refusedBy(move('-300.00', '300.00'))).toEqual({
      code: 'ACCOUNT_MOVE_BOOKS',
      details: { date: '2024-02-20', moved: '300.00', books: '0.00' },
    });
    expect(await scene.fingerprint()).toEqual(before);
  });

  it('counts what came to the new account before its first day in the month in which it came', async () => {
    await scene.statement(day('02-29'), []);
    scene.at(day('03-04'));
    await answer((await ask({ openedOn: day('03-04') })).id);
    await scene.statementsOn(OTHER, day('02-20')).statement(day('02-29'), [booking('02-25', '75.23', { remark: 'WY01-102' })]);
    scene.at(day('03-05'));
    await scene.match();
    expect(await scene.close(FEBRUARY)).toMatchObject({ bankBalance: '306.46' });
    expect(await held()).toEqual(['8866 COM 155.00', '8866 SVC 75.23', '8866 TRN 1.00', '9977 SVC 75.23']);
  });

  it('repays an advance out of the money that came last by its day, on the account on which it came or by now lies', async () => {
    await answer((await ask()).id);
    const repaid = () =>
      scene.read((tx) =>
        tx.query<{ on: string; last4: string; amount: string }>(
          `select distinct f.effective_on as on, right(b.account_no, 4) as last4, x.amount from mingbai.bank_fact f join ledger.transfer x on x.community_id = $1 and x.entry_seq = f.entry_seq and x.fund = 'COM'
             join ledger.account a on a.community_id = $1 and a.id = x.credit_account join mingbai.bank_account b on b.community_id = $1 and b.id = a.holder_id
           where f.community_id = $1 and f.kind = 'REPAYMENT' order by 1`,
          [tx.communityId],
        ),
      );
    // COM has 155.00: of a charge of 200.00 the service fund advances 45.00
    const charge = booking('02-03', '-200.00', { counterpartyName: '', counterpartyAccount: '', remark: '手续费' });
    await scene.statement(day('02-10'), [charge]);
    await scene.match();
    await scene.statement(day('02-29'), [booking('02-14', '10.00', { remark: 'ZL01' }), booking('02-15', '90.00', { remark: '?' })]);
    await scene.statementsOn(OTHER, day('02-11')).statement(day('02-29'), [booking('02-20', '20.00', { remark: 'ZL01' })]);
    scene.at(day('03-04'));
    await scene.match();
    expect(await repaid()).toEqual([{ on: '2024-02-20', last4: '9977', amount: '30.00' }]);
    await scene.assign((await lineOf('90.00')).id, [{ target: 'LEASE', reference: 'ZL01' }]);
    expect(await repaid()).toEqual([
      { on: '2024-02-20', last4: '9977', amount: '30.00' },
      { on: '2024-03-04', last4: '9977', amount: '15.00' },
    ]);
  });

  it('pays from the new account only what lies there', async () => {
    await answer((await ask()).id);
    const fees = ['01-102', '01-103', '03-201', '03-202'].map((unit, index) => booking(`02-0${index + 3}`, '75.23', { remark: `WY${unit}` }));
    await scene.statement(day('02-10'), fees);
    await scene.match();
    const payout = { kind: 'BASE' as const, period: JANUARY, amount: Money.parse('60.00') };
    expect(await refusedBy(scene.instructedPayout(payout, day('02-13')))).toEqual({
      code: 'DISBURSEMENT_ACCOUNT_SHORT',
      details: { last4: '9977', held: '0.00', total: '60.00' },
    });
  });

  it('is over for the old account by the bank’s paper alone, once, when nothing is left there', async () => {
    expect((await refusedBy(end())).code).toBe('ACCOUNT_END_IN_USE');
    await answer((await ask()).id);
    await scene.statement(day('02-20'), [sent('02-15', '-231.23')]);
    await scene.statementsOn(OTHER, day('02-11')).statement(day('02-29'), [arrived('02-15', '231.23')]);
    scene.at(day('03-04'));
    const money = { code: 'ACCOUNT_END_MONEY', details: { last4: '8866', endedOn: '2024-02-16', reachedTo: '2024-02-20', bank: '0.00', books: '231.23' } };
    expect(await refusedBy(end())).toEqual(money);
    await scene.match();
    await move('-231.23', '231.23');
    for (const who of ['bookkeeper', 'centre', 'firm'] as const) expect((await refusedBy(end({}, who))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(end({ endedOn: day('03-05') }))).code).toBe('ACCOUNT_END_DAY');
    expect((await refusedBy(end({ documentSha256: 'f'.repeat(64) }))).code).toBe('EVIDENCE_UNKNOWN');
    expect((await refusedBy(end({ endedOn: day('02-14') }))).code).toBe('ACCOUNT_END_MONEY');
    expect((await refusedBy(end({ endedOn: day('02-21') }))).code).toBe('ACCOUNT_END_MONEY');
    await end();
    expect((await refusedBy(end())).code).toBe('ACCOUNT_ENDED');
    expect((await accounts()).map(({ last4, endedOn }) => [last4, endedOn])).toEqual([
      ['8866', '2024-02-16'],
      ['9977', null],
    ]);
  });

  it('reads a table that names no account as that of the account whose balance it continues', async () => {
    await answer((await ask()).id);
    const heading = '交易日期,交易时间,支出,收入,余额,对方账号,对方户名,对方行名,摘要,备注,流水号';
    const table = async (from: string, to: string, row: string) => {
      const file = new TextEncoder().encode(`${heading}\r\n${row}\r\n`);
      scene.at(addDays(day(to), 2));
      await scene.app.get(ImportBankFile).execute(scene.as('bookkeeper'), { fileName: 'rcb.csv', file, from: day(from), to: day(to), dryRun: false });
    };
    await table('02-01', '02-20', '2024年2月3日,09:10:11,,75.23,306.46,62170001,乙方,某行,转账,WY01-102,A1');
    await table('02-11', '02-29', '2024年2月20日,09:10:11,,75.23,75.23,62170001,丙方,某行,转账,WY01-103,A1');
    const files = await scene.read((tx) => scene.app.get(BankQueries).files(tx));
    const [old, fresh] = await accounts();
    expect(files.map(({ accountId, to }) => `${accountId === old?.id ? 'old' : accountId === fresh?.id ? 'new' : '?'} ${to}`)).toEqual([
      'new 2024-02-29',
      'old 2024-02-20',
      'old 2024-01-31',
    ]);
  });

  it.each<[string, Who, Partial<AskAccountChangeRequest>]>([
    ['NOT_ALLOWED', 'bookkeeper', {}],
    ['NOT_ALLOWED', 'centre', {}],
    ['NOT_ALLOWED', 'firm', {}],
    ['ACCOUNT_CHANGE_WORDS', 'community', { reason: '换行' }],
    ['EVIDENCE_UNKNOWN', 'community', { documentSha256: 'f'.repeat(64) }],
    ['ACCOUNT_CHANGE_CLOSED', 'community', { openedOn: day('01-31') }],
    ['COMMUNITY_ACCOUNT_LATER', 'community', { openedOn: day('02-13') }],
    ['COMMUNITY_ACCOUNT_KNOWN', 'community', { accountNo: account.accountNo }],
    ['COMMUNITY_ACCOUNT_NO_INVALID', 'community', { accountNo: '9900 0000' }],
    ['COMMUNITY_TEXT_INVALID', 'community', { bankName: ' ' }],
  ])('is refused with %s when %s asks %j', async (code, who, change) => {
    expect((await refusedBy(ask(change, who))).code).toBe(code);
    expect([await changes(), (await accounts()).length]).toEqual([[], 1]);
  });

  it('is answered once, by the centre or withdrawn by who asked, and by nobody else', async () => {
    const { id } = await ask();
    expect((await refusedBy(ask())).code).toBe('ACCOUNT_CHANGE_WAITS');
    expect((await refusedBy(answer(id, 'registrar'))).code).toBe('ACCOUNT_CHANGE_SAME_PARTY');
    expect((await refusedBy(answer(id, 'bookkeeper'))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(answer(id, 'firm'))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(answer(id, 'centre', { answer: 'WITHDRAW', reason: '不用了' }))).code).toBe('ACCOUNT_CHANGE_NOT_YOURS');
    expect((await refusedBy(answer(id, 'centre', { answer: 'REFUSE' }))).code).toBe('ACCOUNT_CHANGE_WORDS');
    expect(await changes()).toEqual(['ASKED']);
    await answer(id, 'centre', { answer: 'REFUSE', reason: '户名与备案不符' });
    expect((await refusedBy(answer(id))).code).toBe('ACCOUNT_CHANGE_ANSWERED');
    const second = await ask();
    await answer(second.id, 'community', { answer: 'WITHDRAW', reason: '银行改期' });
    expect([await changes(), (await accounts()).length]).toEqual([['WITHDRAWN', 'REFUSED'], 1]);
  });

  it('is answered for the day it names, also when a month was closed in between', async () => {
    const { id } = await ask();
    await scene.statement(day('02-29'), []);
    scene.at(day('03-05'));
    await scene.close(FEBRUARY);
    expect(await refusedBy(answer(id))).toEqual({ code: 'ACCOUNT_CHANGE_CLOSED', details: { openedOn: '2024-02-11', closedThrough: '2024-02-29' } });
    expect(await changes()).toEqual(['ASKED']);
  });

  it('leaves no whole account number with the key, and knows the same question again', async () => {
    const first = await ask({}, 'community', 'change-1');
    expect(await ask({}, 'community', 'change-1')).toEqual(first);
    expect((await refusedBy(ask({ accountNo: '9900000000001234' }, 'community', 'change-1'))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    const kept = await scene.read((tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId]));
    expect(JSON.stringify(kept)).not.toContain(OTHER.accountNo);
  });

  it('is held by the database too: no account without two parties, none given up twice', async () => {
    const { id } = await ask();
    const query = (sql: string, more: readonly unknown[] = []) => scene.run((tx) => tx.query(sql, [tx.communityId, ...more]));
    const insert = `insert into mingbai.bank_account (community_id, id, bank_name, account_name, account_no, opened_on) values ($1, 999999, 'b', 'n', '99000000', '2024-02-11')`;
    const givenUp = `update mingbai.bank_account set closed_on = '2024-02-10' where community_id = $1`;
    await expect(scene.run(async (tx) => (await tx.query(givenUp, [tx.communityId]), tx.query(insert, [tx.communityId])))).rejects.toMatchObject({
      code: '23514',
    });
    await expect(query(givenUp)).rejects.toMatchObject({ code: '23514' });
    const { community, centre } = scene.people;
    const confirm = (by: typeof community) =>
      query(
        `update mingbai.account_change set state = 'CONFIRMED', account_id = 5, answered_at = now(), answered_by = $2, answered_for = $3 where community_id = $1`,
        [by.personId, by.organisationId],
      );
    // only the centre answers, and nobody who has no part in the compound asks
    for (const by of [community, scene.people.street, { ...centre, personId: 900_002 as typeof centre.personId }])
      await expect(confirm(by)).rejects.toMatchObject({ code: 'MB001' });
    await expect(confirm(centre)).rejects.toMatchObject({ code: '23503' });
    await expect(
      query(
        `insert into mingbai.account_change (community_id, id, bank_name, account_name, account_no, opened_on, reason, document_sha256, asked_at, asked_by, asked_for, state)
         values ($1, 999, 'b', 'n', '99000000', '2024-02-12', 'reasons', $2, now(), 900001, 900001, 'ASKED')`,
        [paper],
      ),
    ).rejects.toMatchObject({ code: 'MB001' });
    await expect(query(`update mingbai.account_change set account_no = '99000001' where community_id = $1`)).rejects.toMatchObject({ code: '42501' });
    await answer(id);
    await expect(query(givenUp.replace('02-10', '02-09'))).rejects.toMatchObject({ code: 'MB001' });
    await expect(confirm(centre)).rejects.toMatchObject({ code: 'MB001' });
  });

  it('is watched: a line on another account than its entry, and an account that nobody agreed on, are found', async () => {
    await answer((await ask()).id);
    await scene.statement(day('02-20'), [sent('02-15', '-231.23')]);
    await scene.statementsOn(OTHER, day('02-11')).statement(day('02-29'), [arrived('02-15', '231.23'), booking('02-20', '75.23', { remark: 'WY01-102' })]);
    await scene.match();
    await move('-231.23', '231.23');
    const [old, fresh] = await accounts();
    const tamper = (sql: string) =>
      stage.database.as('postgres', (client) => client.query(`set session_replication_role = replica; ${sql} and community_id = ${scene.communityId}`));
    const { id } = await lineOf('75.23');
    await tamper(`update mingbai.bank_line set account_id = ${old?.id}, position = 99 where id = ${id}`);
    expect(await scene.violations()).toContainEqual(
      expect.stringMatching(
        /^I16 every bank line is booked on its own account.*bank line \d+ is on account \d+; entry \d+ moves 0(\.00)? there, its lines 75\.23$/,
      ),
    );
    await tamper(`update mingbai.bank_line set account_id = ${fresh?.id}, position = 2 where id = ${id}`);
    expect(await scene.violations()).toEqual([]);
    await tamper(`update mingbai.account_change set account_no = '9900000000001234' where state = 'CONFIRMED'`);
    expect(await scene.violations()).toEqual([
      `I28 an account that follows another was agreed on by two parties: bank account ${fresh?.id} follows another without a change that two parties confirmed`,
    ]);
    await tamper(`update mingbai.account_change set account_no = '${OTHER.accountNo}' where state = 'CONFIRMED'`);
  });
});
