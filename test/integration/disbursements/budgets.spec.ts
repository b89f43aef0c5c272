import { businessDate, Money } from '../../../src/kernel/index.js';
import { AdoptBudget, BudgetQueries, invariants as resolutionInvariants, RecordResolution, type BudgetLine } from '../../../src/modules/resolutions/index.js';
import { StoreEvidence } from '../../../src/modules/evidence/index.js';
import { violations } from '../../support/books.js';
import { refusedBy } from '../../support/refusal.js';
import { demoTerms } from '../contracts/fixture.js';
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

  const resolve = async (kind: 'BUDGET' | 'FEE' = 'BUDGET', limit: string | null = null) => {
    const file = { fileName: '决议.pdf', bytes: pdf(`${scene.slug} ${kind}`) };
    const documentSha256 = (await scene.app.get(StoreEvidence).execute(scene.as('community'), file)).value.sha256;
    const days = { decidedOn: businessDate('2024-01-02'), from: businessDate('2024-01-02'), to: null };
    const request = { kind, title: '2024 年度预算', ...days, limit: limit === null ? null : yuan(limit), documentSha256, replaces: null };
    return (await scene.app.get(RecordResolution).execute(scene.as('community'), request)).value.number;
  };
  const base = (amount: string): BudgetLine => ({ fund: 'SVC', code: '5001.01', amount: yuan(amount) });
  const adopt = async (lines: readonly BudgetLine[], change: { year?: number; resolution?: string; by?: 'community' | 'centre' | 'firm' } = {}) =>
    (
      await scene.app
        .get(AdoptBudget)
        .execute(scene.as(change.by ?? 'community'), { year: change.year ?? 2024, resolution: change.resolution ?? (await resolve()), lines })
    ).value;
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
    for (const year of [2024, 2025])
      expect(await refusedBy(adopt([base('1.00')], { year, resolution }))).toEqual({
        code: 'BUDGET_RESOLUTION_USED',
        details: { resolution, year: 2024, versionNo: 1 },
      });
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
    await sound();
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
    await forge('update mingbai.resolution set limit_amount = null');
    await forge(
      `insert into mingbai.budget select community_id, id + 1000000, 2025, 1, resolution_id, adopted_by, adopted_for, adopted_at from mingbai.budget`,
    );
    expect((await violations(scene.database, scene.communityId, resolutionInvariants)).join('\n')).toContain('adopted 2 budgets');
  });
});
