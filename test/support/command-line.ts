import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestDatabase } from './database.js';

/** How a command ended, and what it wrote. */
export interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line on a test's database, as an operator has it in an English terminal. */
export class CommandLine {
  private program: ChildProcess | undefined;

  constructor(
    private readonly database: TestDatabase,
    private readonly variables: NodeJS.ProcessEnv = {},
  ) {}

  get environment(): NodeJS.ProcessEnv {
    const settings = { DATABASE_URL: this.database.url('mingbai_app'), MINGBAI_PUBLIC_URL: 'http://localhost:3000' };
    return { PATH: process.env['PATH'], LANG: 'en_GB.UTF-8', ...settings, ...this.variables };
  }

  /** A command as a person gives it: the program is started for it, which takes seconds on a busy machine. */
  start(...words: string[]): Ending {
    return spawnSync(process.execPath, [join(process.cwd(), 'scripts/mingbai.mjs'), ...words], { encoding: 'utf8', env: this.environment });
  }

  /** The same command in a process that is started once for all of them. */
  async run(...words: string[]): Promise<Ending> {
    this.program ??= fork(join(process.cwd(), 'test/support/command-process.mjs'), { env: this.environment });
    this.program.send(words);
    const [ending] = (await once(this.program, 'message')) as [Ending];
    return ending;
  }

  close(): void {
    this.program?.disconnect();
  }
}
