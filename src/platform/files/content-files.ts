import { constants, copyFile, mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
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
    if (found?.size === byteCount) return;
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
}
