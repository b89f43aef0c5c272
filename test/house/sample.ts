import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../support/repository.js';

/** A folder that looks like the repository and holds these files; `path: text`. */
export class Sample {
  readonly folder = mkdtempSync(join(tmpdir(), 'mingbai-house-'));

  constructor(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** What a tool of the repository writes to standard output about this folder. */
  output(tool: string, args: readonly string[]): string {
    const done = spawnSync(process.execPath, [join(repository, 'node_modules', tool), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (done.stdout === '') throw new Error(`${tool}: ${done.error?.message ?? done.stderr}`);
    return done.stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
