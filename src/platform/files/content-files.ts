import { constants, copyFile, link, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assert, sha256Hex } from '../../kernel/index.js';
import type { SpooledFile } from './spool.js';

/** Bytes as files that are named by their SHA-256, so that none can be overwritten by another and each proves itself. */
export abstract class ContentFiles {
  /** Who may read the files besides this process. */
  protected abstract readonly mode: number;

  /** Where the bytes with this SHA-256 lie. */
  protected abstract place(sha256: string): string;

  /** Writes the bytes so that they survive a power cut before anything refers to them (temp, fsync, rename). @returns their SHA-256 */
  async store(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Hex(bytes);
    await this.put({ sha256, byteCount: bytes.length }, (aside) => writeFile(aside, bytes, { flag: 'wx', mode: this.mode }));
    return sha256;
  }

  /** The same for a file that lies elsewhere on this machine, and stays there. */
  async adopt(file: SpooledFile): Promise<void> {
    await this.put(file, (aside) => copyFile(file.path, aside, constants.COPYFILE_EXCL));
  }

  private async put({ sha256, byteCount }: Omit<SpooledFile, 'path'>, write: (aside: string) => Promise<void>): Promise<void> {
    const place = this.place(sha256);
    const folder = dirname(place);
    await mkdir(folder, { recursive: true });
    const found = await stat(place).catch(() => null);
    if (found?.size === byteCount && (await touched(place))) return;
    const aside = `${folder}/.${sha256}.${process.pid}.${process.hrtime.bigint()}`;
    await write(aside);
    const file = await open(aside, 'r+');
    try {
      await file.chmod(this.mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, place);
    const entry = await open(folder, 'r');
    try {
      await entry.sync();
    } finally {
      await entry.close();
    }
  }

  /** The bytes with this SHA-256: what was changed on the disk is never served. */
  async read(sha256: string): Promise<Buffer> {
    const bytes = await readFile(this.place(sha256));
    assert(sha256Hex(bytes) === sha256, `file ${sha256} was changed on the disk`);
    return bytes;
  }

  /**
   * Removes a file to which nothing refers, unless somebody has put the same bytes here within so many milliseconds. It goes aside first: whoever comes with them from
   * then on finds none and writes them anew, and whoever came before has touched it, so that it is put back. @returns whether it is gone
   */
  protected async remove(sha256: string, ageMsMin: number): Promise<boolean> {
    const place = this.place(sha256);
    const aside = `${dirname(place)}/.${sha256}.going`;
    await putBack(aside, place); // what a crash left there
    const wentAside = await rename(place, aside).then(
      () => true,
      () => false,
    );
    if (!wentAside) return true;
    const found = await stat(aside).catch(() => null);
    if (found && Date.now() - found.mtimeMs >= ageMsMin) {
      await rm(aside, { force: true });
      return true;
    }
    await putBack(aside, place);
    return false;
  }
}

/** Says of a file that it is wanted now; false for one that has gone meanwhile. */
async function touched(place: string): Promise<boolean> {
  const now = new Date();
  return utimes(place, now, now).then(
    () => true,
    () => false,
  );
}

/** Whoever has written the same bytes there meanwhile is not disturbed. */
async function putBack(aside: string, place: string): Promise<void> {
  const { code } = await link(aside, place).then(
    () => ({ code: 'done' }),
    (error: { code?: string }) => error,
  );
  if (code === 'ENOENT') return;
  assert(code === 'done' || code === 'EEXIST', `file ${aside} cannot be put back: ${code}`);
  await rm(aside, { force: true });
}
