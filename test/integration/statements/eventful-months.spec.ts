import { createHash } from 'node:crypto';
import { addDays, lastDay, Money, Rate, required, type AccountingPeriod } from '../../../src/kernel/index.js';
import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { DecideDisbursement, DisbursementQueries, InstructDisbursements, ReviseDisbursement } from '../../../src/modules/disbursements/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { DecideWaiver, FeeQueries, RequestWaiver } from '../../../src/modules/fees/index.js';
import { DepositQueries, ReleaseDeposit } from '../../../src/modules/operating-income/index.js';
import { AssignBankLine, UndoMatches, type AssignmentTarget } from '../../../src/modules/settlement/index.js';
import {
  BuildStatement,
  entities,
  invariants,
  PublishStatement,
  StatementQueries,
  StatementRenderer,
  statementPeriod,
  StatementsModule,
  type SnapshotSections,
} from '../../../src/modules/statements/index.js';
import { StatementPages } from '../../../src/web/statement-pages.js';
import { refusedBy } from '../../support/refusal.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { booking, day, month, openStage, type SettlementScene } from '../settlement/fixture.js';

const RENT = { counterpartyName: '嘉善星泊停车管理有限公司', remark: 'ZL01' };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Nothing that the rules allow may keep a month from being published: three months in which nearly everything happens that can. */
describe('the statements of months in which much happens', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  const sections = new Map<string, SnapshotSections>();
  const of = (period: AccountingPeriod): SnapshotSections => required(sections.get(period), `the statement of ${period}`);

  const lineId = async (remark: string) => {
    const found = (await scene.lines()).filter((line) => line.remark === remark);
    return required(found[0], `the line ${remark}`).id;
  };
  const give = async (remark: string, target: AssignmentTarget, rest: { reference?: string; words?: string } = {}) =>
    scene.app.get(AssignBankLine).execute(scene.as('bookkeeper'), {
      lineId: await lineId(remark),
      parts: [{ target, reference: rest.reference ?? null, amount: null, words: rest.words ?? null }],
    });
  const publish = async (period: AccountingPeriod) => {
    scene.at(addDays(lastDay(period), 15));
    const { sha256 } = (await scene.app.get(BuildStatement).execute(scene.as('bookkeeper'), { period })).value;
    await scene.app.get(PublishStatement).execute(scene.as('community'), { period, jsonSha256: sha256 });
    const { snapshot } = await scene.read((tx) => scene.app.get(StatementQueries).document(tx, period));
    sections.set(period, snapshot.sections);
  };
  const closeAndPublish = async (period: AccountingPeriod) => {
    scene.at(addDays(lastDay(period), 8));
    await scene.close(period);
    await publish(period);
  };
  const payoutNow = async () => required((await scene.read((tx) => scene.app.get(DisbursementQueries).list(tx, { beforeId: 0, limit: 1 })))[0], 'the payout');
  const seen = async () => {
    const { id, version, payloadSha256 } = await payoutNow();
    return { id, version, payloadSha256 };
  };

  beforeAll(async () => {
    const providers = [{ provide: StatementRenderer, useClass: StatementPages }];
    stage = await openStage({ modules: [StatementsModule], entities, providers });
    scene = await stage.newScene();
    await january();
    await february();
    await march();
  }, 180_000);
  afterAll(async () => {
    await stage.close();
  });

  /** Money that nobody knows, a receipt that bounces, other income, a deposit, and a charge for which the common fund is short. */
  async function january(): Promise<void> {
    await scene.begin(month('01'));
    await scene.begin(month('02'));
    await scene.statement(day('01-31'), [
      booking('01-05', '376.15', { remark: 'WY01-101' }),
      booking('01-06', '8000.00', { remark: '来款一' }),
      booking('01-07', '75.23', { remark: '来款二' }),
      booking('01-09', '75.23', { remark: 'WY01-102' }),
      booking('01-12', '-75.23', { remark: '退票', counterpartyAccount: '9901000000000001' }),
      booking('01-15', '100.00', { remark: '废纸' }),
      booking('01-16', '500.00', { remark: '押金' }),
      booking('01-20', '-120.00', { remark: '账户维护费', counterpartyName: '嘉善农商银行' }),
    ]);
    await give('废纸', 'OTHER_INCOME', { words: '废旧纸板 13812345678' });
    await give('押金', 'DEPOSIT', { words: '装修押金' });
    await give('账户维护费', 'CHARGE');
    await scene.match();
    await give('退票', 'BOUNCED_RECEIPT', { reference: 'SJ2024-000002' });
    const left = (await scene.lines()).filter(({ state }) => state === 'NEW' || state === 'SUGGESTED');
    for (const { remark } of left) await give(remark, 'SUSPENSE');
    await closeAndPublish(month('01'));
  }

  /** What stood in suspense is found, rent and fee; a payment comes back and is made again; a match is undone, a deposit kept, a part of a bill waived. */
  async function february(): Promise<void> {
    await scene.begin(month('03'));
    const number = await scene.instructedPayout({ kind: 'BASE', period: month('01'), amount: Money.parse('40.00') }, day('02-18'));
    scene.at(day('02-20'));
    await give('来款一', 'LEASE', { reference: 'ZL01' });
    await give('来款二', 'UNIT', { reference: '01-103' });
    await keepDeposit('200.00');
    await waive('03-201', '10.00');
    const payee = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };
    await scene.statement(day('02-23'), [
      booking('02-05', '8000.00', RENT),
      booking('02-20', '-40.00', { ...payee, remark: number }),
      booking('02-21', '40.00', { ...payee, remark: `退汇 ${number}` }),
      booking('02-22', '65.23', { remark: 'WY03-202' }),
      booking('02-22', '-30.00', { remark: '银行错账', counterpartyName: '嘉善农商银行' }),
    ]);
    await scene.match();
    await scene.app.get(UndoMatches).execute(scene.as('bookkeeper'), { lineIds: [await lineId('WY03-202')], reason: '认错户' });
    await give('WY03-202', 'UNIT', { reference: '03-201' });
    await give('银行错账', 'BANK_ERROR');
    expect((await payoutNow()).state).toBe('RETURNED');
    await payAgain(number);
    await closeAndPublish(month('02'));
  }

  /** The bank corrects its error. */
  async function march(): Promise<void> {
    await scene.statement(day('03-31'), [
      booking('03-05', '8000.00', RENT),
      booking('03-10', '30.00', { remark: '错账更正', counterpartyName: '嘉善农商银行' }),
    ]);
    await give('错账更正', 'CORRECTION', { reference: String(await lineId('银行错账')) });
    await scene.match();
    await closeAndPublish(month('03'));
  }

  async function keepDeposit(amount: string): Promise<void> {
    const bytes = utf8(`%PDF-1.4 kept ${scene.slug}`);
    await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: '押金.pdf', bytes });
    const [deposit] = await scene.read((tx) => scene.app.get(DepositQueries).all(tx));
    const documentSha256 = createHash('sha256').update(bytes).digest('hex');
    const kept = { depositId: required(deposit, 'the deposit').id, kind: 'KEPT' as const, amount: Money.parse(amount), reason: '损坏公共墙面', documentSha256 };
    await scene.app.get(ReleaseDeposit).execute(scene.as('community'), kept);
  }

  async function waive(unit: string, amount: string): Promise<void> {
    const open = await scene.read((tx) => scene.app.get(FeeQueries).openBills(tx));
    const bill = required(
      open.find(({ unitCode, period }) => unitCode === unit && period === month('02')),
      'an open bill',
    );
    const asked = {
      kind: 'WAIVER' as const,
      billId: bill.id,
      lateFeeId: null,
      amount: Money.parse(amount),
      reason: '漏水三天未修',
      document: '通知1',
      resolutionNo: null,
    };
    const { id } = (await scene.app.get(RequestWaiver).execute(scene.as('bookkeeper'), asked)).value;
    await scene.app
      .get(DecideWaiver)
      .execute(scene.as('community'), { id: id as Parameters<DecideWaiver['execute']>[1]['id'], decision: 'APPROVED', reason: null });
  }

  /** To the corrected account, with new approvals, and paid within the same month. */
  async function payAgain(number: string): Promise<void> {
    const accountNo = '9903000000000002';
    const { contractId } = (
      await scene.read((tx) => tx.query<{ contractId: number }>('select id as "contractId" from mingbai.contract where community_id = $1', [tx.communityId]))
    )[0] ?? { contractId: 0 };
    const corrected = { ...demoPayeeAccount, accountNo };
    await scene.app
      .get(RegisterPayeeAccount)
      .execute(scene.as('registrar'), { ...corrected, contractId: contractId as Parameters<RegisterPayeeAccount['execute']>[1]['contractId'] });
    await scene.statement(day('02-27'), []);
    scene.at(day('02-28'), '10:00');
    await scene.app.get(ReviseDisbursement).execute(scene.as('firm'), { ...(await seen()), amount: null });
    for (const who of ['community', 'centre'] as const)
      await scene.app.get(DecideDisbursement).execute(scene.as(who), { ...(await seen()), decision: 'APPROVE', reason: null });
    scene.at(day('02-28'), '11:00');
    const { id, version } = await seen();
    await scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts: [{ id, version }] });
    await scene.statement(day('02-29'), [
      booking('02-29', '-40.00', { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: accountNo, remark: number }),
    ]);
    await scene.match();
    expect((await payoutNow()).state).toBe('SETTLED');
  }

  it('are published one after the other, and every invariant holds', async () => {
    expect([...sections.keys()]).toEqual(['2024-01', '2024-02', '2024-03']);
    expect(await scene.violations()).toEqual([]);
    const found: string[] = [];
    for (const invariant of invariants) found.push(...(await scene.read((tx) => invariant.check(tx))));
    expect(found).toEqual([]);
  });

  it('tell a payment that came back as paid, returned and paid again, and the cash agrees', () => {
    const { payouts, returned, money } = of(month('02'));
    expect(payouts.map(({ attempt, paidOn, returnedOn, payeeLast4, approvals }) => [attempt, paidOn, returnedOn, payeeLast4, approvals.length])).toEqual([
      [1, '2024-02-20', '2024-02-21', demoPayeeAccount.accountNo.slice(-4), 2],
      [2, '2024-02-29', null, '0002', 2],
    ]);
    expect(returned?.map(({ attempt, returnedOn, amount }) => [attempt, returnedOn, amount])).toEqual([[1, '2024-02-21', '40.00']]);
    const service = required(money.funds[0], 'SVC');
    expect(service.payments.find(({ kind }) => kind === 'SERVICE_BASE')?.month).toBe('80.00');
    expect(service.receipts.find(({ kind }) => kind === 'RETURNED_PAYOUT')?.month).toBe('40.00');
  });

  it('tell rent that was found in suspense apart from rent that was received', () => {
    const { commonIncome } = of(month('02'));
    expect([commonIncome.received.month, commonIncome.found?.month]).toEqual(['8000.00', '8000.00']);
    expect(commonIncome.lines[0]).toMatchObject({ received: '8000.00', found: '8000.00', outstanding: '0.00' });
    expect(commonIncome.result).toMatchObject({ other: { month: '200.00', yearToDate: '300.00' }, net: { month: '8200.00' } });
  });

  it('have a rate that the waiver did not raise', () => {
    const { month: figures } = of(month('02')).fees;
    expect(figures.bills).toMatchObject({ letOff: '10.00' });
    const bills = required(figures.bills, 'bills');
    const [paid, amount] = [bills.paid, bills.amount].map((text) => Rate.parse(text)) as [Rate, Rate];
    expect(figures.rate).toBe(paid.dividedBy(amount).toFixed(4));
  });

  it('list what the bank has still to correct, until it has', () => {
    expect(of(month('02')).reconciliation.open).toEqual([{ kind: 'BANK_ERROR', fund: 'COM', number: null, since: null, amount: '30.00' }]);
    expect(of(month('03')).reconciliation.open).toEqual([]);
  });

  it('are told as a quarter only once its score is final', async () => {
    const asked = scene.app.get(BuildStatement).execute(scene.as('bookkeeper'), { period: statementPeriod('2024-Q1') });
    expect(await refusedBy(asked)).toEqual({ code: 'STATEMENT_SCORE_OPEN', details: { period: '2024-Q1' } });
  });

  it('hold no number that belongs to a person, though somebody wrote one', () => {
    expect(JSON.stringify([...sections.values()])).not.toContain('13812345678');
  });
});
