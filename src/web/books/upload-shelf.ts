import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError, sha256Hex, type Actor, type CommunityId, type PersonId } from '../../kernel/index.js';
import { Settings } from '../../platform/config/index.js';
import { Uploads } from '../../platform/http/index.js';
import { Logger } from '../../platform/logging/index.js';

/** A file that was uploaded and waits for somebody to confirm its preview, or was made and waits to be downloaded; `about`: what was said of it when it was put there. */
export interface ShelvedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly about?: string;
}

/** What lies there, without its bytes. */
export interface ShelvedLabel {
  readonly fileName: string;
  readonly byteCount: number;
  readonly about?: string;
}

/** What the shelf keeps beside the bytes. */
interface Kept {
  readonly fileName: string;
  readonly personId: PersonId;
  readonly about?: string;
}

type Owner = Pick<Actor, 'communityId' | 'personId'>;

interface Lying {
  readonly name: string;
  readonly personId: PersonId | null;
  readonly bytes: number;
  readonly putMs: number;
}

export const KEPT_MS_MAX = 60 * 60 * 1000;
const SWEEP_MS = 5 * 60 * 1000;
const MEGABYTE = 1024 * 1024;

/** What may lie there at once, of one person (four whole statements of a bank) and of all. */
export const SHELF_BOUNDS = {
  own: { bytes: 400 * MEGABYTE, files: 100 },
  all: { bytes: 2_000 * MEGABYTE, files: 500 },
};

/**
 * Keeps uploaded files between their preview and their import, since a browser sends a file only once: on this machine's disk, for an
 * hour of real time, each under the SHA-256 of its bytes and only for the compound that uploaded it. What is older goes when the product
 * starts and within five minutes after its hour. What lies there is bounded, of a person and of all; and whoever wants to look at a file
 * needs a place for its bytes, as if it were uploaded again.
 */
@Injectable()
export class UploadShelf implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly directory: string;
  private sweeps: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  /** One file after the other is put there, so that two cannot take the same room. */
  private putting: Promise<unknown> = Promise.resolve();

  constructor(
    settings: Settings,
    private readonly logger: Logger,
    private readonly uploads: Uploads,
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

  /** @returns the name under which it is taken again. @throws SHELF_OWN_FULL, SHELF_FULL, with nothing kept */
  async put(owner: Owner, file: ShelvedFile): Promise<string> {
    const put = this.putting.then(() => this.putNow(owner, file));
    this.putting = put.catch(() => undefined);
    return put;
  }

  /** What lies there under a name, or null when it was never here or its hour is over. No byte of it is read. */
  async look(communityId: CommunityId, sha256: string): Promise<ShelvedLabel | null> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
    const path = this.pathOf(communityId, sha256);
    const [found, kept] = await Promise.all([unlessMissing(stat(path)), keptAt(path)]);
    if (!found || !kept || Date.now() - found.mtimeMs > KEPT_MS_MAX) return null;
    const { fileName, about } = kept;
    return { fileName, byteCount: found.size, ...(about !== undefined && { about }) };
  }

  /**
   * Does something with a whole file, in a place for its bytes which is given back when that is done. @returns null when it is not there.
   * @throws SHELF_BUSY while there is no place
   */
  async use<T>({ communityId, personId }: Owner, sha256: string, work: (file: ShelvedFile) => Promise<T>): Promise<T | null> {
    const label = await this.look(communityId, sha256);
    if (!label) return null;
    const giveBack = this.uploads.hold({ communityId, personId }, label.byteCount, 'SHELF_BUSY');
    try {
      const file = await this.read(communityId, sha256);
      return file && (await work(file));
    } finally {
      giveBack();
    }
  }

  /** The whole file without a place of its own: for long work alone, which bounds how much of it goes on at once. */
  async read(communityId: CommunityId, sha256: string): Promise<ShelvedFile | null> {
    const label = await this.look(communityId, sha256);
    const bytes = label && (await unlessMissing(readFile(this.pathOf(communityId, sha256))));
    if (!label || !bytes) return null;
    const { fileName, about } = label;
    return { fileName, bytes, ...(about !== undefined && { about }) };
  }

  /** The bytes as they come from the disk, a little at a time. */
  stream(communityId: CommunityId, sha256: string): Readable {
    return createReadStream(this.pathOf(communityId, sha256));
  }

  async remove(communityId: CommunityId, sha256: string): Promise<void> {
    const path = this.pathOf(communityId, sha256);
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
  }

  private async putNow({ communityId, personId }: Owner, { fileName, bytes, about }: ShelvedFile): Promise<string> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await this.sweep();
    const sha256 = sha256Hex(bytes);
    const path = this.pathOf(communityId, sha256);
    const others = (await this.lying()).filter(({ name }) => join(this.directory, name) !== path);
    assertRoom(
      others.filter((file) => file.personId === personId),
      { bytes: bytes.length, bound: SHELF_BOUNDS.own, code: 'SHELF_OWN_FULL' },
    );
    assertRoom(others, { bytes: bytes.length, bound: SHELF_BOUNDS.all, code: 'SHELF_FULL' });
    const kept: Kept = { fileName, personId, ...(about !== undefined && { about }) };
    await writeWhole(`${path}.json`, JSON.stringify(kept));
    await writeWhole(path, bytes);
    return sha256;
  }

  private pathOf(communityId: CommunityId, sha256: string): string {
    return join(this.directory, `${communityId}-${sha256}`);
  }

  private async lying(): Promise<Lying[]> {
    const names = (await this.names()).filter((name) => !/\.(json|part)$/.test(name));
    const all = await Promise.all(
      names.map(async (name): Promise<Lying | null> => {
        const path = join(this.directory, name);
        const [found, kept] = await Promise.all([unlessMissing(stat(path)), keptAt(path)]);
        return found && { name, personId: kept?.personId ?? null, bytes: found.size, putMs: found.mtimeMs };
      }),
    );
    return all.filter((file) => file !== null);
  }

  /** A disk that fails is told of; nobody waits for this. */
  private sweepLater(): void {
    this.sweeping = this.sweeping.then(() => this.sweep()).catch((error: unknown) => this.logger.error({ error }, 'shelf not swept'));
  }

  private async sweep(): Promise<void> {
    for (const name of await this.names()) {
      const path = join(this.directory, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > KEPT_MS_MAX) await rm(path, { force: true });
    }
  }

  private async names(): Promise<string[]> {
    return (await unlessMissing(readdir(this.directory))) ?? [];
  }
}

/** @throws the code, with what lies there, the bound, and when the oldest file leaves */
function assertRoom(
  lying: readonly Lying[],
  { bytes, bound, code }: { bytes: number; bound: { bytes: number; files: number }; code: 'SHELF_OWN_FULL' | 'SHELF_FULL' },
): void {
  const held = lying.reduce((sum, file) => sum + file.bytes, 0);
  if (lying.length < bound.files && held + bytes <= bound.bytes) return;
  const oldestMs = Math.min(Date.now(), ...lying.map(({ putMs }) => putMs));
  const seconds = Math.max(1, Math.ceil((oldestMs + KEPT_MS_MAX - Date.now()) / 1000));
  throw new DomainError(code, {
    count: lying.length,
    held: megabytes(held),
    added: megabytes(bytes),
    filesMax: bound.files,
    bytesMax: megabytes(bound.bytes),
    minutes: Math.ceil(seconds / 60),
    seconds,
  });
}

const megabytes = (bytes: number): string => `${Math.ceil((bytes * 10) / MEGABYTE) / 10} MB`;

/** Whole or not at all: nobody reads a half, also after a crash. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, content, { mode: 0o600 });
  await rename(part, path);
}

/** A label that cannot be read is none. */
async function keptAt(path: string): Promise<Kept | null> {
  const text = await unlessMissing(readFile(`${path}.json`, 'utf8'));
  try {
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

/** @throws what else is wrong with the disk */
async function unlessMissing<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
