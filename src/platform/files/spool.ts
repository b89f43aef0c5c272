import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file on this machine's disk to which nothing refers yet; SHA-256 in hex. */
export interface SpooledFile {
  readonly path: string;
  readonly byteCount: number;
  readonly sha256: string;
}

/** What a crash left behind goes after so long; a program beside this one may be at work on what is younger. */
const KEPT_MS_MAX = 60 * 60 * 1000;

/** Puts bytes on the disk as they come, so that none of a large file waits in memory. Whoever takes a file drops it again. */
export class Spool {
  private readonly directory: string;

  constructor(dataDirectory: string) {
    this.directory = join(dataDirectory, 'tmp', 'arriving');
  }

  /** Writes bytes and hashes them on their way; nothing is left of those that break off. */
  async take(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<SpooledFile> {
    const hash = createHash('sha256');
    let byteCount = 0;
    return this.written(async (path) => {
      const file = await open(path, 'wx', 0o600);
      try {
        for await (const chunk of chunks) {
          hash.update(chunk);
          byteCount += chunk.length;
          await file.appendFile(chunk);
        }
      } finally {
        await file.close();
      }
      return { path, byteCount, sha256: hash.digest('hex') };
    });
  }

  /** A file that somebody else writes, with what they say of it. */
  async made<T>(write: (path: string) => Promise<T>): Promise<{ readonly file: SpooledFile; readonly said: T }> {
    return this.written(async (path) => {
      const said = await write(path);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
      return { said, file: { path, byteCount: (await stat(path)).size, sha256: hash.digest('hex') } };
    });
  }

  async drop({ path }: Pick<SpooledFile, 'path'>): Promise<void> {
    await rm(path, { force: true });
  }

  /** Removes what nobody came back for. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.directory).catch(() => [])) {
      const path = join(this.directory, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > KEPT_MS_MAX) await this.drop({ path });
    }
  }

  private async written<T>(write: (path: string) => Promise<T>): Promise<T> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const path = join(this.directory, randomUUID());
    try {
      return await write(path);
    } catch (error) {
      await this.drop({ path });
      throw error;
    }
  }
}
