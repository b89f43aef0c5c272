import { createHash } from 'node:crypto';
import { addDays, addMinutes, lastDay, Money, required, type AccountingPeriod } from '../../../src/kernel/index.js';
import { ChangePayeeAccount, RegisterPayee } from '../../../src/modules/contracts/index.js';
import {
  CancelDisbursement,
  DecideDisbursement,
  DisbursementQueries,
  InstructDisbursements,
  ReviseDisbursement,
  SubmitDisbursement,
} from '../../../src/modules/disbursements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { CollectedQueries, PassOnCollected, TakeBackPassedOn } from '../../../src/modules/operating-income/index.js';
import { AssignBankLine, MakeMatchRule, UndoMatches } from '../../../src/modules/settlement/index.js';
import {
  BuildStatement,
  entities,
  invariants,
  PublishStatement,
  StatementQueries,
  StatementRenderer,
  StatementsModule,
  type SnapshotSections,
} from '../../../src/modules/statements/index.js';
import { StatementPages } from '../../../src/web/statement-pages.js';
import { refusedBy } from '../../support/refusal.js';
import { booking, day, month, openStage, type SettlementScene } from '../settlement/fixture.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const WATER = { kind: 'VENDOR', party: 'ORGANISATION', name: '嘉善水务有限公司', bankName: '嘉善农商银行', accountName: '嘉善水务有限公司' } as const;

/** Water bills that owners pay into the account: from the line of the bank through the payout to the water company, which once comes back, to the published statement. */
describe('money collected for others', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let water: { payeeId: number; number: string };
  let papers = 0;

  beforeAll(async () => {
    const providers = [{ provide: StatementRenderer, useClass: StatementPages }];
    stage = await openStage({ modules: [StatementsModule], entities, providers });
  });
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.begin(month('01'));
    water = (await scene.app.get(RegisterPayee).execute(scene.as('bookkeeper'), { ...WATER, accountNo: '9907000000000001' })).value;
  });
  afterEach(async () => {
    const found: string[] = [...(await scene.violations())];
    for (const invariant of invariants) found.push(...(await scene.read((tx) => invariant.check(tx))));
    expect(found).toEqual([]);
  });
  afterAll(async () => {
    await stage.close();
  });

  const lineId = async (remark: string) =>
    required(
      (await scene.lines()).find((line) => line.remark === remark),
      `the line ${remark}`,
    ).id;
  const give = async (remark: string, reference: string | null = water.number, words: string | null = '1月水费') =>
    scene.app
      .get(AssignBankLine)
      .execute(scene.as('bookkeeper'), { lineId: await lineId(remark), parts: [{ target: 'FOR_OTHERS', reference, amount: null, words }] });
  const undo = async (remark: string) => scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [await lineId(remark)], reason: '认错了' });
  const held = async () => (await scene.read((tx) => scene.app.get(CollectedQueries).all(tx))).map(({ held: left }) => left.toString());
  const paper = async (): Promise<string> => {
    const bytes = utf8(`%PDF-1.4 water ${++papers} ${scene.slug}`);
    await scene.app.get(StoreEvidence).execute(scene.as('bookkeeper'), { fileName: '水费单.pdf', bytes });
    return createHash('sha256').update(bytes).digest('hex');
  };
  const passOn = async (amount: string) =>
    (
      await scene.app.get(PassOnCollected).execute(scene.as('bookkeeper'), {
        payee: water.number,
        period: '2024-01',
        amount: Money.parse(amount),
        description: '2024年1月水费',
        invoiceNo: null,
        evidence: [await paper()],
      })
    ).value;
  const claimId = async (number: string) =>
    required(
      (await scene.read((tx) => scene.app.get(DisbursementQueries).documentClaims(tx))).find(({ claim }) => claim.claimNumber === number),
      `claim ${number}`,
    ).claim.claimId;
  const ask = async (number: string, amount: string) =>
    (
      await scene.app
        .get(SubmitDisbursement)
        .execute(scene.as('bookkeeper'), { kind: 'PASS_ON', claimId: await claimId(number), amount: Money.parse(amount), bankName: null })
    ).value;
  const detail = (id: number) => scene.read((tx) => scene.app.get(DisbursementQueries).byId(tx, id));
  /** Owner side and regulator approve, and the bank is told to pay. */
  const pay = async (id: number) => {
    for (const who of ['community', 'centre'] as const) {
      const { version, payloadSha256 } = await detail(id);
      await scene.app.get(DecideDisbursement).execute(scene.as(who), { id, version, payloadSha256, decision: 'APPROVE', reason: null });
    }
    stage.database.clock.set(addMinutes(stage.database.clock.now(), 11));
    await scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts: [{ id, version: (await detail(id)).version }] });
    return (await detail(id)).number;
  };
  const legs = async (of: AccountingPeriod) => {
    const { claimsApart, apart, funds } = await scene.checklist(of);
    return { claimsApart, apart, claims: funds.find(({ fund }) => fund === 'TRN')?.claims.toString() };
  };
  const publish = async (period: AccountingPeriod): Promise<SnapshotSections> => {
    scene.at(addDays(lastDay(period), 8));
    await scene.close(period);
    scene.at(addDays(lastDay(period), 15));
    const { sha256 } = (await scene.app.get(BuildStatement).execute(scene.as('bookkeeper'), { period })).value;
    await scene.app.get(PublishStatement).execute(scene.as('community'), { period, jsonSha256: sha256 });
    return (await scene.read((tx) => scene.app.get(StatementQueries).document(tx, period))).snapshot.sections;
  };
  const transit = ({ money }: SnapshotSections) => {
    const fund = required(
      money.funds.find(({ fund: name }) => name === 'TRN'),
      'TRN',
    );
    const lines = (rows: readonly { kind: string; month: string }[]) => rows.map(({ kind, month: amount }) => `${kind} ${amount}`);
    return { receipts: lines(fund.receipts), payments: lines(fund.payments), closing: fund.closing.month };
  };
  const toWater = (accountNo: string, remark: string) => ({ counterpartyName: WATER.name, counterpartyAccount: accountNo, remark });

  it('comes in, is passed on in part and paid, comes back, is paid again, and every month says so', async () => {
    await scene.begin(month('02'));
    await scene.statement(day('01-31'), [booking('01-15', '80.00', { remark: '水费甲' }), booking('01-16', '50.00', { remark: '水费乙' })]);
    for (const remark of ['水费甲', '水费乙']) await give(remark);
    expect(await legs(month('01'))).toEqual({ claimsApart: null, apart: null, claims: '130.00' });
    const january = await publish(month('01'));
    expect(transit(january)).toEqual({ receipts: ['DEPOSITS 130.00'], payments: [], closing: '130.00' });
    expect(JSON.stringify(january.balance)).toContain('"2502"');

    scene.at(day('02-16'));
    const { number } = await passOn('100.00');
    expect(await refusedBy(ask(number, '100.01'))).toMatchObject({ code: 'DISBURSEMENT_OVER_CLAIM', details: { payable: '100.00' } });
    const { id } = await ask(number, '100.00');
    expect(await detail(id)).toMatchObject({
      kind: 'PASS_ON',
      fund: 'TRN',
      purpose: `代收款转付：2024年1月水费（${number}）`,
      publishedPayee: WATER.name,
      requiredSlots: ['OWNER_SIDE', 'REGULATOR'],
      payee: { accountNo: '9907000000000001', version: 1 },
    });
    expect((await detail(id)).gatesNow?.map(({ gate, outcome }) => `${gate} ${outcome}`)).toEqual([
      'G1 PASSED',
      'G2 NOT_NEEDED',
      'G3 PASSED',
      'G4 PASSED',
      'G5 PASSED',
      'G6 PASSED',
      'G7 NOT_IN_USE',
      'G8 NOT_NEEDED',
    ]);
    const payout = await pay(id);
    await scene.statement(day('02-21'), [
      booking('02-19', '-100.00', toWater('9907000000000001', payout)),
      booking('02-20', '100.00', toWater('9907000000000001', `退汇 ${payout}`)),
    ]);
    expect(await scene.match()).toMatchObject({ reasons: { PAYOUT_REFERENCE: 1, PAYOUT_CAME_BACK: 1 } });
    expect(await legs(month('02'))).toMatchObject({ claimsApart: null, claims: '130.00' });
    await scene.app
      .get(ChangePayeeAccount)
      .execute(scene.as('bookkeeper'), { payeeId: water.payeeId, bankName: WATER.bankName, accountName: WATER.name, accountNo: '9907000000000002' });
    const { version } = await detail(id);
    const tooNew = (await scene.app.get(ReviseDisbursement).execute(scene.as('bookkeeper'), { id, version, amount: null })).value;
    expect(tooNew).toMatchObject({ state: 'GATE_FAILED', failed: [{ gate: 'G4', reason: 'PAYEE_TOO_NEW' }] });
    await scene.statement(day('02-26'), []);
    scene.at(day('02-27'));
    await scene.app.get(ReviseDisbursement).execute(scene.as('bookkeeper'), { id, version: (await detail(id)).version, amount: null });
    await pay(id);
    await scene.statement(day('02-29'), [booking('02-28', '-100.00', toWater('9907000000000002', payout))]);
    await scene.match();
    expect((await detail(id)).state).toBe('SETTLED');
    expect(await legs(month('02'))).toMatchObject({ claimsApart: null, claims: '30.00' });

    const february = await publish(month('02'));
    expect(transit(february)).toEqual({ receipts: ['RETURNED_PAYOUT 100.00', 'DEPOSITS 0.00'], payments: ['PASS_ON 200.00'], closing: '30.00' });
    expect(february.payouts.map(({ kind, payee, payeeLast4, amount, returnedOn }) => [kind, payee, payeeLast4, amount, returnedOn])).toEqual([
      ['PASS_ON', WATER.name, '0001', '100.00', '2024-02-20'],
      ['PASS_ON', WATER.name, '0002', '100.00', null],
    ]);
    expect(february.commonIncome.uses ?? []).toEqual([]);
    expect(await held()).toEqual(['30.00']);
  });

  it('that was passed on by mistake is held again until its payout is approved, or once that was cancelled or came to nothing; approvals find no right', async () => {
    await scene.begin(month('02'));
    await scene.statement(day('01-31'), [booking('01-15', '130.00', { remark: '水费甲' })]);
    await give('水费甲');
    await publish(month('01'));
    scene.at(day('02-16'));
    const back = (number: string) => scene.app.get(TakeBackPassedOn).execute(scene.as('bookkeeper'), { number, reason: '金额登记错了' });
    const decide = async (who: 'community' | 'centre', id: number) => {
      const { version, payloadSha256 } = await detail(id);
      return (await scene.app.get(DecideDisbursement).execute(scene.as(who), { id, version, payloadSha256, decision: 'APPROVE', reason: null })).value;
    };
    const cancel = async (id: number) => {
      const { version } = await detail(id);
      await scene.app.get(CancelDisbursement).execute(scene.as('bookkeeper'), { id, version, reason: '转付的金额登记错了' });
    };
    // a payout that waits for approvals finds no right any more
    const first = await passOn('100.00');
    const waiting = await ask(first.number, '100.00');
    await decide('community', waiting.id);
    await back(first.number);
    expect([await held(), await legs(month('02'))]).toEqual([['130.00'], { claimsApart: null, apart: null, claims: '130.00' }]);
    expect(await refusedBy(decide('centre', waiting.id))).toMatchObject({ code: 'DISBURSEMENT_NOT_APPROVED', details: { claim: first.number } });
    expect((await detail(waiting.id)).gatesNow?.find(({ gate }) => gate === 'G1')).toMatchObject({ outcome: 'FAILED', reason: 'NOT_APPROVED' });
    expect(await refusedBy(ask(first.number, '1.00'))).toMatchObject({ code: 'DISBURSEMENT_NOT_APPROVED' });

    await cancel(waiting.id);

    // one that is approved holds the money, and one that the bank was told of as well
    const second = await passOn('120.00');
    const { id } = await ask(second.number, '50.00');
    for (const who of ['community', 'centre'] as const) await decide(who, id);
    const refused = { code: 'COLLECTED_BACK_HELD', details: { number: second.number, amount: '120.00', waiting: '70.00' } };
    const before = await scene.fingerprint();
    expect(await refusedBy(back(second.number))).toEqual(refused);
    expect(await scene.fingerprint()).toEqual(before);
    await cancel(id);
    await back(second.number);
    expect([await held(), await legs(month('02'))]).toEqual([['130.00'], { claimsApart: null, apart: null, claims: '130.00' }]);
    const third = await passOn('130.00');
    const payout = await pay((await ask(third.number, '130.00')).id);
    expect(await refusedBy(back(third.number))).toMatchObject({ code: 'COLLECTED_BACK_HELD', details: { waiting: '0.00' } });
    await scene.statement(day('02-29'), [booking('02-28', '-130.00', toWater('9907000000000001', payout))]);
    await scene.match();
    expect(await refusedBy(back(third.number))).toMatchObject({ code: 'COLLECTED_BACK_HELD', details: { waiting: '0.00' } });
    const february = await publish(month('02'));
    expect(transit(february)).toEqual({ receipts: ['DEPOSITS 0.00'], payments: ['PASS_ON 130.00'], closing: '0.00' });
  });

  it('is placed by a rule that names its payee, and taken back while nothing of it was passed on', async () => {
    const terms = { direction: 'IN', counterparty: '', remark: '水费', amount: null, target: 'FOR_OTHERS' } as const;
    const rule = (reference: string | null) => scene.app.get(MakeMatchRule).execute(scene.as('bookkeeper'), { ...terms, reference });
    const firm = (
      await scene.read((tx) => tx.query<{ number: string }>(`select number from mingbai.payee where community_id = $1 and kind = 'FIRM'`, [tx.communityId]))
    )[0];
    for (const reference of [null, 'SK999', firm?.number ?? 'none'])
      expect(await refusedBy(rule(reference))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN', details: { target: 'FOR_OTHERS' } });
    await rule(water.number);
    await scene.statement(day('01-31'), [
      booking('01-15', '80.00', { remark: '水费甲' }),
      booking('01-16', '50.00', { remark: '水费乙' }),
      booking('01-17', '9.00', { remark: '退汇 水费' }),
    ]);
    expect((await scene.match()).reasons).toMatchObject({ RULE: 2 });
    expect([await scene.cash(), await held()]).toEqual([expect.objectContaining({ TRN: '139.00' }), ['130.00']]);
    await passOn('80.00');
    expect(await refusedBy(undo('水费甲'))).toMatchObject({ code: 'COLLECTED_PASSED_ON', details: { held: '0.00' } });
    await undo('水费乙');
    expect([await held(), (await scene.lines()).find(({ remark }) => remark === '水费乙')?.state]).toEqual([['0.00'], 'NEW']);
  });

  it('is missed by verify books when its document names another line, or says another amount than its line brought', async () => {
    await scene.statement(day('01-31'), [booking('01-15', '80.00', { remark: '水费甲' })]);
    await give('水费甲');
    const forged = async (change: string): Promise<string> => {
      const sql = (set: string) => `update mingbai.other_receipt set ${set} where kind = 'FOR_OTHERS' and community_id = ${scene.communityId}`;
      return stage.database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql(`${change} + 1`));
        const found = (await scene.violations()).join('\n');
        await client.query(sql(`${change} - 1`));
        return found;
      });
    };
    expect(await forged('bank_line_id = bank_line_id')).toContain('I16 every place of a bank line');
    const amount = await forged('amount = amount');
    for (const name of ['I16 every place of a bank line', 'I5 the cash of every fund', 'I8 what is held for every payee']) expect(amount).toContain(name);
  });

  it('needs a registered payee that is no party of the account, and words; nothing is written on a refusal', async () => {
    await scene.statement(day('01-31'), [booking('01-15', '80.00', { remark: '水费甲' })]);
    const before = await scene.fingerprint();
    expect(await refusedBy(give('水费甲', 'SK999'))).toMatchObject({ code: 'COLLECTED_PAYEE_REFUSED', details: { payee: 'SK999' } });
    expect(await refusedBy(give('水费甲', null))).toMatchObject({ code: 'ASSIGN_REFERENCE_UNKNOWN' });
    expect(await refusedBy(give('水费甲', water.number, null))).toMatchObject({ code: 'ASSIGN_WORDS_MISSING' });
    expect(await scene.fingerprint()).toEqual(before);
  });
});
