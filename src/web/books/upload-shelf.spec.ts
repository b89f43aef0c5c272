import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type CommunityId } from '../../kernel/index.js';
import { Settings } from '../../platform/config/index.js';
import { Logger } from '../../platform/logging/index.js';
import { UploadShelf } from './upload-shelf.js';

const [one, two] = [1 as CommunityId, 2 as CommunityId];
const file = { fileName: '5月.csv', bytes: Buffer.from('账号,9900000000008866') };

describe('the shelf of uploaded files', () => {
  let directory: string;
  let shelf: UploadShelf;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mingbai-shelf-'));
    shelf = new UploadShelf(
      new Settings('postgres://localhost/x', 1, directory, '127.0.0.1', 0, 'http://localhost', 'silent', false, false, instant('2024-05-16T09:00+08:00')),
      new Logger('silent'),
    );
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const age = (): void => {
    const past = new Date(Date.now() - 61 * 60_000);
    for (const name of files()) utimesSync(join(directory, 'tmp/uploads', name), past, past);
  };
  const files = (): string[] => readdirSync(join(directory, 'tmp/uploads'));

  it('gives back the bytes and the name, under the hash of the bytes', async () => {
    const sha256 = await shelf.put(one, file);
    expect(await shelf.find(one, sha256)).toEqual(file);
  });

  it('gives nothing to another compound, and nothing for what is no hash', async () => {
    const sha256 = await shelf.put(one, file);
    expect(await shelf.find(two, sha256)).toBeNull();
    expect(await shelf.find(one, '../../etc/passwd')).toBeNull();
    expect(await shelf.find(one, 'f'.repeat(64))).toBeNull();
  });

  it('keeps a file for an hour, and sweeps it out with the next one', async () => {
    const sha256 = await shelf.put(one, file);
    age();
    expect(await shelf.find(one, sha256)).toBeNull();
    await shelf.put(two, { ...file, bytes: Buffer.from('x') });
    expect(files()).toHaveLength(2);
  });

  it('sweeps when the product starts and from time to time, also while there is nothing to sweep, and no longer once it stops', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
    try {
      await shelf.onApplicationBootstrap();
      await shelf.put(one, file);
      age();
      await shelf.beforeApplicationShutdown();
      jest.advanceTimersByTime(10 * 60_000);
      expect(files()).toHaveLength(2);
      await shelf.onApplicationBootstrap();
      expect(files()).toEqual([]);
      await shelf.put(one, file);
      age();
      jest.advanceTimersByTime(5 * 60_000);
      await shelf.beforeApplicationShutdown(); // waits for the sweep that has begun
      expect(files()).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('forgets what was imported', async () => {
    const sha256 = await shelf.put(one, file);
    await shelf.remove(one, sha256);
    expect(files()).toEqual([]);
  });
});
