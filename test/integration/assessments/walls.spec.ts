import { entities as assessmentEntities } from '../../../src/modules/assessments/index.js';
import { assessmentStates, mayFollow } from '../../../src/modules/assessments/domain/assessment-state.js';
import { entities as contractEntities } from '../../../src/modules/contracts/index.js';
import { TestDatabase } from '../../support/database.js';
import { assessmentsOn, quarterOn, type AssessmentApp, type QuarterScene } from './fixture.js';

const bothRoles = ['mingbai_app', 'mingbai_owner'] as const;
const scored = `scored_on = '2024-04-15', appeal_until = '2024-04-22', inspection_alone = false, severe_safety_event = false, adjustment = 0`;

describe('the walls around an assessment', () => {
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
  afterAll(() => database.destroy());

  /** How one statement ends for a role inside the compound: its refusal, or 'not refused'; nothing of it stays. */
  const attempt = (role: (typeof bothRoles)[number], ...statements: string[]) =>
    database.as(role, async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      return client.query(statements.join(';').replaceAll('$', `community_id = ${scene.communityId}`)).then(
        () => 'not refused',
        (error: Error) => error.message,
      );
    });
  const component = (revision: number, score: string) =>
    `insert into mingbai.assessment_component (community_id, id, assessment_id, revision, code, name, weight, score, points)
     select community_id, 900000 + ${revision}, id, ${revision}, 'INSPECTION', 'x', 1, ${score}, ${score} from mingbai.assessment where $`;
  const become = (state: string, change = '') => `update mingbai.assessment set state = '${state}'${change === '' ? '' : `, ${change}`} where $`;

  it('goes from state to state as the code’s own table says, and in no other way', async () => {
    await scene.upTo('SCORED');
    const differing = await database.as('postgres', async (client) => {
      const found: string[] = [];
      for (const from of assessmentStates)
        for (const to of assessmentStates) {
          await client.query('begin; set local session_replication_role = replica');
          await client.query(`update mingbai.assessment set state = '${from}', final_on = case '${from}' when 'FINAL' then date '2024-04-23' end`);
          await client.query(`insert into mingbai.assessment_component select community_id, id + 900000, assessment_id, 2, code, name, weight, score, points
            from mingbai.assessment_component where revision = 1`);
          await client.query('set local session_replication_role = origin');
          const sql = `update mingbai.assessment set state = '${to}', final_on = case '${to}' when 'FINAL' then date '2024-04-23' end where community_id = ${scene.communityId}`;
          const allowed = await client.query(sql).then(
            () => true,
            () => false,
          );
          await client.query('rollback');
          if (allowed !== mayFollow(from, to)) found.push(`${from} > ${to}`);
        }
      return found;
    });
    expect(differing).toEqual([]);
  });

  it.each(bothRoles)('%s cannot take an open assessment to FINAL with a score of its own', async (role) => {
    await scene.upTo('OPEN');
    const best = `${scored}, score_unrounded = 100, score = 100`;
    expect(await attempt(role, become('FINAL', `${best}, final_on = '2024-04-23'`))).toMatch(/does not go from OPEN to FINAL/);
    expect(await attempt(role, become('SCORED', best))).toMatch(/does not go from OPEN to SCORED/);
    expect(await attempt(role, become('INSPECTED', best))).toMatch(/keeps its score/);
    expect(await attempt(role, become('INSPECTED'), become('SCORED', best))).toMatch(/score 100\.000000 of assessment \d+ is not the sum of its components/);
  });

  it.each(bothRoles)('%s scores by the sum of the components of that revision alone, rounded once', async (role) => {
    await scene.upTo('SURVEY_CLOSED');
    const score = (unrounded: string, published: string) => become('SCORED', `${scored}, score_unrounded = ${unrounded}, score = ${published}`);
    expect(await attempt(role, component(1, '87.32'), score('95', '95'))).toMatch(/is not the sum of its components/);
    expect(await attempt(role, component(2, '87.32'), score('87.32', '87.32'))).toMatch(/no component is added to it/);
    expect(await attempt(role, component(1, '87.32'), score('87.32', '95'))).toMatch(/score_is_rounded_once/);
    expect(await attempt(role, component(1, '87.32'), score('87.32', '87.32'))).toBe('not refused');
    expect(await attempt(role, component(1, '87.32'), score('87.32', '87.32'), component(1, '10.00'))).toMatch(/has its score: no component is added to it/);
  });

  it.each(bothRoles)('%s changes no score, day or adjustment after the scoring but by a review of its own components', async (role) => {
    await scene.upTo('APPEALED');
    const higher = 'score_unrounded = 95, score = 95';
    expect(await attempt(role, become('APPEALED', higher))).toMatch(/does not go from APPEALED to APPEALED/);
    expect(await attempt(role, become('VOID', higher))).toMatch(/keeps its score on the way to VOID/);
    expect(await attempt(role, become('REVIEWED', higher))).toMatch(/is not the sum of its components/);
    for (const change of [`appeal_until = '2024-04-01'`, 'adjustment = 7', 'inspection_alone = true', `scored_on = '2024-04-01'`])
      expect(await attempt(role, component(2, '95'), become('REVIEWED', `${higher}, ${change}`))).toMatch(/keeps its score on the way to REVIEWED/);
    expect(await attempt(role, component(2, '95'), become('REVIEWED', `${higher}, severe_safety_event = true`))).toMatch(/keeps its safety event/);
    expect(await attempt(role, component(2, '95'), become('REVIEWED', higher))).toBe('not refused');
  });

  it('what an assessment is of stays, for the owner by the trigger and for the application by its rights', async () => {
    await scene.upTo('OPEN');
    for (const change of [`quarter = '2024-Q2'`, 'withholding_id = 1', `template = '{}'`, `opened_at = '2020-01-01'`, 'contract_version_id = 1']) {
      expect(await attempt('mingbai_owner', become('INSPECTED', change))).toMatch(/keeps its quarter, contract and template/);
      expect(await attempt('mingbai_app', become('INSPECTED', change))).toMatch(/permission denied/);
    }
  });
});
