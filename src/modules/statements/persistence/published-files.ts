import { Injectable } from '@nestjs/common';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, sha256Hex } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';

/** Published bytes as files that are named by their SHA-256, so that none can be overwritten by another and each proves itself. */
@Injectable()
export class PublishedFiles {
  constructor(private readonly settings: Settings) {}

  /** Writes the bytes so that they survive a power cut before anything refers to them (temp, fsync, rename). @returns their SHA-256 */
  async store(bytes: Buffer): Promise<string> {
    const sha256 = sha256Hex(bytes);
    await mkdir(this.folder, { recursive: true });
    const [place, aside] = [this.place(sha256), join(this.folder, `.${sha256}.${process.pid}.${process.hrtime.bigint()}`)];
    const found = await stat(place).catch(() => null);
    if (found?.size === bytes.length) return sha256;
    const file = await open(aside, 'wx', 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, place);
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return sha256;
  }

  /** The bytes with this SHA-256: what was changed on the disk is never served. */
  async read(sha256: string): Promise<Buffer> {
    const bytes = await readFile(this.place(sha256));
    assert(sha256Hex(bytes) === sha256, `published file ${sha256} was changed on the disk`);
    return bytes;
  }

  private get folder(): string {
    return join(this.settings.dataDirectory, 'published');
  }

  private place(sha256: string): string {
    return join(this.folder, sha256);
  }
}
