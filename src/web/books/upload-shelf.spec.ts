import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type CommunityId, type PersonId } from '../../kernel/index.js';
import { Settings } from '../../platform/config/index.js';
import { Spool } from '../../platform/files/index.js';
import { Uploads } from '../../platform/http/index.js';
import { Logger } from '../../platform/logging/index.js';
import { SHELF_BOUNDS, UploadShelf } from './upload-shelf.js';

const [one, two] = [1 as CommunityId, 2 as CommunityId];
const person = (id: number, communityId = one) => ({ communityId, personId: id as PersonId });
const MEGABYTE = 1024 * 1024;
/** Somebody of a compound of their own. */
const sender = (id: number) => ({ communityId: id, personId: id });
const file = { fileName: '5月.csv', bytes: Buffer.from('账号,9900000000008866') };

describe('the shelf of uploaded files', () => {
  let directory: string;
  let shelf: UploadShelf;
  let uploads: Uploads;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mingbai-shelf-'));
    uploads = new Uploads(new Spool(tmpdir()));
    shelf = new UploadShelf(
      new Settings('postgres://localhost/x', 1, directory, '127.0.0.1', 0, 'http://localhost', 'silent', false, false, instant('2024-05-16T09:00+08:00')),
      new Logger('silent'),
      uploads,
    );
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const age = (): void => {
    const past = new Date(Date.now() - 61 * 60_000);
    for (const name of files()) utimesSync(join(directory, 'tmp/uploads', name), past, past);
  };
  /** A file that is so long without filling a disk. */
  const lengthen = (sha256: string, bytes: number): void => truncateSync(join(directory, 'tmp/uploads', `1-${sha256}`), bytes);
  const files = (): string[] => readdirSync(join(directory, 'tmp/uploads'));

  it('gives back the bytes and the name, under the hash of the bytes', async () => {
    const sha256 = await shelf.put(person(1), file);
    expect(await shelf.read(one, sha256)).toEqual(file);
  });

  it('knows no file whose label a crash has broken, and takes others as before', async () => {
    const sha256 = await shelf.put(person(1), file);
    truncateSync(join(directory, 'tmp/uploads', `1-${sha256}.json`), 5);
    expect([await shelf.look(one, sha256), await shelf.read(one, sha256)]).toEqual([null, null]);
    const other = await shelf.put(person(1), { ...file, bytes: Buffer.from('另一份') });
    expect((await shelf.look(one, other))?.fileName).toBe(file.fileName);
    expect(await shelf.put(person(1), file)).toBe(sha256);
    expect(await shelf.read(one, sha256)).toEqual(file);
    expect(files().filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is open to who looks while others send: their places are counted apart, the bytes together', async () => {
    const sha256 = await shelf.put(person(1), file);
    for (let id = 10; id < 14; id++) for (let place = 0; place < 4; place++) uploads.hold(sender(id), 1024, 'UPLOADS_BUSY');
    expect(() => uploads.hold(sender(9), 1024, 'UPLOADS_BUSY')).toThrow('UPLOADS_BUSY');
    expect(await shelf.use(person(1), sha256, async ({ fileName }) => fileName)).toBe(file.fileName);
    lengthen(sha256, 99 * MEGABYTE);
    uploads.hold(sender(8), 90 * MEGABYTE, 'SHELF_BUSY');
    uploads.hold(sender(7), 90 * MEGABYTE, 'SHELF_BUSY');
    await expect(shelf.use(person(1), sha256, async () => 'read')).rejects.toThrow('SHELF_BUSY');
  });

  it('says what lies there without reading it, and gives it a piece at a time', async () => {
    const sha256 = await shelf.put(person(1), { ...file, about: 'made' });
    expect(await shelf.look(one, sha256)).toEqual({ fileName: file.fileName, byteCount: file.bytes.length, about: 'made' });
    expect(await shelf.look(two, sha256)).toBeNull();
    expect(Buffer.concat(await shelf.stream(one, sha256).toArray())).toEqual(file.bytes);
  });

  it('opens a whole file in a place for its bytes only, and gives the place back whatever came of it', async () => {
    const sha256 = await shelf.put(person(1), file);
    lengthen(sha256, 60 * MEGABYTE);
    expect(await shelf.use(person(1), sha256, async ({ bytes }) => bytes.length)).toBe(60 * MEGABYTE);
    let go = (): void => undefined;
    const first = shelf.use(person(1), sha256, () => new Promise<string>((resolve) => (go = () => resolve('done'))));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = shelf.use(person(1), sha256, () => Promise.reject(new Error('opened')));
    await expect(second).rejects.toMatchObject({ code: 'SHELF_BUSY', kind: 'busy', details: { count: 1, own: 1, seconds: 15 } });
    // bytes that arrive and bytes that are read again share the places
    expect(() => uploads.hold(sender(1), 60 * MEGABYTE, 'UPLOADS_BUSY')).toThrow('UPLOADS_BUSY');
    expect(await shelf.use(person(2), sha256, async () => 'another person')).toBe('another person');
    go();
    expect(await first).toBe('done');
    await expect(shelf.use(person(1), sha256, () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(await shelf.use(person(1), sha256, async () => 'again')).toBe('again');
    expect(await shelf.use(person(1, two), sha256, async () => 'seen')).toBeNull();
  });

  it('keeps so many bytes of one person and not a byte more, says when to come again, and keeps nothing of what it refuses', async () => {
    const first = await shelf.put(person(1), file);
    lengthen(first, SHELF_BOUNDS.own.bytes - 10);
    const before = files();
    await expect(shelf.put(person(1), { ...file, bytes: Buffer.alloc(11) })).rejects.toMatchObject({
      code: 'SHELF_OWN_FULL',
      details: { count: 1, held: '400 MB', filesMax: 100, bytesMax: '400 MB', minutes: 60 },
    });
    expect(files()).toEqual(before);
    await shelf.put(person(1), { ...file, bytes: Buffer.alloc(10) });
    await shelf.put(person(2), { ...file, bytes: Buffer.alloc(11) });
    // the same bytes again take no second place
    lengthen(first, file.bytes.length);
    await shelf.put(person(1), file);
    age();
    await shelf.put(person(1), { ...file, bytes: Buffer.alloc(12) });
    expect(files()).toHaveLength(2);
  });

  it('keeps so many files of one person, however small and however many are sent at once', async () => {
    const sent = Array.from({ length: SHELF_BOUNDS.own.files + 3 }, (_, size) => shelf.put(person(1), { ...file, bytes: Buffer.alloc(size) }));
    const refused = (await Promise.allSettled(sent)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(3);
    expect(files()).toHaveLength(2 * SHELF_BOUNDS.own.files);
    await shelf.remove(one, await sent[0]!);
    await shelf.put(person(1), { ...file, bytes: Buffer.from('there is room again') });
  });

  it('keeps so many bytes of all people', async () => {
    for (let id = 1; id <= 5; id++) lengthen(await shelf.put(person(id), { ...file, bytes: Buffer.alloc(id) }), SHELF_BOUNDS.own.bytes);
    await expect(shelf.put(person(6, two), file)).rejects.toMatchObject({ code: 'SHELF_FULL', kind: 'too-many', details: { count: 5, held: '2000 MB' } });
    expect(files()).toHaveLength(10);
  });

  it('gives nothing to another compound, and nothing for what is no hash', async () => {
    const sha256 = await shelf.put(person(1), file);
    expect(await shelf.read(two, sha256)).toBeNull();
    expect(await shelf.read(one, '../../etc/passwd')).toBeNull();
    expect(await shelf.read(one, 'f'.repeat(64))).toBeNull();
  });

  it('keeps a file for an hour, and sweeps it out with the next one', async () => {
    const sha256 = await shelf.put(person(1), file);
    age();
    expect(await shelf.read(one, sha256)).toBeNull();
    await shelf.put(person(2, two), { ...file, bytes: Buffer.from('x') });
    expect(files()).toHaveLength(2);
  });

  it('sweeps when the product starts and from time to time, also while there is nothing to sweep, and no longer once it stops', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
    try {
      await shelf.onApplicationBootstrap();
      await shelf.put(person(1), file);
      age();
      await shelf.beforeApplicationShutdown();
      jest.advanceTimersByTime(10 * 60_000);
      expect(files()).toHaveLength(2);
      await shelf.onApplicationBootstrap();
      expect(files()).toEqual([]);
      await shelf.put(person(1), file);
      age();
      jest.advanceTimersByTime(5 * 60_000);
      await shelf.beforeApplicationShutdown(); // waits for the sweep that has begun
      expect(files()).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('forgets what was imported', async () => {
    const sha256 = await shelf.put(person(1), file);
    await shelf.remove(one, sha256);
    expect(files()).toEqual([]);
  });
});
