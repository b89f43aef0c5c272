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
  await scene.upTo('OPEN');
});
afterEach(async () => {
  expect(await violations(database, scene.communityId, invariants)).toEqual([]);
});
afterAll(async () => {
  app.papers.removeFiles();
  await database.destroy();
});

const view = async (): Promise<AssessmentView> => {
  const found = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.byQuarter(tx, Q1));
  if (!found) throw new Error('there is no assessment');
  return found;
};
const draftOf = async (who: 'firm' | 'centre' | 'community') =>
  database.unitOfWork.read(scene.communityId, async (tx) => app.drafts.read(tx, (await view()).id, scene.who[who]().actor));
const items = demoRequests.selfEvaluation.items;
/** The items with files for the first of them. */
const withFiles = (...evidence: string[]) => items.map((item, at) => (at === 0 ? { ...item, evidence } : item));
const [first] = items.map(({ name }) => name);

describe('files of an item', () => {
  it('stand beside the item in both sheets, and what was not handed in is nowhere', async () => {
    const [own, seen] = [await app.papers.paper(scene.who.firm(), '巡逻记录'), await app.papers.paper(scene.who.centre(), '现场照片')];
    scene.at('2024-04-05');
    await app.submitSelfEvaluation.execute(scene.who.firm(), { quarter: Q1, items: withFiles(own) });
    scene.at('2024-04-10');
    const inspected = demoRequests.inspection.items.map((item, at) => (at === 0 ? { ...item, evidence: [seen] } : item));
    await app.recordInspection.execute(scene.who.centre(), { ...demoRequests.inspection, items: inspected });
    const { selfEvaluation, inspection } = await view();
    expect([selfEvaluation?.items[0]?.evidence, inspection?.items[0]?.evidence]).toEqual([[own], [seen]]);
    expect(selfEvaluation?.items[1]).not.toHaveProperty('evidence');
  });

  it('are named where they serve another quarter or sheet', async () => {
    const own = await app.papers.paper(scene.who.firm(), '消防演练');
    scene.at('2024-04-05');
    await app.submitSelfEvaluation.execute(scene.who.firm(), { quarter: Q1, items: withFiles(own) });
    const uses = await database.unitOfWork.read(scene.communityId, (tx) => app.assessments.fileUses(tx, [own]));
    expect(uses).toEqual([{ sha256: own, quarter: Q1, kind: 'SELF_EVALUATION', item: first }]);
  });

  it('are ten at most, each once, and stored before', async () => {
    scene.at('2024-04-05');
    const submit = (evidence: string[]) => refusedBy(app.submitSelfEvaluation.execute(scene.who.firm(), { quarter: Q1, items: withFiles(...evidence) }));
    const hash = (digit: string) => digit.repeat(64);
    const eleven = [...'0123456789a'].map(hash);
    expect(await submit(eleven)).toMatchObject({ code: 'ASSESSMENT_EVIDENCE', details: { field: 'items[0].evidence', count: 11, max: 10 } });
    expect(await submit([hash('1'), hash('1')])).toMatchObject({ code: 'ASSESSMENT_EVIDENCE' });
    expect(await submit(['nonsense'])).toMatchObject({ code: 'ASSESSMENT_EVIDENCE' });
    expect(await submit([hash('1')])).toMatchObject({ code: 'EVIDENCE_UNKNOWN' });
    expect((await view()).state).toBe('OPEN');
  });

  it('that were never stored no door lets in, nor eleven of them', async () => {
    const { id } = await view();
    const insert = (evidence: string[]) =>
      database.unitOfWork.run(scene.communityId, (tx) =>
        tx.query(
          `insert into mingbai.assessment_record (community_id, id, assessment_id, kind, score, happened_on, content, person_id, organisation_id, recorded_at)
           values ($1, 990001, $2, 'SELF_EVALUATION', 5, '2024-04-05', $3, 1, 1, '2024-04-05T00:00:00Z')`,
          [tx.communityId, id, JSON.stringify({ items: [{ name: 'x', score: '5', evidence }] })],
        ),
      );
    await expect(insert(['1'.repeat(64)])).rejects.toThrow('never stored');
    const papers = await Promise.all(Array.from({ length: 11 }, (_, at) => app.papers.paper(scene.who.firm(), `第 ${at} 张`)));
    await expect(insert(papers)).rejects.toThrow('items_name_few_files');
  });
});

describe('the draft of a sheet', () => {
  it('is kept item by item, also while the quarter runs, and read by its own organisation alone', async () => {
    scene.at('2024-03-20');
    const paper = await app.papers.paper(scene.who.firm(), '绿化照片');
    await app.saveDraft.execute(scene.who.firm(), { quarter: Q1, items: [{ name: first ?? '', score: '19.00', note: '在写', evidence: [paper] }] });
    await app.saveDraft.execute(scene.who.firm(), { quarter: Q1, items: [{ name: items[1]?.name ?? '', score: '', note: '', evidence: [] }] });
    await app.saveDraft.execute(scene.who.centre(), { quarter: Q1, items: [{ name: first ?? '', score: '12', note: '空岗' }] });
    expect(await draftOf('firm')).toEqual([
      { name: first, score: '19.00', note: '在写', evidence: [paper] },
      { name: items[1]?.name, score: '', note: '', evidence: [] },
    ]);
    expect(await draftOf('centre')).toEqual([{ name: first, score: '12', note: '空岗', evidence: [] }]);
    expect(await draftOf('community')).toEqual([]);
    expect((await view()).selfEvaluation).toBeNull();
  });

  it('is written over, and gone once the sheet is handed in', async () => {
    scene.at('2024-04-05');
    const save = (score: string) => app.saveDraft.execute(scene.who.firm(), { quarter: Q1, items: [{ name: first ?? '', score, note: '' }] });
    await save('10');
    await save('11');
    expect((await draftOf('firm'))[0]?.score).toBe('11');
    await app.submitSelfEvaluation.execute(scene.who.firm(), demoRequests.selfEvaluation);
    expect(await draftOf('firm')).toEqual([]);
    expect(await refusedBy(save('12'))).toMatchObject({ code: 'ASSESSMENT_DRAFT_OVER', details: { state: 'SELF_EVALUATED' } });
    await app.saveDraft.execute(scene.who.community(), { quarter: Q1, items: [{ name: first ?? '', score: '17', note: '' }] });
    scene.at('2024-04-10');
    await app.recordInspection.execute(scene.who.centre(), demoRequests.inspection);
    expect(await refusedBy(app.saveDraft.execute(scene.who.centre(), { quarter: Q1, items: [] }))).toMatchObject({ code: 'ASSESSMENT_DRAFT_OVER' });
  });

  it('takes items of the contract alone, with points that they can have, and files that were stored', async () => {
    const save = (item: { name: string; score: string; note: string; evidence?: string[] }) =>
      refusedBy(app.saveDraft.execute(scene.who.firm(), { quarter: Q1, items: [item] }));
    expect(await save({ name: '没有的项目', score: '', note: '' })).toMatchObject({ code: 'ASSESSMENT_ITEMS_DIFFER', details: { unknown: '没有的项目' } });
    expect(await save({ name: first ?? '', score: '20.01', note: '' })).toMatchObject({ code: 'ASSESSMENT_SCORE_OUTSIDE', details: { max: '20' } });
    expect(await save({ name: first ?? '', score: '1', note: '', evidence: ['1'.repeat(64)] })).toMatchObject({ code: 'EVIDENCE_UNKNOWN' });
    expect(await draftOf('firm')).toEqual([]);
    const street = app.saveDraft.execute(scene.who.street(), { quarter: Q1, items: [] });
    expect(await refusedBy(street)).toMatchObject({ code: 'NOT_ALLOWED' });
    const stranger = { ...scene.who.firm(), actor: { ...scene.who.firm().actor, organisationId: scene.street.organisationId } };
    expect(await refusedBy(app.saveDraft.execute(stranger, { quarter: Q1, items: [] }))).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
