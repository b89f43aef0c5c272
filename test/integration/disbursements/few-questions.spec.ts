import { DecideDisbursement, InstructDisbursements, OpenApproval } from '../../../src/modules/disbursements/index.js';
import { listenToQuestions } from '../../support/waits.js';
import { signedTerms } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';
import { signingIn } from './signing.js';

/** Every wait for the database is a way there and back under the lock of the book, which everybody else of the compound waits for too. */
describe('what does not need one another is asked of the database at once', () => {
  const questions = listenToQuestions();
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let keys: ReturnType<typeof signingIn>;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    questions.stop();
    await stage.close();
  });
  beforeEach(async () => {
    scene = await stage.newScene({ terms: signedTerms });
    keys = signingIn(scene);
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
    for (const [who, ...by] of [
      ['community', 'centre', 'street'],
      ['centre', 'community', 'firm'],
      ['street', 'community', 'centre'],
    ] as const)
      await keys.admit(who, ...by);
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  const numbersTaken = (statements: readonly string[]) => statements.filter((text) => text.includes('take_ids')).length;

  it('a request takes the number of the payout, and those of all that is written about it, in two questions', async () => {
    const { statements, waits } = await questions.during(() => scene.submit('30000.00'));
    expect(numbersTaken(statements)).toBe(2);
    expect(waits).toBeLessThanOrEqual(13);
  });

  it('the text that is signed, and the decision itself, wait for half of what they ask', async () => {
    const { id } = await scene.submit('30000.00');
    const opening = { ...(await scene.seen(id)), decision: 'APPROVE', reason: null } as const;
    const opened = await questions.during(() => scene.app.get(OpenApproval).execute(scene.as('community'), { ...opening, key: null }));
    const signature = await keys.sign('community', id);
    const decided = await questions.during(() => scene.app.get(DecideDisbursement).execute(scene.as('community'), { ...opening, signature }));
    expect(opened.waits).toBeLessThanOrEqual(9);
    expect(decided.waits).toBeLessThanOrEqual(9);
    // the ORM writes capitals; of one row it makes twice the work
    expect([...opened.statements, ...decided.statements].filter((text) => /^(SELECT|UPDATE) /.test(text))).toEqual([]);
  });

  it('the last approval and the instruction write entry, step and gates at once', async () => {
    const { id } = await scene.submit('30000.00');
    await keys.decide('community', id);
    const signature = await keys.sign('centre', id);
    const last = { ...(await scene.seen(id)), decision: 'APPROVE', reason: null, signature } as const;
    const held = await questions.during(() => scene.app.get(DecideDisbursement).execute(scene.as('centre'), last));
    scene.at('2024-02-19', '15:00');
    const payouts = [{ id, version: last.version + 1 }];
    const instructed = await questions.during(() => scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts }));
    expect([numbersTaken(held.statements), numbersTaken(instructed.statements)]).toEqual([2, 2]);
    expect(held.waits).toBeLessThanOrEqual(13);
    expect(instructed.waits).toBeLessThanOrEqual(17);
  });
});
