import { addDays, businessDate, Money } from '../../../src/kernel/index.js';
import { RegisterPayeeAccount } from '../../../src/modules/contracts/index.js';
import { PaidPayouts } from '../../../src/modules/disbursements/index.js';
import {
  AdoptBudget,
  AnswerRecord,
  BudgetQueries,
  invariants as resolutionInvariants,
  RecordResolution,
  type BudgetLine,
  type ResolutionKind,
} from '../../../src/modules/resolutions/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { resolved } from '../../support/resolved.js';
import { demoPayeeAccount, demoTerms } from '../contracts/fixture.js';
import { pdf } from '../evidence/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';

const yuan = (text: string) => Money.parse(text);

describe('a budget that the contract pays within', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene({ terms: { ...demoTerms, gates: { budget: true, invoice: false, reconciledWithinDays: null } } });
    await scene.month('2024-01');
  });

  let papers = 0;
  const recorded = async (kind: ResolutionKind = 'BUDGET', limit: string | null = '100000.00', year = 2024) => {
    const file = { fileName: '决议.pdf', bytes: pdf(`${scene.slug} ${kind} ${++papers}`) };
    const documentSha256 = (await scene.app.get(StoreEvidence).execute(scene.as('community'), file)).value.sha256;
    const days = { decidedOn: businessDate('2024-01-02'), from: businessDate(`${year}-01-01`), to: businessDate(`${year}-12-31`) };
    return { kind, title: '年度预算', ...days, limit: limit === null ? null : yuan(limit), documentSha256, replaces: null };
  };
  const resolve = async (...args: Parameters<typeof recorded>) =>
    resolved(scene.app, { owners: scene.as('community'), other: scene.as('centre') }, await recorded(...args));
  /** Recorded, and confirmed by nobody yet. */
  const waits = async (...args: Parameters<typeof recorded>) =>
    (await scene.app.get(RecordResolution).execute(scene.as('community'), await recorded(...args))).value.number;
  const base = (amount: string): BudgetLine => ({ fund: 'SVC', code: '5001.01', amount: yuan(amount) });
  type Change = { year?: number; resolution?: string; by?: 'community' | 'centre' | 'firm' };
  const propose = async (lines: readonly BudgetLine[], { year = 2024, resolution, by = 'community' }: Change = {}) =>
    (await scene.app.get(AdoptBudget).execute(scene.as(by), { year, resolution: resolution ?? (await resolve('BUDGET', '100000.00', year)), lines })).value;
  const answer = (version: { year: number; versionNo: number }, reason: string | null = null, by: 'community' | 'centre' | 'street' = 'centre') =>
    scene.app.get(AnswerRecord).budget(scene.as(by), { ...version, decision: reason === null ? 'CONFIRM' : 'REFUSE', reason });
  const adopt = async (lines: readonly BudgetLine[], change: Change = {}) => (await answer(await propose(lines, change))).value;
  const counts = async (year = 2024) => (await scene.read((tx) => scene.app.get(BudgetQueries).of(tx, year)))?.versionNo ?? null;
  const used = async (year = 2024) => {
    const use = await scene.read((tx) => scene.app.get(BudgetQueries).use(tx, year, { today: scene.database.clock.today() }));
    return use.map(({ fund, code, used: amount }) => `${fund} ${code} ${amount.toString()}`);
  };
  const sound = async () => {
    expect(await scene.violations()).toEqual([]);
    expect(await violations(scene.database, scene.communityId, resolutionInvariants)).toEqual([]);
  };

  it('stops a payout without a line, and one that is over it by how much', async () => {
    expect((await scene.submit('100.00')).failed).toEqual([{ gate: 'G2', reason: 'NO_BUDGET' }]);
    expect(await adopt([base('30000.00')])).toEqual({ year: 2024, versionNo: 1 });
    const over = await scene.submit('30000.01');
    expect(over.failed).toEqual([{ gate: 'G2', reason: 'OVER_BUDGET' }]);
    const gates = (await scene.detail(over.id)).evaluations.at(-1)?.gates;
    expect(gates?.[1]?.inputs).toEqual({ year: '2024', line: 'SVC 5001.01', budget: '30000.00', used: '0.00', asked: '30000.01', over: '0.01' });
    const { id, state } = await scene.submit('20000.00');
    expect(state).toBe('APPROVING');
    expect((await scene.submit('10000.01')).failed).toEqual([{ gate: 'G2', reason: 'OVER_BUDGET' }]);
    await scene.approveAll(id);
    expect((await scene.submit('10000.00')).state).toBe('APPROVING');
    expect(await used()).toEqual(['SVC 5001.01 30000.00']);
    await sound();
  });

  it('counts a payment in the year in which the bank paid it, and nothing that ended', async () => {
    await adopt([base('50000.00')]);
    const { id } = await scene.submit('20000.00');
    await scene.approveAll(id);
    scene.database.clock.advanceMinutes(11);
    await scene.instruct(id);
    scene.at('2024-03-02');
    const [bankLineId = 0] = await scene.bankBook.through(businessDate('2024-02-29'), [{ on: businessDate('2024-02-20'), amount: '-20000.00', remark: '' }]);
    await scene.settle({ disbursementId: id, bankLineId, bookedOn: businessDate('2024-02-20'), amount: yuan('20000.00') });
    const other = await scene.submit('100.00');
    expect(await used()).toEqual(['SVC 5001.01 20100.00']);
    await scene.cancel('firm', other.id);
    expect(await used()).toEqual(['SVC 5001.01 20000.00']);
    expect(await used(2025)).toEqual([]);
    await sound();
  });

  describe('over the end of a year', () => {
    let id: number;
    const from = { name: demoPayeeAccount.accountName, account: demoPayeeAccount.accountNo };
    const pay = async (paidOn: string, to?: object) => {
      await scene.approveAll(id);
      scene.database.clock.advanceMinutes(11);
      await scene.instruct(id);
      const bookedOn = businessDate(paidOn);
      scene.at(addDays(bookedOn, 2));
      const [bankLineId = 0] = await scene.bankBook.through(addDays(bookedOn, 1), [{ on: bookedOn, amount: '-20000.00', remark: 'BF2024-0001', ...to }]);
      await scene.settle({ disbursementId: id, bankLineId, bookedOn, amount: yuan('20000.00') });
    };
    const comesBack = async (on: string) => {
      scene.at(addDays(businessDate(on), 1));
      const [back = 0] = await scene.bankBook.through(businessDate(on), [
        { on: businessDate(on), amount: '20000.00', remark: 'BF2024-0001 户名不符退汇', from },
      ]);
      await scene.returned({ disbursementId: id, bankLineId: back, on: businessDate(on) });
    };
    const anotherAccount = async () => {
      const accountNo = '9903000000000002';
      await scene.app.get(RegisterPayeeAccount).execute(scene.as('registrar'), { contractId: scene.contractId, ...demoPayeeAccount, accountNo });
      scene.at('2025-01-10', '10:00');
      await scene.bankBook.through(businessDate('2025-01-09'), []);
      return accountNo;
    };
    const paidIn = async (year: number) => {
      const days = { from: businessDate(`${year}-01-01`), to: businessDate(`${year}-12-31`) };
      const paid = await scene.read((tx) => scene.app.get(PaidPayouts).byBudgetLine(tx, days));
      return paid.map(({ fund, code, amount }) => `${fund} ${code} ${amount.toString()}`);
    };

    /** Paid in December, it comes back in January. */
    beforeEach(async () => {
      await adopt([base('20000.00')]);
      scene.at('2024-12-18', '10:00');
      await adopt([base('20000.00')], { year: 2025 });
      id = (await scene.submit('20000.00')).id;
      await pay('2024-12-20');
      await comesBack('2025-01-05');
    });

    it('nets each year its own payments and returns: what came back after the year’s end and was paid again is used once, by the gate as by the statement', async () => {
      expect([await used(2024), await used(2025)]).toEqual([['SVC 5001.01 20000.00'], ['SVC 5001.01 0.00']]); // it waits to be paid again
      const accountNo = await anotherAccount();
      expect(await scene.revise(id, null)).toMatchObject({ state: 'APPROVING', failed: [] });
      await pay('2025-01-13', { from: { name: demoPayeeAccount.accountName, account: accountNo } });
      expect([await used(2024), await used(2025)]).toEqual([['SVC 5001.01 20000.00'], ['SVC 5001.01 0.00']]);
      for (const year of [2024, 2025]) expect(await paidIn(year)).toEqual(await used(year));
      expect((await scene.submit('20000.00')).failed).toEqual([]);
      expect((await scene.submit('0.01')).failed).toEqual([{ gate: 'G2', reason: 'OVER_BUDGET' }]);
      await sound();
    });

    it('frees nothing in the next year where what came back ends unpaid, though the statement tells the cash that came back', async () => {
      await scene.cancel('firm', id, '改为现场结清');
      expect([await used(2024), await used(2025)]).toEqual([['SVC 5001.01 20000.00'], ['SVC 5001.01 0.00']]);
      expect(await paidIn(2025)).toEqual(['SVC 5001.01 -20000.00']);
      await anotherAccount();
      const over = await scene.submit('20000.01');
      expect(over.failed).toEqual([{ gate: 'G2', reason: 'OVER_BUDGET' }]);
      expect((await scene.detail(over.id)).evaluations.at(-1)?.gates[1]?.inputs).toMatchObject({ used: '0.00', budget: '20000.00', over: '0.01' });
      expect((await scene.submit('20000.00')).failed).toEqual([]);
      await sound();
    });

    it('frees nothing for others while it lies with the firm, and is itself let out again without room of the next year', async () => {
      await anotherAccount();
      await scene.revise(id, null);
      await scene.decide('centre', id, { decision: 'RETURN', reason: '请核对金额' });
      expect(await used(2025)).toEqual(['SVC 5001.01 0.00']);
      expect((await scene.submit('20000.00')).failed).toEqual([]);
      expect(await scene.revise(id, null)).toMatchObject({ state: 'APPROVING', failed: [] });
      await sound();
    });
  });

  it('is replaced by a later version, never below what is used', async () => {
    await adopt([base('30000.00')]);
    await scene.submit('20000.00');
    const before = await scene.read((tx) => scene.app.get(BudgetQueries).all(tx));
    expect(await refusedBy(adopt([base('19999.99')]))).toMatchObject({ code: 'BUDGET_BELOW_USED', details: { line: 'SVC 5001.01', used: '20000.00' } });
    expect(await scene.read((tx) => scene.app.get(BudgetQueries).all(tx))).toEqual(before);
    expect(await adopt([base('20000.00')])).toEqual({ year: 2024, versionNo: 2 });
    expect((await scene.read((tx) => scene.app.get(BudgetQueries).of(tx, 2024)))?.lines.map(({ amount }) => amount.toString())).toEqual(['20000.00']);
    expect(await adopt([base('1.00')], { year: 2025 })).toEqual({ year: 2025, versionNo: 1 });
    await sound();
  });

  it('is recorded by the owner side alone, for this year or the next, by a resolution about it', async () => {
    const resolution = await resolve('FEE');
    expect((await refusedBy(adopt([base('1.00')], { by: 'centre', resolution }))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(adopt([base('1.00')], { by: 'firm', resolution }))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(adopt([base('1.00')], { resolution }))).code).toBe('RESOLUTION_KIND_DIFFERS');
    expect((await refusedBy(adopt([base('1.00')], { resolution: 'JY2024-099' }))).code).toBe('RESOLUTION_UNKNOWN');
    for (const year of [2023, 2026]) expect((await refusedBy(adopt([base('1.00')], { year, resolution }))).code).toBe('BUDGET_YEAR');
    expect((await refusedBy(adopt([], { resolution }))).code).toBe('BUDGET_EMPTY');
    expect(await scene.read((tx) => scene.app.get(BudgetQueries).all(tx))).toEqual([]);
  });

  it('rests on a resolution of its own, within what that allows', async () => {
    const resolution = await resolve('BUDGET', '30000.00');
    expect(await refusedBy(adopt([base('30000.00'), { fund: 'COM', code: '5101', amount: yuan('0.01') }], { resolution }))).toEqual({
      code: 'RESOLUTION_LIMIT_EXCEEDED',
      details: { number: resolution, limit: '30000.00', used: '0.00', asked: '30000.01' },
    });
    await adopt([base('20000.00'), { fund: 'COM', code: '5101', amount: yuan('10000.00') }], { resolution });
    expect(await refusedBy(adopt([base('1.00')], { resolution }))).toEqual({
      code: 'BUDGET_RESOLUTION_USED',
      details: { resolution, year: 2024, versionNo: 1 },
    });
    expect((await refusedBy(adopt([base('1.00')], { year: 2025, resolution }))).code).toBe('RESOLUTION_NOT_IN_FORCE');
    const open = await resolve();
    const limited = await resolve('BUDGET', '5.00');
    const write = (number: string, amount: string, by: { personId: number; organisationId: number } = scene.people.community) =>
      scene.run(async (tx) => {
        await tx.query(
          `insert into mingbai.budget (community_id, id, year, version_no, resolution_id, adopted_by, adopted_for, adopted_at)
           select community_id, 900009, 2024, 2, id, $3, $4, recorded_at from mingbai.resolution where community_id = $1 and number = $2`,
          [scene.communityId, number, by.personId, by.organisationId],
        );
        await tx.query(`insert into mingbai.budget_line values ($1, 900009, 'SVC', '5001.01', $2)`, [scene.communityId, amount]);
      });
    await expect(write(resolution, '1.00')).rejects.toThrow('has adopted version 1 of the budget of 2024');
    await expect(write(limited, '5.01')).rejects.toThrow('allows 5.00, not 5.01');
    await expect(write(open, '1.00', scene.people.firm)).rejects.toThrow('has no part');
    const later = await resolve('BUDGET', '9.00', 2025);
    const open2 = await resolve('SPENDING', null);
    for (const other of [later, open2]) await expect(write(other, '1.00')).rejects.toThrow('rests on no resolution about it');
    expect((await refusedBy(propose([base('20000.00')], { resolution: open2 }))).code).toBe('BUDGET_NO_LIMIT');
    await sound();
  });

  it('counts once another body has confirmed its lines, together with the resolution that waits beside it', async () => {
    const resolution = await waits();
    const version = await propose([base('30000.00')], { resolution });
    expect(await counts()).toBeNull();
    expect((await scene.submit('100.00')).failed).toEqual([{ gate: 'G2', reason: 'NO_BUDGET' }]);
    expect((await refusedBy(answer(version, null, 'community'))).code).toBe('CONFIRMATION_SAME_ORGANISATION');
    await answer(version, null, 'street');
    expect(await counts()).toBe(1);
    const [view] = await scene.read((tx) => scene.app.get(BudgetQueries).present(tx));
    expect(view).toMatchObject({ state: 'CONFIRMED', resolution, answer: { state: 'CONFIRMED', for: scene.people.street.organisationId } });
    expect((await scene.submit('100.00')).state).toBe('APPROVING');
    expect((await refusedBy(answer(version))).code).toBe('CONFIRMATION_STATE');
    expect((await refusedBy(answer({ year: 2024, versionNo: 9 }))).code).toBe('NOT_FOUND');
    await sound();
  });

  it('is taken back while it waits, and its resolution is not used up; one version waits at a time', async () => {
    const resolution = await resolve();
    const wrong = await propose([base('3000.00')], { resolution });
    expect(await refusedBy(propose([base('30000.00')]))).toEqual({ code: 'BUDGET_WAITING', details: { year: 2024, versionNo: 1 } });
    await answer(wrong, '少写了一个零', 'community');
    const right = await propose([base('30000.00')], { resolution });
    expect([right.versionNo, await counts()]).toEqual([2, null]);
    await answer(right);
    expect(await counts()).toBe(2);
    await sound();
  });

  it('ends with the resolution that it rests on', async () => {
    const resolution = await waits();
    await propose([base('30000.00')], { resolution });
    await scene.app.get(AnswerRecord).resolution(scene.as('centre'), { number: resolution, decision: 'REFUSE', reason: '文件与登记不符' });
    const [view] = await scene.read((tx) => scene.app.get(BudgetQueries).all(tx));
    expect(view).toMatchObject({ state: 'REFUSED', answer: { reason: '文件与登记不符' } });
    expect((await refusedBy(propose([base('30000.00')], { resolution }))).code).toBe('RESOLUTION_REFUSED');
    await sound();
  });

  it('is raised by a resolution on spending by no more than that allows over the version before', async () => {
    const com = (amount: string): BudgetLine => ({ fund: 'COM', code: '5101', amount: yuan(amount) });
    await adopt([base('30000.00'), com('6000.00')]);
    const more = await resolve('SPENDING', '20000.00');
    expect(await refusedBy(propose([base('30000.00'), com('26000.01')], { resolution: more }))).toMatchObject({
      code: 'RESOLUTION_LIMIT_EXCEEDED',
      details: { asked: '20000.01' },
    });
    expect((await refusedBy(propose([base('30000.01'), com('26000.00')], { resolution: more }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect((await refusedBy(propose([base('50000.01'), com('0.00')], { resolution: more }))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect(await adopt([base('30000.00'), com('26000.00')], { resolution: more })).toEqual({ year: 2024, versionNo: 2 });
    await sound();
  });

  it('is confirmed at the wall by another body, of a resolution that counts', async () => {
    const resolution = await waits();
    await propose([base('30000.00')], { resolution });
    const confirm = (by: { personId: number; organisationId: number }) =>
      scene.run((tx) =>
        tx.query(
          `insert into mingbai.confirmation (community_id, id, budget_id, decision, answered_by, answered_for, answered_at)
           select community_id, 900008, id, 'CONFIRMED', $2, $3, adopted_at from mingbai.budget where community_id = $1`,
          [scene.communityId, by.personId, by.organisationId],
        ),
      );
    await expect(confirm(scene.people.community)).rejects.toThrow('answered by another organisation and another person');
    await expect(confirm(scene.people.firm)).rejects.toThrow('answered by another organisation and another person');
    await expect(confirm(scene.people.centre)).rejects.toThrow('rests on no resolution that counts');
    expect(await counts()).toBeNull();
  });

  it('of before this wall counts as it did, its limit and its resolution unasked', async () => {
    await adopt([base('30000.00')]);
    await scene.database.as('postgres', async (client) => {
      await client.query(`begin; set local session_replication_role = replica;
        delete from mingbai.confirmation where community_id = ${scene.communityId};
        update mingbai.resolution set before_confirmations = true, limit_amount = 5, effective_to = null where community_id = ${scene.communityId};
        update mingbai.budget set before_confirmations = true where community_id = ${scene.communityId};
        insert into mingbai.budget select community_id, id + 1000000, year, 2, resolution_id, adopted_by, adopted_for, adopted_at, true from mingbai.budget where community_id = ${scene.communityId};
        insert into mingbai.budget_line select community_id, budget_id + 1000000, fund, code, amount from mingbai.budget_line where community_id = ${scene.communityId}; commit`);
    });
    expect(await counts()).toBe(2);
    await sound();
    const [old] = await scene.read((tx) => tx.query<{ number: string }>('select number from mingbai.resolution where community_id = $1', [tx.communityId]));
    expect((await refusedBy(propose([base('1.00')], { resolution: old?.number ?? '' }))).code).toBe('RESOLUTION_OF_A_YEAR');
  });

  it('takes no line later, and what got past its walls is found', async () => {
    await adopt([base('30000.00')]);
    const { id } = await scene.submit('20000.00');
    await scene.approveAll(id);
    const join = `insert into mingbai.budget_line select community_id, id, 'COM', '5101', 5 from mingbai.budget where community_id = $1`;
    await expect(scene.run((tx) => tx.query(join, [scene.communityId]))).rejects.toThrow(/joins a budget/);
    const forge = (sql: string) =>
      scene.database.as('postgres', async (client) => {
        await client.query(`begin; set local session_replication_role = replica; ${sql} where community_id = ${scene.communityId}; commit`);
      });
    await forge(`update mingbai.gate_result set inputs = inputs || '{"budget": "1.00"}' `);
    expect((await scene.violations()).join('\n')).toContain('G2 what the contract pays within the budget');
    await forge('update mingbai.budget set version_no = 3');
    expect((await violations(scene.database, scene.communityId, resolutionInvariants)).join('\n')).toContain('budgets are numbered without gap');
    await forge('update mingbai.budget set version_no = 1');
    await forge('update mingbai.resolution set limit_amount = 29999.99');
    expect((await violations(scene.database, scene.communityId, resolutionInvariants)).join('\n')).toContain('allows 29999.99, version 1');
    await forge('update mingbai.resolution set limit_amount = 100000');
    await forge(
      `insert into mingbai.budget select community_id, id + 1000000, 2025, 1, resolution_id, adopted_by, adopted_for, adopted_at from mingbai.budget`,
    );
    expect((await violations(scene.database, scene.communityId, resolutionInvariants)).join('\n')).toContain('adopted 2 budgets');
  });
});
