import { Money, quarter } from '../../../src/kernel/index.js';
import { ImposePenalty } from '../../../src/modules/entitlements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type PayoutScene } from './fixture.js';

describe('what the books still owe the firm bounds what it may ask for', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let scene: PayoutScene;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    scene = await stage.newScene();
    await scene.month('2024-01');
    scene.at('2024-02-18', '14:00');
  });
  afterEach(async () => expect(await scene.violations()).toEqual([]));

  const penalise = () =>
    scene.app
      .get(ImposePenalty)
      .execute(scene.as('community'), { quarter: quarter('2024-Q1'), amount: Money.parse('5000.00'), reason: '夜间无人值守', document: '通知 3 号' });
  const offered = async () => {
    const [january] = (await scene.read((tx) => scene.queries.firmClaims(tx))).filter(({ claim }) => claim.kind === 'BASE');
    return [january?.payable.toString(), january?.owed?.toString()];
  };

  it('a penalty comes off: 35,398.59 of the 40,398.59 is offered, one fen more is refused with the figures, and that much is paid', async () => {
    expect(await offered()).toEqual(['40398.59', '40398.59']);
    await penalise();
    expect(await offered()).toEqual(['35398.59', '35398.59']);
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.submit('35398.60'))).toMatchObject({
      code: 'DISBURSEMENT_OVER_OWED',
      details: { entitled: '40398.59', owed: '35398.59', payable: '35398.59', asked: '35398.60' },
    });
    expect(await scene.fingerprint()).toEqual(before);
    const { id } = await scene.submit('35398.59');
    expect(await offered()).toEqual(['0.00', '0.00']);
    await scene.approveAll(id);
    scene.clock.advanceMinutes(10);
    await scene.instruct(id); // its own hold counts as owed
    expect((await scene.read((tx) => scene.queries.byId(tx, id))).state).toBe('INSTRUCTED');
  });

  it('what another request waits for is not offered again', async () => {
    await penalise();
    await scene.submit('30000.00');
    expect(await offered()).toEqual(['5398.59', '5398.59']);
    expect(await refusedBy(scene.submit('5398.60'))).toMatchObject({ code: 'DISBURSEMENT_OVER_OWED' });
  });

  it('a penalty after the request stops it at its last approval, by its gate and not by the floor of the account', async () => {
    const { id } = await scene.submit('40398.59');
    await scene.decide('community', id);
    await scene.decide('centre', id);
    await penalise();
    const { gatesNow } = await scene.read((tx) => scene.queries.byId(tx, id));
    expect(gatesNow?.find(({ gate }) => gate === 'G1')).toMatchObject({ outcome: 'FAILED', reason: 'OVER_OWED' });
    const before = await scene.fingerprint();
    expect(await refusedBy(scene.decide('street', id))).toMatchObject({ code: 'DISBURSEMENT_OVER_OWED', details: { owed: '35398.59', asked: '40398.59' } });
    expect(await scene.fingerprint()).toEqual(before);
  });
});
