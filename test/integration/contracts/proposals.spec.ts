import { accountingPeriod, shanghaiTime, type OrganisationId } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities, invariants, type ContractTermsJson, type ProposeContractRequest } from '../../../src/modules/contracts/index.js';
import { entities as evidenceEntities } from '../../../src/modules/evidence/index.js';
import { entities as resolutionEntities } from '../../../src/modules/resolutions/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, contractOf, demoTermsWithGates, type Compound } from './fixture.js';
import { day, proposalsOn } from './proposals-fixture.js';

const FIRST = 'RYXC-WY-2024-01';
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
const owners = (key: string | null = null) => contextIn(compound.communityId, compound.community, 'COMMUNITY', key);
const firm = (key: string | null = null) => contextIn(compound.communityId, compound.firm, 'FIRM', key);
const read = <T>(work: Parameters<typeof database.unitOfWork.read<T>>[1]) => database.unitOfWork.read(compound.communityId, work);
const rows = async (table: string) => (await read((tx) => tx.query(`select * from mingbai.${table} where community_id = $1`, [tx.communityId]))).length;
const other = (change: Partial<ContractTermsJson> = { answerDays: 5 }, fromPeriod = '2024-07'): ProposeContractRequest => ({
  contract: FIRST,
  fromPeriod: accountingPeriod(fromPeriod),
  terms: { ...demoTermsWithGates, ...change },
});
const next = (change: object = {}): ProposeContractRequest => ({
  number: 'NEXT',
  firm: '',
  from: day('2025-01-01'),
  to: day('2026-12-31'),
  terms: demoTermsWithGates,
  ...change,
});
const firmName = async (id: OrganisationId = compound.firm.organisationId) => (await read((tx) => app.parties.organisation(tx, id))).name;
const propose = async (request: ProposeContractRequest = other()) => (await app.propose.execute(owners(), request)).value;
const hungOut = async (request?: ProposeContractRequest) => {
  const { number, sha256 } = await propose(request);
  await app.signing.publish(owners(), { number, sha256, until: day('2024-05-12') });
  at('2024-05-13');
  return { number, sha256, document: await app.paper(owners(), `合同${number}`), resolution: null };
};
const termsOf = async (period: string) => (await read((tx) => app.contracts.versionFor(tx, accountingPeriod(period)))).answerDays;

describe('other terms of a contract', () => {
  it('count from their quarter on, and leave earlier months as they were', async () => {
    const signed = await hungOut();
    expect((await app.signing.sign(firm(), signed)).value).toEqual({ number: 'HT001', side: 'FIRM', versionNo: null });
    expect(await termsOf('2024-07')).toBe(7);
    expect((await app.signing.sign(owners(), signed)).value).toEqual({ number: 'HT001', side: 'OWNER_SIDE', versionNo: 2 });
    expect([await termsOf('2024-06'), await termsOf('2024-07'), await termsOf('2024-12')]).toEqual([7, 5, 5]);
    const [version] = await read((tx) => app.contracts.versions(tx));
    expect(version).toMatchObject({ versionNo: 2, fromPeriod: '2024-07', signedOn: '2024-05-13', proposal: 'HT001' });
    expect(await read((tx) => app.proposals.byNumber(tx, 'HT001'))).toMatchObject({ state: 'SIGNED', signatures: [{ side: 'FIRM' }, { side: 'OWNER_SIDE' }] });
  });

  it('are written once for a request, under the next number', async () => {
    const first = await app.propose.execute(owners('p-1'), other());
    expect(await app.propose.execute(owners('p-1'), other())).toEqual({ value: first.value, replayed: true });
    expect((await propose(other({ answerDays: 6 }))).number).toBe('HT002');
  });

  it.each([
    ['inside a quarter', '2024-08'],
    ['in the quarter that runs', '2024-04'],
    ['in the past', '2024-01'],
  ])('are refused %s, naming the first quarter that is possible', async (_, fromPeriod) => {
    expect(await refusedBy(propose(other({ answerDays: 5 }, fromPeriod)))).toEqual({ code: 'CONTRACT_STARTED', details: { fromPeriod, first: '2024-07' } });
    expect(await rows('contract_proposal')).toBe(0);
  });

  it('are refused for a quarter that other terms have taken, and when their quarter has begun before the last signature', async () => {
    await app.agree(compound, other(), day('2024-05-06'));
    expect(await refusedBy(propose(other({ answerDays: 4 }, '2024-07')))).toMatchObject({ code: 'CONTRACT_STARTED', details: { first: '2024-10' } });
    const { number, sha256 } = await propose(other({ answerDays: 4 }, '2024-10'));
    await app.signing.publish(owners(), { number, sha256, until: day('2024-05-20') });
    at('2024-10-01');
    const signed = { number, sha256, document: await app.paper(owners(), '迟到'), resolution: null };
    expect(await refusedBy(app.signing.sign(firm(), signed))).toEqual({ code: 'CONTRACT_STARTED', details: { fromPeriod: '2024-10', first: '2025-01' } });
  });

  it('are refused where nothing changes, nothing is said of the gates, or they could not be carried out', async () => {
    expect((await refusedBy(propose(other({})))).code).toBe('CONTRACT_TERMS_SAME');
    const { gates: _, ...silent } = demoTermsWithGates;
    expect((await refusedBy(propose({ ...other(), terms: silent }))).code).toBe('CONTRACT_GATES_MISSING');
    expect((await refusedBy(propose(other({ shareAtRisk: '1.2' })))).code).toBe('CONTRACT_TERM_OUTSIDE');
    expect((await refusedBy(propose({ ...other(), terms: { rates: 'all' } as unknown as ContractTermsJson }))).code).toBe('CONTRACT_TERMS_INVALID');
    expect((await refusedBy(propose({ ...other(), contract: 'NONE' }))).code).toBe('CONTRACT_UNKNOWN');
    expect(await rows('contract_proposal')).toBe(0);
  });

  it('are the owner side’s to write, and never the firm’s, the centre’s or another residents’ committee’s', async () => {
    expect((await refusedBy(app.propose.execute(firm(), other()))).code).toBe('NOT_ALLOWED');
    const centre = contextIn(compound.communityId, compound.centre, 'CENTRE');
    expect((await refusedBy(app.propose.execute(centre, other()))).code).toBe('NOT_ALLOWED');
    const stranger = contextIn(compound.communityId, await app.party(compound.communityId, 'COMMUNITY'), 'COMMUNITY');
    expect((await refusedBy(app.propose.execute(stranger, other()))).code).toBe('OWNER_SIDE_ONLY');
  });

  it('need a resolution of the owners where money moves by them, of the right kind and in force', async () => {
    const signed = await hungOut(other({ shareAtRisk: '0.1' }));
    const missing = (resolution: string | null) => refusedBy(app.signing.sign(owners(), { ...signed, resolution }));
    expect(await missing(null)).toEqual({
      code: 'CONTRACT_RESOLUTION_MISSING',
      details: { number: 'HT001', resolution: '–', kinds: 'CONTRACT', on: '2024-05-13' },
    });
    const fee = await app.decide(owners(), { kind: 'FEE', title: '收费', decidedOn: day('2024-05-13') });
    expect((await missing(fee)).code).toBe('CONTRACT_RESOLUTION_MISSING');
    const later = await app.decide(owners(), { kind: 'CONTRACT', title: '以后', from: day('2024-06-01') });
    expect((await missing(later)).code).toBe('CONTRACT_RESOLUTION_MISSING');
    const old = await app.decide(owners(), { kind: 'CONTRACT', title: '以前的' });
    expect((await missing(old)).code).toBe('CONTRACT_RESOLUTION_OLDER');
    const waiting = await app.record(owners(), { kind: 'CONTRACT', title: '等待确认', decidedOn: day('2024-05-13') });
    expect((await missing(waiting)).code).toBe('CONTRACT_RESOLUTION_MISSING');
    const resolution = await app.decide(owners(), { kind: 'CONTRACT', title: '同意变更', decidedOn: day('2024-05-13') });
    await app.signing.sign(owners(), { ...signed, resolution });
    expect((await read((tx) => app.proposals.byNumber(tx, 'HT001'))).signatures).toMatchObject([{ resolution }]);
  });

  it('need one on fees for other fee rates alone', async () => {
    const signed = await hungOut(other({ rates: [{ unitKind: 'FLAT', yuanPerSquareMetre: '0.9' }] }));
    const resolution = await app.decide(owners(), { kind: 'FEE', title: '收费', decidedOn: day('2024-05-13') });
    await app.signing.sign(owners(), { ...signed, resolution });
    expect(await rows('contract_signature')).toBe(1);
  });
});

describe('a resolution on a proposal', () => {
  it('is on the text that is signed, and not on one that was written before it', async () => {
    const first = await hungOut(other({ shareAtRisk: '0.1' }, '2024-10'));
    const resolution = await app.decide(owners(), { kind: 'CONTRACT', title: '同意变更', decidedOn: day('2024-05-13') });
    await app.signing.sign(owners(), { ...first, resolution });
    at('2024-05-14');
    const revised = (await app.propose.revise(owners(), { number: 'HT001', sha256: first.sha256, to: other({ shareAtRisk: '0.0' }, '2024-10') })).value;
    await app.signing.publish(owners(), { ...revised, until: day('2024-05-20') });
    at('2024-05-21');
    const again = { ...first, sha256: revised.sha256, resolution };
    const older = { number: 'HT001', revision: 2, resolution, writtenOn: '2024-05-14' };
    expect(await refusedBy(app.signing.sign(owners(), again))).toEqual({ code: 'CONTRACT_RESOLUTION_OLDER', details: older });
    const anew = await app.decide(owners(), { kind: 'CONTRACT', title: '再次同意', decidedOn: day('2024-05-20') });
    await app.signing.sign(owners(), { ...again, resolution: anew });
  });
});

describe('two proposals that change one version of the terms', () => {
  it('do not both come to count: what was half signed before the other one is written anew', async () => {
    const old = await hungOut(other({ answerDays: 5 }, '2024-10'));
    await app.signing.sign(firm(), old);
    await app.agree(compound, other({ shareAtRisk: '0.1' }), day('2024-05-13'));
    const changed = { code: 'CONTRACT_BASE_CHANGED', details: { number: 'HT001', base: 1, newest: 2 } };
    expect(await refusedBy(app.signing.sign(owners(), old))).toEqual(changed);
    const { value: revised } = await app.propose.revise(owners(), { number: 'HT001', sha256: old.sha256, to: other({ answerDays: 5 }, '2024-10') });
    expect((await read((tx) => app.proposals.byNumber(tx, 'HT001'))).text.base).toMatchObject({ versionNo: 2 });
    await app.agree(compound, other({ shareAtRisk: '0.1', waiverLimit: '99.00' }, '2024-10'), day('2024-05-21'));
    expect(await refusedBy(app.signing.publish(owners(), { ...revised, until: day('2024-06-30') }))).toEqual({
      ...changed,
      details: { number: 'HT001', base: 2, newest: 3 },
    });
  });

  it('need a resolution each', async () => {
    const signed = await hungOut(other({ shareAtRisk: '0.1' }, '2024-10'));
    const resolution = await app.decide(owners(), { kind: 'CONTRACT', title: '同意变更', decidedOn: day('2024-05-13') });
    await app.signing.sign(firm(), signed);
    await app.signing.sign(owners(), { ...signed, resolution });
    const second = await propose(other({ shareAtRisk: '0.3' }, '2025-01'));
    await app.signing.publish(owners(), { ...second, until: day('2024-05-19') });
    at('2024-05-20');
    const used = { code: 'CONTRACT_RESOLUTION_USED', details: { number: 'HT002', resolution, used: 'HT001' } };
    expect(await refusedBy(app.signing.sign(owners(), { ...signed, ...second, resolution }))).toEqual(used);
  });
});

describe('the notice of a proposal', () => {
  it('is refused a day short, and a second time', async () => {
    const { number, sha256 } = await propose();
    expect(await refusedBy(app.signing.publish(owners(), { number, sha256, until: day('2024-05-11') }))).toEqual({
      code: 'CONTRACT_NOTICE_SHORT',
      details: { from: '2024-05-06', until: '2024-05-11', days: 7, earliest: '2024-05-12' },
    });
    await app.signing.publish(owners(), { number, sha256, until: day('2024-05-12') });
    expect((await refusedBy(app.signing.publish(owners(), { number, sha256, until: day('2024-05-12') }))).code).toBe('CONTRACT_NOTICE_PUBLISHED');
  });

  it('is as long as the terms that stand say, whatever the new ones would have', async () => {
    await app.agree(compound, other({ publicNoticeDays: 30 }), day('2024-05-06'), 30);
    const { number, sha256 } = await propose(other({ answerDays: 4 }, '2024-10'));
    const short = await refusedBy(app.signing.publish(owners(), { number, sha256, until: day('2024-06-20') }));
    expect(short).toMatchObject({ code: 'CONTRACT_NOTICE_SHORT', details: { days: 30, earliest: '2024-07-04' } });
  });

  it('comes before every signature, and is over by then', async () => {
    const { number, sha256 } = await propose();
    const signed = { number, sha256, document: await app.paper(owners(), '早'), resolution: null };
    expect((await refusedBy(app.signing.sign(firm(), signed))).code).toBe('CONTRACT_NOTICE_MISSING');
    await app.signing.publish(owners(), { number, sha256, until: day('2024-05-12') });
    at('2024-05-12');
    expect(await refusedBy(app.signing.sign(firm(), signed))).toEqual({
      code: 'CONTRACT_NOTICE_RUNS',
      details: { number, until: '2024-05-12', from: '2024-05-13' },
    });
    expect(await rows('contract_signature')).toBe(0);
  });

  it('falls with its text: what is revised hangs out again, and is signed again', async () => {
    const signed = await hungOut();
    await app.signing.sign(firm(), signed);
    const revised = (await app.propose.revise(owners(), { number: 'HT001', sha256: signed.sha256, to: other({ answerDays: 4 }) })).value;
    expect(revised).toMatchObject({ number: 'HT001', revision: 2 });
    expect(await read((tx) => app.proposals.byNumber(tx, 'HT001'))).toMatchObject({ state: 'DRAFT', notice: null, signatures: [] });
    expect(await refusedBy(app.signing.sign(owners(), signed))).toMatchObject({ code: 'CONTRACT_TEXT_CHANGED', details: { revision: 2 } });
    expect((await refusedBy(app.propose.revise(owners(), { number: 'HT001', sha256: signed.sha256, to: other() }))).code).toBe('CONTRACT_TEXT_CHANGED');
    expect(await rows('contract_version')).toBe(1);
  });
});

describe('a signature', () => {
  it('is given once for each side, by its own organisation, with a paper that was handed in', async () => {
    const signed = await hungOut();
    expect((await refusedBy(app.signing.sign(firm(), { ...signed, document: 'f'.repeat(64) }))).code).toBe('EVIDENCE_UNKNOWN');
    const stranger = contextIn(compound.communityId, await app.party(compound.communityId, 'FIRM'), 'FIRM');
    expect((await refusedBy(app.signing.sign(stranger, signed))).code).toBe('CONTRACT_NOT_FIRM');
    expect((await refusedBy(app.signing.sign(contextIn(compound.communityId, compound.centre, 'CENTRE'), signed))).code).toBe('NOT_ALLOWED');
    await app.signing.sign(firm(), signed);
    expect(await refusedBy(app.signing.sign(firm(), signed))).toEqual({ code: 'CONTRACT_SIDE_SIGNED', details: { number: 'HT001', side: 'FIRM' } });
    expect(await rows('contract_version')).toBe(1);
    await app.signing.sign(owners(), signed);
    expect((await refusedBy(app.signing.sign(owners(), signed))).code).toBe('CONTRACT_PROPOSAL_ENDED');
  });

  it('of one person is not good for both sides', async () => {
    const signed = await hungOut();
    await app.signing.sign(firm(), signed);
    const twice = { actor: { ...owners().actor, personId: compound.firm.personId }, idempotencyKey: null };
    expect((await refusedBy(app.signing.sign(twice, signed))).code).toBe('CONTRACT_SAME_PERSON');
  });

  it('comes too late for what was withdrawn', async () => {
    const signed = await hungOut();
    expect((await refusedBy(app.signing.withdraw(owners(), { number: 'HT001', reason: '不' }))).code).toBe('CONTRACT_TERM_TEXT');
    expect((await refusedBy(app.signing.withdraw(firm(), { number: 'HT001', reason: '我们不同意' }))).code).toBe('NOT_ALLOWED');
    await app.signing.withdraw(owners(), { number: 'HT001', reason: '业主不同意' });
    expect(await refusedBy(app.signing.sign(firm(), signed))).toEqual({ code: 'CONTRACT_PROPOSAL_ENDED', details: { number: 'HT001', state: 'WITHDRAWN' } });
  });
});

describe('a further contract', () => {
  it('follows the first, with the firm that the text names', async () => {
    await app.agree(compound, next({ firm: await firmName() }), day('2024-05-06'));
    const version = await read((tx) => app.contracts.versionFor(tx, accountingPeriod('2025-01')));
    expect(version).toMatchObject({ number: 'NEXT', versionNo: 1, proposal: 'HT001', firmId: compound.firm.organisationId });
    expect((await read((tx) => app.contracts.versionFor(tx, accountingPeriod('2024-12')))).number).toBe(FIRST);
  });

  it('needs a resolution of the owners', async () => {
    const signed = await hungOut(next({ firm: await firmName() }));
    await app.signing.sign(firm(), signed);
    expect((await refusedBy(app.signing.sign(owners(), signed))).code).toBe('CONTRACT_RESOLUTION_MISSING');
    expect(await rows('contract')).toBe(1);
  });

  it.each([
    ['days of another', { from: '2024-12-01' }, 'CONTRACT_OVERLAPS'],
    ['the number of another', { number: FIRST }, 'CONTRACT_NUMBER_TAKEN'],
    ['broken months', { from: '2025-01-15' }, 'CONTRACT_MONTHS_NOT_WHOLE'],
    ['an unknown firm', { firm: '没有的公司' }, 'CONTRACT_FIRM_UNKNOWN'],
  ])('is refused with %s', async (_, change, code) => {
    expect((await refusedBy(propose(next({ firm: await firmName(), ...change })))).code).toBe(code);
    expect(await rows('contract_proposal')).toBe(0);
  });
});

describe('the database itself', () => {
  const insert = (sql: string, parameters: unknown[]) => database.unitOfWork.run(compound.communityId, (tx) => tx.query(sql, parameters));
  const signature = (change: { of?: string; side?: string; sha256?: string; person?: number; organisation?: number; at?: string; resolution?: number } = {}) =>
    read((tx) => app.proposals.byNumber(tx, change.of ?? 'HT001')).then(async ({ id, revision, sha256 }) =>
      insert(
        `insert into mingbai.contract_signature (community_id, proposal_id, revision, sha256, side, person_id, organisation_id, document_sha256, signed_at, resolution_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          compound.communityId,
          id,
          revision,
          change.sha256 ?? sha256,
          change.side ?? 'FIRM',
          change.person ?? compound.firm.personId,
          change.organisation ?? compound.firm.organisationId,
          await app.paper(owners(), '库'),
          change.at ?? '2024-05-13T09:00:00+08:00',
          change.resolution ?? null,
        ],
      ),
    );

  it('takes no signature while the notice runs, of another text, or by whom the firm is not', async () => {
    await hungOut();
    await expect(signature({ at: '2024-05-12T23:59:00+08:00' })).rejects.toThrow('is not over');
    await expect(signature({ sha256: 'a'.repeat(64) })).rejects.toThrow('foreign key');
    await expect(signature({ person: compound.centre.personId, organisation: compound.centre.organisationId })).rejects.toThrow('no part');
    const stranger = await app.party(compound.communityId, 'FIRM');
    await expect(signature({ person: stranger.personId, organisation: stranger.organisationId })).rejects.toThrow('its own firm');
    await signature();
    await expect(signature()).rejects.toThrow('duplicate key');
  });

  it('takes no version that differs from what both sides signed, by a letter or a signature', async () => {
    const signed = await hungOut();
    await app.signing.sign(firm(), signed);
    const { id, text, contractId } = await read((tx) => app.proposals.byNumber(tx, 'HT001'));
    const version = (terms: object) =>
      insert(
        `insert into mingbai.contract_version (community_id, id, contract_id, version_no, from_period, signed_on, terms, recorded_by, recorded_at, proposal_id, proposal_revision)
         values ($1, 900009, $2, 2, '2024-07', '2024-05-13', $3, 1, now(), $4, 1)`,
        [compound.communityId, contractId, JSON.stringify(terms), id],
      );
    await expect(version(text.terms)).rejects.toThrow('is not what both sides signed');
    await signature({ side: 'OWNER_SIDE', person: compound.community.personId, organisation: compound.community.organisationId });
    await expect(version({ ...text.terms, answerDays: 99 })).rejects.toThrow('is not what both sides signed');
    await version(text.terms);
  });

  const ownerSide = () => ({ side: 'OWNER_SIDE', person: compound.community.personId, organisation: compound.community.organisationId });
  const versionOf = async (proposal: string, versionNo: number, change: { before?: boolean } = {}) => {
    const { id, text, contractId } = await read((tx) => app.proposals.byNumber(tx, proposal));
    await insert(
      `insert into mingbai.contract_version (community_id, id, contract_id, version_no, from_period, signed_on, terms, recorded_by, recorded_at, proposal_id, proposal_revision, before_proposals)
       values ($1, 900000 + $3::int, $2, $3, $4, '2024-05-13', $5, 1, now(), $6, 1, $7)`,
      [compound.communityId, contractId, versionNo, text.fromPeriod, JSON.stringify(text.terms), id, change.before ?? false],
    );
  };

  it('takes no signature of a text that changes what no longer stands, and no version that follows another one than it changes', async () => {
    await propose(other({ answerDays: 5 }, '2024-10'));
    await hungOut(other({ answerDays: 6 }));
    const { sha256 } = await read((tx) => app.proposals.byNumber(tx, 'HT001'));
    database.clock.set(shanghaiTime(day('2024-05-06'), '09:00'));
    await app.signing.publish(owners(), { number: 'HT001', sha256, until: day('2024-05-12') });
    at('2024-05-13');
    for (const proposal of ['HT001', 'HT002']) {
      await signature({ of: proposal });
      await signature({ of: proposal, ...ownerSide() });
    }
    await expect(versionOf('HT002', 2, { before: true })).rejects.toThrow('from before there were proposals');
    await versionOf('HT002', 2);
    await expect(versionOf('HT001', 3)).rejects.toThrow('follows another one');
    await propose(other({ answerDays: 4 }, '2025-01'));
    await expect(
      insert(
        `insert into mingbai.contract_proposal_text (community_id, proposal_id, revision, sha256, text, written_by, written_for, written_at)
         select community_id, proposal_id, 2, encode(sha256(convert_to(replace(text, '"versionNo":2', '"versionNo":1'), 'UTF8')), 'hex'), replace(text, '"versionNo":2', '"versionNo":1'), written_by, written_for, written_at
         from mingbai.contract_proposal_text where community_id = $1 and proposal_id = (select id from mingbai.contract_proposal where community_id = $1 and number = 'HT003')`,
        [compound.communityId],
      ),
    ).rejects.toThrow('changes version 1 of the terms, and 2 stands');
  });

  it('takes no resolution that is older than the text, and none that nobody else has confirmed', async () => {
    await hungOut(other({ shareAtRisk: '0.1' }));
    const idOf = async (number: string) =>
      (await read((tx) => tx.query<{ id: number }>('select id from mingbai.resolution where community_id = $1 and number = $2', [tx.communityId, number])))[0]!
        .id;
    const old = await app.decide(owners(), { kind: 'CONTRACT', title: '以前的' });
    await expect(signature({ ...ownerSide(), resolution: await idOf(old) })).rejects.toThrow('older than revision 1');
    const waiting = await app.record(owners(), { kind: 'CONTRACT', title: '等待确认', decidedOn: day('2024-05-13') });
    await expect(signature({ ...ownerSide(), resolution: await idOf(waiting) })).rejects.toThrow(`nobody else has confirmed resolution ${waiting}`);
  });

  it('takes a resolution behind one proposal alone', async () => {
    const first = await hungOut(other({ shareAtRisk: '0.1' }));
    const resolution = await app.decide(owners(), { kind: 'CONTRACT', title: '同意变更', decidedOn: day('2024-05-13') });
    await app.signing.sign(owners(), { ...first, resolution });
    at('2024-05-06');
    await hungOut(other({ shareAtRisk: '0.3' }));
    const [row] = await read((tx) =>
      tx.query<{ id: number }>('select id from mingbai.resolution where community_id = $1 and number = $2', [tx.communityId, resolution]),
    );
    await expect(signature({ of: 'HT002', ...ownerSide(), resolution: row!.id })).rejects.toThrow('agreed to proposal HT001');
    await signature({ of: 'HT002', ...ownerSide() });
  });

  it.each(['contract_proposal', 'contract_proposal_text', 'contract_notice', 'contract_signature', 'contract_withdrawal'])(
    'keeps the rows of %s',
    async (table) => {
      for (const sql of [`update mingbai.${table} set community_id = community_id`, `delete from mingbai.${table}`, `truncate mingbai.${table} cascade`])
        await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow('only grow');
    },
  );

  it('lets verify books find a version that nobody signed, by name', async () => {
    await app.agree(compound, other(), day('2024-05-06'));
    const tamper = (sql: string) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql, [compound.communityId]);
      });
    const found = async () => (await violations(database, compound.communityId, invariants)).join('; ');
    await tamper(`update mingbai.contract_version set terms = jsonb_set(terms, '{answerDays}', '99') where community_id = $1 and version_no = 2`);
    expect(await found()).toContain('what a contract says is what both sides signed after its notice');
    await tamper(
      `update mingbai.contract_version set terms = jsonb_set(terms, '{answerDays}', '5'), proposal_id = null, proposal_revision = null where community_id = $1 and version_no = 2`,
    );
    expect(await found()).toContain('I28 only a first contract stands without a proposal');
    await tamper(`update mingbai.contract_version set before_proposals = true where community_id = $1 and version_no = 2`);
    expect(await found()).toBe('');
    await tamper(`delete from mingbai.contract_version where community_id = $1 and version_no = 2`);
    await tamper(`update mingbai.contract_proposal set number_no = 7 where community_id = $1`);
    expect(await found()).toContain('contract proposals are counted without gap');
    await tamper(`update mingbai.contract_proposal set number_no = 1 where community_id = $1`);
  });

  it('reads terms that were stored before they said everything as those that came later', async () => {
    const tamper = (sql: string) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql, [compound.communityId]);
      });
    await tamper(`update mingbai.contract_version set terms = terms - 'waiverLimit' where community_id = $1 and version_no = 1`);
    await app.agree(compound, other(), day('2024-05-06'));
    expect(await violations(database, compound.communityId, invariants)).toEqual([]);
  });

  it('lets verify books find a text that is signed by an older resolution, by name', async () => {
    await app.agree(compound, other({ shareAtRisk: '0.1' }), day('2024-05-06'));
    const tamper = (sql: string) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql, [compound.communityId]);
      });
    await tamper(`update mingbai.resolution set decided_on = '2024-05-05' where community_id = $1`);
    expect((await violations(database, compound.communityId, invariants)).join()).toContain('the owners agree to a text after it was written');
    await tamper(`update mingbai.contract_signature set before_confirmations = true where community_id = $1`);
    expect(await violations(database, compound.communityId, invariants)).toEqual([]);
  });

  it('lets verify books find terms that change others than those before them, that rest on no resolution, or on that of another proposal, by name', async () => {
    await app.agree(compound, other({ shareAtRisk: '0.1' }), day('2024-05-06'));
    const tamper = (sql: string, ...more: unknown[]) =>
      database.as('postgres', async (client) => {
        await client.query('set session_replication_role = replica');
        await client.query(sql, [compound.communityId, ...more]);
      });
    const found = async () => (await violations(database, compound.communityId, invariants)).join('; ');
    await tamper(`update mingbai.contract_version set terms = jsonb_set(terms, '{answerDays}', '99') where community_id = $1 and version_no = 1`);
    expect(await found()).toContain('or other terms than those before it');
    await tamper(`update mingbai.contract_version set terms = jsonb_set(terms, '{answerDays}', '7') where community_id = $1 and version_no = 1`);
    await tamper(`update mingbai.resolution set kind = 'FEE' where community_id = $1`);
    expect(await found()).toContain('rests on FEE, not on CONTRACT');
    await tamper(`update mingbai.resolution set kind = 'CONTRACT' where community_id = $1`);
    await app.agree(compound, other({ shareAtRisk: '0.3' }, '2024-10'), day('2024-05-14'));
    await tamper(
      `update mingbai.contract_signature set resolution_id = (select min(id) from mingbai.resolution where community_id = $1) where community_id = $1 and side = 'OWNER_SIDE'`,
    );
    expect(await found()).toContain('by a resolution the owners agree to one proposal');
    await tamper(`update mingbai.contract_signature s set resolution_id = (select max(id) from mingbai.resolution where community_id = $1) where community_id = $1 and side = 'OWNER_SIDE'
      and proposal_id = (select max(id) from mingbai.contract_proposal where community_id = $1)`);
  });
});
