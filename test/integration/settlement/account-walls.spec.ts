import { addDays, businessDate } from '../../../src/kernel/index.js';
import { BankQueries, ImportBankFile } from '../../../src/modules/bank/index.js';
import { BankAccountQueries } from '../../../src/modules/communities/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import {
  AccountEndQueries,
  AnswerAccountChange,
  AnswerAccountEnd,
  AskAccountChange,
  EndBankAccount,
  type AnswerAccountEndRequest,
} from '../../../src/modules/settlement/index.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from './fixture.js';

const [JANUARY, FEBRUARY] = [month('01'), month('02')];
const [NEXT, THIRD] = ['9900000000009977', '9900000000005544'].map((accountNo, index) => ({
  bankName: '嘉善农商银行',
  accountName: '日月星辰小区共管账户',
  accountNo,
  openedOn: day(index === 0 ? '02-11' : '02-13'),
})) as [Target, Target];
type Target = { bankName: string; accountName: string; accountNo: string; openedOn: ReturnType<typeof day> };
type Who = Parameters<SettlementScene['as']>[0];

/** What a hostile review found where a compound has had two accounts: each wrong was there before its wall. */
describe('the walls between two accounts of a compound', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let paper: string;

  beforeAll(async () => {
    stage = await openStage();
  });
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

  const change = async (to: Target = NEXT) => {
    const request = { ...to, reason: '原开户网点撤并', documentSha256: paper };
    const { id } = (await scene.app.get(AskAccountChange).execute(scene.as('community'), request)).value;
    await scene.app.get(AnswerAccountChange).execute(scene.as('centre'), { id, answer: 'CONFIRM', reason: null });
  };
  const accounts = () => scene.read((tx) => scene.app.get(BankAccountQueries).all(tx));
  const accountOf = async (last4: string) => {
    const found = (await accounts()).find((each) => each.last4 === last4);
    if (!found) throw new Error(`no account ${last4}`);
    return found;
  };
  const end = async (last4: string, on: string, who: Who = 'community') => {
    const request = { accountId: (await accountOf(last4)).id, endedOn: day(on), documentSha256: paper };
    return (await scene.app.get(EndBankAccount).execute(scene.as(who), request)).value;
  };
  const answerEnd = async (last4: string, answer: AnswerAccountEndRequest['answer'], who: Who, reason: string | null = null) =>
    (await scene.app.get(AnswerAccountEnd).execute(scene.as(who), { accountId: (await accountOf(last4)).id, answer, reason })).value.state;
  const ends = async () => (await scene.read((tx) => scene.app.get(AccountEndQueries).all(tx))).map(({ state, endedOn }) => `${state} ${endedOn}`);
  const reached = async () => {
    const all = await scene.read((tx) => scene.app.get(BankQueries).files(tx));
    const known = await accounts();
    return all.map(({ accountId, to }) => `${known.find(({ id }) => id === accountId)?.last4 ?? '?'} ${to}`);
  };
  /** Everything on 8866 leaves it, by an error of the bank that is put right on 9977: it stands at 0.00. */
  const emptied = async (through: string) => {
    await scene.statement(day(through), [booking('02-09', '-231.23', { counterpartyName: '', counterpartyAccount: '', remark: '错账' })]);
    const line = (await scene.lines()).at(-1);
    if (!line) throw new Error('no line');
    await scene.assign(line.id, [{ target: 'BANK_ERROR', reference: '' }]);
  };
  const table = async (from: string, to: string, row: string, account?: string) => {
    const heading = '交易日期,交易时间,支出,收入,余额,对方账号,对方户名,对方行名,摘要,备注,流水号';
    const file = new TextEncoder().encode(`${heading}\r\n${row}\r\n`);
    scene.at(addDays(day(to), 2));
    const request = { fileName: 'rcb.csv', file, from: day(from), to: day(to), dryRun: false, ...(account !== undefined && { account }) };
    return (await scene.app.get(ImportBankFile).execute(scene.as('bookkeeper'), request)).value;
  };

  it('asks whose table it is where two accounts stood at what it opens with, and takes it to the one that is named', async () => {
    await emptied('02-10');
    await change();
    const row = '2024年2月20日,09:10:11,,75.23,75.23,62170001,丙方,某行,转账,WY01-103,A1';
    const before = await scene.fingerprint();
    expect(await refusedBy(table('02-11', '02-29', row))).toEqual({
      code: 'BANK_FILE_ACCOUNT_UNCLEAR',
      details: { from: '2024-02-11', opening: '0.00', accounts: '8866, 9977' },
    });
    expect(await refusedBy(table('02-11', '02-29', row, '1234'))).toEqual({
      code: 'BANK_FILE_ACCOUNT_UNKNOWN',
      details: { account: '1234', known: '8866, 9977' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    expect(await table('02-11', '02-29', row, '8866')).toMatchObject({ accountLast4: '8866', newLineCount: 1 });
    expect((await reached())[0]).toBe('8866 2024-02-29');
    // its own named file with the same line adds nothing, and the true file of the other account is taken
    await scene.statementsOn(NEXT, day('02-11')).statement(day('02-29'), [booking('02-21', '75.23', { remark: 'WY01-102' })]);
    expect((await scene.lines()).filter(({ amount }) => amount.toString() === '75.23').length).toBe(3);
  });

  it('takes no line after the end of an account, before a mistaken end is withdrawn with its reason', async () => {
    await emptied('02-20');
    await change();
    expect((await end('8866', '02-16')).state).toBe('RECORDED');
    scene.at(day('03-04'));
    const late = () => scene.statement(day('02-29'), [booking('02-25', '75.23', { remark: 'WY01-102' })]);
    const before = await scene.fingerprint();
    expect(await refusedBy(late())).toMatchObject({
      code: 'BANK_FILE_ACCOUNT_ENDED',
      details: { date: '2024-02-25', amount: '75.23', account: '8866', endedOn: '2024-02-16' },
    });
    expect(await refusedBy(answerEnd('8866', 'WITHDRAW', 'community', '记错'))).toMatchObject({ code: 'ACCOUNT_CHANGE_WORDS' });
    expect((await refusedBy(answerEnd('8866', 'WITHDRAW', 'centre', '银行没有销户'))).code).toBe('OWNER_SIDE_ONLY');
    expect((await refusedBy(answerEnd('8866', 'WITHDRAW', 'bookkeeper', '银行没有销户'))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(answerEnd('8866', 'CONFIRM', 'centre'))).code).toBe('ACCOUNT_END_NONE');
    expect(await scene.fingerprint()).toEqual(before);
    // the database holds it too, whoever writes
    const [line] = await scene.lines();
    await expect(
      scene.run((tx) =>
        tx.query(
          `insert into mingbai.bank_line (community_id, id, account_id, file_id, position, file_line, booked_on, value_on, amount, counterparty_name, counterparty_account, remark, bank_reference, reversal, balance_after, state)
           select community_id, 999998, account_id, file_id, (select max(position) + 1 from mingbai.bank_line where community_id = $1), 1, '2024-02-25', '2024-02-25', 75.23, '', '', '', 'X', false, 75.23, 'NEW'
           from mingbai.bank_line where community_id = $1 and id = $2`,
          [tx.communityId, line?.id],
        ),
      ),
    ).rejects.toMatchObject({ code: '23514' });
    expect(await answerEnd('8866', 'WITHDRAW', 'community', '银行没有销户')).toBe('WITHDRAWN');
    await late();
    expect((await refusedBy(end('8866', '02-16'))).code).toBe('ACCOUNT_END_MONEY');
    expect(await ends()).toEqual(['WITHDRAWN 2024-02-16']);
    expect(await scene.checklist(FEBRUARY)).toMatchObject({ statementTo: null });
  });

  it('does not withdraw an end on which a closed month rests, and does once its days are stated', async () => {
    await emptied('02-20');
    await change();
    await end('8866', '02-16');
    await scene.statementsOn(NEXT, day('02-11')).statement(day('02-29'), []);
    scene.at(day('03-04'));
    await scene.close(FEBRUARY);
    expect(await refusedBy(answerEnd('8866', 'WITHDRAW', 'community', '银行没有销户'))).toEqual({
      code: 'ACCOUNT_END_CLOSED',
      details: { last4: '8866', closedThrough: '2024-02-29', reachedTo: '2024-02-20' },
    });
    const { personId, organisationId } = scene.people.community;
    await expect(
      scene.run((tx) =>
        tx.query(
          `update mingbai.bank_account_end set state = 'WITHDRAWN', withdrawn_at = '2024-03-04', withdrawn_by = $2, withdrawn_for = $3, withdrawal_reason = 'reasons' where community_id = $1`,
          [tx.communityId, personId, organisationId],
        ),
      ),
    ).rejects.toMatchObject({ code: '23514' });
    await scene.statement(day('02-29'), []);
    expect(await answerEnd('8866', 'WITHDRAW', 'community', '银行没有销户')).toBe('WITHDRAWN');
  });

  it('ends an account that was never imported by two parties only', async () => {
    await change();
    scene.at(day('02-14'));
    await change(THIRD);
    expect(await end('9977', '02-13')).toMatchObject({ last4: '9977', state: 'ASKED' });
    expect((await accountOf('9977')).endedOn).toBeNull();
    expect((await refusedBy(end('9977', '02-13'))).code).toBe('ACCOUNT_END_WAITS');
    // its statements are asked for as before
    await scene.statement(day('02-29'), []);
    await scene.statementsOn(THIRD, day('02-13')).statement(day('02-29'), []);
    scene.at(day('03-04'));
    expect(await scene.checklist(FEBRUARY)).toMatchObject({ statementTo: null });
    expect((await refusedBy(answerEnd('9977', 'CONFIRM', 'community'))).code).toBe('ACCOUNT_END_SAME_PARTY');
    expect((await refusedBy(answerEnd('9977', 'CONFIRM', 'firm'))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(answerEnd('9977', 'REFUSE', 'centre'))).code).toBe('ACCOUNT_CHANGE_WORDS');
    expect(await answerEnd('9977', 'REFUSE', 'centre', '请先导入对账单')).toBe('REFUSED');
    await end('9977', '02-13');
    expect(await answerEnd('9977', 'CONFIRM', 'centre')).toBe('CONFIRMED');
    expect(await ends()).toEqual(['CONFIRMED 2024-02-13', 'REFUSED 2024-02-13']);
    expect(await scene.checklist(FEBRUARY)).toMatchObject({ statementTo: '2024-02-29' });
    await scene.close(FEBRUARY);
    expect(await refusedBy(answerEnd('9977', 'WITHDRAW', 'community', '其实用过这个账户'))).toMatchObject({
      code: 'ACCOUNT_END_CLOSED',
      details: { reachedTo: '–' },
    });
  });

  it('ends an account by one party where its statements prove it empty', async () => {
    await change();
    scene.at(day('02-14'));
    await change(THIRD);
    scene.at(day('02-20'));
    await scene.statementsOn(NEXT, day('02-11')).statement(day('02-18'), []);
    expect(await end('9977', '02-18')).toMatchObject({ state: 'RECORDED' });
    const { personId, organisationId } = scene.people.community;
    const write = (state: string, accountId: number) =>
      scene.run((tx) =>
        tx.query(
          `insert into mingbai.bank_account_end (community_id, id, account_id, ended_on, document_sha256, recorded_at, recorded_by, recorded_for, state) values ($1, 999997, $2, '2024-02-13', $3, '2024-02-20', $4, $5, $6)`,
          [tx.communityId, accountId, paper, personId, organisationId, state],
        ),
      );
    // one end at a time, none that answers itself, none of the account in use
    await expect(write('ASKED', (await accountOf('9977')).id)).rejects.toMatchObject({ code: '23505' });
    for (const [state, last4] of [
      ['CONFIRMED', '8866'],
      ['RECORDED', '5544'],
    ] as const)
      // prettier-ignore
      await expect(write(state, (await accountOf(last4)).id)).rejects.toMatchObject({ code: '23514' });
  });

  it('shares interest by the days of the account that earned it', async () => {
    await change();
    await scene.statement(day('02-14'), [booking('02-14', '0.10', { counterpartyName: '', counterpartyAccount: '', remark: '利息' })]);
    await scene
      .statementsOn(NEXT, day('02-11'))
      .statement(day('02-15'), [
        booking('02-14', '10000.00', { remark: 'ZL01' }),
        booking('02-15', '10.00', { counterpartyName: '', counterpartyAccount: '', remark: '利息' }),
      ]);
    await scene.match();
    const shares = await scene.read((tx) =>
      tx.query<{ share: string }>(
        `select fund || ' ' || amount as share from mingbai.bank_fact where community_id = $1 and kind = 'INTEREST' and effective_on = '2024-02-15' order by 1`,
        [tx.communityId],
      ),
    );
    // four days of 9977: SVC 4 × 75.23 and its part of the 0.10, all the rest COM's, which had the 10,000.00 for one of them
    expect(shares.map(({ share }) => share)).toEqual(['COM 9.72', 'SVC 0.28']);
  });

  it('keeps an account that was agreed on agreed when the membership of the one who confirmed it is ended afterwards', async () => {
    await change();
    const { centre } = scene.people;
    await stage.database.as('postgres', (client) =>
      client.query(
        `update mingbai.membership set to_on = '2024-02-10', ended_by = person_id, ended_at = '2024-02-10T18:00+08:00' where community_id = ${scene.communityId} and person_id = ${centre.personId}`,
      ),
    );
    expect(await scene.violations()).toEqual([]);
  });

  it('has an account in use whatever one transaction writes', async () => {
    const request = { ...NEXT, openedOn: businessDate('2024-02-11'), reason: '原开户网点撤并', documentSha256: paper };
    await scene.app.get(AskAccountChange).execute(scene.as('community'), request);
    const { personId, organisationId } = scene.people.centre;
    await expect(
      scene.run(async (tx) => {
        const c = tx.communityId;
        await tx.query(
          `update mingbai.account_change set state = 'CONFIRMED', account_id = 999996, answered_at = '2024-02-12', answered_by = $2, answered_for = $3 where community_id = $1`,
          [c, personId, organisationId],
        );
        await tx.query(`update mingbai.bank_account set closed_on = '2024-02-10' where community_id = $1`, [c]);
        await tx.query(
          `insert into mingbai.bank_account (community_id, id, bank_name, account_name, account_no, opened_on, closed_on)
           select community_id, account_id, bank_name, account_name, account_no, opened_on, opened_on from mingbai.account_change where community_id = $1`,
          [c],
        );
      }),
    ).rejects.toMatchObject({ code: '23514' });
    expect((await accounts()).map(({ closedOn }) => closedOn)).toEqual([null]);
  });
});
