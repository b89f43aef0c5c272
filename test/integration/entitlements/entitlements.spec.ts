import { businessDate, Money } from '../../../src/kernel/index.js';
import { invariants as assessmentInvariants } from '../../../src/modules/assessments/index.js';
import { invariants as contractInvariants } from '../../../src/modules/contracts/index.js';
import { invariants as entitlementInvariants } from '../../../src/modules/entitlements/index.js';
import { invariants as ledgerInvariants, transfer, type EntryDraft } from '../../../src/modules/ledger/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { demoRequests, Q1 } from '../assessments/fixture.js';
import { contextIn, demoTerms } from '../contracts/fixture.js';
import { demoCollected, entities, entitlementsOn, moneyOn, type EntitlementApp, type MoneyScene } from './fixture.js';

let database: TestDatabase;
let app: EntitlementApp;
let scene: MoneyScene;

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  app = entitlementsOn(database);
});
beforeEach(async () => {
  scene = await moneyOn(database, app);
});
afterEach(async () => {
  const all = [...ledgerInvariants, ...contractInvariants, ...assessmentInvariants, ...entitlementInvariants];
  expect(await violations(database, scene.communityId, all)).toEqual([]);
});
afterAll(() => database.destroy());

const finalise = (key: string | null = null) => app.finaliseAssessment.execute(scene.who.centre(key), { quarter: Q1 });
const firm = () => ({ type: 'firm', id: scene.firm.organisationId }) as const;
const assessment = () =>
  scene.read(async (tx) => {
    const view = await app.assessments.byQuarter(tx, Q1);
    if (!view) throw new Error('there is no assessment');
    return view;
  });
/** Everything that a refusal could have written. */
const stored = () =>
  scene.read(async (tx) => ({
    entries: await tx.query('select seq from ledger.entry where community_id = $1 order by seq', [tx.communityId]),
    months: await tx.query('select id from mingbai.entitlement_month where community_id = $1 order by id', [tx.communityId]),
    performance: await tx.query('select id from mingbai.performance where community_id = $1 order by id', [tx.communityId]),
    assessments: await tx.query('select id, state, final_on from mingbai.assessment where community_id = $1 order by id', [tx.communityId]),
  }));
async function refused(work: () => Promise<unknown>): Promise<{ code: string; details: object }> {
  const before = await stored();
  const refusal = await refusedBy(work());
  expect(await stored()).toEqual(before);
  return refusal;
}
const unit = { type: 'unit', id: 1 } as const;
/** Writes the books past the documents, as other events of the service fund would. */
const book = (rule: EntryDraft['rule'], transfers: EntryDraft['transfers']) =>
  scene.run((tx) =>
    app.ledger.post(tx, scene.posting(), [
      { rule, effectiveOn: businessDate('2024-04-23'), source: { type: 'bank_line', id: 1 }, description: 'another event', transfers },
    ]),
  );
const strings = (value: object, ...names: string[]) => names.map((name) => String((value as Record<string, unknown>)[name]));

describe('the months of the demo quarter', () => {
  it('withhold a fifth of what came in, to the fen over the quarter', async () => {
    await scene.demoQuarter();
    const months = await scene.read((tx) => app.entitlements.months(tx));
    expect(months.map((month) => [month.period, ...strings(month, 'earned', 'withheld', 'base')])).toEqual([
      ['2024-01', '50498.24', '10099.65', '40398.59'],
      ['2024-02', '50370.36', '10074.07', '40296.29'],
      ['2024-03', '50370.35', '10074.07', '40296.28'],
    ]);
    expect(strings(await scene.read((tx) => app.entitlements.quarterToDate(tx, Q1)), 'earned', 'withheld', 'base')).toEqual([
      '151238.95',
      '30247.79',
      '120991.16',
    ]);
    expect(await scene.svc('2101', firm())).toBe('120991.16');
    expect(await scene.svc('2103', { type: 'assessment', id: (await assessment()).withholdingId })).toBe('30247.79');
  });

  it('are posted as P12 on the last day of the month, and name what they were computed from', async () => {
    await scene.wholeMonth('2024-01');
    const month = await scene.read((tx) => app.entitlements.month(tx, scene.month('2024-01')));
    expect(month).toMatchObject({ quarter: Q1, basis: 'COLLECTED', contractVersionId: scene.versionId, firmId: scene.firm.organisationId });
    const [entry] = await scene.read((tx) => app.books.entriesOf(tx, { type: 'entitlement_month', id: month?.id ?? 0 }));
    expect(entry).toMatchObject({ seq: month?.entrySeq, rule: 'P12', effectiveOn: '2024-01-31' });
    expect(entry?.transfers.map((line) => `${line.fund} ${line.debitCode}/${line.creditCode} ${line.amount.toString()}`)).toEqual([
      'SVC 5001.01/2101 40398.59',
      'SVC 5001.02/2103 10099.65',
    ]);
  });

  it('open the assessment that their withheld money waits for', async () => {
    await scene.wholeMonth('2024-01');
    expect(await assessment()).toMatchObject({ state: 'OPEN', quarter: Q1 });
  });

  it('count a bill of January that is paid in February in February', async () => {
    await scene.bill('2024-01');
    await scene.entitle('2024-01');
    await scene.close('2024-01');
    await scene.collect('100.00', '2024-02-03');
    expect(strings(await scene.entitle('2024-02'), 'earned', 'withheld', 'base')).toEqual(['100.00', '20.00', '80.00']);
    const january = await scene.read((tx) => app.entitlements.month(tx, scene.month('2024-01')));
    expect([...strings(january ?? {}, 'earned', 'withheld', 'base'), january?.entrySeq]).toEqual(['0.00', '0.00', '0.00', null]);
  });

  it('do not count prepayments before they settle a bill', async () => {
    await scene.bill('2024-01');
    await scene.collect('60000.00', '2024-01-20');
    expect(strings(await scene.entitle('2024-01'), 'earned')).toEqual(['56643.80']);
    await scene.close('2024-01');
    await scene.bill('2024-02');
    expect(strings(await scene.entitle('2024-02'), 'earned')).toEqual(['3356.20']);
  });

  it('count what was billed where the contract says ACCRUED', async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, basis: 'ACCRUED' } });
    await scene.bill('2024-01');
    expect(strings(await scene.entitle('2024-01'), 'basis', 'earned', 'withheld', 'base')).toEqual(['ACCRUED', '56643.80', '11328.76', '45315.04']);
  });

  it('are refused twice, out of order, or without a contract', async () => {
    await scene.bill('2024-01');
    expect(await refused(() => scene.entitle('2024-02'))).toEqual({ code: 'ENTITLEMENT_OUT_OF_ORDER', details: { period: '2024-02', due: '2024-01' } });
    await scene.entitle('2024-01');
    expect(await refused(() => scene.entitle('2024-01'))).toEqual({ code: 'ENTITLEMENT_POSTED', details: { period: '2024-01' } });
    expect(await refused(() => scene.entitle('2027-01'))).toEqual({ code: 'CONTRACT_NONE', details: { period: '2027-01' } });
  });

  it('are refused under another contract than their quarter’s, though one stood in the database', async () => {
    scene = await moneyOn(database, app, { to: businessDate('2024-01-31') });
    await scene.wholeMonth('2024-01');
    const forged = (sql: string) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql);
      });
    await forged(`insert into mingbai.contract select community_id, 900001, 'B', 1, signed_on, '2024-02-01', '2024-12-31', recorded_by, recorded_at
      from mingbai.contract where community_id = ${scene.communityId}`);
    await forged(`insert into mingbai.contract_version select community_id, 900002, 900001, 1, '2024-02', signed_on, terms, recorded_by, recorded_at
      from mingbai.contract_version where community_id = ${scene.communityId}`);
    await scene.bill('2024-02');
    const refusal = { code: 'ASSESSMENT_CONTRACT_CHANGES', details: { quarter: Q1 } };
    expect(await scene.obstacle('2024-02')).toEqual(refusal);
    expect(await refused(() => scene.entitle('2024-02'))).toEqual(refusal);
    for (const table of ['contract_version', 'contract']) await forged(`delete from mingbai.${table} where id >= 900001`);
  });

  it('tell beforehand what would refuse them', async () => {
    await scene.bill('2024-01');
    expect(await scene.obstacle('2024-01')).toBeNull();
    expect(await scene.obstacle('2024-02')).toEqual({ code: 'ENTITLEMENT_OUT_OF_ORDER', details: { period: '2024-02', due: '2024-01' } });
    await scene.entitle('2024-01');
    expect(await scene.obstacle('2024-01')).toEqual({ code: 'ENTITLEMENT_POSTED', details: { period: '2024-01' } });
    expect(await scene.obstacle('2027-01')).toEqual({ code: 'CONTRACT_NONE', details: { period: '2027-01' } });
  });

  it('are refused in a month that is closed', async () => {
    await scene.bill('2024-01');
    await scene.collect('100.00', '2024-01-20');
    await scene.close('2024-01');
    expect(await refused(() => scene.entitle('2024-01'))).toMatchObject({ code: 'LEDGER_PERIOD_CLOSED', details: { date: '2024-01-31' } });
  });
});

describe('a month in which less came in than was taken back', () => {
  const accrued = { terms: { ...demoTerms, basis: 'ACCRUED' } };
  /** Bills January and closes it, then voids the bill with effect in February. */
  async function voidedBill(): Promise<void> {
    scene = await moneyOn(database, app, accrued);
    await scene.bill('2024-01');
    await scene.entitle('2024-01');
    await scene.close('2024-01');
    scene.at('2024-02-10');
    const [bill] = await scene.read((tx) => app.fees.bills(tx, scene.month('2024-01')));
    await app.reverseEntry.execute(contextIn(scene.communityId, scene.community, 'BOOKKEEPER'), { seq: bill?.entrySeq ?? 0, reason: '面积登记有误' });
  }

  it('takes B back from what is owed to the firm, and W from what is withheld', async () => {
    await voidedBill();
    const february = await scene.entitle('2024-02');
    expect(strings(february, 'earned', 'withheld', 'base', 'dueFromFirm')).toEqual(['-56643.80', '-11328.76', '-45315.04', '0.00']);
    expect([await scene.svc('2101', firm()), await scene.svc('1104', firm()), await scene.svc('2103')]).toEqual(['0.00', '0.00', '0.00']);
    expect(await scene.read((tx) => app.entitlements.baseClaim(tx, scene.month('2024-02')))).toMatchObject({ entitled: Money.zero, obstacle: null });
  });

  it('lets the firm owe what is no longer owed to it', async () => {
    await voidedBill();
    const paid = transfer('SVC', Money.parse('40000.00'), { code: '2101', holder: firm() }, { code: '4301' });
    await scene.run((tx) =>
      app.ledger.post(tx, scene.posting(), [
        { rule: 'P18', effectiveOn: businessDate('2024-02-10'), source: { type: 'bank_line', id: 1 }, description: 'taken out of 2101', transfers: paid },
      ]),
    );
    expect(strings(await scene.entitle('2024-02'), 'base', 'dueFromFirm')).toEqual(['-45315.04', '40000.00']);
    expect([await scene.svc('2101', firm()), await scene.svc('1104', firm())]).toEqual(['0.00', '40000.00']);
    expect(strings(await scene.read((tx) => app.entitlements.claims(tx, businessDate('2024-02-29'))), 'withheld', 'payable', 'dueFromFirm')).toEqual([
      '0.00',
      '40000.00',
      '40000.00',
    ]);
  });
});

describe('a FINAL score', () => {
  it('releases 29,642.83 of the demo quarter, deducts 604.96, and moves it to the owners in the same transaction', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    const { value } = await finalise();
    const { id, withholdingId } = await assessment();
    expect(value).toMatchObject({
      assessmentId: id,
      score: '87.32',
      ratio: '0.98',
      withheld: '30247.79',
      released: '29642.83',
      deducted: '604.96',
      effectiveOn: '2024-04-23',
    });
    expect(await assessment()).toMatchObject({ state: 'FINAL', finalOn: '2024-04-23' });
    const entry = await scene.read((tx) => app.books.entry(tx, value.entrySeq ?? 0));
    expect(entry).toMatchObject({ rule: 'P17', effectiveOn: '2024-04-23', sourceType: 'assessment', sourceId: id });
    expect(entry?.transfers.map((line) => `${line.fund} ${line.debitCode}/${line.creditCode} ${line.amount.toString()}`)).toEqual([
      'SVC 2103/2101 29642.83',
      'SVC 2103/5001.02 604.96',
      'SVC 5902/1001 604.96',
      'QLT 1001/4902 604.96',
    ]);
    expect([await scene.svc('2101', firm()), await scene.svc('2103', { type: 'assessment', id: withholdingId })]).toEqual(['150633.99', '0.00']);
    const funds = await scene.read((tx) => app.books.funds(tx));
    expect(funds.map((fund) => [fund.fund, fund.cash.toString()])).toEqual([
      ['SVC', '150633.99'],
      ['COM', '0.00'],
      ['QLT', '604.96'],
      ['TRN', '0.00'],
    ]);
  });

  it('gives the claims that payouts stand on', async () => {
    const base = (period: string) => scene.read((tx) => app.entitlements.baseClaim(tx, scene.month(period)));
    const performance = async () => {
      const { id } = await assessment();
      return scene.read((tx) => app.entitlements.performanceClaim(tx, id));
    };
    expect(await base('2024-01')).toMatchObject({ entitled: Money.zero, obstacle: 'NOT_POSTED' });
    await scene.demoQuarter();
    expect(strings(await base('2024-01'), 'entitlement', 'withheld', 'entitled', 'obstacle')).toEqual(['50498.24', '10099.65', '40398.59', 'null']);
    expect(strings(await performance(), 'entitlement', 'withheld', 'entitled', 'obstacle')).toEqual(['151238.95', '30247.79', '0.00', 'NOT_FINAL']);
    await scene.upTo('APPEALED');
    expect(strings(await performance(), 'entitled', 'score', 'obstacle')).toEqual(['0.00', '87.32', 'APPEAL_OPEN']);
    await app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '维持原评分。' });
    scene.at('2024-04-23');
    await finalise();
    expect(strings(await performance(), 'quarter', 'entitled', 'score', 'ratio', 'obstacle')).toEqual([Q1, '29642.83', '87.32', '0.98', 'null']);
  });

  it('is what the documents say too: claims and cash by day', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    await finalise();
    const claims = (on: string) => scene.read(async (tx) => strings(await app.entitlements.claims(tx, businessDate(on)), 'withheld', 'payable', 'dueFromFirm'));
    expect(await claims('2024-02-28')).toEqual(['10099.65', '40398.59', '0.00']);
    expect(await claims('2024-03-31')).toEqual(['30247.79', '120991.16', '0.00']);
    expect(await claims('2024-04-23')).toEqual(['0.00', '150633.99', '0.00']);
    const cash = (on: string) =>
      scene.read(async (tx) => (await app.entitlements.documentCash(tx, businessDate(on))).map(({ fund, amount }) => `${fund} ${amount.toString()}`));
    expect(await cash('2024-04-22')).toEqual(['SVC 0.00', 'QLT 0.00']);
    expect(await cash('2024-04-23')).toEqual(['SVC -604.96', 'QLT 604.96']);
  });

  it('pays by the corrected score after an appeal', async () => {
    await scene.demoQuarter();
    await scene.upTo('APPEALED');
    const corrections = [
      { code: 'INSPECTION', score: '100' },
      { code: 'SURVEY', score: '95' },
    ];
    await app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision: 'CORRECTED', corrections, reason: '漏计两项。' });
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ score: '95.00', ratio: '1', released: '30247.79', deducted: '0.00' });
  });

  it('pays one band less after a severe safety event, and says so', async () => {
    await scene.demoQuarter();
    await scene.upTo('SELF_EVALUATED');
    scene.at('2024-04-12');
    await app.recordInspection.execute(scene.who.centre(), demoRequests.inspection);
    const documents = [await app.papers.paper(scene.who.centre(), '事故报告')];
    await app.recordSafetyEvent.execute(scene.who.centre(), { quarter: Q1, happenedOn: businessDate('2024-02-17'), what: '电梯困人无人值守。', documents });
    await app.recordSurvey.execute(scene.who.community(), demoRequests.survey);
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ score: '87.32', ratio: '0.95', released: '28735.40', deducted: '1512.39' });
    const [final] = await scene.read((tx) => app.entitlements.performance(tx));
    expect([final?.lowered, final?.band?.lo.toString(), final?.band?.hi.toString()]).toEqual([true, '75', '85']);
  });

  it('pays by a linear rule to the fen', async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, shareAtRisk: '1', payoutRule: { kind: 'LINEAR', threshold: '90' } } });
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ ratio: '0.9732', withheld: '151238.95', released: '147185.75', deducted: '4053.20' });
    expect((await scene.read((tx) => app.entitlements.performanceOf(tx, Q1)))?.band).toBeNull();
  });

  it('moves nothing where nothing is at risk', async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, shareAtRisk: '0' } });
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ withheld: '0.00', released: '0.00', deducted: '0.00', entrySeq: null });
    expect((await assessment()).state).toBe('FINAL');
  });

  it('is dated its own day, also when the month after the quarter is closed', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    await scene.entitle('2024-04');
    await scene.close('2024-04');
    expect((await finalise()).value.effectiveOn).toBe('2024-05-01');
    expect(await assessment()).toMatchObject({ finalOn: '2024-05-01' });
  });

  it('of the successor of a VOID assessment pays what was withheld under the first', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    const voided = await assessment();
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表用错了版本。' });
    await scene.upTo('SCORED');
    expect((await assessment()).withholdingId).toBe(voided.id);
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ released: '29642.83', deducted: '604.96' });
    expect(await scene.svc('2103', { type: 'assessment', id: voided.id })).toBe('0.00');
  });

  it('needs only the months that the contract covers', async () => {
    scene = await moneyOn(database, app, { from: businessDate('2024-02-01') });
    scene.at('2024-02-01');
    await scene.close('2024-01');
    for (const text of ['2024-02', '2024-03'] as const) await scene.wholeMonth(text);
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ withheld: '20148.14', released: '19745.18', deducted: '402.96' });
  });

  it('happens once under its key', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    const first = await finalise('finalise-2024-Q1');
    const before = await stored();
    expect(await finalise('finalise-2024-Q1')).toEqual({ value: first.value, replayed: true });
    expect(await stored()).toEqual(before);
    expect(await refused(() => finalise())).toEqual({ code: 'ASSESSMENT_STATE', details: { state: 'FINAL', wanted: 'FINAL' } });
  });

  it('is made by one of two who press at once', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    const settled = await Promise.allSettled([finalise(), finalise()]);
    expect(settled.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await stored()).performance).toHaveLength(1);
  });
});

describe('a score does not become FINAL, and nothing is written,', () => {
  it('while somebody may still appeal', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-22', '23:59');
    expect(await refused(finalise)).toEqual({ code: 'ASSESSMENT_WINDOW_OPEN', details: { until: '2024-04-22', today: '2024-04-22' } });
    scene.at('2024-04-23', '00:00');
    expect((await finalise()).value.released).toBe('29642.83');
  });

  it('with an appeal that nobody has decided', async () => {
    await scene.demoQuarter();
    await scene.upTo('APPEALED');
    scene.at('2024-05-20');
    expect((await refused(finalise)).code).toBe('ASSESSMENT_APPEAL_OPEN');
  });

  it('before the three months are posted, naming those that are missing', async () => {
    await scene.wholeMonth('2024-01');
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    expect(await refused(finalise)).toEqual({ code: 'ENTITLEMENT_MONTHS_MISSING', details: { quarter: Q1, missing: '2024-02, 2024-03' } });
  });

  it('before it is scored, or without an assessment', async () => {
    scene.at('2024-04-23');
    expect((await refused(finalise)).code).toBe('ASSESSMENT_NONE');
    await scene.demoQuarter();
    await scene.upTo('SURVEY_CLOSED');
    expect(await refused(finalise)).toEqual({ code: 'ASSESSMENT_STATE', details: { state: 'SURVEY_CLOSED', wanted: 'FINAL' } });
  });

  it('by anybody but the centre', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    for (const who of [scene.who.firm, scene.who.community, scene.who.street])
      expect(await refused(() => app.finaliseAssessment.execute(who(), { quarter: Q1 }))).toEqual({ code: 'NOT_ALLOWED', details: {} });
  });

  it('when its deduction would move money that a resident paid ahead, until receipts cover it', async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, basis: 'ACCRUED' } });
    for (const text of ['2024-01', '2024-02', '2024-03'] as const) {
      await scene.bill(text);
      await scene.entitle(text);
      await scene.close(text);
    }
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    const bank = await scene.read((tx) => app.bankAccounts.active(tx, businessDate('2024-04-23')));
    const prepaid = transfer('SVC', Money.parse('5000.00'), { code: '1001', holder: { type: 'bank_account', id: bank.id } }, { code: '2001', holder: unit });
    await book('P02', prepaid);
    await scene.collect('679.72', '2024-04-23');
    expect(await refused(finalise)).toEqual({ code: 'ENTITLEMENT_CASH_AWAITED', details: { quarter: Q1, available: '679.72', needed: '679.73' } });
    await scene.collect('0.01', '2024-04-23');
    expect((await finalise()).value).toMatchObject({ released: '33306.55', deducted: '679.73' });
    const [service] = await scene.read((tx) => app.books.funds(tx));
    expect(strings(service ?? {}, 'cash', 'restricted', 'available')).toEqual(['5000.00', '5000.00', '0.00']);
  });

  it('when its cash is gone', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    const bank = await scene.read((tx) => app.bankAccounts.active(tx, businessDate('2024-04-23')));
    const cash = Money.sum(Object.values(demoCollected).map((amount) => Money.parse(amount)));
    await book('P22b', transfer('SVC', cash, { code: '1101', holder: unit }, { code: '1001', holder: { type: 'bank_account', id: bank.id } }));
    expect(await refused(finalise)).toEqual({ code: 'ENTITLEMENT_CASH_AWAITED', details: { quarter: Q1, available: '0.00', needed: '604.96' } });
    expect((await assessment()).state).toBe('SCORED');
  });

  it('though where it deducts nothing, no cash is waited for', async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, basis: 'ACCRUED', payoutRule: { kind: 'LINEAR', threshold: '80' } } });
    for (const text of ['2024-01', '2024-02', '2024-03'] as const) {
      await scene.bill(text);
      await scene.entitle(text);
      await scene.close(text);
    }
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    expect((await finalise()).value).toMatchObject({ released: '33986.28', deducted: '0.00' });
  });
});

describe('the database itself', () => {
  const write = (sql: string) => scene.run((tx) => tx.query(sql, [tx.communityId]));

  it('never changes a FINAL assessment, nor adds to it', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    scene.at('2024-04-23');
    await finalise();
    for (const change of ["state = 'VOID'", "state = 'SCORED', final_on = null", 'score = 95, score_unrounded = 95', "final_on = '2024-05-01'"])
      await expect(write(`update mingbai.assessment set ${change} where community_id = $1`)).rejects.toThrow('never changes');
    await expect(
      write(
        `insert into mingbai.assessment_component (community_id, id, assessment_id, revision, code, name, weight, score, points)
         select community_id, 900001, id, 2, 'INSPECTION', '现场检查', 1, 100, 100 from mingbai.assessment where community_id = $1`,
      ),
    ).rejects.toThrow('no component is added');
  });

  it('has no performance money without a FINAL score, nor by another score or ratio', async () => {
    await scene.demoQuarter();
    await scene.upTo('SCORED');
    const performance = (values: string) =>
      write(
        `insert into mingbai.performance (community_id, id, assessment_id, quarter, contract_version_id, firm_id, score, ratio, lowered, earned, base, withheld, released, deducted,
           effective_on, entry_seq, posted_by, posted_at)
         select community_id, 900001, id, quarter, contract_version_id, 1, ${values}, 1, 1, now() from mingbai.assessment where community_id = $1`,
      );
    await expect(performance("87.32, 0.98, false, 151238.95, 120991.16, 30247.79, 29642.83, 604.96, '2024-04-23'")).rejects.toThrow('is not FINAL');
    await expect(performance("87.32, 0.98, false, 151238.95, 120991.16, 30247.79, 29642.84, 604.95, '2024-04-23'")).rejects.toThrow(
      /is not FINAL|released_by_the_ratio/,
    );
  });

  it('refuses a month whose parts do not add up', async () => {
    await scene.wholeMonth('2024-01');
    await expect(
      write(
        `insert into mingbai.entitlement_month (community_id, id, period, quarter, assessment_id, contract_version_id, firm_id, basis, share_at_risk, earned, withheld, base, due_from_firm, entry_seq, posted_at)
         select community_id, 900001, '2024-02', quarter, assessment_id, contract_version_id, firm_id, basis, share_at_risk, 100, 20, 80.01, 0, entry_seq, posted_at
         from mingbai.entitlement_month where community_id = $1`,
      ),
    ).rejects.toThrow('earned_is_base_and_withheld');
  });

  it.each(['entitlement_month', 'performance'])('keeps the rows of %s as they were written, for the owner of the table too', async (table) => {
    for (const sql of [`update mingbai.${table} set id = id`, `delete from mingbai.${table}`, `truncate mingbai.${table}`])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow(/only grow|cannot truncate a table referenced/);
  });
});
