import { businessDate, Money } from '../../../src/kernel/index.js';
import {
  FirmDueQueries,
  FirmDues,
  invariants as entitlementInvariants,
  RecordTaking,
  WriteOffFirmDue,
  type FirmDueKind,
} from '../../../src/modules/entitlements/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { invariants as feeInvariants, MoneyTakenByFirm } from '../../../src/modules/fees/index.js';
import { invariants as ledgerInvariants } from '../../../src/modules/ledger/index.js';
import { entities as resolutionEntities, invariants as resolutionInvariants } from '../../../src/modules/resolutions/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, demoTerms } from '../contracts/fixture.js';
import { resolutionsOn } from '../resolutions/fixture.js';
import { entities, entitlementsOn, moneyOn, type EntitlementApp, type MoneyScene } from './fixture.js';

const yuan = (text: string): Money => Money.parse(text);

describe('what the firm owes and will not pay (P33)', () => {
  let database: TestDatabase;
  let app: EntitlementApp;
  let scene: MoneyScene;
  let on: ReturnType<typeof commandsOn>;
  let due: number;
  let decisions: ReturnType<typeof resolutionsOn>;

  const commandsOn = () => {
    const { unitOfWork, clock } = database;
    const [queries, taken] = [new FirmDueQueries(), new MoneyTakenByFirm(app.ledger, app.fees)];
    const dues = new FirmDues(app.ledger, queries, taken);
    return {
      queries,
      take: new RecordTaking(unitOfWork, clock, app.ledger, app.units, app.contracts, taken),
      writeOff: new WriteOffFirmDue(unitOfWork, clock, app.ledger, dues, decisions.resolutions),
    };
  };

  beforeAll(async () => {
    database = await TestDatabase.create([...new Set([...evidenceEntities, ...resolutionEntities, ...entities])]);
    app = entitlementsOn(database);
    decisions = resolutionsOn(database);
  });
  beforeEach(async () => {
    scene = await moneyOn(database, app, { terms: { ...demoTerms, firmDischarges: true } });
    on = commandsOn();
    await scene.wholeMonth('2024-01');
    scene.at('2024-02-05');
    await app.recordSubstitution.execute(contextIn(scene.communityId, scene.street, 'STREET'), {
      ground: 'NO_COMMITTEE',
      legalBasis: '第二十三条',
      organisationId: scene.community.organisationId,
      from: businessDate('2024-02-05'),
      to: null,
    });
    const taking = { unit: '01-101', amount: yuan('1000.00'), takenOn: businessDate('2024-02-03'), reason: 'paid by the QR code', document: 'screenshot' };
    due = (await on.take.execute(as('BOOKKEEPER'), taking)).value.id;
  });
  afterEach(async () => expect(await found()).toEqual([]));
  afterAll(async () => {
    decisions.removeFiles();
    await database.destroy();
  });

  const found = () => violations(database, scene.communityId, [...ledgerInvariants, ...feeInvariants, ...entitlementInvariants, ...resolutionInvariants]);
  const as = (role: 'BOOKKEEPER' | 'COMMUNITY') => contextIn(scene.communityId, scene.community, role);
  const decide = (change: Parameters<typeof decisions.decide>[1] = {}) =>
    decisions.decide(as('COMMUNITY'), {
      kind: 'WAIVER',
      title: '核销物业公司欠款',
      decidedOn: businessDate('2024-02-05'),
      from: businessDate('2024-02-05'),
      ...change,
    });
  const writeOff = (resolution: string, amount: string, { kind = 'TAKEN' as FirmDueKind, id = due, by = as('BOOKKEEPER') } = {}) =>
    on.writeOff.execute(by, { clears: [{ kind, id, amount: yuan(amount) }], resolution });
  const open = async () => (await scene.read((tx) => on.queries.dues(tx, { openOnly: true }))).map((one) => one.open.toString());
  const refused = async (work: () => Promise<unknown>) => {
    const before = await open();
    const refusal = await refusedBy(work());
    expect([await open(), await scene.svc('5003')]).toEqual([before, '0.00']);
    return refusal;
  };

  it('is written off by resolution, up to what is open, and does not count as collected', async () => {
    const resolution = await decide({ limit: yuan('1000.00') });
    expect((await writeOff(resolution, '400.00')).value).toMatchObject({ amount: '400.00' });
    expect([await open(), await scene.svc('1104'), await scene.svc('5003')]).toEqual([['600.00'], '600.00', '400.00']);
    expect((await scene.read((tx) => app.fees.collected(tx, scene.month('2024-02')))).toString()).toBe('0.00');
    const { dueFromFirm } = await scene.read((tx) => app.entitlements.claims(tx, businessDate('2024-02-29')));
    expect(dueFromFirm.toString()).toBe('600.00');
    await writeOff(resolution, '600.00');
    expect([await open(), await scene.svc('1104')]).toEqual([[], '0.00']);
  });

  it('is not written off without a resolution to waive, beyond its limit, beyond what is open, or for no due', async () => {
    expect((await refused(() => writeOff('JY2024-009', '1.00'))).code).toBe('RESOLUTION_UNKNOWN');
    expect((await refused(async () => writeOff(await decide({ kind: 'SPENDING' }), '1.00'))).code).toBe('RESOLUTION_KIND_DIFFERS');
    const small = await decide({ limit: yuan('99.99') });
    expect((await refused(() => writeOff(small, '100.00'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    const large = await decide({ limit: null });
    expect((await refused(() => writeOff(large, '1000.01'))).code).toBe('FIRM_DUE_NOT_OPEN');
    expect((await refused(() => writeOff(large, '0.00'))).code).toBe('FIRM_DUE_NOT_OPEN');
    expect((await refused(() => writeOff(large, '1.00', { id: 999_999 }))).code).toBe('FIRM_DUE_UNKNOWN');
    expect((await refused(() => writeOff(large, '1.00', { by: as('COMMUNITY') }))).code).toBe('NOT_ALLOWED');
  });

  it('spends the limit once: the next write-off has only what is left', async () => {
    const resolution = await decide({ limit: yuan('500.00') });
    await writeOff(resolution, '400.00');
    expect((await refusedBy(writeOff(resolution, '100.01'))).code).toBe('RESOLUTION_LIMIT_EXCEEDED');
    expect(await open()).toEqual(['600.00']);
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.resolution set limit_amount = 399.99 where community_id = $1', [scene.communityId]);
    });
    expect((await found()).join()).toContain('400.00 waived or written off');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('update mingbai.resolution set limit_amount = 500.00 where community_id = $1', [scene.communityId]);
    });
  });

  it.each(['null', '999998'])('is refused by the database itself under resolution %s', async (resolution) => {
    const attempt = database.as('mingbai_app', async (client) => {
      await client.query(`begin; set local app.community_id = '${scene.communityId}'`);
      try {
        await client.query(`insert into mingbai.firm_clearing (community_id, id, kind, due_kind, due_id, amount, effective_on, entry_seq, recorded_at, resolution_id)
          values (${scene.communityId}, 999999, 'WRITTEN_OFF', 'TAKEN', ${due}, 1.00, '2024-02-05', 1, now(), ${resolution})`);
      } finally {
        await client.query('rollback');
      }
    });
    await expect(attempt).rejects.toThrow(/written_off_by_resolution|firm_clearing_resolution/);
  });
});
