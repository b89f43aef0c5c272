import sharp from 'sharp';
import { roles, sha256Hex, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { EvidenceCopies } from '../../../src/modules/evidence/application/evidence-copies.js';
import { invariants } from '../../../src/modules/evidence/index.js';
import { EvidenceFiles } from '../../../src/modules/evidence/persistence/evidence-files.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { oneOfEachRole } from '../../support/one-of-each-role.js';

/** A photo as a telephone makes it: lying on its side, with its place and its maker written beside it. */
const photo = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: shade, g: 80, b: 40 } } })
    .withExif({
      IFD0: { Make: 'Phone of Zhang San' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 50/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '120/1 55/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

describe('pictures that are handed in', () => {
  let test: TestApp;
  let tokens: ReadonlyMap<Role, string>;
  let taken: Buffer;
  let sha256: string;
  const API = '/api/v1/communities/ryxc/evidence';

  beforeAll(async () => {
    test = await startDemoApp();
    tokens = await oneOfEachRole(test, 1 as CommunityId);
    taken = await photo(120);
    const stored = await store('FIRM', '巡查 1.jpg', taken);
    expect([stored.statusCode, stored.json()]).toEqual([
      201,
      { sha256: sha256Hex(taken), name: '巡查 1.jpg', mediaType: 'image/jpeg', byteCount: taken.length },
    ]);
    ({ sha256 } = stored.json<{ sha256: string }>());
  }, 180_000);
  afterAll(() => test.close());

  function store(role: Role, name: string, bytes: Uint8Array) {
    const [head, tail] = [`--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`, '\r\n--x--\r\n'];
    const headers = {
      authorization: `Bearer ${tokens.get(role)}`,
      'content-type': 'multipart/form-data; boundary=x',
      'idempotency-key': `picture-${sha256Hex(Buffer.concat([Buffer.from(name), bytes]))}`,
    };
    return test.app.inject({ method: 'POST', url: API, headers, payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)]) });
  }
  const get = (role: Role, path: string) => test.app.inject({ url: `${API}/${path}`, headers: { authorization: `Bearer ${tokens.get(role)}` } });
  const rows = async (table: string) =>
    test.database.as('postgres', async (client) => (await client.query<{ n: number }>(`select count(*)::int as n from mingbai.${table}`)).rows[0]?.n);

  it('say nothing of place and telephone to those who look at them, and stand upright', async () => {
    expect((await sharp(taken).metadata()).exif?.includes('Zhang San')).toBe(true);
    for (const role of ['FIRM', 'COMMITTEE', 'STREET', 'CASHIER'] as const) {
      const shown = await get(role, sha256);
      const { exif, gps, xmp, width, height, format } = (await sharp(shown.rawPayload).metadata()) as unknown as Record<string, unknown>;
      expect([shown.statusCode, exif, gps, xmp, width, height, format]).toEqual([200, undefined, undefined, undefined, 480, 640, 'jpeg']);
      expect(shown.rawPayload.includes('Zhang San')).toBe(false);
      expect(shown.headers['content-disposition']).toMatch(/^attachment/);
    }
  });

  it('are shown small on a page, and nothing small is shown of a paper', async () => {
    const thumb = await get('COMMUNITY', `${sha256}/thumb`);
    const { width, height, format, exif } = await sharp(thumb.rawPayload).metadata();
    expect([thumb.headers['content-type'], width, height, format, exif]).toEqual(['image/webp', 240, 320, 'webp', undefined]);
    const paper = (await store('FIRM', 'a.pdf', Buffer.from('%PDF-1.7 no picture'))).json<{ sha256: string }>();
    expect((await get('COMMUNITY', `${paper.sha256}/thumb`)).statusCode).toBe(404);
    expect((await get('COMMUNITY', paper.sha256)).body).toBe('%PDF-1.7 no picture');
  });

  it.each(roles)('are seen as they were handed in by whoever handed them in or watches over it, with a line in the log: %s', async (role) => {
    const may = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'AUDITOR', 'FIRM'].includes(role);
    const lines = async () =>
      test.database.as(
        'postgres',
        async (client) => (await client.query(`select roles, route from mingbai.access_log where kind = 'ORIGINAL' order by id`)).rows as object[],
      );
    const before = await lines();
    const original = await get(role, `${sha256}/original`);
    expect([original.statusCode, original.rawPayload.equals(taken)]).toEqual(may ? [200, true] : [403, false]);
    expect((await lines()).slice(before.length)).toEqual(may ? [{ roles: [role], route: '/api/v1/communities/:c/evidence/:sha256/original' }] : []);
  });

  it('leave behind what was hung on to their end', async () => {
    const script = '<script>alert(1)</script>';
    const stored = await store(
      'FIRM',
      'b.png',
      Buffer.concat([
        await sharp(await photo(10))
          .png()
          .toBuffer(),
        Buffer.from(script),
      ]),
    );
    expect(stored.statusCode).toBe(201);
    expect((await get('COMMITTEE', stored.json<{ sha256: string }>().sha256)).rawPayload.includes(script)).toBe(false);
  });

  it('keep every colour that they have, as PNG', async () => {
    const points = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 37) % 251));
    const drawing = await sharp(points, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    const { sha256: own } = (await store('FIRM', 'c.png', drawing)).json<{ sha256: string }>();
    expect(
      (
        await sharp((await get('CASHIER', own)).rawPayload)
          .raw()
          .toBuffer()
      ).equals(points),
    ).toBe(true);
  });

  it('that came before copies were made have theirs from the first look on; one that cannot be drawn is shown to nobody who may not see the original', async () => {
    const old = async (name: string, bytes: Buffer): Promise<string> => {
      const { sha256: own } = (await store('FIRM', name, await photo(name.length))).json<{ sha256: string }>();
      const files = test.app.get(EvidenceFiles);
      await files.store(bytes);
      await test.database.as('postgres', (client) =>
        client.query(`begin; set local session_replication_role = replica; delete from mingbai.evidence_copy where sha256 = '${own}';
          update mingbai.evidence set sha256 = '${sha256Hex(bytes)}' where sha256 = '${own}'; commit`),
      );
      return sha256Hex(bytes);
    };
    const copies = (own: string) =>
      test.database.as(
        'postgres',
        async (client) => (await client.query('select kind, copy_sha256 from mingbai.evidence_copy where sha256 = $1 order by 1', [own])).rows as object[],
      );
    const sha = await old('old photo.jpg', await photo(77));
    const first = await get('CASHIER', sha);
    const made = await copies(sha);
    expect([first.statusCode, first.rawPayload.includes('Zhang San'), made.length]).toEqual([200, false, 2]);
    expect(made[0]).toEqual({ kind: 'CLEAN', copy_sha256: sha256Hex(first.rawPayload) });
    expect((await get('CASHIER', sha)).rawPayload.equals(first.rawPayload)).toBe(true);
    expect((await get('CASHIER', `${sha}/thumb`)).statusCode).toBe(200);
    const huge = await sharp({ create: { width: 10_000, height: 5_001, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    const large = await old('a larger old photo.jpg', huge);
    expect((await get('CASHIER', large)).json()).toMatchObject({ status: 409, code: 'EVIDENCE_NO_COPY' });
    expect([await copies(large), (await get('COMMUNITY', `${large}/original`)).rawPayload.equals(huge)]).toEqual([[], true]);
  });

  it('are drawn one after the other, and a person of whom three wait is told when to come again', async () => {
    const copies = test.app.get(EvidenceCopies);
    const file = await test.app.get(EvidenceFiles).spool.take([await photo(5)]);
    const draw = (person: number) =>
      copies.of({ name: 'a.jpg', path: file.path, mediaType: 'image/jpeg' }, { personId: person as PersonId, organisationId: person as OrganisationId });
    const all = await Promise.allSettled([1, 1, 1, 1, 2].map(draw));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(all[3]).toMatchObject({ reason: { code: 'EVIDENCE_BUSY', details: { count: 3, own: 3, seconds: 30 } } });
    expect(await draw(1)).toHaveLength(2);
  });

  it('are the same evidence when they come again', async () => {
    const before = [await rows('evidence'), await rows('evidence_copy')];
    expect((await store('COMMITTEE', 'other.jpg', taken)).json()).toMatchObject({ sha256, name: '巡查 1.jpg' });
    expect([await rows('evidence'), await rows('evidence_copy')]).toEqual(before);
  });

  it('are refused when they cannot be opened, are cut short, are of another kind than they begin with, or have too many points; nothing is kept', async () => {
    const huge = await sharp({ create: { width: 10_000, height: 5_001, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const cases: [string, Uint8Array, string][] = [
      ['begins as a picture', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('and goes on as a text')]), 'EVIDENCE_UNREADABLE'],
      ['cut short', taken.subarray(0, taken.length / 2), 'EVIDENCE_UNREADABLE'],
      ['huge', huge, 'EVIDENCE_PIXELS'],
    ];
    const before = [await rows('evidence'), await rows('evidence_copy')];
    for (const [name, bytes, code] of cases) {
      const answer = await store('FIRM', `${name}.jpg`, bytes);
      expect([name, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([name, 400, code]);
    }
    expect([await rows('evidence'), await rows('evidence_copy')]).toEqual(before);
  });

  it('have both copies or none, of no paper: verify books says so', async () => {
    const [rule] = invariants;
    const check = () => test.database.unitOfWork.read(1 as CommunityId, (tx) => rule!.check(tx));
    expect(await check()).toEqual([]);
    await test.database.as('postgres', (client) =>
      client.query(
        `insert into mingbai.evidence_copy select community_id, sha256, 'THUMB', sha256, 'image/webp', 1, 1, 1 from mingbai.evidence where media_type = 'application/pdf' limit 1`,
      ),
    );
    expect(await check()).toEqual([expect.stringContaining('application/pdf, has the copies THUMB')]);
  });
});
