import { businessDate, instant, shanghaiTime } from '../../../src/kernel/index.js';
import { entities, invariants } from '../../../src/modules/contracts/index.js';
import { violations } from '../../support/books.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextIn, contractOf, contractsOn, demoPayeeAccount, type Compound, type Party } from './fixture.js';

/** The register of those to whom money may be paid. */
describe('payees', () => {
  const account = { bankName: '中国农业银行嘉善支行', accountNo: '9905000000000001', accountName: '嘉善安防用品店' };
  const vendor = { kind: 'VENDOR' as const, name: '嘉善安防用品店', ...account };
  let database: TestDatabase;
  let app: ReturnType<typeof contractsOn>;
  let compound: Compound;
  let bookkeeper: Party;

  beforeAll(async () => {
    database = await TestDatabase.create(entities);
    app = contractsOn(database);
  });
  beforeEach(async () => {
    database.clock.set(shanghaiTime(businessDate('2024-01-01'), '09:00'));
    compound = await app.newCompound();
    bookkeeper = await app.party(compound.communityId, 'BOOKKEEPER');
  });
  afterEach(async () => {
    expect(await violations(database, compound.communityId, invariants)).toEqual([]);
  });
  afterAll(() => database.destroy());

  const by = (key: string | null = null) => contextIn(compound.communityId, bookkeeper, 'BOOKKEEPER', key);
  const register = (change: object = {}, key: string | null = null) => app.registerPayee.execute(by(key), { ...vendor, ...change });
  const read = <T>(work: Parameters<typeof database.unitOfWork.read<T>>[1]) => database.unitOfWork.read(compound.communityId, work);
  const all = () => read((tx) => app.payees.all(tx));

  it('are registered with their account, and cited by a number', async () => {
    const { payeeId, number, last4 } = (await register()).value;
    expect([number, last4]).toEqual(['SK001', '0001']);
    expect(await read((tx) => app.payees.byId(tx, payeeId))).toMatchObject({
      kind: 'VENDOR',
      name: vendor.name,
      contractId: null,
      account: { ...account, version: 1 },
    });
    expect((await register({ kind: 'TAX_OFFICE', name: '国家税务总局嘉善县税务局' })).value.number).toBe('SK002');
  });

  it('are said to be persons when they are registered, and stay what they are', async () => {
    await register({ kind: 'OTHER', party: 'PERSON', name: '王小二' });
    await register();
    expect((await all()).map(({ isPerson }) => isPerson)).toEqual([true, false]);
    expect(await refusedBy(register({ kind: 'COMMITTEE', name: '业主委员会' }))).toEqual({ code: 'PAYEE_PARTY_MISSING', details: { field: 'party' } });
    expect((await refusedBy(register({ kind: 'TAX_OFFICE', name: '税务局', party: 'PERSON' }))).code).toBe('PAYEE_PARTY_KIND');
    const { communityId } = compound;
    const wrong = (sql: string) =>
      database.as('mingbai_owner', (client) => client.query(`begin; set local app.community_id = '${communityId}'; ${sql}; rollback`));
    await expect(wrong('update mingbai.payee set is_person = false')).rejects.toThrow('only grow');
    const columns = `insert into mingbai.payee (community_id, id, number_no, number, kind, is_person, name, registered_by, registered_at)`;
    await expect(wrong(`${columns} values (${communityId}, 9001, 3, 'SK003', 'OTHER', null, 'x', 1, now())`)).rejects.toThrow('person_or_organisation');
    await expect(wrong(`${columns} values (${communityId}, 9001, 3, 'SK003', 'CUSTODIAN', true, 'x', 1, now())`)).rejects.toThrow('kinds_that_may_be_persons');
  });

  it('stand in one register with the firm, which is a payee by its contract', async () => {
    const asCommunity = contextIn(compound.communityId, compound.community, 'COMMUNITY');
    await app.standIn(compound);
    const { contractId } = (await app.signContract.execute(asCommunity, contractOf(compound))).value;
    await app.registerPayeeAccount.execute(asCommunity, { contractId, ...demoPayeeAccount });
    await register();
    const [firm, other] = await all();
    expect([firm?.kind, firm?.contractId, other?.kind]).toEqual(['FIRM', contractId, 'VENDOR']);
    expect(await refusedBy(app.changePayeeAccount.execute(by(), { payeeId: firm?.id ?? 0, ...account }))).toEqual({
      code: 'PAYEE_OF_CONTRACT',
      details: { number: 'SK001', name: demoPayeeAccount.accountName },
    });
  });

  it('change their account by a new version, and the register knows which one stood when', async () => {
    const { payeeId } = (await register()).value;
    database.clock.set(shanghaiTime(businessDate('2024-02-01'), '10:00'));
    const changed = await app.changePayeeAccount.execute(by(), { payeeId, ...account, accountNo: '9905 0000 0000 0002' });
    expect(changed.value).toMatchObject({ version: 2, last4: '0002' });
    const at = async (moment: string) => (await read((tx) => app.payees.account(tx, payeeId, instant(moment))))?.last4 ?? null;
    expect(await Promise.all(['2023-12-31T00:00:00Z', '2024-02-01T09:59:59+08:00', '2024-02-01T10:00:00+08:00'].map(at))).toEqual([null, '0001', '0002']);
    expect((await read((tx) => app.payees.accounts(tx, payeeId))).map(({ version }) => version)).toEqual([2, 1]);
    expect((await refusedBy(app.changePayeeAccount.execute(by(), { payeeId, ...account, accountNo: '9905000000000002' }))).code).toBe(
      'CONTRACT_PAYEE_UNCHANGED',
    );
  });

  it('are registered once under a key, and no whole account number stays with it', async () => {
    const first = await register({}, 'payee-key-1');
    expect(await register({}, 'payee-key-1')).toEqual({ value: first.value, replayed: true });
    expect(await refusedBy(register({ accountNo: '9905000000000009' }, 'payee-key-1'))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const kept = JSON.stringify(await read((tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [tx.communityId])));
    expect(kept).not.toContain(account.accountNo);
    expect(await all()).toHaveLength(1);
  });

  it('are not registered twice under a name, nor with a name or an account that cannot be', async () => {
    await register();
    const refused = async (change: object) => (await refusedBy(register(change))).code;
    expect(await refusedBy(register())).toEqual({ code: 'PAYEE_NAME_TAKEN', details: { name: vendor.name, number: 'SK001' } });
    expect(await refused({ name: ' ' })).toBe('PAYEE_NAME_TEXT');
    expect(await refused({ name: '另一家', accountNo: '12-34' })).toBe('CONTRACT_PAYEE_ACCOUNT');
    expect(await refused({ name: '另一家', bankName: '' })).toBe('CONTRACT_PAYEE_ACCOUNT');
    expect((await refusedBy(app.changePayeeAccount.execute(by(), { payeeId: 77, ...account }))).code).toBe('NOT_FOUND');
    expect(await all()).toHaveLength(1);
  });

  it('are nobody’s to register but the bookkeeper’s: not of those who approve, nor of the firm', async () => {
    for (const [party, role] of [
      [compound.community, 'COMMUNITY'],
      [compound.centre, 'CENTRE'],
      [compound.street, 'STREET'],
      [compound.firm, 'FIRM'],
    ] as const)
      expect((await refusedBy(app.registerPayee.execute(contextIn(compound.communityId, party, role), vendor))).code).toBe('NOT_ALLOWED');
    expect(await all()).toEqual([]);
  });

  it('of one compound are not seen from another', async () => {
    const { payeeId } = (await register()).value;
    const other = await app.newCompound();
    expect(await database.unitOfWork.read(other.communityId, (tx) => app.payees.all(tx))).toEqual([]);
    expect(await refusedBy(database.unitOfWork.read(other.communityId, (tx) => app.payees.byId(tx, payeeId)))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are kept by the database too: the firm only with its contract, numbers once', async () => {
    const insert = (values: string) =>
      database.unitOfWork.run(compound.communityId, (tx) =>
        tx.query(
          `insert into mingbai.payee (community_id, id, number_no, number, kind, name, contract_id, is_person, registered_by, registered_at) values ($1, ${values}, false, 1, now())`,
          [tx.communityId],
        ),
      );
    await register();
    await expect(insert(`900001, 2, 'SK002', 'FIRM', '某公司', null`)).rejects.toThrow('firm_by_contract');
    await expect(insert(`900001, 2, 'SK003', 'VENDOR', '某店', null`)).rejects.toThrow('payee_check');
    await expect(insert(`900001, 1, 'SK001', 'VENDOR', '某店', null`)).rejects.toThrow('payee_community_id_number_no_key');
    await expect(insert(`900001, 2, 'SK002', 'VENDOR', '${vendor.name}', null`)).rejects.toThrow('payee_name');
  });
});
