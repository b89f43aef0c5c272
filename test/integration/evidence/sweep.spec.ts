import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { DomainError, sha256Hex, type CommunityId, type OrganisationId } from '../../../src/kernel/index.js';
import { entities as communityEntities } from '../../../src/modules/communities/index.js';
import { entities } from '../../../src/modules/evidence/index.js';
import { describeError, languages } from '../../../src/platform/messages/index.js';
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
  mkdirSync(join(on.directory, 'files'));
});
beforeEach(async () => {
  communityId = await on.newCommunity();
});
afterAll(async () => {
  on.removeFiles();
  await database.destroy();
});

const store = (bytes: Uint8Array, key?: string, to = on.storeEvidence) =>
  to.execute(contextOf(communityId, { roles: ['BOOKKEEPER'], ...(key !== undefined && { key }) }), { fileName: 'a.pdf', bytes });
const place = (sha256: string) => join(on.directory, 'files', sha256.slice(0, 2), sha256);
const mark = (sha256: string) => join(on.directory, 'tmp/unnamed', sha256);
const lying = () => readdirSync(join(on.directory, 'files'), { recursive: true });
const marked = () => (existsSync(join(on.directory, 'tmp/unnamed')) ? readdirSync(join(on.directory, 'tmp/unnamed')) : []);
const aDayAgo = Date.now() / 1000 - 24 * 3600 - 1;
const age = (...paths: readonly string[]) => paths.forEach((path) => utimesSync(path, aDayAgo, aDayAgo));
/** A file on the disk that no row names, as a refusal or a crash leaves it. */
const unnamed = async (text: string): Promise<string> => {
  const file = await on.files.spool.take([pdf(text)]);
  await on.files.adopt(file);
  await on.files.spool.drop(file);
  return file.sha256;
};

describe('of a request whose key was used for another', () => {
  it('nothing is kept, however often it comes and with whatever files', async () => {
    await store(pdf('the first'), 'key-of-one-form');
    const before = lying();
    for (let time = 0; time < 3; time++) expect((await refusedBy(store(pdf(`another ${time}`), 'key-of-one-form'))).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect([lying(), marked()]).toEqual([before, []]);
  });

  it('at the same moment, the file of the one that is refused is swept a day later and that of the other stays', async () => {
    const bytes = [pdf('one of two at once'), pdf('two of two at once')];
    const outcomes = await Promise.allSettled(bytes.map((own) => store(own, 'key-of-two-at-once')));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [taken, refused] = outcomes[0]?.status === 'fulfilled' ? bytes : bytes.toReversed();
    for (const sha256 of marked()) age(place(sha256), mark(sha256));
    await on.sweepEvidence.execute();
    expect([existsSync(place(sha256Hex(taken!))), existsSync(place(sha256Hex(refused!))), marked()]).toEqual([true, false, []]);
  });
});

describe('a file that no row names', () => {
  it('goes after a day and not before; what a row of any compound names stays, and so does what has no mark', async () => {
    const [old, young] = [await unnamed('old'), await unnamed('young')];
    const named = (await store(pdf('named by another compound'))).value.sha256;
    communityId = await on.newCommunity();
    expect(await unnamed('named by another compound')).toBe(named);
    const kept = (await store(pdf('kept'))).value.sha256;
    age(place(old), mark(old), place(named), mark(named), place(kept));
    expect(await on.sweepEvidence.execute()).toBe(1);
    expect([old, young, named, kept].map((sha256) => existsSync(place(sha256)))).toEqual([false, true, true, true]);
    expect(marked()).toEqual([young]);
    age(place(young), mark(young));
    expect([await on.sweepEvidence.execute(), await on.sweepEvidence.execute(), marked()]).toEqual([1, 0, []]);
  });

  it('stays when it comes again while it is swept, and is whole for whoever handed it in', async () => {
    const sha256 = await unnamed('comes again');
    age(mark(sha256)); // the file itself was touched by whoever came
    expect([await on.sweepEvidence.execute(), existsSync(place(sha256)), marked()]).toEqual([0, true, [sha256]]);
    age(place(sha256), mark(sha256));
    expect((await store(pdf('comes again'))).value.sha256).toBe(sha256);
    expect([await on.sweepEvidence.execute(), marked(), await on.evidence.bytes({ sha256 })]).toEqual([0, [], Buffer.from(pdf('comes again'))]);
  });

  it('that lay aside when the product was killed is taken in again or swept, and leaves nothing', async () => {
    const sha256 = await unnamed('aside');
    const aside = join(dirname(place(sha256)), `.${sha256}.going`);
    age(place(sha256), mark(sha256));
    renameSync(place(sha256), aside);
    await unnamed('aside');
    age(mark(sha256));
    expect([await on.sweepEvidence.execute(), existsSync(aside), existsSync(place(sha256))]).toEqual([0, false, true]);
    age(place(sha256), mark(sha256));
    renameSync(place(sha256), aside);
    expect([await on.sweepEvidence.execute(), existsSync(aside), existsSync(place(sha256)), marked()]).toEqual([1, false, false, []]);
  });

  it('is no copy of a picture: both copies lose their marks with their row', async () => {
    const drawing = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#285' } })
      .png()
      .toBuffer();
    const before = lying().length;
    await store(drawing);
    expect([lying().length - before >= 3, marked()]).toEqual([true, []]);
  });
});

describe('the files of a compound', () => {
  const [firm, centre, street] = [7 as OrganisationId, 8 as OrganisationId, 9 as OrganisationId] as const;
  const by = (organisationId: OrganisationId, bytes: Uint8Array) => {
    const { actor, idempotencyKey } = contextOf(communityId, { roles: ['BOOKKEEPER'] });
    const context = { actor: { ...actor, organisationId }, idempotencyKey };
    return narrow.storeEvidence.execute(context, { fileName: 'a.pdf', bytes });
  };
  const drawn = (background: string) =>
    sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .png()
      .toBuffer();
  const used = (organisationId: OrganisationId = firm) => database.unitOfWork.read(communityId, (tx) => narrow.evidence.bytesUsed(tx, organisationId));
  const paperOf = (bytes: number, text = 'x') => pdf(text.repeat(bytes - pdf('').length));
  let narrow: ReturnType<typeof evidenceOn>;
  beforeEach(() => {
    narrow = evidenceOn(database, { bytesMax: 2000 });
  });
  afterEach(() => narrow.removeFiles());

  it('take no more than it has room for, copies counted; what is there already and what another compound hands in is taken', async () => {
    const drawing = await drawn('#258');
    await by(firm, drawing);
    const { all } = await used();
    expect(all).toBeGreaterThan(drawing.length * 2);
    await by(street, paperOf(1000));
    const fits = paperOf(1000 - all);
    const over = Buffer.concat([fits, Buffer.from('y')]);
    const disk = readdirSync(join(narrow.directory, 'files'), { recursive: true });
    expect(await refusedBy(by(centre, over))).toMatchObject({
      code: 'EVIDENCE_SPACE',
      details: { used: (all + 1000).toLocaleString('en'), allowed: '2,000', added: `${over.length}` },
    });
    expect(readdirSync(join(narrow.directory, 'files'), { recursive: true })).toEqual(disk);
    await by(centre, fits);
    expect((await refusedBy(by(centre, pdf('z')))).code).toBe('EVIDENCE_SPACE');
    await by(centre, drawing);
    communityId = await on.newCommunity();
    await by(centre, over);
  });

  it('of one organisation take at most half of it, copies counted, so that the others can always hand in theirs', async () => {
    const drawing = await drawn('#285');
    await by(firm, drawing);
    const { own } = await used();
    expect(own).toBeGreaterThan(drawing.length * 2);
    const refusal = await refusedBy(by(firm, paperOf(1001 - own)));
    expect(refusal).toEqual({ code: 'EVIDENCE_SPACE_OF_BODY', details: { used: `${own}`, allowed: '1,000', added: `${1001 - own}` } });
    for (const language of languages) expect(describeError(new DomainError(refusal.code, refusal.details), language)).not.toMatch(/\{\w+\}/);
    await by(firm, paperOf(1000 - own));
    expect((await refusedBy(by(firm, pdf('z')))).code).toBe('EVIDENCE_SPACE_OF_BODY');
    await by(firm, drawing);
    await by(centre, paperOf(1000));
    expect(await used(centre)).toEqual({ all: 2000, own: 1000 });
  });
});
