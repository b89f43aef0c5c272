import { claimSeenBy, type AskClaimRequest } from '../../../src/modules/operating-income/index.js';
import { Money } from '../../../src/kernel/index.js';
import { yuan } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { allEntities, claimScene, claimsOn, day, type ClaimScene } from './claims-fixture.js';

let database: TestDatabase;
let app: ReturnType<typeof claimsOn>;
let scene: ClaimScene;

beforeAll(async () => {
  database = await TestDatabase.create(allEntities);
  app = claimsOn(database);
});
beforeEach(async () => {
  scene = await claimScene(app);
  scene.at('2024-02-10');
});
afterEach(async () => expect(await scene.violations()).toEqual([]));
afterAll(async () => {
  app.removeFiles();
  await database.destroy();
});

/** The refusal of a piece of work, which wrote nothing. */
async function refused(work: () => Promise<unknown>) {
  const before = await scene.footprint();
  const refusal = await refusedBy(work());
  expect(await scene.footprint()).toEqual(before);
  return refusal;
}

describe('a cost of operating', () => {
  it('is asked with its paper, approved by the owner side, owed to its payee, and then payable', async () => {
    const number = await scene.ask({ invoiceNo: '24332000000012345678' });
    expect(number).toBe('FY2024-0001');
    expect(await scene.claim(number)).toMatchObject({
      kind: 'COST',
      state: 'ASKED',
      lease: 'ZL01',
      asset: '地面停车位160个',
      payeeName: '嘉善安防用品店',
      entrySeq: null,
    });
    expect(await scene.read((tx) => app.payable.open(tx))).toEqual([]);
    expect((await scene.decideOn(number)).value).toMatchObject({ number, state: 'APPROVED', entrySeq: 1 });
    expect(await scene.lastRules(1)).toEqual(['P10 2024-02-10']);
    expect([await scene.balance('COM', '5101'), await scene.balance('COM', '2104')]).toEqual(['1200.00', '1200.00']);
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect({ ...payable, amount: payable?.amount.toString() }).toMatchObject({
      kind: 'COST',
      label: number,
      fund: 'COM',
      amount: '1200.00',
      source: { code: '2104', holder: { type: 'payee', id: payable?.payeeId } },
      invoiceNo: '24332000000012345678',
      resolutionNo: null,
      on: '2024-02-10',
    });
    expect(await scene.read((tx) => app.payable.open(tx, payable?.id ?? 0))).toEqual([payable]);
    expect(await scene.documents(day('2024-02-10'))).toEqual(['COM 2104 1200.00']);
    const costs = await scene.read((tx) => app.claims.costs(tx, { from: day('2024-02-01'), to: day('2024-02-29') }));
    expect(costs.map(({ amount }) => amount.toString())).toEqual(['1200.00']);
  });

  it('may be asked by the firm, and rejected with a reason; its papers are then free again', async () => {
    const request = await scene.cost({ invoiceNo: 'A-0001' });
    const { number } = (await app.askClaim.execute(scene.who.firm(), request)).value;
    expect((await refused(() => scene.decideOn(number, 'REJECT'))).code).toBe('CLAIM_REASON_MISSING');
    expect((await scene.decideOn(number, 'REJECT', '发票抬头不是本小区')).value).toEqual({ number, state: 'REJECTED', entrySeq: null });
    expect(await scene.claim(number)).toMatchObject({ state: 'REJECTED', reason: '发票抬头不是本小区' });
    expect(await scene.read((tx) => app.payable.open(tx))).toEqual([]);
    await app.askClaim.execute(scene.who.bookkeeper(), request);
    expect(await scene.balance('COM', '2104')).toBe('0.00');
  });

  it('is withdrawn by the organisation that asked, before it is decided', async () => {
    const number = await scene.ask();
    expect((await refused(() => app.withdrawClaim.execute(scene.who.firm(), { number }))).code).toBe('NOT_ALLOWED');
    await app.withdrawClaim.execute(scene.who.bookkeeper(), { number });
    expect((await refused(() => scene.decideOn(number))).code).toBe('CLAIM_DECIDED');
    expect((await refused(() => app.withdrawClaim.execute(scene.who.bookkeeper(), { number }))).code).toBe('CLAIM_DECIDED');
  });

  it('does a sent request once', async () => {
    const request = await scene.cost();
    const first = await app.askClaim.execute(scene.who.bookkeeper('one-form-twice'), request);
    expect(await app.askClaim.execute(scene.who.bookkeeper('one-form-twice'), request)).toEqual({ value: first.value, replayed: true });
    const decision = { number: first.value.number, decision: 'APPROVE' as const, reason: null };
    const approved = await app.decideClaim.execute(scene.who.owners('one-decision-twice'), decision);
    expect(await app.decideClaim.execute(scene.who.owners('one-decision-twice'), decision)).toEqual({ value: approved.value, replayed: true });
    expect(await scene.balance('COM', '2104')).toBe('1200.00');
  });

  it('pays an invoice once and a paper once, whatever else is written on it', async () => {
    const { evidence } = await scene.cost();
    await scene.ask({ invoiceNo: '24332000000099999999', evidence });
    const again = async (change: Partial<AskClaimRequest>) => refused(async () => app.askClaim.execute(scene.who.firm(), await scene.cost(change)));
    const number = 'FY2024-0001';
    expect(await again({ invoiceNo: '24332000000099999999' })).toEqual({ code: 'CLAIM_INVOICE_USED', details: { invoiceNo: '24332000000099999999', number } });
    expect(await again({ invoiceNo: '24332000000099999999', kind: 'FLOAT_USE', payee: null })).toMatchObject({ code: 'CLAIM_INVOICE_USED' });
    expect(await again({ evidence })).toEqual({ code: 'CLAIM_EVIDENCE_USED', details: { number } });
    expect(await again({ evidence, kind: 'FLOAT_USE', payee: null })).toMatchObject({ code: 'CLAIM_EVIDENCE_USED' });
    await scene.decideOn(number);
    expect((await again({ evidence })).code).toBe('CLAIM_EVIDENCE_USED');
  });

  it.each<[string, Partial<AskClaimRequest>, string]>([
    ['no paper', { evidence: [] }, 'CLAIM_EVIDENCE_MISSING'],
    ['a paper that was never handed in', { evidence: ['a'.repeat(64)] }, 'EVIDENCE_UNKNOWN'],
    ['an amount of nothing', { amount: Money.zero }, 'CLAIM_FIELD_INVALID'],
    ['a payee that is not registered', { payee: 'SK999' }, 'CLAIM_PAYEE_REFUSED'],
    ['a payee of another kind', { payee: 'SK003' }, 'CLAIM_PAYEE_REFUSED'],
    ['a lease that there is not', { lease: 'ZL99' }, 'LEASE_UNKNOWN'],
    ['words on two lines', { description: 'a\nb' }, 'CLAIM_FIELD_INVALID'],
  ])('is refused with %s', async (_, change, code) => {
    expect((await refused(() => scene.ask(change))).code).toBe(code);
  });

  it('is decided by nobody but the owner side: not who asked, not the residents’ committee once a committee speaks', async () => {
    const number = await scene.ask();
    const committee = await app.party(scene.communityId, 'COMMITTEE', { from: day('2024-02-01') });
    const decide = (context: Parameters<typeof app.decideClaim.execute>[0]) =>
      refused(() => app.decideClaim.execute(context, { number, decision: 'APPROVE', reason: null }));
    expect((await decide(scene.who.bookkeeper())).code).toBe('NOT_ALLOWED');
    expect((await decide(scene.who.firm())).code).toBe('NOT_ALLOWED');
    expect((await decide(scene.who.owners())).code).toBe('OWNER_SIDE_ONLY');
    expect((await app.decideClaim.execute(scene.by(committee, 'COMMITTEE'), { number, decision: 'APPROVE', reason: null })).value.state).toBe('APPROVED');
    expect(
      (await refused(() => app.decideClaim.execute(scene.by(committee, 'COMMITTEE'), { number: 'FY2024-0099', decision: 'APPROVE', reason: null }))).code,
    ).toBe('CLAIM_UNKNOWN');
  });
});

it('the firm reads what it asked for and why that was refused, and of what others ask only that it is asked', async () => {
  const [firm, owners] = [scene.who.firm().actor, scene.who.owners().actor];
  const others = await scene.ask({ invoiceNo: '24332000000012345678', description: '补发张小明的工资' });
  await app.decideClaim.execute(scene.who.owners(), { number: others, decision: 'REJECT', reason: '张小明已经领过' });
  const claim = await scene.read((tx) => app.claims.byNumber(tx, others));
  const shown = claimSeenBy(claim, firm, '');
  expect(shown).toMatchObject({ number: others, state: 'REJECTED', amount: claim.amount, description: '', reason: null, invoiceNo: null, papers: [] });
  expect(JSON.stringify(shown)).not.toMatch(/张小明|24332000000012345678|pdf/);
  expect(claimSeenBy(claim, owners, '')).toEqual(claim);
  const { number } = (await app.askClaim.execute(scene.who.firm(), await scene.cost({ description: '换灯管' }))).value;
  await app.decideClaim.execute(scene.who.owners(), { number, decision: 'REJECT', reason: '灯管还能用' });
  const own = await scene.read((tx) => app.claims.byNumber(tx, number));
  expect(claimSeenBy(own, firm, '')).toEqual(own);
});

it('the firm is not told which person is paid, not even for what it asked itself', async () => {
  const account = { bankName: '农行嘉善支行', accountNo: '9905000000000099', accountName: '王小二' };
  const person = (await app.registerPayee.execute(scene.who.bookkeeper(), { kind: 'OTHER', party: 'PERSON', name: '王小二', ...account })).value.number;
  const number = await scene.ask({ payee: person });
  const claim = await scene.read((tx) => app.claims.byNumber(tx, number));
  expect(claim).toMatchObject({ payeeName: '王小二', payeeIsPerson: true });
  const asked = claimSeenBy(claim, scene.who.bookkeeper().actor, '个人');
  const [firm, owners] = [scene.who.firm().actor, scene.who.owners().actor];
  expect([asked.payeeName, claimSeenBy(claim, owners, '个人').payeeName, claimSeenBy(claim, firm, '个人').payeeName]).toEqual(['王小二', '王小二', '个人']);
  expect(claimSeenBy({ ...claim, askedFor: firm.organisationId }, firm, '个人').payeeName).toBe('个人');
  await scene.decideOn(number);
  const uses = await scene.read((tx) => app.claims.decided(tx, { from: day('2024-02-01'), to: day('2024-02-29') }));
  expect(uses.map((use) => [use.number, use.description])).toContainEqual([number, '']);
});

describe('a tax', () => {
  const tax = async () => ({
    fund: 'COM' as const,
    payee: scene.payees.taxOffice,
    period: '2024-Q1',
    amount: yuan('408.60'),
    description: '经营收入增值税',
    invoiceNo: null,
    evidence: [await scene.paper()],
  });

  it('is owed once it is recorded, out of the fund that owes it', async () => {
    const { number } = (await app.recordTax.execute(scene.who.bookkeeper(), await tax())).value;
    expect(await scene.claim(number)).toMatchObject({ kind: 'TAX', state: 'APPROVED', decidedOn: '2024-02-10' });
    expect(await scene.lastRules(1)).toEqual(['P11 2024-02-10']);
    await app.recordTax.execute(scene.who.bookkeeper(), { ...(await tax()), fund: 'SVC' });
    expect([await scene.balance('COM', '2201'), await scene.balance('SVC', '2201')]).toEqual(['408.60', '408.60']);
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect(payable).toMatchObject({ kind: 'TAX', source: { code: '2201' }, fund: 'COM', resolutionNo: null });
    expect(await scene.documents(day('2024-02-10'))).toEqual(['COM 2201 408.60', 'SVC 2201 408.60']);
  });

  it('is recorded by the bookkeeper, with its paper, to a tax office, of a fund that pays taxes', async () => {
    expect((await refused(async () => app.recordTax.execute(scene.who.firm(), await tax()))).code).toBe('NOT_ALLOWED');
    expect((await refused(async () => app.recordTax.execute(scene.who.bookkeeper(), { ...(await tax()), evidence: [] }))).code).toBe('CLAIM_EVIDENCE_MISSING');
    expect((await refused(async () => app.recordTax.execute(scene.who.bookkeeper(), { ...(await tax()), payee: scene.payees.vendor }))).code).toBe(
      'CLAIM_PAYEE_REFUSED',
    );
    expect((await refused(async () => app.recordTax.execute(scene.who.bookkeeper(), { ...(await tax()), fund: 'QLT' as 'COM' }))).code).toBe(
      'CLAIM_FIELD_INVALID',
    );
  });
});

describe('spending by resolution', () => {
  const spending = { kind: 'SPENDING' as const, lease: null, costCode: '5901' as const, amount: yuan('3000.00') };

  it('is owed when it is approved, within the limit over every claim by the resolution', async () => {
    await scene.comes('100000.00', '2024-02-01');
    const resolution = await scene.decide({ limit: yuan('5000.00') });
    const number = await scene.ask({ ...spending, resolution });
    expect((await refused(() => scene.ask({ ...spending, resolution, amount: yuan('2000.01') }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    await scene.ask({ ...spending, resolution, amount: yuan('2000.00') });
    await scene.decideOn(number);
    expect(await scene.lastRules(1)).toEqual(['P30 2024-02-10']);
    expect([await scene.balance('COM', '5901'), await scene.balance('COM', '2104')]).toEqual(['3000.00', '3000.00']);
    expect((await scene.read((tx) => app.payable.open(tx)))[0]).toMatchObject({ kind: 'SPENDING', resolutionNo: resolution });
    await scene.decideOn('FY2024-0002', 'REJECT', '没有报价');
    await scene.ask({ ...spending, resolution, amount: yuan('2000.00') });
  });

  it('is refused when it would leave what the owners have less than is payable', async () => {
    const resolution = await scene.decide();
    await scene.comes('4000.00', '2024-02-01');
    const cost = await scene.ask({ amount: yuan('1200.00') });
    await scene.decideOn(cost);
    const number = await scene.ask({ ...spending, resolution });
    expect(await refused(() => scene.decideOn(number))).toMatchObject({ code: 'LEDGER_NOT_AVAILABLE' });
    await scene.comes('200.00', '2024-02-09');
    expect((await scene.decideOn(number)).value.state).toBe('APPROVED');
  });

  it.each<[string, Partial<AskClaimRequest>, string]>([
    ['no resolution', { resolution: null }, 'CLAIM_RESOLUTION_MISSING'],
    ['a resolution that there is not', { resolution: 'JY2024-009' }, 'RESOLUTION_UNKNOWN'],
    ['one about something else', { resolution: 'JY2024-002' }, 'RESOLUTION_KIND_DIFFERS'],
    ['one that is not in force yet', { resolution: 'JY2024-003' }, 'RESOLUTION_NOT_IN_FORCE'],
    ['no purpose of the chart', { costCode: null }, 'CLAIM_FIELD_INVALID'],
  ])('is refused with %s', async (_, change, code) => {
    await scene.decide();
    await scene.decide({ kind: 'FEE', title: '收费' });
    await scene.decide({ title: '以后', from: day('2024-06-01') });
    expect((await refused(() => scene.ask({ ...spending, resolution: 'JY2024-001', ...change }))).code).toBe(code);
  });

  it('is not asked by the firm', async () => {
    const resolution = await scene.decide();
    expect((await refused(async () => app.askClaim.execute(scene.who.firm(), await scene.cost({ ...spending, resolution })))).code).toBe('NOT_ALLOWED');
  });
});

describe('a float', () => {
  it('is approved by resolution and owed when it is paid; what was paid out of it needs its paper', async () => {
    const resolution = await scene.decide({ limit: yuan('2000.00') });
    const float = await scene.ask({ kind: 'FLOAT', payee: null, lease: null, amount: yuan('2000.00'), resolution });
    expect((await scene.decideOn(float)).value).toEqual({ number: float, state: 'APPROVED', entrySeq: null });
    const [payable] = await scene.read((tx) => app.payable.open(tx));
    expect(payable).toMatchObject({ kind: 'FLOAT', source: { code: '1201', holder: { type: 'firm', id: scene.firm.organisationId } } });
    const use = await scene.ask({ kind: 'FLOAT_USE', payee: null, lease: 'ZL03', amount: yuan('300.00') });
    // no float was paid out yet
    expect((await refused(() => scene.decideOn(use))).code).toBe('LEDGER_FLOOR');
    await scene.decideOn(use, 'REJECT', '备用金还没有付出');
  });

  it('is refused beyond what was resolved, and without it', async () => {
    const resolution = await scene.decide({ limit: yuan('2000.00') });
    const float = { kind: 'FLOAT' as const, payee: null, lease: null };
    expect((await refused(() => scene.ask({ ...float, amount: yuan('2000.01'), resolution }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect((await refused(() => scene.ask({ ...float, amount: yuan('1.00') }))).code).toBe('CLAIM_RESOLUTION_MISSING');
  });
});

describe('the maintenance fund', () => {
  const rule = (change: object = {}) =>
    app.recordUseRule.execute(scene.who.owners(), { resolution: 'JY2024-001', share: '0.3', basis: 'QUARTER', reaches: null, keeps: null, ...change });
  const propose = (period = '2024-Q1') =>
    app.proposeMaintenance.execute(scene.who.bookkeeper(), {
      resolution: 'JY2024-001',
      period,
      payee: scene.payees.custodian,
      description: '一季度公共收益三成',
    });

  beforeEach(async () => {
    await scene.decide({ kind: 'MAINTENANCE', title: '三成划入维修资金' });
  });

  it('is due by the rule of a resolution: a share of income − cost − tax of closed months, with every figure, confirmed by another', async () => {
    await rule();
    await scene.comes('10000.00', '2024-01-10');
    await scene.decideOn(await scene.ask({ amount: yuan('1999.95') }));
    expect((await refused(() => propose())).code).toBe('CLAIM_PERIOD_OPEN');
    scene.at('2024-04-05');
    for (const month of ['2024-01', '2024-02', '2024-03']) await scene.close(month);
    const { number } = (await propose()).value;
    const claim = await scene.claim(number);
    expect(claim.amount.toString()).toBe('2400.02'); // 30 % of 8,000.05 = 2,400.015
    expect(claim.figures).toEqual({
      income: '10000.00',
      cost: '1999.95',
      tax: '0.00',
      dueBefore: '0.00',
      net: '8000.05',
      byShare: '2400.02',
      amount: '2400.02',
      stop: 'NONE',
    });
    expect(await refused(() => propose())).toEqual({ code: 'CLAIM_PERIOD_CLAIMED', details: { period: '2024-Q1', number } });
    expect((await scene.decideOn(number)).value.state).toBe('APPROVED');
    expect(await scene.lastRules(1)).toEqual(['P23 2024-04-05']);
    expect(await scene.balance('COM', '2401')).toBe('2400.02');
    expect((await scene.read((tx) => app.payable.open(tx))).at(-1)).toMatchObject({
      kind: 'MAINTENANCE',
      source: { code: '2401' },
      resolutionNo: 'JY2024-001',
    });
    expect(await scene.documents(day('2024-04-05'))).toEqual(['COM 2104 1999.95', 'COM 2401 2400.02']);
    expect((await scene.read((tx) => app.claims.approved(tx, 'MAINTENANCE', { from: day('2024-04-01'), to: day('2024-04-30') }))).toString()).toBe('2400.02');
  });

  it('stops where the resolution says, and asks for nothing when nothing is due', async () => {
    await rule({ reaches: yuan('1000.00') });
    await scene.comes('10000.00', '2024-01-10');
    scene.at('2024-07-05');
    for (const month of ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06']) await scene.close(month);
    const { number } = (await propose()).value;
    expect((await scene.claim(number)).figures).toMatchObject({ byShare: '3000.00', amount: '1000.00', stop: 'REACHED' });
    await scene.decideOn(number);
    expect(await refused(() => propose('2024-Q2'))).toEqual({ code: 'CLAIM_NOTHING_DUE', details: { period: '2024-Q2', net: '0.00', stop: 'NONE' } });
  });

  it('is refused when the books have changed since it was proposed', async () => {
    await rule({ keeps: yuan('8000.00') });
    await scene.comes('10000.00', '2024-01-10');
    scene.at('2024-04-05');
    for (const month of ['2024-01', '2024-02', '2024-03']) await scene.close(month);
    const { number } = (await propose()).value;
    expect((await scene.claim(number)).figures).toMatchObject({ amount: '2000.00', stop: 'KEPT' });
    await scene.decideOn(await scene.ask({ amount: yuan('500.00') }));
    expect((await refused(() => scene.decideOn(number))).code).toBe('CLAIM_FIGURES_CHANGED');
    await scene.decideOn(number, 'REJECT', '重新测算');
    expect((await scene.claim((await propose()).value.number)).figures).toMatchObject({ amount: '1500.00' });
  });

  it('has rules that a resolution of its kind made, once', async () => {
    await rule();
    expect((await refused(() => rule())).code).toBe('USE_RULE_EXISTS');
    await scene.decide({ title: '别的' });
    expect((await refused(() => rule({ resolution: 'JY2024-002' }))).code).toBe('RESOLUTION_KIND_DIFFERS');
    for (const change of [{ share: '0' }, { share: '1.01' }, { share: '0.33333' }, { basis: 'MONTH' }, { reaches: Money.zero }, { keeps: yuan('-1.00') }])
      expect((await refused(() => rule({ resolution: 'JY2024-003', ...change }))).code).toBe('USE_RULE_INVALID');
    expect(
      (
        await refused(() =>
          app.recordUseRule.execute(scene.who.bookkeeper(), { resolution: 'JY2024-001', share: '0.3', basis: 'YEAR', reaches: null, keeps: null }),
        )
      ).code,
    ).toBe('NOT_ALLOWED');
    expect((await refused(() => propose('2024'))).code).toBe('PERIOD_INVALID');
    expect(
      (
        await refused(() =>
          app.proposeMaintenance.execute(scene.who.bookkeeper(), {
            resolution: 'JY2024-002',
            period: '2024-Q1',
            payee: scene.payees.custodian,
            description: 'x',
          }),
        )
      ).code,
    ).toBe('USE_RULE_UNKNOWN');
  });
});
