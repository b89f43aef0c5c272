import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex, type CommunityId, type OrganisationId, type Role } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities, EVIDENCE_BYTES_MAX } from '../../../src/modules/evidence/index.js';
import { TestDatabase } from '../../support/database.js';
import { refusedBy } from '../../support/refusal.js';
import { contextOf } from '../communities/fixture.js';
import { identityOn } from '../identity/fixture.js';
import { evidenceOn, pdf } from './fixture.js';

let database: TestDatabase;
let on: ReturnType<typeof evidenceOn> & ReturnType<typeof identityOn>;
let communityId: CommunityId;

beforeAll(async () => {
  database = await TestDatabase.create([...communityEntities, ...entities]);
  on = { ...evidenceOn(database), ...identityOn(database) };
});
beforeEach(async () => {
  communityId = await on.newCommunity();
});
afterAll(async () => {
  on.removeFiles();
  await database.destroy();
});

const store = (fileName: string, bytes: Uint8Array, roles: readonly Role[] = ['BOOKKEEPER'], key?: string) =>
  on.storeEvidence.execute(contextOf(communityId, { roles, ...(key !== undefined && { key }) }), { fileName, bytes });
const rows = () => database.unitOfWork.read(communityId, (tx) => tx.query('select sha256, name from mingbai.evidence where community_id = $1', [communityId]));

describe('StoreEvidence', () => {
  it('keeps the bytes under their SHA-256, for this program alone', async () => {
    const bytes = pdf('invoice 8');
    const { value } = await store('票据/发票 8.pdf', bytes);
    expect(value).toEqual({ sha256: sha256Hex(bytes), name: '发票 8.pdf', mediaType: 'application/pdf', byteCount: bytes.length });
    const place = join(on.directory, 'files', value.sha256.slice(0, 2), value.sha256);
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(place, '..'))).toEqual([value.sha256]); // nothing is left aside
    const found = await database.unitOfWork.read(communityId, (tx) => on.evidence.find(tx, value.sha256));
    expect(found).toMatchObject({ name: '发票 8.pdf', storedBy: 1, storedFor: 1 });
    expect(await on.evidence.bytes(found!)).toEqual(Buffer.from(bytes));
  });

  it('takes the same bytes once, under the name they came with first, and a sent request once', async () => {
    const first = await store('a.pdf', pdf('same'), ['BOOKKEEPER'], 'key-of-one-form');
    expect((await store('b.pdf', pdf('same'))).value).toEqual(first.value);
    expect(await store('a.pdf', pdf('same'), ['BOOKKEEPER'], 'key-of-one-form')).toEqual({ value: first.value, replayed: true });
    expect((await refusedBy(store('a.pdf', pdf('another'), ['BOOKKEEPER'], 'key-of-one-form'))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await rows()).toEqual([{ sha256: first.value.sha256, name: 'a.pdf' }]);
  });

  it.each<[string, string, Uint8Array, string, readonly Role[]]>([
    ['what is empty', 'a.pdf', new Uint8Array(), 'EVIDENCE_EMPTY', ['FIRM']],
    ['what is no document, whatever it is called', 'a.pdf', Buffer.from('<html><script>'), 'EVIDENCE_TYPE_REFUSED', ['FIRM']],
    ['what is too large', 'a.pdf', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(EVIDENCE_BYTES_MAX - 4)]), 'EVIDENCE_TOO_LARGE', ['FIRM']],
    ['the cashier', 'a.pdf', pdf('x'), 'NOT_ALLOWED', ['CASHIER']],
    ['an owner', 'a.pdf', pdf('x'), 'NOT_ALLOWED', ['OWNER']],
  ])('refuses %s', async (_, name, bytes, code, roles) => {
    expect((await refusedBy(store(name, bytes, roles))).code).toBe(code);
    expect(await rows()).toEqual([]);
  });

  it('never serves a file that was changed on the disk', async () => {
    const { value } = await store('a.pdf', pdf('the truth'));
    const folder = join(on.directory, 'files', value.sha256.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, value.sha256), pdf('the lie  '));
    const found = await database.unitOfWork.read(communityId, (tx) => on.evidence.find(tx, value.sha256));
    await expect(on.evidence.bytes(found!)).rejects.toThrow('was changed on the disk');
  });
});

describe('evidence is read', () => {
  it('by the offices; by the firm only what it handed in; by no other compound', async () => {
    const { sha256 } = (await store('a.pdf', pdf('whose'))).value;
    const { actor } = contextOf(communityId);
    const read = (roles: readonly Role[], organisationId = 2, of = communityId) =>
      database.unitOfWork.read(of, (tx) =>
        on.evidence.readable(tx, { ...actor, communityId: of, roles, organisationId: organisationId as OrganisationId }, sha256),
      );
    expect((await read(['AUDITOR'])).sha256).toBe(sha256);
    expect((await read(['FIRM'], 1)).sha256).toBe(sha256);
    expect((await refusedBy(read(['FIRM']))).code).toBe('NOT_FOUND');
    expect((await refusedBy(read(['AUDITOR'], 2, await on.newCommunity()))).code).toBe('NOT_FOUND');
  });

  it('and never removed or changed', async () => {
    await store('a.pdf', pdf('kept'));
    for (const sql of ['delete from mingbai.evidence', `update mingbai.evidence set name = 'b.pdf'`, 'truncate mingbai.evidence cascade'])
      await expect(database.as('mingbai_owner', (client) => client.query(sql))).rejects.toThrow(/its rows are evidence/);
  });
});
