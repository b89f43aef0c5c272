import { invariants } from '../../../src/app.module.js';
import { Money, quarter, type BusinessDate } from '../../../src/kernel/index.js';
import { DecideLater, EntitlementQueries } from '../../../src/modules/entitlements/index.js';
import { LedgerQueries } from '../../../src/modules/ledger/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type Stage } from '../statements/stage.js';

const Q1 = quarter('2024-Q1');

/** In the demo the score of the first quarter was FINAL on 2024-04-23 and deducted 604.96; April is closed. */
describe('a decision after a score was FINAL (P17d)', () => {
  let stage: Stage;
  let assessmentId: number;

  beforeAll(async () => {
    stage = await openStage();
    const final = await stage.read((tx) => stage.app.get(EntitlementQueries).performanceOf(tx, Q1));
    assessmentId = final?.assessmentId ?? 0;
  }, 180_000);
  afterAll(async () => {
    const found: string[] = [];
    for (const invariant of invariants) found.push(...(await stage.read((tx) => invariant.check(tx))));
    expect(found).toEqual([]);
  });
  afterAll(() => stage.close());

  const decide = async (amount: string, rest: { by?: string; on?: string; quarter?: string; key?: string } = {}) => {
    const context = await stage.as(rest.by ?? 'zhongxin1', rest.key ?? null);
    return stage.app.get(DecideLater).execute(context, {
      quarter: quarter(rest.quarter ?? '2024-Q1'),
      amount: Money.parse(amount),
      decidedOn: (rest.on ?? '2024-05-10') as BusinessDate,
      reason: 'the guard was there, says the recording',
      document: 'award 2024-17',
    });
  };
  const claim = () => stage.read((tx) => stage.app.get(EntitlementQueries).performanceClaim(tx, assessmentId as never));
  const funds = () => stage.read(async (tx) => new Map((await stage.app.get(LedgerQueries).funds(tx)).map(({ fund, cash }) => [fund, cash.toString()])));

  it.each(['jizhang1', 'jiuwang1', 'shequ1', 'chuna1'])('is the centre’s alone, not that of %s', async (by) => {
    expect(await refusedBy(decide('1.00', { by }))).toMatchObject({ code: 'NOT_ALLOWED' });
  });
  it('waits for a score that is FINAL', async () => {
    expect(await refusedBy(decide('1.00', { quarter: '2024-Q2' }))).toEqual({ code: 'LATER_DECISION_NOT_FINAL', details: { quarter: '2024-Q2' } });
  });
  it.each(['2024-04-22', '2024-12-31'])('is not of %s, before the score or after today', async (on) => {
    expect(await refusedBy(decide('1.00', { on }))).toMatchObject({ code: 'LATER_DECISION_DAY', details: { decidedOn: on, finalOn: '2024-04-23' } });
  });
  it.each(['0.00', '604.97'])('gives back something, and never more than was deducted: not %s', async (amount) => {
    expect(await refusedBy(decide(amount))).toEqual({
      code: 'LATER_DECISION_TOO_MUCH',
      details: { quarter: '2024-Q1', asked: amount, deducted: '604.96', given: '0.00', left: '604.96' },
    });
  });

  it('moves the money from the owners to the service fund, where the firm may ask for it; the score stays', async () => {
    const before = await funds();
    const { value, replayed } = await decide('200.00', { key: 'award-17' });
    expect({ replayed, ...value }).toMatchObject({ replayed: false, amount: '200.00', given: '200.00', deducted: '604.96', effectiveOn: '2024-05-10' });
    const after = await funds();
    expect([before.get('QLT'), after.get('QLT')]).toEqual(['604.96', '404.96']);
    expect(
      Money.parse(after.get('SVC') ?? '0')
        .minus(Money.parse(before.get('SVC') ?? '0'))
        .toString(),
    ).toBe('200.00');
    const now = await claim();
    expect([now.entitled, now.givenLater, now.withheld].map(String)).toEqual(['29842.83', '200.00', '30247.79']);
    expect(now.score?.toFixed(2)).toBe('87.32');
    expect((await decide('200.00', { key: 'award-17' })).replayed).toBe(true);
  });

  it('comes again while something of what was deducted is left, and then no more', async () => {
    await decide('404.96');
    expect(await refusedBy(decide('0.01'))).toMatchObject({ code: 'LATER_DECISION_TOO_MUCH', details: { given: '604.96', left: '0.00' } });
  });

  it('is evidence: the database takes no more than the score deducted, changes nothing, and an invariant sees what went past it', async () => {
    const insert = `insert into mingbai.later_decision select community_id, id + 100000, performance_id, assessment_id, firm_id, 0.01, decided_on, effective_on, reason, document, entry_seq, recorded_by, recorded_at from mingbai.later_decision limit 1`;
    const owner = (sql: string) =>
      stage.database.as('mingbai_owner', (client) => client.query(`begin; set local app.community_id = '${stage.communityId}'; ${sql}; commit`));
    await expect(owner(insert)).rejects.toMatchObject({ code: '23514' });
    await expect(owner(`update mingbai.later_decision set amount = 1`)).rejects.toMatchObject({ code: 'MB001' });
    await expect(owner(`delete from mingbai.later_decision`)).rejects.toMatchObject({ code: 'MB001' });
    await stage.forge((client) =>
      client.query(`update mingbai.later_decision set amount = amount + 0.01 where id = (select min(id) from mingbai.later_decision)`),
    );
    const found: string[] = [];
    for (const invariant of invariants) if ((await stage.read((tx) => invariant.check(tx))).length > 0) found.push(invariant.name);
    expect(found).toEqual(expect.arrayContaining(['I14 decisions after a FINAL score give back at most what it deducted']));
    await stage.forge((client) =>
      client.query(`update mingbai.later_decision set amount = amount - 0.01 where id = (select min(id) from mingbai.later_decision)`),
    );
  });
});
