import { accountingPeriod, shanghaiTime } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities, invariants, RecordContractStep } from '../../../src/modules/contracts/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities as resolutionEntities } from '../../../src/modules/resolutions/index.js';
import { contextIn, contractOf, demoTermsWithGates, type Compound } from '../../integration/contracts/fixture.js';
import { day, proposalsOn } from '../../integration/contracts/proposals-fixture.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';

/** What people of a compound live through with their contract, each as one story. */
describe('the contract of a compound', () => {
  const NUMBER = 'RYXC-WY-2024-01';
  let database: TestDatabase;
  let app: ReturnType<typeof proposalsOn>;
  let compound: Compound;

  beforeAll(async () => {
    database = await TestDatabase.create([...communityEntities, ...evidenceEntities, ...resolutionEntities, ...entities]);
    app = proposalsOn(database);
  });
  beforeEach(async () => {
    at('2024-01-01');
    compound = await app.newCompound();
    await app.standIn(compound);
    await app.signContract.execute(owners(), contractOf(compound, { terms: demoTermsWithGates, to: day('2024-12-31') }));
    at('2024-05-06');
  });
  afterEach(async () => {
    expect(await violations(database, compound.communityId, invariants)).toEqual([]);
  });
  afterAll(async () => {
    app.removeFiles();
    await database.destroy();
  });

  const at = (date: string) => database.clock.set(shanghaiTime(day(date), '09:00'));
  const owners = () => contextIn(compound.communityId, compound.community, 'COMMUNITY');
  const shareOf = async (period: string) =>
    (await database.unitOfWork.read(compound.communityId, (tx) => app.contracts.versionFor(tx, accountingPeriod(period)))).shareAtRisk.toString();
  const tenth = (fromPeriod: string) => ({ contract: NUMBER, fromPeriod: accountingPeriod(fromPeriod), terms: { ...demoTermsWithGates, shareAtRisk: '0.1' } });

  it('new terms leave earlier months as they were', async () => {
    await app.agree(compound, tenth('2024-07'));
    expect([await shareOf('2024-06'), await shareOf('2024-07')]).toEqual(['0.2', '0.1']);
  });

  it('terms inside a quarter are refused, and the first possible month is named', async () => {
    const refusal = await refusedBy(app.propose.execute(owners(), tenth('2024-08')));
    expect(refusal).toEqual({ code: 'CONTRACT_STARTED', details: { fromPeriod: '2024-08', first: '2024-07' } });
  });

  it('a notice a day short is refused, and what the firm has not signed counts for nothing', async () => {
    const { number, sha256 } = (await app.propose.execute(owners(), tenth('2024-07'))).value;
    expect(await refusedBy(app.signing.publish(owners(), { number, sha256, until: day('2024-05-11') }))).toMatchObject({
      code: 'CONTRACT_NOTICE_SHORT',
      details: { days: 7, earliest: '2024-05-12' },
    });
    await app.signing.publish(owners(), { number, sha256, until: day('2024-05-12') });
    at('2024-05-13');
    const resolution = await app.decide(owners(), { kind: 'CONTRACT', title: '同意降低考核比例' });
    await app.signing.sign(owners(), { number, sha256, document: await app.paper(owners(), '合同'), resolution });
    expect(await shareOf('2024-07')).toBe('0.2');
  });

  it('a contract that nobody follows goes on by the old terms once the owner side says so', async () => {
    at('2024-12-20');
    const steps = new RecordContractStep(database.unitOfWork, app.ledger, app.evidence, app.contracts, app.substitutions, database.clock);
    expect((await refusedBy(shareOf('2025-01'))).code).toBe('CONTRACT_NONE');
    await steps.execute(owners(), { contract: NUMBER, kind: 'HOLDOVER', endsOn: null, reason: '尚未选聘新公司', document: null });
    expect(await shareOf('2025-06')).toBe('0.2');
  });
});
