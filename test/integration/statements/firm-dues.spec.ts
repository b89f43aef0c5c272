import { addDays, lastDay, Money, quarter, required, type AccountingPeriod } from '../../../src/kernel/index.js';
import {
  AnswerPenaltyUndo,
  AskPenaltyUndo,
  FirmDueQueries,
  ImposePenalty,
  UndoFirmDueWriteOff,
  WriteOffFirmDue,
} from '../../../src/modules/entitlements/index.js';
import { RunBills } from '../../../src/modules/fees/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { AccrueOperatingIncome } from '../../../src/modules/operating-income/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import type { ResolutionKind } from '../../../src/modules/resolutions/index.js';
import {
  BuildStatement,
  entities,
  invariants,
  PublishStatement,
  snapshotText,
  StatementQueries,
  StatementRenderer,
  StatementsModule,
} from '../../../src/modules/statements/index.js';
import { StatementPages } from '../../../src/web/statement-pages.js';
import { refusedBy } from '../../support/refusal.js';
import { resolved } from '../../support/resolved.js';
import { demoPayeeAccount } from '../contracts/fixture.js';
import { booking, day, month, openStage, type SettlementScene } from '../settlement/fixture.js';

const yuan = (text: string): Money => Money.parse(text);
const [JANUARY, FEBRUARY] = [month('01'), month('02')];

/** In February the firm owes a penalty of 30.00: it pays 10.00 in, and the owners give up 20.00 of it. */
describe('what the firm owed and the owners gave up, in the statement of its month', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: SettlementScene;
  let writeOff: number;

  const document = (period: AccountingPeriod, version?: number) => scene.read((tx) => scene.app.get(StatementQueries).document(tx, period, version));
  const publish = async (period: AccountingPeriod) => {
    const { sha256 } = (await scene.app.get(BuildStatement).execute(scene.as('bookkeeper'), { period })).value;
    await scene.app.get(PublishStatement).execute(scene.as('community'), { period, jsonSha256: sha256 });
    return (await document(period)).snapshot;
  };
  const resolve = async (kind: ResolutionKind, title: string, decidedOn: ReturnType<typeof day>) => {
    const bytes = new TextEncoder().encode(`%PDF-1.4 ${title}`);
    const { sha256 } = (await scene.app.get(StoreEvidence).execute(scene.as('community'), { fileName: 'paper.pdf', bytes })).value;
    const request = { kind, title, decidedOn, from: decidedOn, to: null, limit: null, replaces: null, documentSha256: sha256 };
    return resolved(scene.app, { owners: scene.as('community'), other: scene.as('centre') }, request);
  };
  const dues = async () => (await document(FEBRUARY)).snapshot.sections.firmDues;
  const months = (columns: Record<string, unknown> | undefined): Record<string, unknown> =>
    Object.fromEntries(Object.entries(columns ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? [] : [[name, (value as { month: string }).month]])));

  beforeAll(async () => {
    stage = await openStage({ modules: [StatementsModule], entities, providers: [{ provide: StatementRenderer, useClass: StatementPages }] });
    scene = await stage.newScene();
    await scene.begin(JANUARY);
    await scene.begin(FEBRUARY);
    await scene.statement(day('01-31'), [booking('01-05', '75.23', { remark: 'WY01-101' }), booking('01-06', '75.23', { remark: 'WY01-102' })]);
    await scene.match();
    scene.at(day('02-05'));
    await scene.close(JANUARY);
    await publish(JANUARY);
    // the whole base of January is paid out, so that a penalty finds nothing to be taken off
    const number = await scene.instructedPayout({ kind: 'BASE', period: JANUARY, amount: yuan('120.37') }, day('02-06'));
    const payee = { counterpartyName: demoPayeeAccount.accountName, counterpartyAccount: demoPayeeAccount.accountNo };
    await scene.statement(day('02-09'), [booking('02-08', '-120.37', { ...payee, remark: number })]);
    await scene.match();
    scene.at(day('02-15'));
    const penalty = { quarter: quarter('2024-Q1'), amount: yuan('15.00'), reason: '夜间无人值守 13812345678', document: '通知 3 号' };
    await scene.app.get(ImposePenalty).execute(scene.as('community'), penalty);
    const [due] = await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx));
    const { id, kind } = required(due, 'the penalty');
    scene.at(day('02-20'));
    const resolution = await resolve('WAIVER', '不再追收违约金', day('02-20'));
    const clears = [{ kind, id, amount: yuan('5.00') }];
    writeOff = (await scene.app.get(WriteOffFirmDue).execute(scene.as('bookkeeper'), { clears, resolution })).value.clearingId;
    await scene.statement(day('02-29'), [booking('02-25', '7.50', payee), booking('02-26', '75.23', { remark: 'WY01-103' })]);
    const line = required(
      (await scene.lines()).find(({ amount }) => amount.equals(yuan('7.50'))),
      'the line of the firm',
    );
    await scene.assign(line.id, [{ target: 'FIRM_DUE', reference: `PENALTY-${id}`, amount: '7.50' }]);
    await scene.match();
    scene.at(addDays(lastDay(FEBRUARY), 8));
    await scene.close(FEBRUARY);
    await publish(FEBRUARY);
  }, 600_000);
  afterEach(async () => {
    expect(await scene.violations()).toEqual([]);
    const found: string[] = [];
    await scene.read(async (tx) => {
      for (const invariant of invariants) found.push(...(await invariant.check(tx)));
    });
    expect(found).toEqual([]);
  });
  afterAll(async () => {
    await stage.close();
  });

  it('is told with its amount, its due, its day and its resolution, and is no receipt', async () => {
    const section = await dues();
    expect(months({ ...section })).toEqual({ opening: '0.00', due: '15.00', paid: '7.50', setOff: '0.00', writtenOff: '5.00', closing: '2.50' });
    expect(section?.givenUp).toEqual([
      { kind: 'PENALTY', label: '2024-Q1', firm: expect.stringContaining('久旺物业') as string, amount: '5.00', resolution: 'JY2024-001', on: '2024-02-20' },
    ]);
    const { sections } = (await document(FEBRUARY)).snapshot;
    const service = sections.money.funds.find(({ fund }) => fund === 'SVC');
    expect(service?.receipts.map(({ kind, month: amount }) => `${kind} ${amount}`)).toEqual(['FEES 75.23', 'FROM_FIRM 7.50']);
    expect([sections.fees.bridge.month.clearedByFirm, sections.fees.month.collected, sections.fees.month.waived]).toEqual(['0.00', '75.23', '0.00']);
    expect(sections.balance.funds[0]?.assets.find(({ account }) => account === '1104')?.amount).toBe('2.50');
  });

  it('stands on the page in both languages, and in the data, without the words of the reason', async () => {
    const { snapshot, jsonSha256 } = await document(FEBRUARY);
    const pages = (['zh-CN', 'en'] as const).map((locale) => new StatementPages().render(snapshot, jsonSha256, locale).html);
    for (const html of pages) for (const part of ['id="firm-dues"', 'JY2024-001', '5.00', '2.50', '7.50']) expect(html).toContain(part);
    for (const text of [...pages, snapshotText(snapshot)])
      for (const word of ['无人值守', '13812345678', '通知 3 号', '不再追收违约金']) expect(text).not.toContain(word);
  });

  it('of January says that the firm owed nothing, and has no such card', async () => {
    const { snapshot, jsonSha256 } = await document(JANUARY);
    expect(months({ ...snapshot.sections.firmDues })).toEqual({
      opening: '0.00',
      due: '0.00',
      paid: '0.00',
      setOff: '0.00',
      writtenOff: '0.00',
      closing: '0.00',
    });
    expect(new StatementPages().render(snapshot, jsonSha256, 'zh-CN').html).not.toContain('firm-dues');
  });

  it('taken back in the month that was opened again, is told by a correction; what residents had read stays', async () => {
    scene.at(day('03-12'));
    const resolution = await resolve('WAIVER', '撤销核销', day('03-12'));
    const back = () => scene.app.get(UndoFirmDueWriteOff).execute(scene.as('bookkeeper'), { clearingId: writeOff, resolution, reason: '物业公司愿意付清' });
    expect(await refusedBy(back())).toMatchObject({ code: 'FIRM_WRITE_OFF_CLOSED', details: { month: '2024-02' } });
    await scene.reopen(FEBRUARY);
    await back();
    scene.at(day('03-13'));
    await scene.close(FEBRUARY);
    scene.at(day('03-14'));
    expect(await publish(FEBRUARY)).toMatchObject({ kind: 'CORRECTION', version: 2 });
    expect(months({ ...(await dues()) })).toMatchObject({ due: '15.00', paid: '7.50', writtenOff: '0.00', closing: '7.50' });
    expect((await dues())?.givenUp).toEqual([]);
    expect((await document(FEBRUARY, 1)).snapshot.sections.firmDues?.givenUp).toHaveLength(1);
  });

  it('for a penalty that is taken back is told on the day of that: what is open ends, what it paid is owed to it again, and what the owners gave up is not', async () => {
    const { id: penaltyId, kind } = required((await scene.read((tx) => scene.app.get(FirmDueQueries).dues(tx)))[0], 'the penalty');
    const clears = [{ kind, id: penaltyId, amount: yuan('2.50') }];
    const resolution = await resolve('WAIVER', '再次不追收', day('03-14'));
    const { clearingId } = (await scene.app.get(WriteOffFirmDue).execute(scene.as('bookkeeper'), { clears, resolution })).value;
    const owed = async () => (await scene.read((tx) => scene.app.get(LedgerQueries).balances(tx, { fund: 'SVC', code: '2101' })))[0]?.balance ?? Money.zero;
    const before = await owed();
    const reason = '当晚有人值守，见录像';
    const { id } = (await scene.app.get(AskPenaltyUndo).execute(scene.as('community'), { penaltyId, reason })).value;
    await scene.app.get(AnswerPenaltyUndo).execute(scene.as('centre'), { id, decision: 'CONFIRM', reason: null });
    expect((await owed()).minus(before).toString()).toBe('7.50');
    const other = await resolve('WAIVER', '撤销再次核销', day('03-14'));
    const back = scene.app.get(UndoFirmDueWriteOff).execute(scene.as('bookkeeper'), { clearingId, resolution: other, reason: '物业公司愿意付清' });
    expect(await refusedBy(back)).toEqual({ code: 'FIRM_CLEARING_CREDITED', details: { penalty: penaltyId, amount: '2.50' } });
    const bookkeeper = scene.as('bookkeeper');
    await scene.app.get(RunBills).execute(bookkeeper, { period: month('03'), dryRun: false });
    await scene.app.get(AccrueOperatingIncome).execute(bookkeeper, { period: month('03') });
    scene.at(addDays(lastDay(month('03')), 8));
    await scene.statement(day('03-31'), []);
    await scene.close(month('03'));
    await publish(month('03'));
    const { sections } = (await document(month('03'))).snapshot;
    expect(months({ ...sections.firmDues })).toEqual({ opening: '7.50', due: '-5.00', paid: '0.00', setOff: '0.00', writtenOff: '2.50', closing: '0.00' });
    expect(sections.balance.funds[0]?.assets.find(({ account }) => account === '1104')).toBeUndefined();
  });
});
