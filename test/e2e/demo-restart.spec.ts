import { join } from 'node:path';
import { DemoFiles } from '../../src/demo/demo-files.js';
import { LoadDemo } from '../../src/demo/index.js';
import { businessDate, type CommunityId } from '../../src/kernel/index.js';
import { EndMembership, IdentityQueries, MemberQueries, PersonKeys, RevokeKey, type MembershipId } from '../../src/modules/identity/index.js';
import { Settings } from '../../src/platform/config/index.js';
import { DemoProgress } from '../../src/platform/jobs/index.js';
import { Logger } from '../../src/platform/logging/index.js';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';
import { listenToQuestions } from '../support/waits.js';

const until = businessDate('2024-05-15');
const communityId = 1 as CommunityId;

describe('a demo that is started again', () => {
  let test: TestApp;
  const questions = listenToQuestions();
  beforeAll(async () => {
    test = await startDemoApp();
  }, 180_000);
  afterAll(async () => {
    questions.stop();
    await test.close();
  });

  const reload = async () => {
    const { database, settings, clock } = test;
    const demo = new Settings(database.url('mingbai_app'), 4, settings.dataDirectory, '127.0.0.1', 0, settings.publicUrl, 'silent', false, true, clock.now());
    const progress = new DemoProgress();
    const said: string[] = [];
    await new LoadDemo({
      settings: demo,
      logger: new Logger('silent'),
      progress,
      say: (line) => said.push(line),
      directory: join(process.cwd(), 'demo'),
      until,
    }).run();
    return { state: progress.state, said: said.filter((line) => line.includes('could not')) };
  };
  const personOf = async (login: string) => (await test.app.get(IdentityQueries).byLogin(login)).id;

  it('asks once for the parts of each of its people, and once for each of its payouts', async () => {
    const { statements } = await questions.during(reload);
    const asking = (text: string) => statements.filter((statement) => statement.includes(text)).length;
    const people = new DemoFiles(join(process.cwd(), 'demo')).people.length;
    expect(asking('from mingbai.membership where person_id')).toBeLessThanOrEqual(2 * people); // once whether they are there, once what they are
    expect(asking('"mingbai"."disbursement_settlement" "SettlementRow"')).toBeLessThanOrEqual(2); // two payouts in the month that is gone through again
  });

  it('goes on where a visitor has ended a part and given up a key, and brings neither back', async () => {
    const [street, centre] = [await personOf('jiedao1'), await personOf('zhongxin1')];
    const [key] = await test.app.get(PersonKeys).of(centre);
    await test.app.get(RevokeKey).execute({ personId: centre, keyId: key?.id as NonNullable<typeof key>['id'] });
    const actor = await test.app.get(IdentityQueries).actorOf(street, communityId, test.clock.now());
    if (!actor) throw new Error('no part');
    const own = (await test.app.get(MemberQueries).list(actor, test.clock.today())).find(({ mayEnd }) => mayEnd);
    await test.app.get(EndMembership).execute({ actor, idempotencyKey: null }, { membershipId: own?.id as MembershipId, lastDay: test.clock.today() });
    expect(await reload()).toEqual({ state: null, said: [] });
    expect((await test.app.get(PersonKeys).of(centre)).filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
    const parts = await test.app.get(IdentityQueries).memberships(street, test.clock.today());
    expect(parts.map(({ to }) => to)).toEqual([test.clock.today()]);
  }, 600_000);

  it('says what to do where an older version of it began the story', async () => {
    await test.database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`update mingbai.idempotency set request = '{"of": "another version"}' where community_id = 1`);
    });
    const { said } = await reload();
    expect(said).toEqual([expect.stringMatching(/begun by another version, or changed since: stop, remove .+, and start again/)]);
  }, 600_000);
});
