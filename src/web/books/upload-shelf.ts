import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex, type CommunityId } from '../../kernel/index.js';
import { Settings } from '../../platform/config/index.js';
import { Logger } from '../../platform/logging/index.js';

/** A file that was uploaded and waits for somebody to confirm its preview, or was made and waits to be downloaded; `about`: what was said of it when it was put there. */
export interface ShelvedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly about?: string;
}

export const KEPT_MS_MAX = 60 * 60 * 1000;
const SWEEP_MS = 5 * 60 * 1000;

/**
 * Keeps uploaded files between their preview and their import, since a browser sends a file only once: on this machine's disk, for an
 * hour of real time, each under the SHA-256 of its bytes and only for the compound that uploaded it. What is older goes when the product
 * starts and within five minutes after its hour.
 */
@Injectable()
export class UploadShelf implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly directory: string;
  private sweeps: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    settings: Settings,
    private readonly logger: Logger,
  ) {
    this.directory = join(settings.dataDirectory, 'tmp', 'uploads');
  }

  async onApplicationBootstrap(): Promise<void> {
    this.sweeps = setInterval(() => this.sweepLater(), SWEEP_MS).unref();
    this.sweepLater();
    await this.sweeping;
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeps);
    await this.sweeping;
  }

  /** @returns the name under which it is taken again */
  async put(communityId: CommunityId, { fileName, bytes, about }: ShelvedFile): Promise<string> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await this.sweep();
    const sha256 = sha256Hex(bytes);
    await writeFile(this.pathOf(communityId, sha256), bytes, { mode: 0o600 });
    await writeFile(`${this.pathOf(communityId, sha256)}.name`, fileName, { mode: 0o600 });
    if (about !== undefined) await writeFile(`${this.pathOf(communityId, sha256)}.about`, about, { mode: 0o600 });
    return sha256;
  }

  /** The file, or null when it was never here or its hour is over. */
  async find(communityId: CommunityId, sha256: string): Promise<ShelvedFile | null> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
    const path = this.pathOf(communityId, sha256);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > KEPT_MS_MAX) return null;
      const about = await readFile(`${path}.about`, 'utf8').catch(() => undefined);
      return { fileName: await readFile(`${path}.name`, 'utf8'), bytes: await readFile(path), ...(about !== undefined && { about }) };
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }

  async remove(communityId: CommunityId, sha256: string): Promise<void> {
    const path = this.pathOf(communityId, sha256);
    await Promise.all(['', '.name', '.about'].map((end) => rm(`${path}${end}`, { force: true })));
  }

  private pathOf(communityId: CommunityId, sha256: string): string {
    return join(this.directory, `${communityId}-${sha256}`);
  }

  /** A disk that fails is told of; nobody waits for this. */
  private sweepLater(): void {
    this.sweeping = this.sweeping.then(() => this.sweep()).catch((error: unknown) => this.logger.error({ error }, 'shelf not swept'));
  }

  private async sweep(): Promise<void> {
    const names = await readdir(this.directory).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      const path = join(this.directory, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > KEPT_MS_MAX) await rm(path, { force: true });
    }
  }
}
