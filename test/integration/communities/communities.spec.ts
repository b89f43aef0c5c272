import { readFileSync } from 'node:fs';
import { businessDate, Rate, type CommunityId } from '../../../src/kernel/index.js';
import { entities, invariants } from '../../../src/modules/communities/index.js';
import { TestDatabase } from '../../support/database.js';
import { account, communitiesOn, contextOf, ryxc, untilBlocked } from './fixture.js';

const HEADER = 'code,building,label,kind,area,owner';
const csv = (...lines: string[]): Uint8Array => new TextEncoder().encode([HEADER, ...lines].join('\n'));
const one = '01-101,1幢,1幢101室,FLAT,88.50,夏阿玉';
const two = '01-102,1幢,1幢102室,FLAT,106.20,朱子兰';
const shop = 'S-01,商铺,商铺01号,SHOP,70.00,';

let database: TestDatabase;
let app: ReturnType<typeof communitiesOn>;

beforeAll(async () => {
  database = await TestDatabase.create(entities);
  app = communitiesOn(database);
});
afterAll(() => database.destroy());

let slugs = 0;
async function newCommunity(): Promise<CommunityId> {
  const { value } = await app.createCommunity.execute({ ...ryxc, slug: `test-${++slugs}` });
  return value.communityId;
}
async function counts(communityId: CommunityId): Promise<unknown> {
  return database.unitOfWork.read(communityId, async (tx) => {
    const [row] = await tx.query(
      `select (select count(*) from mingbai.unit) as units, (select count(*) from mingbai.building) as buildings, (select count(*) from mingbai.unit_owner) as owners`,
    );
    return row;
  });
}
async function expectSound(communityId: CommunityId): Promise<void> {
  for (const invariant of invariants)
    expect({ [invariant.name]: await database.unitOfWork.read(communityId, (tx) => invariant.check(tx)) }).toEqual({ [invariant.name]: [] });
}

describe('CreateCommunity', () => {
  it('adds a compound that is found by its slug and opens its book', async () => {
    const { value, replayed } = await app.createCommunity.execute(ryxc);
    expect(replayed).toBe(false);
    const { booksOpenOn, ...facts } = ryxc;
    expect(await app.communities.bySlug('ryxc')).toEqual({ id: value.communityId, ...facts });
    const books = await database.unitOfWork.read(value.communityId, (tx) => tx.query('select opened_on from ledger.book'));
    expect(books).toEqual([{ opened_on: booksOpenOn }]);
    await expectSound(value.communityId);
  });

  it('adds nothing when the same compound comes again, and says so', async () => {
    const before = await app.communities.list();
    const { value, replayed } = await app.createCommunity.execute(ryxc);
    expect(replayed).toBe(true);
    expect(value.communityId).toBe((await app.communities.bySlug('ryxc')).id);
    expect(await app.communities.list()).toEqual(before);
  });

  it.each([{ name: '另一个小区' }, { builtYear: 2005 }, { booksOpenOn: businessDate('2024-02-01') }])(
    'refuses the slug of another compound: %j',
    async (other) => {
      await expect(app.createCommunity.execute({ ...ryxc, ...other })).rejects.toMatchObject({ code: 'COMMUNITY_SLUG_TAKEN' });
    },
  );

  it.each(['ab', 'Ryxc', 'ry xc', '小区', 'a'.repeat(41)])('refuses the slug "%s"', async (slug) => {
    await expect(app.createCommunity.execute({ ...ryxc, slug })).rejects.toMatchObject({ code: 'COMMUNITY_SLUG_INVALID' });
  });

  it.each([
    ['COMMUNITY_TEXT_INVALID', { name: '' }],
    ['COMMUNITY_TEXT_INVALID', { streetName: '魏塘\n街道' }],
    ['COMMUNITY_BUILT_YEAR', { builtYear: 2025 }],
    ['COMMUNITY_BUILT_YEAR', { builtYear: 1899 }],
    ['COMMUNITY_BUILT_YEAR', { builtYear: 2004.5 }],
  ])('refuses with %s: %j', async (code, wrong) => {
    await expect(app.createCommunity.execute({ ...ryxc, slug: 'wrong', ...wrong })).rejects.toMatchObject({ code });
    await expect(app.communities.bySlug('wrong')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('adds no compound when its book cannot be opened', async () => {
    await expect(app.createCommunity.execute({ ...ryxc, slug: 'half', booksOpenOn: businessDate('2024-01-15') })).rejects.toMatchObject({
      code: 'DATE_INVALID',
    });
    await expect(app.communities.bySlug('half')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives two compounds made at once an id each, and the same one made at once a single row', async () => {
    const results = await Promise.all(['at-once-1', 'at-once-2', 'at-once-2'].map((slug) => app.createCommunity.execute({ ...ryxc, slug })));
    expect(new Set(results.map((result) => result.value.communityId)).size).toBe(2);
    expect(results.filter((result) => result.replayed)).toHaveLength(1);
  });

  it('takes another id when somebody else takes the next one first', async () => {
    const created = await database.as('mingbai_app', async (client) => {
      await client.query('begin');
      await client.query(
        `insert into mingbai.community (id, slug, name, street_name, county_name, neighbourhood_name, built_year, created_at)
         select max(id) + 1, 'faster', 'a', 'b', 'c', 'd', 2000, now() from mingbai.community`,
      );
      const waiting = app.createCommunity.execute({ ...ryxc, slug: 'slower' });
      await untilBlocked(database);
      await client.query('commit');
      return waiting;
    });
    expect(created.value.communityId).toBe((await app.communities.bySlug('faster')).id + 1);
  });

  it('keeps slug and id for ever: the database refuses even its owner', async () => {
    await database.as('mingbai_owner', async (client) => {
      await expect(client.query(`update mingbai.community set slug = 'other' where slug = 'ryxc'`)).rejects.toMatchObject({ code: 'MB001' });
      await expect(client.query(`update mingbai.community set id = 99 where slug = 'ryxc'`)).rejects.toMatchObject({ code: 'MB001' });
    });
    await database.as('mingbai_app', async (client) => {
      await expect(client.query(`update mingbai.community set name = 'x'`)).rejects.toMatchObject({ code: '42501' });
      await expect(client.query(`delete from mingbai.community`)).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('ImportUnits', () => {
  it('is for who manages the compound, and writes nothing for whoever makes its bills', async () => {
    const id = await newCommunity();
    for (const role of ['BOOKKEEPER', 'CASHIER', 'FIRM', 'AUDITOR'] as const)
      for (const dryRun of [true, false])
        await expect(app.importUnits.execute(contextOf(id, { roles: [role] }), { file: csv(one), dryRun })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await database.unitOfWork.read(id, (tx) => app.units.all(tx))).toEqual([]);
  });

  it('records buildings, units and owners in the order of the file', async () => {
    const id = await newCommunity();
    const { value } = await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one, two, shop), dryRun: false });
    expect(value).toEqual({ dryRun: false, added: 3, unchanged: 0, buildingsAdded: 2, area: '264.70' });
    const units = await database.unitOfWork.read(id, (tx) => app.units.all(tx));
    expect(units.map(({ code, building, kind, ownerName, area }) => [code, building, kind, ownerName, area.toFixed(2)])).toEqual([
      ['01-101', '1幢', 'FLAT', '夏阿玉', '88.50'],
      ['01-102', '1幢', 'FLAT', '朱子兰', '106.20'],
      ['S-01', '商铺', 'SHOP', null, '70.00'],
    ]);
    expect(await database.unitOfWork.read(id, (tx) => app.units.byCode(tx, 'S-01'))).toEqual(units[2]);
    expect(await database.unitOfWork.read(id, (tx) => app.units.byCode(tx, 'S-02'))).toBeNull();
    await expectSound(id);
  });

  it('shows the present owner, not one of the past', async () => {
    const id = await newCommunity();
    await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one), dryRun: false });
    await database.unitOfWork.run(id, (tx) =>
      tx.query(
        `insert into mingbai.unit_owner (community_id, id, unit_id, name, from_on, to_on) select $1, 990, id, '前业主', '2004-01-01', '2023-12-31' from mingbai.unit`,
        [id],
      ),
    );
    expect((await database.unitOfWork.read(id, (tx) => app.units.all(tx))).map((unit) => unit.ownerName)).toEqual(['夏阿玉']);
    await expectSound(id);
  });

  it('adds nothing when the same file comes again, under any key, and says so', async () => {
    const id = await newCommunity();
    await app.importUnits.execute(contextOf(id, { key: 'units-0001', roles: ['COMMUNITY'] }), { file: csv(one, two), dryRun: false });
    const before = await counts(id);
    const again = await app.importUnits.execute(contextOf(id, { key: 'units-0002', roles: ['COMMUNITY'] }), { file: csv(one, two), dryRun: false });
    expect(again).toEqual({ value: { dryRun: false, added: 0, unchanged: 2, buildingsAdded: 0, area: '194.70' }, replayed: false });
    const replay = await app.importUnits.execute(contextOf(id, { key: 'units-0001', roles: ['COMMUNITY'] }), { file: csv(one, two), dryRun: false });
    expect(replay).toMatchObject({ value: { added: 2 }, replayed: true });
    expect(await counts(id)).toEqual(before);
  });

  it('adds to a recorded building the units that are new', async () => {
    const id = await newCommunity();
    await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one), dryRun: false });
    const { value } = await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one, two, shop), dryRun: false });
    expect(value).toMatchObject({ added: 2, unchanged: 1, buildingsAdded: 1 });
    expect(await counts(id)).toEqual({ units: 3, buildings: 2, owners: 2 });
  });

  it('says in a dry run what it would add, and writes nothing', async () => {
    const id = await newCommunity();
    const { value } = await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one, two, shop), dryRun: true });
    expect(value).toEqual({ dryRun: true, added: 3, unchanged: 0, buildingsAdded: 2, area: '264.70' });
    expect(await counts(id)).toEqual({ units: 0, buildings: 0, owners: 0 });
  });

  it.each([
    ['UNITS_CODE_REPEATED', [two, two]],
    ['UNITS_AREA_INVALID', ['01-103,1幢,1幢103室,FLAT,0,']],
    ['UNITS_KIND_UNKNOWN', ['01-103,1幢,1幢103室,HOUSE,80,']],
    ['UNITS_DIFFERS', [two, '01-101,1幢,1幢101室,FLAT,90.00,夏阿玉']],
    ['UNITS_CELLS', [two, '01-103,1幢']],
  ])('refuses the whole file with %s and writes none of it', async (code, lines) => {
    const id = await newCommunity();
    await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one), dryRun: false });
    const before = await counts(id);
    for (const dryRun of [true, false])
      await expect(app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(...lines), dryRun })).rejects.toMatchObject({ code });
    expect(await counts(id)).toEqual(before);
  });

  it('reads the demo compound: 612 flats and 18 shops, 65,526.80 m²', async () => {
    const id = await newCommunity();
    const { value } = await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: readFileSync('demo/units.csv'), dryRun: false });
    expect(value).toEqual({ dryRun: false, added: 630, unchanged: 0, buildingsAdded: 18, area: '65526.80' });
    const units = await database.unitOfWork.read(id, (tx) => app.units.all(tx));
    expect(units.filter((unit) => unit.kind === 'SHOP')).toHaveLength(18);
    expect(Rate.sum(units.map((unit) => unit.area)).toFixed(2)).toBe('65526.80');
    const again = await app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: readFileSync('demo/units.csv'), dryRun: false });
    expect(again.value).toMatchObject({ added: 0, unchanged: 630 });
  });

  it('lets two imports of one file at once record it once', async () => {
    const id = await newCommunity();
    const results = await Promise.all(
      [1, 2, 3].map(() => app.importUnits.execute(contextOf(id, { roles: ['COMMUNITY'] }), { file: csv(one, two), dryRun: false })),
    );
    expect(results.map((result) => result.value.added).toSorted((a, b) => a - b)).toEqual([0, 0, 2]);
  });

  it('shows a compound nothing of another: neither units nor owners, nor their codes as taken', async () => {
    const [a, b] = [await newCommunity(), await newCommunity()];
    await app.importUnits.execute(contextOf(a, { roles: ['COMMUNITY'] }), { file: csv(one, two), dryRun: false });
    expect(await database.unitOfWork.read(b, (tx) => app.units.all(tx))).toEqual([]);
    expect(await counts(b)).toEqual({ units: 0, buildings: 0, owners: 0 });
    expect((await app.importUnits.execute(contextOf(b, { roles: ['COMMUNITY'] }), { file: csv(one), dryRun: false })).value.added).toBe(1);
    await database.unitOfWork.read(b, async (tx) => {
      expect(await tx.query('select from mingbai.unit where community_id = $1', [a])).toEqual([]);
    });
    await expect(
      database.unitOfWork.run(b, (tx) => tx.query(`insert into mingbai.building (community_id, id, name) values ($1, 999, 'x')`, [a])),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the area a bill rests on: the application may neither change nor delete a unit', async () => {
    const id = await newCommunity();
    for (const sql of [
      'update mingbai.unit set area = 1',
      'delete from mingbai.unit',
      'update mingbai.unit_owner set name = $$x$$',
      'update mingbai.bank_account set account_no = $$x$$',
    ])
      await expect(database.unitOfWork.run(id, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('OpenBankAccount', () => {
  it('records the account, active from its day on', async () => {
    const id = await newCommunity();
    const { value } = await app.openBankAccount.execute(contextOf(id), account);
    expect(value.last4).toBe('8866');
    await database.unitOfWork.read(id, async (tx) => {
      expect(await app.bankAccounts.active(tx, businessDate('2024-01-01'))).toEqual({
        id: value.bankAccountId,
        ...account,
        last4: '8866',
        closedOn: null,
        endedOn: null,
      });
      await expect(app.bankAccounts.active(tx, businessDate('2023-12-31'))).rejects.toMatchObject({
        code: 'COMMUNITY_ACCOUNT_NONE',
        details: { date: '2023-12-31' },
      });
    });
    await expectSound(id);
  });

  it('leaves no whole account number with the key, and still knows the same request from another', async () => {
    const id = await newCommunity();
    const ask = (accountNo: string) => app.openBankAccount.execute(contextOf(id, { key: 'account-1' }), { ...account, accountNo });
    const first = await ask(account.accountNo);
    expect(await ask(account.accountNo)).toEqual({ value: first.value, replayed: true });
    await expect(ask('9900000000001234')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', details: { fields: 'request.accountNo' } });
    const kept = await database.unitOfWork.read(id, (tx) => tx.query('select * from mingbai.idempotency where community_id = $1', [id]));
    expect(JSON.stringify(kept)).not.toContain(account.accountNo);
  });

  it('refuses a second one while the first is in use, and does not say its whole number', async () => {
    const id = await newCommunity();
    await app.openBankAccount.execute(contextOf(id), account);
    const refused = app.openBankAccount.execute(contextOf(id), { ...account, accountNo: '9900000000001234' });
    await expect(refused).rejects.toMatchObject({ code: 'COMMUNITY_ACCOUNT_ACTIVE', details: { last4: '8866', openedOn: '2024-01-01' } });
    expect(await database.unitOfWork.read(id, (tx) => app.bankAccounts.all(tx))).toHaveLength(1);
  });

  it.each([
    ['COMMUNITY_ACCOUNT_NO_INVALID', { accountNo: '1234567' }],
    ['COMMUNITY_ACCOUNT_NO_INVALID', { accountNo: '9900 0000 0000 8866' }],
    ['COMMUNITY_TEXT_INVALID', { bankName: ' ' }],
    ['COMMUNITY_TEXT_INVALID', { accountName: 'x'.repeat(61) }],
    ['COMMUNITY_ACCOUNT_LATER', { openedOn: businessDate('2024-01-02') }],
  ])('refuses with %s: %j', async (code, wrong) => {
    const id = await newCommunity();
    await expect(app.openBankAccount.execute(contextOf(id), { ...account, ...wrong })).rejects.toMatchObject({ code });
    expect(await database.unitOfWork.read(id, (tx) => app.bankAccounts.all(tx))).toEqual([]);
  });

  it('gives one account to two requests at once, and one to a request repeated under its key', async () => {
    const id = await newCommunity();
    const results = await Promise.allSettled([1, 2].map(() => app.openBankAccount.execute(contextOf(id), account)));
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const other = await newCommunity();
    await app.openBankAccount.execute(contextOf(other, { key: 'account-1' }), account);
    expect((await app.openBankAccount.execute(contextOf(other, { key: 'account-1' }), account)).replayed).toBe(true);
  });

  it('is held by the database too: one account in use, none beside it, and none given up for nothing', async () => {
    const id = await newCommunity();
    const insert = `insert into mingbai.bank_account (community_id, id, bank_name, account_name, account_no, opened_on, closed_on) values ($1, $2, 'b', 'n', '99000000', $3, $4)`;
    const write = (row: number, openedOn: string, closedOn: string | null) =>
      database.unitOfWork.run(id, (tx) => tx.query(insert, [id, row, openedOn, closedOn]));
    await expect(write(901, '2024-01-01', '2024-06-30')).rejects.toThrow(/given up without one that follows/);
    await write(901, '2024-01-01', null);
    await expect(write(904, '2024-06-30', '2024-06-30')).rejects.toMatchObject({ code: '23P01' });
    // it would follow another, and two parties have not agreed on it
    await expect(write(902, '2024-07-01', null)).rejects.toMatchObject({ code: '23P01' });
    await database.unitOfWork.read(id, async (tx) => {
      expect((await app.bankAccounts.active(tx, businessDate('2024-06-30'))).id).toBe(901);
    });
    await expectSound(id);
  });
});
