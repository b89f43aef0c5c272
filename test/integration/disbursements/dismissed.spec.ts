import { addDays, type ErrorCode } from '../../../src/kernel/index.js';
import { InstructDisbursements } from '../../../src/modules/disbursements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { demoTerms } from '../contracts/fixture.js';
import { openStage, type PayoutScene } from './fixture.js';
import { signingIn } from './signing.js';

/** What a colleague ended at nine is over at nine, not at midnight: a session that is older decides nothing more, and neither does PostgreSQL let it. */
describe('who was dismissed', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;
  let id: number;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene({ terms: demoTerms });
    await scene.month('2024-01');
    scene.at('2024-02-18', '09:00');
    id = (await scene.submit('30000.00')).id;
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  const expectRefused = async (attempt: () => Promise<unknown>, code: ErrorCode): Promise<void> => {
    const before = await scene.fingerprint();
    expect((await refusedBy(attempt())).code).toBe(code);
    expect(await scene.fingerprint()).toEqual(before);
  };
  const told = (sql: string): Promise<string> =>
    scene.database.as('mingbai_owner', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      return client.query(sql).then(
        () => 'not refused',
        (error: Error) => error.message,
      );
    });
  const approval = (at: string) =>
    `insert into mingbai.approval (community_id, id, disbursement_id, payload_sha256, slot, organisation_id, person_id, role, decision, at)
     select community_id, 900001, id, payload_sha256, 'REGULATOR', ${scene.bodies.centre}, ${scene.people.centre.personId}, 'CENTRE', 'APPROVE', '2024-02-18T${at}+08:00'
     from mingbai.disbursement where community_id = ${scene.communityId} and id = ${id}`;

  it('approves nothing from that moment on, and what they approved before stays', async () => {
    await scene.decide('community', id);
    scene.at('2024-02-18', '09:05');
    await scene.dismiss('community', scene.people.colleague);
    await scene.dismiss('centre', await scene.somebody('CENTRE', scene.bodies.centre));
    scene.at('2024-02-18', '09:06');
    await expectRefused(() => scene.decide('centre', id), 'NOT_ALLOWED');
    expect([await told(approval('09:06')), await told(approval('09:05'))]).toEqual(Array(2).fill(expect.stringContaining('has no part of that day')));
    expect(await told(approval('09:04'))).toBe('not refused');
    expect((await scene.detail(id)).approvals.map(({ slot }) => slot)).toEqual(['OWNER_SIDE']);
  });

  it('asks for nothing, takes nothing back and tells the bank nothing', async () => {
    await scene.decide('community', id);
    await scene.decide('centre', id);
    scene.at('2024-02-18', '09:30');
    for (const [who, role] of [
      ['firm', 'FIRM'],
      ['community', 'COMMUNITY'],
    ] as const)
      await scene.dismiss(who, await scene.somebody(role, scene.bodies[who]));
    await expectRefused(() => scene.submit('100.00'), 'NOT_ALLOWED');
    await expectRefused(() => scene.cancel('firm', id), 'NOT_ALLOWED');
    const { version } = await scene.seen(id);
    for (const by of [scene.people.colleague, scene.people.centre]) await scene.dismiss('cashier', by);
    await expectRefused(() => scene.app.get(InstructDisbursements).execute(scene.as('cashier'), { payouts: [{ id, version }] }), 'NOT_ALLOWED');
  });

  it('works to a last day that is still to come', async () => {
    await scene.dismiss('centre', await scene.somebody('CENTRE', scene.bodies.centre), addDays(scene.clock.today(), 1));
    await scene.decide('centre', id);
    scene.at('2024-02-19', '23:59');
    expect(await told(approval('23:59'))).toContain('has approved payout');
    scene.at('2024-02-20', '00:01');
    await expectRefused(() => scene.decide('centre', id), 'NOT_ALLOWED');
  });

  it('says nothing about a key; and neither does who leaves today, or has an end ahead', async () => {
    const keys = signingIn(scene);
    const key = await keys.register('colleague');
    await keys.ask('colleague', key);
    await scene.lastDay('street', scene.clock.today());
    for (const word of [keys.confirm, keys.refuse]) await expectRefused(() => word('street', key), 'IDENTITY_LEAVING');
    const officer = await scene.somebody('CENTRE', scene.bodies.centre);
    await scene.dismiss('centre', officer, addDays(scene.clock.today(), 9));
    for (const word of [keys.confirm, keys.refuse]) await expectRefused(() => word('centre', key), 'IDENTITY_LEAVING');
    await scene.dismiss('centre', officer);
    for (const word of [keys.confirm, keys.refuse]) await expectRefused(() => word('centre', key), 'NOT_ALLOWED');
    const { personId, organisationId } = scene.people.centre;
    for (const table of ['key_confirmation', 'key_refusal'])
      expect(
        await told(`insert into mingbai.${table} (community_id, id, admission_id, person_id, organisation_id, role, at)
          select community_id, 900001, id, ${personId}, ${organisationId}, 'CENTRE', '2024-02-18T08:00+08:00' from mingbai.key_admission where community_id = ${scene.communityId}`),
      ).toContain('has no part that lasts');
  });
});
