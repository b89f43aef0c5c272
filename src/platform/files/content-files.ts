import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assert, sha256Hex } from '../../kernel/index.js';

/** Bytes as files that are named by their SHA-256, so that none can be overwritten by another and each proves itself. */
export abstract class ContentFiles {
  /** Who may read the files besides this process. */
  protected abstract readonly mode: number;

  /** Where the bytes with this SHA-256 lie. */
  protected abstract place(sha256: string): string;

  /** Writes the bytes so that they survive a power cut before anything refers to them (temp, fsync, rename). @returns their SHA-256 */
  async store(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Hex(bytes);
    const place = this.place(sha256);
    const folder = dirname(place);
    await mkdir(folder, { recursive: true });
    const found = await stat(place).catch(() => null);
    if (found?.size === bytes.length) return sha256;
    const aside = `${folder}/.${sha256}.${process.pid}.${process.hrtime.bigint()}`;
    const file = await open(aside, 'wx', this.mode);
    try {
      await file.writeFile(bytes);
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
    return sha256;
  }

  /** The bytes with this SHA-256: what was changed on the disk is never served. */
  async read(sha256: string): Promise<Buffer> {
    const bytes = await readFile(this.place(sha256));
    assert(sha256Hex(bytes) === sha256, `file ${sha256} was changed on the disk`);
    return bytes;
  }
}
