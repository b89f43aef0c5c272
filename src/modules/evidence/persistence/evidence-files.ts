import { Injectable } from '@nestjs/common';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../../../platform/config/index.js';
import { ContentFiles, Spool, type SpooledFile } from '../../../platform/files/index.js';

/**
 * The bytes of evidence, for nobody but this program: in folders by the first byte of their SHA-256, so that none grows without end. A file lies here before the row that
 * names it commits; until then it has a mark beside, so that what is refused or breaks off in between is found again, and nothing else is ever looked at to be removed.
 */
@Injectable()
export class EvidenceFiles extends ContentFiles {
  protected readonly mode = 0o600;

  /** Where files wait until they are taken in. */
  readonly spool: Spool;
  private readonly marks: string;

  constructor(private readonly settings: Settings) {
    super();
    this.spool = new Spool(settings.dataDirectory);
    this.marks = join(settings.dataDirectory, 'tmp', 'unnamed');
  }

  /** Marked first, then put there. */
  override async adopt(file: SpooledFile): Promise<void> {
    await mkdir(this.marks, { recursive: true, mode: 0o700 });
    await writeFile(this.markOf(file.sha256), '-', { mode: 0o600 });
    await super.adopt(file);
  }

  /** Files that were put there at least so many milliseconds ago and of which nobody has said since that a row names them; by their SHA-256, up to a number. */
  async unnamed(ageMsMin: number, countMax: number): Promise<string[]> {
    const found: string[] = [];
    for (const sha256 of await readdir(this.marks).catch(() => [])) {
      if (found.length === countMax) break;
      if (/^[0-9a-f]{64}$/.test(sha256) && (await this.isOld(sha256, ageMsMin))) found.push(sha256);
    }
    return found;
  }

  /** A row names these files. */
  async settle(hashes: readonly string[]): Promise<void> {
    for (const sha256 of hashes) await rm(this.markOf(sha256), { force: true });
  }

  /** Gives up a file that no row of any compound names; one that has come again within so many milliseconds stays. @returns whether it is gone */
  async giveUp(sha256: string, ageMsMin: number): Promise<boolean> {
    const isGone = await this.remove(sha256, ageMsMin);
    if (isGone && (await this.isOld(sha256, ageMsMin))) await this.settle([sha256]);
    return isGone;
  }

  protected place(sha256: string): string {
    return join(this.settings.dataDirectory, 'files', sha256.slice(0, 2), sha256);
  }

  private markOf(sha256: string): string {
    return join(this.marks, sha256);
  }

  private async isOld(sha256: string, ageMsMin: number): Promise<boolean> {
    const mark = await stat(this.markOf(sha256)).catch(() => null);
    return mark !== null && Date.now() - mark.mtimeMs >= ageMsMin;
  }
}
