import { Money, required } from '../../../src/kernel/index.js';
import { DisbursementQueries, FailDisbursement } from '../../../src/modules/disbursements/index.js';
import { FirmDueQueries, RecordTaking } from '../../../src/modules/entitlements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { AnswerAccountChange, AskAccountChange, UndoMatches, UndoQueries, type AssignmentTarget } from '../../../src/modules/settlement/index.js';
import { account } from '../communities/fixture.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY] = [month('01'), month('02')];
const OTHER = { bankName: '嘉善农商银行', accountName: '日月星辰小区共管账户', accountNo: '9900000000009977', openedOn: day('02-11') };
const THIEF = { counterpartyName: '张三', counterpartyAccount: '6222020000000001' };
const OWNER = { counterpartyName: '乙方', counterpartyAccount: '6217000000000102' };
const THE_BANK = { counterpartyName: '', counterpartyAccount: '' };
const PAYEE = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };

describe('a line that one person places by hand, held against who the bank says is on its other side', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  /** January closed with 231.23 on the account: 75.23 of fees, 155.00 of rent, 1.00 nobody's. */
  beforeEach(async () => {
    scene = await stage.newScene({ basis: 'ACCRUED' });
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
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));
  afterAll(async () => {
    await stage.close();
  });

  const lineAt = async (on: string, amount: string) =>
    required(
      (await scene.lines()).find((line) => line.bookedOn === `2024-${on}` && line.amount.toString() === amount),
      `a line of ${on} over ${amount}`,
    );
  type Line = readonly [on: string, amount: string];
  const give = async (line: Line, target: AssignmentTarget, reference: string | null = null) =>
    scene.assign((await lineAt(...line)).id, [{ target, reference }]);
  const about = async (line: Line) => String((await lineAt(...line)).id);
  const undo = async (...lines: Line[]) => {
    const lineIds = await Promise.all(lines.map(async (line) => (await lineAt(...line)).id));
    return scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds, reason: '认错了' });
  };
  /** Refused with that code, and nothing is written. */
  const refused = async (work: () => Promise<unknown>) => {
    const before = await scene.fingerprint();
    const refusal = await refusedBy(work());
    expect(await scene.fingerprint()).toEqual(before);
    return refusal;
  };
  const balance = async (fund: 'COM' | 'SVC', code: '1105' | '1104' | '1101') =>
    (await scene.read((tx) => scene.app.get(LedgerQueries).balance(tx, fund, { code }))).toString();
  /** What verify books says when the bank had named somebody else on a line that is placed. */
  const hadNamed = async (line: Line, { counterpartyName, counterpartyAccount }: typeof THIEF, remark?: string) => {
    const { id, ...was } = await lineAt(...line);
    const name = (side: typeof THIEF, words: string) =>
      stage.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(`update mingbai.bank_line set counterparty_name = $1, counterparty_account = $2, remark = $3 where community_id = $4 and id = $5`, [
          side.counterpartyName,
          side.counterpartyAccount,
          words,
          scene.communityId,
          id,
        ]);
      });
    await name({ counterpartyName, counterpartyAccount }, remark ?? was.remark);
    const found = await scene.violations();
    await name(was, was.remark);
    return found;
  };
  const NAME = 'I16 what one person places by hand is of whom its line names: money that comes back, and money of the bank or the firm';

  describe('as what the bank gives back of its error', () => {
    const [ERROR, OWNERS, BACK, BANKS] = [['02-03', '-75.23'], ['02-06', '75.23'], ['02-07', '75.23'], ['02-08', '40.00']] as const; // prettier-ignore
    beforeEach(async () => {
      await scene.statement(day('02-10'), [
        booking(...ERROR, THIEF),
        booking(...OWNERS, { ...OWNER, remark: 'WY01-102' }),
        booking(...BACK, THIEF),
        booking(...BANKS, { ...THE_BANK, remark: '错账更正' }),
      ]);
      await give(ERROR, 'BANK_ERROR');
    });

    it('is refused where an owner paid it, also as interest: the theft stays to be seen, and the owner gets the receipt', async () => {
      const reference = await about(ERROR);
      const details = { date: '2024-02-06', amount: '75.23' };
      expect(await refused(() => give(OWNERS, 'CORRECTION', reference))).toEqual({ code: 'ASSIGN_SIDE_CORRECTION', details: { ...details, reference } });
      expect(await refused(() => give(OWNERS, 'INTEREST'))).toEqual({ code: 'ASSIGN_SIDE_INTEREST', details });
      await give(OWNERS, 'UNIT', '01-102');
      expect(await balance('COM', '1105')).toBe('75.23');
    });

    it('is taken from the bank itself, or from the account that had it', async () => {
      await give(BACK, 'CORRECTION', await about(ERROR));
      expect(await balance('COM', '1105')).toBe('0.00');
      await undo(BACK);
      await give(BANKS, 'CORRECTION', await about(ERROR));
      expect(await balance('COM', '1105')).toBe('35.23');
    });

    it('is refused where the bank says itself that it is interest', async () => {
      await scene.statement(day('02-14'), [booking('02-12', '40.00', { ...THE_BANK, remark: '结息' })]);
      expect((await refused(async () => give(['02-12', '40.00'], 'CORRECTION', await about(ERROR)))).code).toBe('ASSIGN_SIDE_CORRECTION');
      await give(['02-12', '40.00'], 'INTEREST');
    });

    it('is refused where cash of nobody’s names a unit, whoever brought it', async () => {
      await scene.statement(day('02-14'), [booking('02-12', '40.00', { ...THE_BANK, remark: '现金 WY01-102 物业费' })]);
      expect((await refused(async () => give(['02-12', '40.00'], 'CORRECTION', await about(ERROR)))).code).toBe('ASSIGN_SIDE_CORRECTION');
      expect((await refused(() => give(['02-12', '40.00'], 'INTEREST'))).code).toBe('ASSIGN_SIDE_INTEREST');
    });

    it('is watched: a correction, and interest, that somebody else paid is found', async () => {
      await give(BACK, 'CORRECTION', await about(ERROR));
      await give(BANKS, 'INTEREST');
      for (const [line, kind] of [
        [BACK, 'CORRECTION'],
        [BANKS, 'INTEREST'],
      ] as const)
        expect(await hadNamed(line, OWNER)).toEqual([
          `${NAME}: bank line ${await about(line)} of 2024-${line.join(' over ')} is placed as ${kind} and names somebody else`,
        ]);
    });
  });

  describe('as what the bank takes back of money that nobody knew', () => {
    const [OUT, OWN, SAME] = [['02-03', '-1.00'], ['02-04', '-1.00'], ['02-05', '-1.00']] as const; // prettier-ignore
    const UNKNOWN = ['01-20', '1.00'] as const;
    beforeEach(async () => {
      await scene.statement(day('02-10'), [
        booking(...OUT, THIEF),
        booking(...OWN, { ...THE_BANK, remark: '冲正' }),
        booking(...SAME, { counterpartyName: '某人', counterpartyAccount: '9901000000000001' }),
      ]);
    });

    it('is refused where it went to another account: that way is asked for and agreed to by two organisations', async () => {
      const reference = await about(UNKNOWN);
      const details = { date: '2024-02-03', amount: '1.00', reference };
      expect(await refused(() => give(OUT, 'TAKEN_BACK', reference))).toEqual({ code: 'ASSIGN_SIDE_TAKEN_BACK', details });
      expect((await scene.cash())['TRN']).toBe('1.00');
    });

    it.each([
      ['the bank’s own', OWN],
      ['back to where it came from', SAME],
    ] as const)('is taken where it is %s', async (_, line) => {
      // prettier-ignore
      await give(line, 'TAKEN_BACK', await about(UNKNOWN));
      expect((await scene.cash())['TRN']).toBe('0.00');
      expect(await hadNamed(line, THIEF)).toEqual([
        `${NAME}: bank line ${await about(line)} of 2024-${line[0]} over -1.00 is placed as TAKEN_BACK and names somebody else`,
      ]);
    });
  });

  describe('as a receipt that bounced', () => {
    const [OUT, OWN, SAME] = [['02-03', '-75.23'], ['02-04', '-75.23'], ['02-05', '-75.23']] as const; // prettier-ignore
    beforeEach(async () => {
      await scene.statement(day('02-10'), [
        booking(...OUT, { ...THIEF, remark: '退票' }),
        booking(...OWN, { ...THE_BANK, remark: 'WY01-101 退票' }),
        booking(...SAME, { counterpartyName: '某人', counterpartyAccount: '9901000000000001' }),
      ]);
    });

    it('is refused where it went to another account than the one that had paid, whatever the remark says', async () => {
      expect(await refused(() => give(OUT, 'BOUNCED_RECEIPT', 'SJ2024-000001'))).toEqual({
        code: 'ASSIGN_SIDE_BOUNCED',
        details: { date: '2024-02-03', amount: '75.23', reference: 'SJ2024-000001' },
      });
      expect((await scene.cash())['SVC']).toBe('75.23');
    });

    it.each([
      ['the bank’s own', OWN],
      ['back to where it came from', SAME],
    ] as const)('is taken where it is %s', async (_, line) => {
      // prettier-ignore
      await give(line, 'BOUNCED_RECEIPT', 'SJ2024-000001');
      expect((await scene.cash())['SVC']).toBe('0.00');
      expect(await hadNamed(line, THIEF)).toEqual([
        `${NAME}: bank line ${await about(line)} of 2024-${line[0]} over -75.23 is placed as BOUNCED_RECEIPT and names somebody else`,
      ]);
    });
  });

  describe('as a payout that came back, or as money of the firm', () => {
    let number: string;
    const [PAID, OWNERS, BACK, FIRMS] = [['02-14', '-60.00'], ['02-20', '60.00'], ['02-21', '60.00'], ['02-22', '75.23']] as const; // prettier-ignore
    const CASH = ['02-23', '75.23'] as const;

    beforeEach(async () => {
      const paying = ['01-102', '01-103', '03-201', '03-202'].map((unit, index) => booking(`02-0${index + 3}`, '75.23', { remark: `WY${unit}` }));
      await scene.statement(day('02-10'), paying);
      await scene.match();
      number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('60.00') }, day('02-12'));
      await scene.statement(day('02-29'), [
        booking(...PAID, { ...PAYEE, remark: number }),
        booking(...OWNERS, { ...OWNER, remark: 'WY01-102 物业费' }),
        booking(...BACK, { ...PAYEE, remark: '账号有误' }),
        booking(...FIRMS, PAYEE),
        booking(...CASH, { ...THE_BANK, remark: '现金' }),
      ]);
      await give(PAID, 'PAYOUT', number);
    });
    const state = async () => (await scene.read((tx) => scene.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1 })))[0]?.state;

    it('is refused where an owner paid it: the payout stays paid, and is not paid a second time', async () => {
      expect(await refused(() => give(OWNERS, 'RETURNED_PAYOUT', number))).toEqual({
        code: 'ASSIGN_SIDE_RETURNED',
        details: { date: '2024-02-20', amount: '60.00', reference: number },
      });
      expect(await state()).toBe('SETTLED');
    });

    it('is taken back from the payee’s account', async () => {
      await give(BACK, 'RETURNED_PAYOUT', number);
      expect(await state()).toBe('RETURNED');
      expect(await hadNamed(BACK, OWNER)).toEqual([
        `${NAME}: bank line ${await about(BACK)} of 2024-02-21 over 60.00 is placed as RETURNED_PAYOUT and names somebody else`,
      ]);
      // under its number, or where the bank marks it as taken back
      expect(await hadNamed(BACK, OWNER, `退汇 ${number}`)).toEqual([]);
    });

    it('clears what the firm owes where the firm or nobody brings it, and never as a payment of an owner', async () => {
      scene.at(day('02-24'));
      const taking = { unit: '01-101', amount: Money.parse('75.23'), takenOn: day('02-10'), reason: '业主扫了公司的码', document: '截图' };
      await scene.app.get(RecordTaking).execute(scene.as('bookkeeper'), taking);
      const [due] = await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx, { openOnly: true }));
      const reference = `TAKEN-${due?.id}`;
      await scene.statement(day('03-02'), [booking('03-01', '75.23', OWNER)]);
      const { name } = await scene
        .read((tx) => tx.query<{ name: string }>('select name from mingbai.organisation where id = $1', [scene.people.firm.organisationId]))
        .then((rows) => required(rows[0], 'the firm'));
      expect(await refused(() => give(['03-01', '75.23'], 'FIRM_DUE', reference))).toEqual({
        code: 'ASSIGN_SIDE_FIRM',
        details: { date: '2024-03-01', amount: '75.23', firm: name },
      });
      for (const line of [FIRMS, CASH]) {
        await give(line, 'FIRM_DUE', reference);
        expect(await balance('SVC', '1104')).toBe('0.00');
        expect(await hadNamed(line, OWNER)).toEqual([
          `${NAME}: bank line ${await about(line)} of 2024-${line[0]} over 75.23 is placed as FIRM_DUE and names somebody else`,
        ]);
        expect(await hadNamed(line, { counterpartyName: `${name}嘉善分公司`, counterpartyAccount: '9909000000000077' })).toEqual([]);
        await undo(line);
      }
    });
  });

  describe('as money between two accounts of the compound', () => {
    let newBank: ReturnType<SettlementScene['statementsOn']>;
    beforeEach(async () => {
      const bytes = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
      const { sha256: documentSha256 } = (await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: 'account.pdf', bytes })).value;
      scene.at(day('02-12'));
      const { id } = (await scene.app.get(AskAccountChange).execute(scene.as('community'), { ...OTHER, reason: '原开户网点撤并', documentSha256 })).value;
      await scene.app.get(AnswerAccountChange).execute(scene.as('centre'), { id, answer: 'CONFIRM', reason: null });
      newBank = scene.statementsOn(OTHER, day('02-11'));
    });
    const move = async (line: Line, other: Line) => give(line, 'ACCOUNT_MOVE', await about(other));
    const NEW = { counterpartyName: OTHER.accountName, counterpartyAccount: OTHER.accountNo };

    it('is refused where the money went to a stranger’s account under the name of the compound’s', async () => {
      await scene.statement(day('02-20'), [booking('02-15', '-75.23', { counterpartyName: OTHER.accountName, counterpartyAccount: '6222020000000001' })]);
      await newBank.statement(day('02-29'), [booking('02-16', '75.23', { ...THE_BANK, remark: '现金存入' })]);
      expect(await refused(() => move(['02-15', '-75.23'], ['02-16', '75.23']))).toEqual({
        code: 'ASSIGN_MOVE_STRANGER',
        details: { date: '2024-02-15', amount: '-75.23' },
      });
    });

    it('is refused where neither line names the other account, and taken where one does by its last digits', async () => {
      await scene.statement(day('02-20'), [booking('02-15', '-75.23', THE_BANK), booking('02-17', '-20.00', { ...THE_BANK, counterpartyAccount: '****9977' })]);
      await newBank.statement(day('02-29'), [booking('02-16', '75.23', THE_BANK), booking('02-18', '20.00', THE_BANK)]);
      expect(await refused(() => move(['02-15', '-75.23'], ['02-16', '75.23']))).toEqual({
        code: 'ASSIGN_MOVE_UNNAMED',
        details: { amount: '75.23', out: '2024-02-15', into: '2024-02-16' },
      });
      const moved = ['02-17', '-20.00'] as const;
      await move(moved, ['02-18', '20.00']);
      const [found] = await hadNamed(moved, THE_BANK);
      expect(found).toBe(
        `P28c the two lines of a move name the accounts of each other: neither bank line ${await about(moved)} nor its other side names an account of the compound`,
      );
      expect(await hadNamed(moved, { ...NEW, counterpartyAccount: '6222020000000001' })).toContain(
        `P28c the two lines of a move name the accounts of each other: bank line ${await about(moved)} was moved to an account that it does not name`,
      );
    });

    it('is taken over exactly what a payout was instructed over, and does not stand for that payout', async () => {
      const paying = ['01-102', '01-103', '03-201', '03-202'].map((unit, index) => booking(`02-1${index + 1}`, '75.23', { remark: `WY${unit}` }));
      await newBank.statement(day('02-14'), paying);
      await scene.match();
      const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('60.00') }, day('02-16'));
      const [OUT, IN] = [['02-18', '-60.00'], ['02-18', '60.00']] as const; // prettier-ignore
      await scene.statement(day('02-20'), [booking(...OUT, { ...NEW, remark: '销户转存' })]);
      await newBank.statement(day('02-20'), [booking(...IN, { counterpartyName: account.accountName, counterpartyAccount: account.accountNo })]);
      const [payout] = await scene.read((tx) => scene.app.get(DisbursementQueries).instructed(tx));
      const { version, state } = await scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, payout?.id ?? 0));
      expect(state).toBe('INSTRUCTED');
      scene.at(day('02-21'));
      const request = { id: payout?.id ?? 0, version, reason: '银行称未付' };
      expect((await scene.app.get(FailDisbursement).execute(scene.as('cashier'), request)).value.state).toBe('APPROVING');
      await move(OUT, IN);
      expect((await lineAt(...OUT)).state).toBe('MATCHED');
      expect(number).toMatch(/^BF2024-/);
    });

    it('is taken while a payout of that amount waits, unless it bears its number', async () => {
      const paying = ['01-102', '01-103', '03-201', '03-202'].map((unit, index) => booking(`02-1${index + 1}`, '75.23', { remark: `WY${unit}` }));
      await newBank.statement(day('02-14'), paying);
      await scene.match();
      const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: Money.parse('60.00') }, day('02-16'));
      await scene.statement(day('02-20'), [booking('02-18', '-60.00', NEW), booking('02-19', '-60.00', { ...NEW, remark: number })]);
      const fromOld = { counterpartyName: account.accountName, counterpartyAccount: account.accountNo };
      await newBank.statement(day('02-20'), [booking('02-18', '60.00', fromOld)]);
      expect(await refused(() => move(['02-19', '-60.00'], ['02-18', '60.00']))).toMatchObject({ code: 'ASSIGN_PERHAPS_PAYOUT' });
      await move(['02-18', '-60.00'], ['02-18', '60.00']);
      await give(['02-19', '-60.00'], 'BANK_ERROR', number);
      expect((await lineAt('02-18', '-60.00')).state).toBe('MATCHED');
    });
  });

  describe('as an error of the bank', () => {
    const [ONE, TWO, BACK] = [['02-03', '-50.00'], ['02-04', '-50.00'], ['02-06', '50.00']] as const; // prettier-ignore
    beforeEach(async () => {
      await scene.statement(day('02-10'), [booking(...ONE, THE_BANK), booking(...TWO, THE_BANK), booking(...BACK, THE_BANK)]);
      await give(ONE, 'BANK_ERROR');
      await give(TWO, 'BANK_ERROR');
      await give(BACK, 'CORRECTION', await about(ONE));
    });

    it('is not taken back while its correction stands, so that each error has its own', async () => {
      expect(await refused(() => undo(ONE))).toEqual({
        code: 'UNDO_CORRECTED',
        details: { date: '2024-02-03', amount: '50.00', line: Number(await about(BACK)), corrected: '2024-02-06' },
      });
      const preview = await scene.read(async (tx) => scene.app.get(UndoQueries).of(tx, await lineAt(...ONE)));
      expect(preview?.obstacle?.code).toBe('UNDO_CORRECTED');
      await undo(BACK);
      await undo(ONE);
      await give(ONE, 'CHARGE');
      await give(BACK, 'CORRECTION', await about(TWO));
      expect(await balance('COM', '1105')).toBe('0.00');
    });

    it('is taken back together with its correction', async () => {
      await undo(ONE, BACK);
      expect(await balance('COM', '1105')).toBe('50.00');
    });

    it('is watched, and held by the database too: no more is given back of an error than it took', async () => {
      const [one, two, back] = [await about(ONE), await about(TWO), await about(BACK)];
      const tamper = (target: string, from: string) =>
        stage.database.as('postgres', (client) =>
          client.query(
            `set session_replication_role = replica; update mingbai.bank_match set target_id = ${target} where community_id = ${scene.communityId} and line_id = ${from} and target_type in ('BANK_ERROR', 'CORRECTION')`,
          ),
        );
      await tamper(one, two);
      await tamper(two, back);
      expect(await scene.violations()).toContain(`P29 no more is given back of an error than the bank took: of the error on bank line ${two} -50.00 is open`);
      await tamper(two, two);
      await tamper(one, back);
      const forged = (afterwards = 'select 1') =>
        scene.run(async (tx) => {
          await tx.query(
            `insert into mingbai.bank_match (community_id, id, line_id, taken_from, target_type, target_id, amount, entry_seq, matched_at, matched_by, undoes)
             select community_id, 900003, line_id, taken_from, target_type, target_id, -amount, entry_seq, matched_at, matched_by, id from mingbai.bank_match
             where community_id = $1 and line_id = $2 and target_type = 'BANK_ERROR'`,
            [tx.communityId, one],
          );
          await tx.query(`update mingbai.bank_line set state = 'NEW' where community_id = $1 and id = $2`, [tx.communityId, one]);
          await tx.query(afterwards);
        });
      await expect(forged()).rejects.toThrow(/more of it is given back than the bank took/);
      // nor by whoever hides the rows from the question that is asked at the commit
      await expect(forged(`set local app.community_id = '424242'`)).rejects.toMatchObject({ code: '23514' });
    });
  });
});
