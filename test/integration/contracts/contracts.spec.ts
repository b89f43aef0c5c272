import { accountingPeriod, businessDate, instant, shanghaiTime, type Id, type OrganisationId } from '../../../src/kernel/index.js';
import { contractTermsJson, entities, invariants, readContractTerms, type ContractTermsJson } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, contractOf, contractsOn, demoPayeeAccount, demoTerms, demoTermsWithGates, type Compound } from './fixture.js';

const day = businessDate;
let database: TestDatabase;
let app: ReturnType<typeof contractsOn>;
let compound: Compound;

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  app = contractsOn(database);
});
beforeEach(async () => {
  database.clock.set(shanghaiTime(day('2024-01-01'), '09:00'));
  compound = await app.newCompound();
});
afterEach(async () => {
  expect(await violations(database, compound.communityId, invariants)).toEqual([]);
});
afterAll(() => database.destroy());

const by = (role: 'COMMUNITY' | 'CENTRE' | 'STREET' | 'FIRM', key: string | null = null) => {
  const party = { COMMUNITY: compound.community, CENTRE: compound.centre, STREET: compound.street, FIRM: compound.firm }[role];
  return contextIn(compound.communityId, party, role, key);
};
const read = <T>(work: Parameters<typeof database.unitOfWork.read<T>>[1]) => database.unitOfWork.read(compound.communityId, work);
const rows = async (table: string) => (await read((tx) => tx.query(`select * from mingbai.${table} where community_id = $1`, [tx.communityId]))).length;
const sign = (change: Parameters<typeof contractOf>[1] = {}) => app.signContract.execute(by('COMMUNITY'), contractOf(compound, change));
const terms = (change: Partial<ContractTermsJson>): { terms: ContractTermsJson } => ({ terms: { ...demoTerms, ...change } });

describe('SignContract', () => {
  beforeEach(() => app.standIn(compound));

  it('records the contract with its terms, which count for every month of it and no other', async () => {
    const { value } = await sign();
    const version = await read((tx) => app.contracts.versionFor(tx, accountingPeriod('2024-01')));
    expect(version).toMatchObject({
      contractId: value.contractId,
      versionId: value.versionId,
      versionNo: 1,
      number: 'RYXC-WY-2024-01',
      firmId: compound.firm.organisationId,
      from: '2024-01-01',
      to: '2026-12-31',
      basis: 'COLLECTED',
      answerDays: 7,
    });
    expect([version.shareAtRisk.toString(), version.payoutRule.kind, version.approvalPolicy.threshold.toString()]).toEqual(['0.2', 'BANDED', '30000.00']);
    expect(version.rates.map((rate) => [rate.unitKind, rate.yuanPerSquareMetre.toString()])).toEqual([
      ['FLAT', '0.85'],
      ['SHOP', '1.6'],
    ]);
    expect(await read((tx) => app.contracts.findVersion(tx, accountingPeriod('2026-12')))).not.toBeNull();
    for (const period of ['2023-12', '2027-01'])
      expect(await refusedBy(read((tx) => app.contracts.versionFor(tx, accountingPeriod(period))))).toEqual({ code: 'CONTRACT_NONE', details: { period } });
  });

  it('keeps the clauses that the contract has, and no other', async () => {
    await sign({ terms: { ...demoTermsWithGates, noticeDays: 90 } });
    const [version] = await read((tx) => app.contracts.versions(tx));
    expect(version).toMatchObject({ gates: { budget: true, invoice: true, reconciledWithinDays: 31 }, noticeDays: 90 });
    expect(version).not.toHaveProperty('hearing');
  });

  it('does the same request once, and refuses another under its key', async () => {
    const first = await app.signContract.execute(by('COMMUNITY', 'sign-contract-1'), contractOf(compound));
    const again = await app.signContract.execute(by('COMMUNITY', 'sign-contract-1'), contractOf(compound));
    expect(again).toEqual({ value: first.value, replayed: true });
    const other = app.signContract.execute(by('COMMUNITY', 'sign-contract-1'), contractOf(compound, { number: 'OTHER' }));
    expect(await refusedBy(other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { fields: 'request.number' } });
    expect(await rows('contract')).toBe(1);
  });

  it('is for those who speak for the owners, never for the firm or the regulator', async () => {
    for (const role of ['FIRM', 'CENTRE', 'STREET'] as const)
      expect(await refusedBy(app.signContract.execute(by(role), contractOf(compound)))).toEqual({ code: 'NOT_ALLOWED', details: {} });
    expect(await rows('contract')).toBe(0);
  });

  it.each([
    [
      'a gap in its bands',
      { payoutRule: bands(['0', '60', '0.7'], ['65', '100', '1']) },
      'CONTRACT_BANDS_GAP',
      { field: 'payoutRule.bands[1].lo', from: '60', to: '65' },
    ],
    ['two bands for a score', { payoutRule: bands(['0', '66', '0.7'], ['65', '100', '1']) }, 'CONTRACT_BANDS_OVERLAP', { from: '65', to: '66' }],
    ['a ratio above 1', { payoutRule: bands(['0', '100', '1.1']) }, 'CONTRACT_TERM_OUTSIDE', { field: 'payoutRule.bands[0].ratio', value: '1.1' }],
    ['weights that do not add to 100 %', { template: weights('0.9') }, 'CONTRACT_WEIGHTS_NOT_WHOLE', { field: 'template.components', total: '90' }],
    ['a share at risk above 1', { shareAtRisk: '1.2' }, 'CONTRACT_TERM_OUTSIDE', { field: 'shareAtRisk' }],
    ['no fee rate', { rates: [] }, 'CONTRACT_RATES_MISSING', { field: 'rates' }],
    ['a policy without the owners', { approvalPolicy: { ...demoTerms.approvalPolicy, small: ['REGULATOR'] } }, 'CONTRACT_POLICY_WEAK', { slot: 'OWNER_SIDE' }],
    [
      'a policy by which one body pays alone',
      { approvalPolicy: { ...demoTerms.approvalPolicy, small: ['OWNER_SIDE'], large: ['OWNER_SIDE'], alwaysLarge: [], signature: 'SIGNED' } },
      'CONTRACT_POLICY_ALONE',
      { field: 'approvalPolicy.small', slots: 'OWNER_SIDE', min: 2 },
    ],
    ['steps out of order', { calendar: { ...demoTerms.calendar, scoreDay: 11 } }, 'CONTRACT_CALENDAR_ORDER', { field: 'calendar.scoreDay' }],
  ])('refuses terms with %s', async (_, change, code, details) => {
    expect(await refusedBy(sign(terms(change as Partial<ContractTermsJson>)))).toMatchObject({ code, details });
    expect([await rows('contract'), await rows('contract_version')]).toEqual([0, 0]);
  });

  it.each([
    ['broken months', { from: day('2024-01-15') }, 'CONTRACT_MONTHS_NOT_WHOLE'],
    ['a day of signing in the future', { signedOn: day('2024-01-02') }, 'CONTRACT_SIGNED_LATER'],
    ['a firm that has no part in the compound', { firmId: 999 as OrganisationId }, 'CONTRACT_FIRM_UNKNOWN'],
    ['an empty number', { number: ' ' }, 'CONTRACT_TERM_TEXT'],
  ])('refuses a contract with %s', async (_, change, code) => {
    expect((await refusedBy(sign(change))).code).toBe(code);
    expect(await rows('contract')).toBe(0);
  });

  it('refuses the residents’ committee as firm', async () => {
    expect((await refusedBy(sign({ firmId: compound.community.organisationId }))).code).toBe('CONTRACT_FIRM_UNKNOWN');
  });

  it('lets one of two contracts win that are signed at once', async () => {
    const settled = await Promise.allSettled([sign({ number: 'A' }), sign({ number: 'B' })]);
    expect(settled.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await rows('contract')).toBe(1);
  });

  it('is for the first contract alone: a later one hangs out, and is signed by the firm too', async () => {
    await sign({ to: day('2024-12-31') });
    expect(await refusedBy(sign({ number: 'NEXT', from: day('2025-01-01') }))).toEqual({
      code: 'CONTRACT_NEEDS_NOTICE',
      details: { number: 'RYXC-WY-2024-01' },
    });
    expect(await rows('contract')).toBe(1);
  });
});

describe('the database itself', () => {
  beforeEach(() => app.standIn(compound));

  const insert = (sql: string, parameters: unknown[]) => database.unitOfWork.run(compound.communityId, (tx) => tx.query(sql, parameters));
  const version = (id: number, contractId: number, json: object, fromPeriod = '2025-01') =>
    insert(
      `insert into mingbai.contract_version (community_id, id, contract_id, version_no, from_period, signed_on, terms, recorded_by, recorded_at)
       values ($1, $2, $3, 2, $5, '2024-12-01', $4, 1, now())`,
      [compound.communityId, id, contractId, JSON.stringify(json), fromPeriod],
    );

  const storedTerms = contractTermsJson(readContractTerms(demoTerms));

  it('refuses terms by which one body alone could pay, by its name, by a number or by naming it twice', async () => {
    const { value } = await sign();
    const alone = [
      { small: ['OWNER_SIDE'] },
      { large: ['OWNER_SIDE'] },
      { small: ['OWNER_SIDE', 'OWNER_SIDE'] },
      { largeCount: 1 },
      { smallCount: 1 },
      { small: null },
    ];
    for (const change of alone)
      await expect(version(900_003, value.contractId, { ...storedTerms, approvalPolicy: { ...storedTerms.approvalPolicy, ...change } })).rejects.toThrow(
        /two_bodies_approve|cannot extract elements/,
      );
    expect(await rows('contract_version')).toBe(1);
  });

  it('refuses terms that no proposal carries, however sound they are', async () => {
    const { value } = await sign();
    await expect(version(900_002, value.contractId, storedTerms)).rejects.toThrow('has no proposal that both sides signed');
    expect(await rows('contract_version')).toBe(1);
  });

  it('refuses a second contract for a day, whoever writes it', async () => {
    await sign();
    const second = insert(
      `insert into mingbai.contract (community_id, id, number, firm_id, signed_on, from_on, to_on, recorded_by, recorded_at)
       values ($1, 900001, 'SECOND', 1, '2024-01-01', '2026-12-01', '2027-01-31', 1, now())`,
      [compound.communityId],
    );
    expect(await refusedBy(second)).toMatchObject({ code: 'CONTRACT_OVERLAPS', details: { number: 'RYXC-WY-2024-01' } });
  });

  it('refuses a second contract for a quarter, whoever writes it', async () => {
    await sign({ to: day('2024-07-31') });
    const second = insert(
      `insert into mingbai.contract (community_id, id, number, firm_id, signed_on, from_on, to_on, recorded_by, recorded_at)
       values ($1, 900001, 'SECOND', 1, '2024-01-01', '2024-08-01', '2027-01-31', 1, now())`,
      [compound.communityId],
    );
    expect(await refusedBy(second)).toEqual({
      code: 'CONTRACT_QUARTER_SPLIT',
      details: { number: 'RYXC-WY-2024-01', quarter: '2024-Q3', startsFrom: '2024-10', endsWith: '2024-06' },
    });
  });

  it('refuses terms that change inside a quarter', async () => {
    const { value } = await sign({ from: day('2024-02-01') });
    await expect(version(900_002, value.contractId, storedTerms, '2024-03')).rejects.toThrow('terms change between quarters');
  });

  it.each([
    ['bands with a gap', { payoutRule: bands(['0', '60', '0.7'], ['65', '100', '1']) }, 'payout_rule_is_whole'],
    ['bands that overlap', { payoutRule: bands(['0', '66', '0.7'], ['65', '100', '1']) }, 'payout_rule_is_whole'],
    ['bands that end below 100', { payoutRule: bands(['0', '99', '0.7']) }, 'payout_rule_is_whole'],
    ['no bands', { payoutRule: bands() }, 'payout_rule_is_whole'],
    ['a ratio above 1', { payoutRule: bands(['0', '100', '1.01']) }, 'payout_rule_is_whole'],
    ['a rule of no kind', { payoutRule: {} }, 'payout_rule_is_whole'],
    ['weights of 90 %', { template: weights('0.9') }, 'weights_are_whole'],
    ['no template', { template: undefined }, 'weights_are_whole'],
    ['a share above 1', { shareAtRisk: '1.01' }, 'share_is_a_part'],
    ['no share', { shareAtRisk: undefined }, 'share_is_a_part'],
    ['another basis', { basis: 'BOTH' }, 'basis_is_known'],
  ])('refuses terms with %s', async (_, change, constraint) => {
    const { value } = await sign();
    await expect(version(900_002, value.contractId, { ...storedTerms, ...change })).rejects.toThrow(constraint);
  });

  it.each(['contract', 'contract_version', 'payee', 'payee_account', 'substitution'])(
    'keeps the rows of %s as they were written, for the owner of the table too',
    async (table) => {
      for (const sql of [`update mingbai.${table} set community_id = community_id`, `delete from mingbai.${table}`, `truncate mingbai.${table} cascade`]) {
        await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow('only grow');
        await expect(insert(sql, [])).rejects.toThrow(/permission denied|only grow/);
      }
    },
  );

  it('shows nothing of one compound to another', async () => {
    await sign();
    const other = await app.newCompound();
    expect(await database.unitOfWork.read(other.communityId, (tx) => tx.query('select * from mingbai.contract'))).toEqual([]);
    expect(await database.unitOfWork.read(other.communityId, (tx) => app.contracts.versions(tx))).toEqual([]);
  });
});

/** Between one who speaks for the owners and the next nobody does, and whoever sits in the residents' committee is not asked for more than they may. */
describe('while nobody speaks for the owners', () => {
  it('nobody signs for them: the substitution comes first, and then the contract', async () => {
    expect(await refusedBy(sign())).toEqual({ code: 'OWNER_SIDE_NONE', details: { on: '2024-01-01' } });
    expect(await rows('contract')).toBe(0);
    await app.standIn(compound);
    await sign();
    expect(await rows('contract')).toBe(1);
  });

  it('nobody says to which account the firm is paid, the first time or later', async () => {
    await app.standIn(compound, { to: day('2024-01-31') });
    const { contractId } = (await sign()).value;
    const register = (accountNo: string) => app.registerPayeeAccount.execute(by('COMMUNITY'), { contractId, ...demoPayeeAccount, accountNo });
    database.clock.set(shanghaiTime(day('2024-02-01'), '09:00'));
    expect((await refusedBy(register('9903000000000001'))).code).toBe('OWNER_SIDE_NONE');
    expect(await rows('payee')).toBe(0);
    await app.standIn(compound, { to: day('2024-02-01') });
    await register('9903000000000001');
    database.clock.set(shanghaiTime(day('2024-02-02'), '09:00'));
    expect((await refusedBy(register('9903000000000002'))).code).toBe('OWNER_SIDE_NONE');
    expect((await refusedBy(sign({ number: 'NEXT', from: day('2027-01-01'), to: day('2027-12-31') }))).code).toBe('OWNER_SIDE_NONE');
    expect([await rows('contract'), await rows('payee_account')]).toEqual([1, 1]);
  });
});

describe('RegisterPayeeAccount', () => {
  beforeEach(() => app.standIn(compound));

  it('leaves no whole account number with the key, and still knows the same request from another', async () => {
    const { contractId } = (await sign()).value;
    const ask = (accountNo: string) => app.registerPayeeAccount.execute(by('COMMUNITY', 'payee-1'), { contractId, ...demoPayeeAccount, accountNo });
    const first = await ask(demoPayeeAccount.accountNo);
    expect(await ask(demoPayeeAccount.accountNo)).toEqual({ value: first.value, replayed: true });
    expect(await refusedBy(ask('9903000000000002'))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { fields: 'request.accountNo' } });
    const kept = JSON.stringify(await read((tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId])));
    expect(kept).not.toContain(demoPayeeAccount.accountNo);
  });

  const register = (contractId: Id<'contract'>, change: Partial<typeof demoPayeeAccount> = {}) =>
    app.registerPayeeAccount.execute(by('COMMUNITY'), { contractId, ...demoPayeeAccount, ...change });

  it('puts the account on the contract, with the moment from which it rests', async () => {
    const { contractId } = (await sign()).value;
    const { value } = await register(contractId);
    expect(value).toMatchObject({ version: 1, last4: '0001' });
    const at = instant('2024-01-01T09:00:00+08:00');
    expect(await read((tx) => app.contracts.payeeAccount(tx, contractId, at))).toEqual({
      id: value.payeeAccountId,
      payeeId: expect.any(Number),
      registeredBy: compound.community.personId,
      version: 1,
      ...demoPayeeAccount,
      last4: '0001',
      registeredAt: at,
    });
    expect(await read((tx) => app.contracts.payeeAccount(tx, contractId, instant('2024-01-01T08:59:59+08:00')))).toBeNull();
  });

  it('lets only who speaks for the owners sign, and register the account', async () => {
    const other = await app.party(compound.communityId, 'COMMUNITY');
    const stranger = contextIn(compound.communityId, other, 'COMMUNITY');
    expect((await refusedBy(app.signContract.execute(stranger, contractOf(compound)))).code).toBe('OWNER_SIDE_ONLY');
    const { contractId } = (await sign()).value;
    expect((await refusedBy(app.registerPayeeAccount.execute(stranger, { contractId, ...demoPayeeAccount }))).code).toBe('OWNER_SIDE_ONLY');
    expect([await rows('contract'), await rows('payee_account')]).toEqual([1, 0]);
    await register(contractId);
    expect([await rows('contract'), await rows('payee_account')]).toEqual([1, 1]);
  });

  it('counts a change as a new version, and still knows which one stood when', async () => {
    const { contractId } = (await sign()).value;
    await register(contractId);
    database.clock.set(shanghaiTime(day('2024-02-01'), '10:00'));
    expect((await register(contractId, { accountNo: '9903000000000002' })).value).toMatchObject({ version: 2, last4: '0002' });
    const accountAt = (moment: string) => read((tx) => app.contracts.payeeAccount(tx, contractId, instant(moment)));
    expect((await accountAt('2024-02-01T09:59:59+08:00'))?.last4).toBe('0001');
    expect((await accountAt('2024-02-01T10:00:00+08:00'))?.last4).toBe('0002');
  });

  it('refuses an impossible account, the same one again, an unknown contract and the firm itself', async () => {
    const { contractId } = (await sign()).value;
    expect(await refusedBy(register(contractId, { accountNo: '12-34' }))).toEqual({ code: 'CONTRACT_PAYEE_ACCOUNT', details: { field: 'accountNo' } });
    expect(await refusedBy(register(77 as Id<'contract'>))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusedBy(app.registerPayeeAccount.execute(by('FIRM'), { contractId, ...demoPayeeAccount }))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await rows('payee_account')).toBe(0);
    await register(contractId);
    expect((await refusedBy(register(contractId))).code).toBe('CONTRACT_PAYEE_UNCHANGED');
    expect(await rows('payee_account')).toBe(1);
  });
});

describe('RecordSubstitution', () => {
  const request = () => ({
    ground: 'NO_COMMITTEE' as const,
    legalBasis: '嘉兴市住宅物业管理条例 第二十三条',
    organisationId: compound.community.organisationId,
    from: day('2024-01-01'),
    to: null,
  });
  const record = (change: object = {}, role: 'STREET' | 'COMMUNITY' = 'STREET') => app.recordSubstitution.execute(by(role), { ...request(), ...change });
  const ownerSide = (on: string) => read((tx) => app.substitutions.ownerSide(tx, day(on)));

  it('lets the residents’ committee speak for the owners, and the street supervise it', async () => {
    const { value } = await record();
    expect(await ownerSide('2024-01-01')).toMatchObject({
      role: 'COMMUNITY',
      organisation: { id: compound.community.organisationId },
      substitution: { id: value.substitutionId, ground: 'NO_COMMITTEE', confirmedFor: compound.street.organisationId },
    });
    expect(await ownerSide('2023-12-31')).toEqual({ role: null, organisation: null, substitution: null });
    expect(await read((tx) => app.substitutions.slotRoles(tx, day('2024-01-01')))).toEqual({
      OWNER_SIDE: 'COMMUNITY',
      REGULATOR: 'CENTRE',
      SUPERVISOR: 'STREET',
    });
    const slot = (role: 'COMMUNITY' | 'CENTRE' | 'STREET' | 'FIRM') => read((tx) => app.substitutions.slotOf(tx, by(role).actor, day('2024-01-01')));
    expect(await Promise.all([slot('COMMUNITY'), slot('CENTRE'), slot('STREET'), slot('FIRM')])).toEqual(['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR', null]);
  });

  it('counts only the one organisation that stands in, not another residents’ committee', async () => {
    await record();
    const stranger = await app.party(compound.communityId, 'COMMUNITY');
    expect(await read((tx) => app.substitutions.slotOf(tx, contextIn(compound.communityId, stranger, 'COMMUNITY').actor, day('2024-01-01')))).toBeNull();
  });

  it('ends by itself on the day a committee is registered, which then speaks for the owners', async () => {
    await record();
    const committee = await app.party(compound.communityId, 'COMMITTEE', { from: day('2025-06-18') });
    expect((await ownerSide('2025-06-17')).role).toBe('COMMUNITY');
    expect(await ownerSide('2025-06-18')).toMatchObject({ role: 'COMMITTEE', organisation: { id: committee.organisationId }, substitution: null });
    expect(await read((tx) => app.substitutions.slotRoles(tx, day('2025-06-18')))).toEqual({
      OWNER_SIDE: 'COMMITTEE',
      REGULATOR: 'CENTRE',
      SUPERVISOR: 'COMMUNITY',
    });
    expect((await read((tx) => app.substitutions.ownerSideOrganisation(tx, day('2025-06-18'))))?.id).toBe(committee.organisationId);
  });

  it('holds beside an incomplete committee until another one is registered', async () => {
    const incomplete = await app.party(compound.communityId, 'COMMITTEE', { from: day('2024-01-01'), to: day('2024-08-31') });
    await app.party(compound.communityId, 'COMMITTEE', { from: day('2024-09-01') });
    expect((await ownerSide('2024-02-29')).organisation?.id).toBe(incomplete.organisationId);
    await record({ ground: 'BELOW_HALF', from: day('2024-03-01') });
    expect((await ownerSide('2024-03-01')).role).toBe('COMMUNITY');
    expect((await ownerSide('2024-09-01')).role).toBe('COMMITTEE');
  });

  it('is confirmed by the street, for a residents’ committee of this compound, on a ground that holds', async () => {
    expect((await refusedBy(record({}, 'COMMUNITY'))).code).toBe('NOT_ALLOWED');
    expect((await refusedBy(record({ organisationId: compound.centre.organisationId }))).code).toBe('SUBSTITUTION_NO_BODY');
    expect((await refusedBy(record({ to: day('2023-12-31') }))).code).toBe('SUBSTITUTION_DAYS');
    expect((await refusedBy(record({ ground: 'CONVENIENCE' }))).code).toBe('CONTRACT_TERM_UNKNOWN');
    expect((await refusedBy(record({ legalBasis: '' }))).code).toBe('CONTRACT_TERM_TEXT');
    await app.party(compound.communityId, 'COMMITTEE');
    expect(await refusedBy(record())).toMatchObject({ code: 'SUBSTITUTION_NO_GROUND', details: { ground: 'NO_COMMITTEE', from: '2024-01-01' } });
    expect(await rows('substitution')).toBe(0);
  });

  it('does not overlap another', async () => {
    await record({ to: day('2024-06-30') });
    expect(await refusedBy(record({ from: day('2024-06-30') }))).toEqual({ code: 'SUBSTITUTION_OVERLAPS', details: { from: '2024-01-01', to: '2024-06-30' } });
    await record({ from: day('2024-07-01') });
    expect(await rows('substitution')).toBe(2);
  });
});

function bands(...list: [lo: string, hi: string, ratio: string][]): ContractTermsJson['payoutRule'] {
  return { kind: 'BANDED', bands: list.map(([lo, hi, ratio]) => ({ lo, hi, ratio })) };
}

function weights(inspection: string): ContractTermsJson['template'] {
  return { ...demoTerms.template, components: [{ code: 'INSPECTION', name: '现场检查', weight: inspection }] };
}
