import { accountingPeriod, shanghaiTime, type Role } from '../../../src/kernel/index.js';
import { RecordContractStep, entities, invariants, type ContractStep } from '../../../src/modules/contracts/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities as resolutionEntities } from '../../../src/modules/resolutions/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, contractOf, demoTermsWithGates, type Compound, type Party } from './fixture.js';
import { day, proposalsOn } from './proposals-fixture.js';

const FIRST = 'RYXC-WY-2024-01';
let database: TestDatabase;
let app: ReturnType<typeof proposalsOn>;
let steps: RecordContractStep;
let compound: Compound;

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...evidenceEntities, ...resolutionEntities, ...entities]);
  app = proposalsOn(database);
  steps = new RecordContractStep(database.unitOfWork, app.ledger, app.evidence, app.contracts, app.substitutions, database.clock);
});
beforeEach(async () => {
  at('2024-01-01');
  compound = await app.newCompound();
  await app.standIn(compound);
  await app.signContract.execute(by('COMMUNITY'), contractOf(compound, { terms: demoTermsWithGates, to: day('2024-12-31') }));
});
afterEach(async () => {
  expect(await violations(database, compound.communityId, invariants)).toEqual([]);
});
afterAll(async () => {
  app.removeFiles();
  await database.destroy();
});

const at = (date: string) => database.clock.set(shanghaiTime(day(date), '09:00'));
const by = (role: 'COMMUNITY' | 'CENTRE' | 'FIRM' | 'STREET', key: string | null = null) => {
  const parties: Record<string, Party> = { COMMUNITY: compound.community, CENTRE: compound.centre, FIRM: compound.firm, STREET: compound.street };
  return contextIn(compound.communityId, parties[role]!, role as Role, key);
};
const read = <T>(work: Parameters<typeof database.unitOfWork.read<T>>[1]) => database.unitOfWork.read(compound.communityId, work);
const step = async (
  kind: ContractStep,
  role: 'COMMUNITY' | 'CENTRE' | 'FIRM' | 'STREET' = 'COMMUNITY',
  endsOn: string | null = null,
  key: string | null = null,
) => {
  const document = kind === 'NOTICE_GIVEN' ? await app.paper(by('COMMUNITY'), '解聘通知') : null;
  return steps.execute(by(role, key), { contract: FIRST, kind, endsOn: endsOn === null ? null : day(endsOn), reason: '业主大会的意见', document });
};
const covered = async (period: string) => (await read((tx) => app.contracts.findVersion(tx, accountingPeriod(period)))) !== null;
const ends = async () => (await read((tx) => app.contracts.life(tx, FIRST))).ends;

const insert = (kind: string, change: { endsOn?: string; for?: Party; at?: string } = {}) =>
  database.unitOfWork.run(compound.communityId, async (tx) => {
    const { contractId } = await app.contracts.life(tx, FIRST);
    const document =
      kind === 'NOTICE_GIVEN'
        ? (await tx.query<{ sha256: string }>('select sha256 from mingbai.evidence where community_id = $1', [tx.communityId]))[0]?.sha256
        : null;
    const party = change.for ?? compound.community;
    await tx.query(
      `insert into mingbai.contract_step (community_id, id, contract_id, kind, ends_on, reason, document_sha256, recorded_by, recorded_for, recorded_at)
       values ($1, 900000 + (select count(*) from mingbai.contract_step where community_id = $1), $2, $3, $4, '数据库里的一步', $5, $6, $7, $8)`,
      [tx.communityId, contractId, kind, change.endsOn ?? null, document, party.personId, party.organisationId, change.at ?? '2024-05-06T09:00:00+08:00'],
    );
  });

describe('a contract past its last day', () => {
  it('covers no month, until the owner side lets it go on by the old terms', async () => {
    at('2024-12-20');
    expect(await covered('2025-01')).toBe(false);
    await step('HOLDOVER');
    expect([await covered('2025-01'), await covered('2027-06'), await ends()]).toEqual([true, true, null]);
    expect((await refusedBy(step('HOLDOVER'))).code).toBe('CONTRACT_STEP_STATE');
  });

  it('still rules over what is decided when it has ended: refunds and suspense go back', async () => {
    at('2025-02-01');
    expect(await read((tx) => app.contracts.policyFor(tx, day('2025-02-01')))).toMatchObject({ number: FIRST });
    expect(await refusedBy(read((tx) => app.contracts.policyFor(tx, day('2023-12-31'))))).toMatchObject({ code: 'CONTRACT_NONE' });
  });

  it('that goes on ends by notice, and then another firm may follow', async () => {
    at('2024-12-20');
    await step('HOLDOVER');
    at('2025-01-10');
    const next = {
      number: 'NEXT',
      firm: (await read((tx) => app.parties.organisation(tx, compound.firm.organisationId))).name,
      from: day('2025-04-01'),
      to: day('2026-12-31'),
    };
    const propose = () => app.propose.execute(by('COMMUNITY'), { ...next, terms: demoTermsWithGates });
    expect((await refusedBy(propose())).code).toBe('CONTRACT_OVERLAPS');
    await step('NOTICE_GIVEN', 'COMMUNITY', '2025-03-31');
    expect([await covered('2025-03'), await covered('2025-04')]).toEqual([true, false]);
    await app.agree(compound, { ...next, terms: demoTermsWithGates }, day('2025-01-10'));
    expect((await read((tx) => app.contracts.versionFor(tx, accountingPeriod('2025-04')))).number).toBe('NEXT');
    expect(await refusedBy(step('NOTICE_WITHDRAWN'))).toMatchObject({ code: 'CONTRACT_OVERLAPS', details: { number: 'NEXT' } });
    expect((await read((tx) => app.contracts.life(tx, FIRST))).steps.map(({ kind }) => kind)).toEqual(['HOLDOVER', 'NOTICE_GIVEN']);
    at('2025-04-01');
    await step('HANDOVER');
    await step('CLOSED');
  });
});

describe('a notice', () => {
  it('is given by either side, in writing, and taken back by the one that gave it', async () => {
    at('2024-05-06');
    expect(await refusedBy(step('NOTICE_GIVEN', 'FIRM', '2024-06-30'))).toEqual({
      code: 'CONTRACT_NOTICE_END',
      details: { number: FIRST, endsOn: '2024-06-30', days: 60, earliest: '2024-09-30' },
    });
    const unwritten = steps.execute(by('FIRM'), { contract: FIRST, kind: 'NOTICE_GIVEN', endsOn: day('2024-09-30'), reason: '本公司不再承接', document: null });
    expect((await refusedBy(unwritten)).code).toBe('CONTRACT_NOTICE_PAPER');
    await step('NOTICE_GIVEN', 'FIRM', '2024-09-30');
    expect([await ends(), await covered('2024-10')]).toEqual(['2024-09-30', false]);
    expect((await refusedBy(step('NOTICE_WITHDRAWN'))).code).toBe('CONTRACT_NOTICE_OTHER');
    await step('NOTICE_WITHDRAWN', 'FIRM');
    expect([await ends(), await covered('2024-10')]).toEqual(['2024-12-31', true]);
  });

  it('is for the firm of the contract, and no street or other firm', async () => {
    at('2024-05-06');
    expect((await refusedBy(step('NOTICE_GIVEN', 'STREET', '2024-09-30'))).code).toBe('NOT_ALLOWED');
    const stranger = contextIn(compound.communityId, await app.party(compound.communityId, 'FIRM'), 'FIRM');
    const request = {
      contract: FIRST,
      kind: 'NOTICE_GIVEN' as const,
      endsOn: day('2024-09-30'),
      reason: '本公司不再承接',
      document: await app.paper(by('COMMUNITY'), '函'),
    };
    expect((await refusedBy(steps.execute(stranger, request))).code).toBe('CONTRACT_NOT_FIRM');
    expect((await refusedBy(steps.execute(by('FIRM'), { ...request, contract: 'NONE' }))).code).toBe('CONTRACT_UNKNOWN');
    expect((await refusedBy(steps.execute(by('FIRM'), { ...request, document: 'a'.repeat(64) }))).code).toBe('EVIDENCE_UNKNOWN');
  });

  it('is recorded once for a request', async () => {
    at('2024-05-06');
    await step('NOTICE_GIVEN', 'COMMUNITY', '2024-09-30', 'notice-1');
    expect((await step('NOTICE_GIVEN', 'COMMUNITY', '2024-09-30', 'notice-1')).replayed).toBe(true);
  });
});

describe('payouts under a contract', () => {
  it('are suspended by the centre, and resumed by the owner side alone', async () => {
    const { contractId } = await read((tx) => app.contracts.life(tx, FIRST));
    const suspended = async () => (await read((tx) => app.contracts.payoutsSuspended(tx, contractId)))?.on ?? null;
    at('2024-05-06');
    expect((await refusedBy(step('SUSPENDED', 'FIRM'))).code).toBe('CONTRACT_STEP_NOT_YOURS');
    await step('SUSPENDED', 'CENTRE');
    expect(await suspended()).toBe('2024-05-06');
    expect((await refusedBy(step('RESUMED', 'CENTRE'))).code).toBe('CONTRACT_RESUME_OTHER');
    await step('RESUMED');
    expect(await suspended()).toBeNull();
  });

  it('do not stay suspended for ever: the contract is closed after they were resumed', async () => {
    at('2025-01-02');
    await step('HANDOVER');
    await step('SUSPENDED', 'CENTRE');
    expect(await refusedBy(step('CLOSED'))).toEqual({ code: 'CONTRACT_CLOSE_SUSPENDED', details: { number: FIRST, since: '2025-01-02' } });
    await expect(insert('CLOSED', { at: '2025-01-03T09:00:00+08:00' })).rejects.toThrow('takes no step');
    await step('RESUMED');
    await step('CLOSED');
    expect((await refusedBy(step('SUSPENDED', 'CENTRE'))).code).toBe('CONTRACT_STEP_STATE');
  });

  it('of a contract that was closed while they were suspended go on by the word of another body', async () => {
    at('2025-01-02');
    await step('HANDOVER');
    await step('SUSPENDED', 'CENTRE');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(
        `insert into mingbai.contract_step (community_id, id, contract_id, kind, reason, recorded_by, recorded_for, recorded_at)
         select community_id, 900001, contract_id, 'CLOSED', reason, $2, $3, recorded_at + interval '1 hour' from mingbai.contract_step where community_id = $1 and kind = 'SUSPENDED'`,
        [compound.communityId, compound.community.personId, compound.community.organisationId],
      );
    });
    expect(await violations(database, compound.communityId, invariants)).toMatchObject([expect.stringContaining('no payouts stay suspended')]);
    await insert('RESUMED', { at: '2025-01-03T09:00:00+08:00' });
  });
});

describe('the database itself', () => {
  it('takes no step out of its order, by the wrong party, or with an end that is too near', async () => {
    await app.paper(by('COMMUNITY'), '函');
    for (const kind of ['NOTICE_WITHDRAWN', 'RESUMED', 'HANDOVER', 'CLOSED', 'HOLDOVER']) await expect(insert(kind)).rejects.toThrow('takes no step');
    await expect(insert('HOLDOVER', { for: compound.firm, at: '2024-12-20T09:00:00+08:00' })).rejects.toThrow('has no part');
    for (const endsOn of ['2024-05-20', '2024-06-30']) await expect(insert('NOTICE_GIVEN', { endsOn })).rejects.toThrow('cannot end by notice');
    await expect(insert('NOTICE_GIVEN', { endsOn: '2024-08-31' })).rejects.toThrow('cannot end by notice');
    await expect(insert('SUSPENDED', { endsOn: '2024-08-31' })).rejects.toThrow('a_notice_names_the_end');
    await insert('SUSPENDED', { for: compound.centre });
    await expect(insert('RESUMED', { for: compound.centre })).rejects.toThrow('takes no step');
  });

  it('is held up by no step that is dated ahead, and verify books tells it by name', async () => {
    at('2024-05-06');
    await insert('SUSPENDED', { for: compound.centre, at: '2099-01-01T09:00:00+08:00' });
    expect((await violations(database, compound.communityId, invariants)).join()).toContain('none years ahead');
    await insert('RESUMED', { at: '2024-05-06T09:10:00+08:00' });
    expect((await violations(database, compound.communityId, invariants)).join()).toContain('was taken at');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('delete from mingbai.contract_step where community_id = $1', [compound.communityId]);
    });
  });

  it('keeps the rows of contract_step', async () => {
    for (const sql of ['update mingbai.contract_step set reason = reason', 'delete from mingbai.contract_step', 'truncate mingbai.contract_step'])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow('only grow');
  });

  it('lets verify books find a step that could not be taken, by name', async () => {
    at('2025-01-01');
    await step('HANDOVER');
    await step('CLOSED');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(
        `insert into mingbai.contract_step (community_id, id, contract_id, kind, reason, recorded_by, recorded_for, recorded_at)
         select community_id, 900001, contract_id, 'HOLDOVER', reason, recorded_by, recorded_for, recorded_at + interval '1 day' from mingbai.contract_step where community_id = $1 and kind = 'CLOSED'`,
        [compound.communityId],
      );
    });
    expect((await violations(database, compound.communityId, invariants)).join()).toContain('every step of a contract could be taken on its day');
    await database.as('postgres', async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query('delete from mingbai.contract_step where community_id = $1 and id = 900001', [compound.communityId]);
    });
  });
});
