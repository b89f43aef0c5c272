import type { QueryRunner } from 'typeorm';
import { FinalAsTheRecordsSay1795420808260 } from '../../../migrations/1795420808260-final-as-the-records-say.js';
import { businessDate, quarter } from '../../../src/kernel/index.js';
import { entities as assessmentEntities, invariants, type AssessmentView } from '../../../src/modules/assessments/index.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { assessmentsOn, demoRequests, Q1, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

let database: TestDatabase;
let app: AssessmentApp;
let scene: QuarterScene;

beforeAll(async () => {
  database = await TestDatabase.create([...contractEntities, ...assessmentEntities]);
  app = assessmentsOn(database);
});
beforeEach(async () => {
  scene = await quarterOn(database, app);
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(async () => {
  app.papers.removeFiles();
  await database.destroy();
});

const find = (of = Q1): Promise<AssessmentView | null> => database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, of));
const run = () => app.runCalendar.execute(scene.communityId);

describe('the calendar', () => {
  it('opens the assessment of a quarter from its first day on, and does so once', async () => {
    scene.at('2024-04-01', '00:05');
    expect(await run()).toEqual({ opened: '2024-Q2' });
    expect(await run()).toEqual({ opened: null });
    expect(await find(quarter('2024-Q2'))).toMatchObject({ state: 'OPEN' });
  });

  it('opens it once when two servers run at the same moment', async () => {
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.map(({ opened }) => opened).filter((opened) => opened !== null)).toEqual([Q1]);
  });

  it('opens nothing without a contract, and no successor of what became VOID', async () => {
    scene.at('2023-12-31');
    expect((await run()).opened).toBeNull();
    scene.at('2024-01-02');
    await scene.upTo('OPEN');
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '建立有误' });
    expect((await run()).opened).toBeNull();
    scene.at('2027-01-01');
    expect((await run()).opened).toBeNull();
  });
});

describe('a severe safety event', () => {
  const event = async (change: object = {}, who = scene.who.centre()) =>
    app.recordSafetyEvent.execute(who, {
      quarter: Q1,
      happenedOn: businessDate('2024-02-11'),
      what: '电瓶车充电起火，无人受伤。',
      documents: [await app.papers.paper(scene.who.centre(), '火灾调查报告')],
      ...change,
    });

  it('is recorded while the quarter runs, with its day and papers, and lowers what the score pays', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    await event();
    await event({ happenedOn: businessDate('2024-02-12'), what: '消防水压不足。' });
    await scene.upTo('SCORED');
    const view = await find();
    expect(view?.safetyEvents.map(({ on, what, documents }) => [on, what, documents.length])).toEqual([
      ['2024-02-11', '电瓶车充电起火，无人受伤。', 1],
      ['2024-02-12', '消防水压不足。', 1],
    ]);
    expect(view).toMatchObject({ severeSafetyEvent: true, inspection: { severeSafetyEvent: null } });
    expect(view?.score?.published.toFixed(2)).toBe('87.32');
  });

  it('is the centre’s to record, of the quarter, with a paper that was stored, and before the score', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    expect(await refusedBy(event({}, scene.who.community()))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(event({}, scene.who.firm()))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusedBy(event({ documents: [] }))).toMatchObject({ code: 'SAFETY_EVENT_PAPERS' });
    expect(await refusedBy(event({ documents: ['1'.repeat(64)] }))).toMatchObject({ code: 'EVIDENCE_UNKNOWN' });
    expect(await refusedBy(event({ what: ' ' }))).toMatchObject({ code: 'ASSESSMENT_NOTE' });
    for (const day of ['2023-12-31', '2024-02-13'])
      expect(await refusedBy(event({ happenedOn: businessDate(day) }))).toMatchObject({ code: 'ASSESSMENT_DAY_OUTSIDE' });
    scene.at('2024-04-02');
    expect(await refusedBy(event({ happenedOn: businessDate('2024-04-01') }))).toMatchObject({ code: 'ASSESSMENT_DAY_OUTSIDE', details: { to: '2024-03-31' } });
    expect((await find())?.safetyEvents).toEqual([]);
    await scene.upTo('SCORED');
    expect(await refusedBy(event())).toMatchObject({ code: 'ASSESSMENT_ALREADY_SCORED' });
    const { id } = (await find()) ?? {};
    const insert = (documents: string[]) =>
      database.unitOfWork.run(scene.communityId, (tx) =>
        tx.query(
          `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, happened_on, content, person_id, organisation_id, recorded_at)
           values ($1, 990003, $2, 'SAFETY_EVENT', '2024-02-11', $3, 1, 1, '2024-04-16T00:00:00Z')`,
          [tx.communityId, id, JSON.stringify({ what: 'x', documents })],
        ),
      );
    await expect(insert(['1'.repeat(64)])).rejects.toThrow('no event is added');
  });

  const anew = async () => {
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表有误' });
    await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
  };

  it('is set aside by the review of an appeal, one of two or both: only with the last one the payout is lowered no more, and the score stays', async () => {
    const review = (eventsSetAside: readonly number[], decision: 'CORRECTED' | 'DISMISSED' = 'CORRECTED') =>
      app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision, corrections: [], eventsSetAside, reason: '起火的是过路车辆，与物业服务无关。' });
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    await event();
    await event({ what: '消防水压不足。' });
    await scene.upTo('APPEALED');
    const [fire, water] = ((await find())?.safetyEvents ?? []).map(({ id }) => id as number);
    const known = `${fire}, ${water}`;
    for (const wrong of [[990_001], [fire!, fire!]])
      expect(await refusedBy(review(wrong))).toEqual({ code: 'ASSESSMENT_EVENT_UNKNOWN', details: { event: wrong[0], known } });
    expect(await refusedBy(review([fire!], 'DISMISSED'))).toMatchObject({ code: 'ASSESSMENT_CORRECTIONS' });
    expect((await find())?.state).toBe('APPEALED');
    expect((await review([fire!])).value).toMatchObject({ scoreBefore: '87.32', score: '87.32' });
    const view = await find();
    expect(view).toMatchObject({ state: 'REVIEWED', severeSafetyEvent: true, review: { eventsSetAside: [fire] } });
    expect(view?.safetyEvents.map(({ isSetAside }) => isSetAside)).toEqual([true, false]);
  });

  it('lowers nothing once all of them are set aside; PostgreSQL keeps it while one stands', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    await event();
    await scene.upTo('APPEALED');
    const { id, safetyEvents } = (await find())!;
    const forged = database.unitOfWork.run(scene.communityId, (tx) =>
      tx
        .query(
          `with c as (insert into mingbai.assessment_component (community_id, id, assessment_id, revision, code, name, weight, score, points)
           select community_id, id + 900000, assessment_id, 2, code, name, weight, score, points from mingbai.assessment_component where community_id = $1 and assessment_id = $2)
         select 1`,
          [tx.communityId, id],
        )
        .then(() =>
          tx.query(`update mingbai.assessment set state = 'REVIEWED', severe_safety_event = false where community_id = $1 and id = $2`, [tx.communityId, id]),
        ),
    );
    await expect(forged).rejects.toThrow('keeps its safety event, unless a review sets all of them aside');
    const eventsSetAside = safetyEvents.map((each) => each.id);
    await app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision: 'CORRECTED', corrections: [], eventsSetAside, reason: '登记有误。' });
    expect(await find()).toMatchObject({ state: 'REVIEWED', severeSafetyEvent: false, safetyEvents: [{ isSetAside: true }] });
  });

  it('outlives an assessment that became VOID: each successor has it once, with its papers and for whom it was said, and pays less', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    await event();
    const [first] = (await find())?.safetyEvents ?? [];
    expect(first?.takenOver).toBe(false);
    await anew();
    expect((await find())?.safetyEvents).toEqual([{ ...first, id: expect.any(Number) as number, takenOver: true }]);
    await event({ happenedOn: businessDate('2024-02-12'), what: '消防水压不足。' });
    await anew();
    expect((await find())?.safetyEvents.map(({ what, takenOver, organisationId }) => [what, takenOver, organisationId])).toEqual([
      ['电瓶车充电起火，无人受伤。', true, scene.centre.organisationId],
      ['消防水压不足。', true, scene.centre.organisationId],
    ]);
    await scene.upTo('SCORED');
    expect(await find()).toMatchObject({ severeSafetyEvent: true });
  });

  describe('after VOID', () => {
    const setAside = (eventsSetAside: readonly number[]) =>
      app.reviewAppeal.execute(scene.who.centre(), { quarter: Q1, decision: 'CORRECTED', corrections: [], eventsSetAside, reason: '登记有误。' });
    const ids = async () => ((await find())?.safetyEvents ?? []).map(({ id }) => id as number);
    const standing = async () => (await find())?.safetyEvents.map(({ takenOver, isSetAside }) => [takenOver, isSetAside]);
    /** The same quarter assessed anew, after the days of the one that became VOID. */
    const scoredAnew = async () => {
      scene.at('2024-05-10');
      await app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation);
      scene.at('2024-05-12');
      await app.recordInspection.execute(scene.who.centre(), demoRequests.inspection);
      await app.recordSurvey.execute(scene.who.community(), demoRequests.survey);
      for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
      await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    };
    const appealed = async (events: number) => {
      await scene.upTo('OPEN');
      scene.at('2024-02-12');
      for (let day = 11; day < 11 + events; day++) await event({ happenedOn: businessDate(`2024-02-${day}`) });
      await scene.upTo('APPEALED');
    };

    it('what a review set aside stays so in every successor, is named by no review again and lowers nothing', async () => {
      await appealed(1);
      await setAside(await ids());
      await anew();
      expect(await standing()).toEqual([[true, true]]);
      await anew();
      await scoredAnew();
      expect([await standing(), (await find())?.severeSafetyEvent]).toEqual([[[true, true]], false]);
      await app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '保洁得分偏低。' });
      const again = await ids();
      expect(await refusedBy(setAside(again))).toEqual({ code: 'ASSESSMENT_EVENT_UNKNOWN', details: { event: again[0], known: '–' } });
    });

    it('an event that no review set aside counts on beside one that was, until the review of the successor sets it aside too; what was VOID stays as it ended', async () => {
      await appealed(2);
      const [first = 0] = await ids();
      await setAside([first]);
      await anew();
      await scoredAnew();
      expect([await standing(), (await find())?.severeSafetyEvent]).toEqual([
        [
          [true, true],
          [true, false],
        ],
        true,
      ]);
      await app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '起火的是过路车辆。' });
      const [, second = 0] = await ids();
      await setAside([second]);
      expect([await standing(), (await find())?.severeSafetyEvent]).toEqual([
        [
          [true, true],
          [true, true],
        ],
        false,
      ]);
      const all = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.all(tx));
      expect(all.map(({ severeSafetyEvent, safetyEvents }) => [severeSafetyEvent, safetyEvents.map(({ isSetAside }) => isSetAside)])).toEqual([
        [false, [true, true]],
        [true, [true, false]],
      ]);
    });

    it('an event that was set aside is not recorded anew with a paper of it, on no other day either, by PostgreSQL too; with papers of its own the same day may have another', async () => {
      await appealed(1);
      await setAside(await ids());
      await anew();
      const [gone] = (await find())?.safetyEvents ?? [];
      const [report = ''] = gone?.documents ?? [];
      const found = await app.papers.paper(scene.who.centre(), '补充调查报告');
      const refusal = { code: 'SAFETY_EVENT_SET_ASIDE', details: { field: 'documents', document: report, event: gone?.id, on: '2024-02-11' } };
      for (const [day, documents] of [
        ['2024-02-11', [report]],
        ['2024-02-12', [found, report]],
      ] as const)
        expect(await refusedBy(event({ happenedOn: businessDate(day), documents }))).toEqual(refusal);
      const past = database.unitOfWork.run(scene.communityId, (tx) =>
        tx.query(
          `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, happened_on, content, person_id, organisation_id, recorded_at)
           select community_id, 990006, assessment_id, kind, happened_on, content - 'first' || jsonb_build_object('documents', jsonb_build_array($3::text, $4::text)), person_id, organisation_id, recorded_at
           from mingbai.assessment_record where community_id = $1 and id = $2`,
          [tx.communityId, gone?.id, found, report],
        ),
      );
      await expect(past).rejects.toThrow('a paper is of an event that a review set aside');
      expect(await standing()).toEqual([[true, true]]);
      await event({ documents: [found] });
      await scoredAnew();
      expect([await standing(), (await find())?.severeSafetyEvent]).toEqual([
        [
          [true, true],
          [false, false],
        ],
        true,
      ]);
    });

    it.each([
      ['leave out an event that counts', true],
      ['be lowered by one that was set aside', false],
    ])('PostgreSQL lets no score of a successor %s', async (_, counts) => {
      await appealed(1);
      if (!counts) await setAside(await ids());
      await anew();
      await database.as('postgres', (client) =>
        client.query(`create function mingbai.forge() returns trigger language plpgsql as $$ begin new.severe_safety_event := ${!counts}; return new; end $$;
          create trigger a_forge before update on mingbai.assessment for each row when (new.community_id = ${scene.communityId} and new.state = 'SCORED') execute function mingbai.forge()`),
      );
      await expect(scoredAnew()).rejects.toThrow('keeps its safety event, unless a review sets all of them aside, and has no other');
      await database.as('postgres', (client) => client.query('drop trigger a_forge on mingbai.assessment; drop function mingbai.forge()'));
      await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
      expect((await find())?.severeSafetyEvent).toBe(counts);
    });

    describe('a score of before, which such an event lowered though it was set aside,', () => {
      const isLowered = (client: { query: (sql: string) => Promise<unknown> }) =>
        client.query(`begin; set local session_replication_role = replica; update mingbai.assessment set severe_safety_event = true
          where community_id = ${scene.communityId} and state in ('SCORED', 'APPEALED', 'FINAL') or community_id = ${scene.communityId} and state = 'VOID' and score is not null
            and id > (select min(id) from mingbai.assessment where community_id = ${scene.communityId}); commit`);
      const update = () =>
        database.as('mingbai_owner', async (client) => {
          await client.query('begin');
          await new FinalAsTheRecordsSay1795420808260().up({ query: (sql: string) => client.query(sql) } as unknown as QueryRunner);
          await client.query('commit');
        });
      const found = async () => (await violations(database, scene.communityId, invariants)).join('\n');
      const final = () => database.unitOfWork.run(scene.communityId, (tx) => app.records.markFinal(tx, Q1, businessDate('2024-06-30')));
      beforeEach(async () => {
        await appealed(1);
        await setAside(await ids());
        await anew();
        await scoredAnew();
      });

      it('does not become FINAL so; the update puts it right, with an appeal open too, and leaves alone what an event lowers that counts', async () => {
        await database.as('postgres', isLowered);
        expect(await found()).toContain('its safety event is not that of its records');
        await expect(final()).rejects.toThrow('keeps its safety event');
        await update();
        expect([await standing(), (await find())?.severeSafetyEvent, await found()]).toEqual([[[true, true]], false, '']);
        await app.fileAppeal.execute(scene.who.firm(), { quarter: Q1, reason: '安全事件已不计入。' });
        await database.as('postgres', isLowered);
        await update();
        expect(await find()).toMatchObject({ state: 'APPEALED', severeSafetyEvent: false });
        const decided = { quarter: Q1, decision: 'DISMISSED', corrections: [], reason: '得分没有变化。' } as const;
        await app.reviewAppeal.execute(scene.who.centre(), decided);
        await final();
        expect(await find()).toMatchObject({ state: 'FINAL', severeSafetyEvent: false, safetyEvents: [{ isSetAside: true }] });
        const other = scene;
        scene = await quarterOn(database, app);
        await scene.upTo('OPEN');
        scene.at('2024-02-12');
        await event();
        await scene.upTo('SCORED');
        await update();
        expect(await find()).toMatchObject({ severeSafetyEvent: true, safetyEvents: [{ isSetAside: false }] });
        scene = other;
      });

      it.each(['FINAL', 'VOID'] as const)('stays as it ended where it was %s by then, and says that the event counted', async (state) => {
        if (state === 'FINAL') await final();
        else await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表有误' });
        await database.as('postgres', isLowered);
        await update();
        const all = async () => (await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.all(tx))).map(of);
        const of = ({ severeSafetyEvent, safetyEvents }: AssessmentView) => [severeSafetyEvent, safetyEvents.map(({ isSetAside }) => isSetAside)];
        expect([await all(), await found()]).toEqual([
          [
            [true, [false]],
            [false, [true]],
          ],
          '',
        ]);
        if (state === 'FINAL') return;
        await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
        expect(await standing()).toEqual([[true, true]]);
      });
    });

    it('PostgreSQL keeps no review without an open appeal, and none that names what is no event of its assessment', async () => {
      const review = (assessment: number, events: readonly number[]) =>
        database.unitOfWork.run(scene.communityId, (tx) =>
          tx.query(
            `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, score, happened_on, content, person_id, organisation_id, recorded_at)
             values ($1, 990005, $2, 'REVIEW', 80, '2024-04-20', $3, 1, 1, '2024-04-20T00:00:00Z')`,
            [tx.communityId, assessment, JSON.stringify({ eventsSetAside: events })],
          ),
        );
      await scene.upTo('OPEN');
      scene.at('2024-02-12');
      await event();
      const { id = 0 } = (await find()) ?? {};
      await expect(review(id, await ids())).rejects.toThrow('has no open appeal that a review decides');
      await scene.upTo('APPEALED');
      await expect(review(id, [990_001])).rejects.toThrow('sets aside what is no event of it');
    });
  });

  it('is not left out of a successor, and not made up in one, by PostgreSQL either', async () => {
    await scene.upTo('OPEN');
    scene.at('2024-02-12');
    await event();
    const { id: before } = (await find()) ?? {};
    await app.voidAssessment.execute(scene.who.centre(), { quarter: Q1, reason: '检查表有误' });
    const past = (sql: string, ...values: unknown[]) => database.unitOfWork.run(scene.communityId, (tx) => tx.query(sql, [tx.communityId, ...values]));
    await expect(
      past(
        `insert into mingbai.assessment (community_id, id, quarter, contract_id, contract_version_id, withholding_id, state, template, opened_at)
         select community_id, 990010, quarter, contract_id, contract_version_id, withholding_id, 'OPEN', template, opened_at from mingbai.assessment where community_id = $1 and id = $2`,
        before,
      ),
    ).rejects.toThrow('assessment 990010 lacks a safety event');
    await app.openAssessment.execute(scene.who.community(), { quarter: Q1 });
    const { id } = (await find()) ?? {};
    const taken = (what: string, from: string) =>
      past(
        `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, happened_on, content, person_id, organisation_id, recorded_at)
         select community_id, 990011, $2, kind, happened_on, content || jsonb_build_object('first', ${from}, 'what', $4::text), person_id, organisation_id, recorded_at
         from mingbai.assessment_record where community_id = $1 and assessment_id = $3 and kind = 'SAFETY_EVENT'`,
        id,
        before,
        what,
      );
    await expect(taken('电梯困人', 'id')).rejects.toThrow('takes over no event');
    await expect(taken('电瓶车充电起火，无人受伤。', 'id + 1')).rejects.toThrow('takes over no event');
    expect((await find())?.safetyEvents).toHaveLength(1);
  });

  const told = (client: { query: (sql: string) => Promise<unknown> }, id: number) =>
    client.query(
      `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, body, score, happened_on, content, person_id, organisation_id, recorded_at)
       select community_id, 990004, ${id}, kind, body, score, happened_on, content || '{"severeSafetyEvent": "电梯困人"}', person_id, organisation_id, recorded_at
       from mingbai.assessment_record where assessment_id = ${id} and kind = 'INSPECTION'`,
    );

  it('is told by no sheet of an inspection, whoever hands it in, by PostgreSQL too', async () => {
    await scene.upTo('SELF_EVALUATED');
    scene.at('2024-04-10');
    const sheet = { ...demoRequests.inspection, severeSafetyEvent: '电梯困人' };
    for (const who of ['centre', 'community'] as const)
      expect(await refusedBy(app.recordInspection.execute(scene.who[who](), sheet))).toEqual({
        code: 'INSPECTION_SAFETY_EVENT',
        details: { field: 'severeSafetyEvent', quarter: Q1 },
      });
    await app.recordInspection.execute(scene.who.centre(), demoRequests.inspection);
    const { id = 0 } = (await find()) ?? {};
    await expect(database.unitOfWork.run(scene.communityId, (tx) => told(tx, id))).rejects.toThrow('it is recorded with its papers');
  });

  it('that a sheet of before told of still counts and is read', async () => {
    await scene.upTo('SURVEY_CLOSED');
    const { id = 0 } = (await find()) ?? {};
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica'); // as it was written before there was a wall
      await client.query(
        `update mingbai.assessment_record set content = content || '{"severeSafetyEvent": "电梯困人"}' where community_id = ${scene.communityId} and kind = 'INSPECTION'`,
      );
      await client.query('set session_replication_role = origin');
    });
    scene.at('2024-04-15');
    for (const measure of demoRequests.measures) await app.recordMeasure.execute(scene.who.community(), measure);
    await app.scoreAssessment.execute(scene.who.centre(), { quarter: Q1 });
    expect(await find()).toMatchObject({ id, severeSafetyEvent: true, inspection: { severeSafetyEvent: '电梯困人' } });
  });
});
