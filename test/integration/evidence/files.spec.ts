import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { startCalendar } from '../../../src/calendar.js';
import { Clock, sha256Hex, type CommunityId, type OrganisationId, type PersonId, type Role } from '../../../src/kernel/index.js';
import { EvidenceCopies } from '../../../src/modules/evidence/application/evidence-copies.js';
import { invariants } from '../../../src/modules/evidence/index.js';
import { EndMembership, type MembershipId } from '../../../src/modules/identity/index.js';
import { EvidenceFiles } from '../../../src/modules/evidence/persistence/evidence-files.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { oneOfEachRole } from '../../support/one-of-each-role.js';
import { film, heicPhoto } from '../../support/telephone-files.js';

const MEGABYTE = 1024 * 1024;
const pdf = (text: string) => Buffer.from(`%PDF-1.7 ${text}`);

describe('several files in one form', () => {
  let test: TestApp;
  let tokens: ReadonlyMap<Role, string>;
  const API = '/api/v1/communities/ryxc/evidence';
  const TRACES = ['Zhang San', 'GPS 30.5', '+30.85'];

  beforeAll(async () => {
    test = await startDemoApp();
    tokens = await oneOfEachRole(test, 1 as CommunityId);
    await test.app.listen(0, '127.0.0.1');
  }, 180_000);
  afterAll(() => test.close());

  let forms = 0;
  const headers = (role: Role) => ({
    authorization: `Bearer ${tokens.get(role)}`,
    'content-type': 'multipart/form-data; boundary=x',
    'idempotency-key': `several-files-${++forms}`,
  });
  const head = (name: string) => Buffer.from(`--x\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`);
  const send = (files: readonly (readonly [string, Uint8Array])[], change: { role?: Role; key?: string } = {}) =>
    test.app.inject({
      method: 'POST',
      url: `${API}/files`,
      headers: { ...headers(change.role ?? 'FIRM'), ...(change.key !== undefined && { 'idempotency-key': change.key }) },
      payload: Buffer.concat([...files.flatMap(([name, bytes]) => [head(name), bytes, Buffer.from('\r\n')]), Buffer.from('--x--\r\n')]),
    });
  const get = (path: string, role: Role = 'FIRM') => test.app.inject({ url: `${API}/${path}`, headers: { authorization: `Bearer ${tokens.get(role)}` } });
  const rows = () =>
    test.database.as(
      'postgres',
      async (client) =>
        (await client.query<{ n: number }>('select (select count(*) from mingbai.evidence)::int + (select count(*) from mingbai.evidence_copy)::int as n'))
          .rows[0]?.n,
    );
  const onDisk = () => readdirSync(join(test.settings.dataDirectory, 'files'), { recursive: true }).length;
  const waiting = () => (existsSync(join(test.settings.dataDirectory, 'tmp/arriving')) ? readdirSync(join(test.settings.dataDirectory, 'tmp/arriving')) : []);
  const settled = async () => {
    for (let tries = 0; tries < 50 && waiting().length > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    return waiting();
  };

  it('are taken in together, in their order, once a form; nothing waits on the disk afterwards', async () => {
    const files = Array.from({ length: 10 }, (_, index) => [`凭据 ${index}.pdf`, pdf(`paper ${index}`)] as const);
    const stored = await send(files, { key: 'ten-at-once' });
    expect([stored.statusCode, stored.json()]).toEqual([
      201,
      { items: files.map(([name, bytes]) => ({ sha256: sha256Hex(bytes), name, mediaType: 'application/pdf', byteCount: bytes.length })) },
    ]);
    expect((await get(sha256Hex(files[9]?.[1] ?? Buffer.alloc(0)))).body).toBe('%PDF-1.7 paper 9');
    const again = await send(files, { key: 'ten-at-once' });
    expect([again.json(), again.headers['idempotency-replayed']]).toEqual([stored.json(), 'true']);
    expect((await send(files.slice(1), { key: 'ten-at-once' })).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await settled()).toEqual([]);
  });

  it('are all refused for one that is not taken, and each of those is named', async () => {
    const before = [await rows(), onDisk()];
    const refused = await send([
      ['good.pdf', pdf('nothing is wrong with me')],
      ['page.pdf', Buffer.from('<html>')],
      ['half.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('no picture')])],
      ['nothing.pdf', Buffer.alloc(0)],
      ['long.pdf', Buffer.concat([pdf(''), Buffer.alloc(20 * MEGABYTE)])],
      ['drone.mp4', film({ handlers: ['vide', 'meta'] })],
    ]);
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { code: 'EVIDENCE_FILES_REFUSED' }]);
    expect(refused.json<{ detail: string }>().detail).toBe(
      '6 个文件中有 5 个不能接收，所以一个也没有保存。类型不符：page.pdf；打不开：half.jpg；太大：long.pdf；空文件：nothing.pdf；视频带有数据轨道、分块过多或不完整：drone.mp4。请换掉这些文件后再整批上传。',
    );
    expect([await rows(), onDisk()]).toEqual(before);
    expect(await settled()).toEqual([]);
  });

  it.each<[string, readonly (readonly [string, Uint8Array])[], string, Role]>([
    [
      'eleven',
      Array.from({ length: 11 }, (_, index) => [`${index}.pdf`, pdf(`one of eleven ${index}`)] as const),
      '10 files at most and up to 20 fields, as a whole form',
      'FIRM',
    ],
    ['none', [], 'choose at least one file', 'FIRM'],
    ['one of no kind, by its own reason', [['a.txt', Buffer.from('text')]], 'EVIDENCE_TYPE_REFUSED', 'FIRM'],
    ['one larger than anything is', [['film.mp4', Buffer.concat([film(), Buffer.alloc(50 * MEGABYTE)])]], 'REQUEST_TOO_LARGE', 'FIRM'],
    ['from somebody who hands in nothing', [['a.pdf', pdf('cashier')]], 'NOT_ALLOWED', 'CASHIER'],
  ])('are refused: %s', async (_, files, why, role) => {
    const before = [await rows(), onDisk()];
    const { code, errors } = (await send(files, { role })).json<{ code: string; errors?: { message: string }[] }>();
    expect([code, errors?.[0]?.message]).toContain(why);
    expect([await rows(), onDisk()]).toEqual(before);
    expect(await settled()).toEqual([]);
  });

  it('show a photo of an iPhone as a JPEG without place and maker, small in lists, and as it came to who may', async () => {
    expect(heicPhoto.includes('Zhang San')).toBe(true);
    const { items } = (await send([['IMG_1.HEIC', heicPhoto]])).json<{ items: { sha256: string; mediaType: string }[] }>();
    const sha256 = items[0]?.sha256 ?? '';
    expect(items[0]?.mediaType).toBe('image/heic');
    const shown = await get(sha256, 'CASHIER');
    const { format, width, height, exif } = await sharp(shown.rawPayload).metadata();
    expect([format, width, height, exif, shown.rawPayload.includes('Zhang San')]).toEqual(['jpeg', 64, 48, undefined, false]);
    const { data } = await sharp(shown.rawPayload).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)].map((value, index) => Math.abs(value - ([120, 80, 40][index] ?? 0)) < 8)).toEqual([true, true, true]);
    expect([shown.headers['content-type'], shown.headers['content-disposition']]).toEqual(['image/jpeg', `attachment; filename*=UTF-8''IMG_1.jpg`]);
    expect((await get(`${sha256}/thumb`)).headers['content-type']).toBe('image/webp');
    expect((await get(`${sha256}/original`)).rawPayload.equals(heicPhoto)).toBe(true);
    expect((await send([['cut.heic', heicPhoto.subarray(0, 700)]])).json()).toMatchObject({ code: 'EVIDENCE_UNREADABLE' });
  });

  it('show a film without place, maker and moment, every picture of it where it was', async () => {
    const taken = film();
    const { items } = (await send([['巡查.mp4', taken]])).json<{ items: { sha256: string; mediaType: string }[] }>();
    const sha256 = items[0]?.sha256 ?? '';
    const shown = (await get(sha256, 'CASHIER')).rawPayload;
    expect([TRACES.map((trace) => taken.includes(trace)), TRACES.map((trace) => shown.includes(trace))]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
    expect([shown.length, shown.indexOf('the pictures and the sound'), shown.indexOf('how the samples are coded')]).toEqual([
      taken.length,
      taken.indexOf('the pictures and the sound'),
      taken.indexOf('how the samples are coded'),
    ]);
    expect(shown.includes(Buffer.from([0xe2, 0x7f, 0xcc, 0x00]))).toBe(false); // 3,800,000,000 seconds after 1904
    expect((await get(`${sha256}/original`)).rawPayload.equals(taken)).toBe(true);
    expect((await get(`${sha256}/thumb`)).statusCode).toBe(404);
    expect(await test.database.unitOfWork.read(1 as CommunityId, (tx) => invariants[0]!.check(tx))).toEqual([]);
  });

  it.each([
    ['a track of data, which may be the way it went', film({ handlers: ['vide', 'soun', 'meta'] })],
    ['no picture in it', film({ handlers: ['soun', 'text'] })],
    ['an end that is missing', film().subarray(0, -5)],
    ['something hung on to it that is no box', film({ last: Buffer.from('GPS 30.5') })],
    ['pieces that say where they are on their own', film({ last: Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('moof')]) })],
  ])('take no film with %s', async (_, bytes) => {
    expect((await send([['a.mp4', bytes]])).json()).toMatchObject({ code: 'EVIDENCE_FILM' });
  });

  it('of a sender who hangs up leave the queue: the next of the same person has the place', async () => {
    const { port } = new URL(await test.app.getUrl());
    const own = await test.database.as(
      'postgres',
      async (client) =>
        (
          await client.query<{ personId: PersonId; organisationId: OrganisationId }>(
            `select stored_by as "personId", stored_for as "organisationId" from mingbai.evidence where sha256 = '${sha256Hex(heicPhoto)}'`,
          )
        ).rows[0]!,
    );
    const large = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const file = await test.app.get(EvidenceFiles).spool.take([large]);
    const drawn = [1, 2].map(() => test.app.get(EvidenceCopies).of({ name: 'large.png', path: file.path, mediaType: 'image/png' }, own));
    const leaving = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: `${API}/files`, headers: headers('FIRM') }).on('error', () => undefined);
    const left = film({ samples: ['left by its sender'] });
    leaving.end(Buffer.concat([head('left.mp4'), left, Buffer.from('\r\n--x--\r\n')]));
    const hasArrived = () => waiting().some((name) => statSync(join(test.settings.dataDirectory, 'tmp/arriving', name)).size === left.length);
    for (let tries = 0; tries < 100 && !hasArrived(); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const refused = await send([['next.mp4', film({ samples: ['next'] })]]);
    expect([refused.statusCode, refused.json(), refused.headers['retry-after']]).toMatchObject([503, { code: 'EVIDENCE_BUSY' }, '30']);
    leaving.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await send([['next.mp4', film({ samples: ['next'] })]])).statusCode).toBe(201);
    await Promise.all(drawn);
    await test.app.get(EvidenceFiles).spool.drop(file);
    expect((await get(sha256Hex(left))).statusCode).toBe(404);
  }, 300_000);

  it.each<[string, Role, Buffer]>([
    ['are not taken', 'STREET', film({ samples: ['dismissed'] })],
    ['are refused for that, and not for what is wrong with them, which a page of the desk would tell', 'COMMITTEE', film({ handlers: ['vide', 'meta'] })],
  ])(
    'of a sender who is dismissed while they wait for their turn %s',
    async (_, role, bytes) => {
      const large = await sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#fff' } })
        .png()
        .toBuffer();
      const file = await test.app.get(EvidenceFiles).spool.take([large]);
      const other = { personId: 1 as PersonId, organisationId: 1 as OrganisationId };
      const drawn = test.app.get(EvidenceCopies).of({ name: 'large.png', path: file.path, mediaType: 'image/png' }, other);
      const before = await rows();
      const sent = send([['dismissed.mp4', bytes]], { role });
      for (let tries = 0; tries < 100 && waiting().length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const [part] = await test.database.as(
        'postgres',
        async (client) =>
          (
            await client.query<{ id: MembershipId; personId: PersonId; organisationId: OrganisationId }>(
              `select m.id, m.person_id as "personId", m.organisation_id as "organisationId" from mingbai.membership m join mingbai.person p on p.id = m.person_id where p.login = '${role.toLowerCase()}-1' and m.role = '${role}'`,
            )
          ).rows,
      );
      const { id: membershipId, ...who } = part!;
      const context = { actor: { ...who, communityId: 1 as CommunityId, roles: [role] }, idempotencyKey: null };
      await test.app.get(EndMembership).execute(context, { membershipId, lastDay: test.app.get(Clock).today() });
      expect((await sent).json()).toMatchObject({ code: 'NOT_FOUND' });
      await drawn;
      await test.app.get(EvidenceFiles).spool.drop(file);
      expect(await rows()).toBe(before);
    },
    300_000,
  );

  it('that no row came to name go while the server runs, beside its calendar', async () => {
    const files = test.app.get(EvidenceFiles);
    const file = await files.spool.take([pdf('of nobody')]);
    await files.adopt(file);
    await files.spool.drop(file);
    const place = join(test.settings.dataDirectory, 'files', file.sha256.slice(0, 2), file.sha256);
    const aDayAgo = Date.now() / 1000 - 24 * 3600 - 1;
    for (const path of [place, join(test.settings.dataDirectory, 'tmp/unnamed', file.sha256)]) utimesSync(path, aDayAgo, aDayAgo);
    await startCalendar(test.app)();
    expect(existsSync(place)).toBe(false);
  });

  it('of 20 MB each do not come into memory: ten of them take less than 60 MB of it', async () => {
    const { port } = new URL(await test.app.getUrl());
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const perFile = (20 * MEGABYTE) / chunk.length - 1;
    const before = process.memoryUsage().rss;
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: `${API}/files`, headers: headers('FIRM') });
      outgoing.on('error', reject).on('response', (reply) => reply.resume().on('end', () => resolve(reply.statusCode)));
      const pieces = function* () {
        for (let file = 0; file < 10; file++) {
          yield Buffer.concat([head(`${file}.pdf`), pdf(`large ${file}`)]);
          for (let piece = 0; piece < perFile; piece++) yield chunk;
          yield Buffer.from('\r\n');
        }
        yield Buffer.from('--x--\r\n');
      };
      const all = pieces();
      const pump = (): void => {
        for (let next = all.next(); ; next = all.next()) {
          if (next.done) return void outgoing.end();
          if (!outgoing.write(next.value)) return void outgoing.once('drain', pump);
        }
      };
      pump();
    });
    clearInterval(timer);
    expect(status).toBe(201);
    expect((most - before) / MEGABYTE).toBeLessThan(60); // 14 to 30 on the machine of 2026-11
  }, 300_000);
});
