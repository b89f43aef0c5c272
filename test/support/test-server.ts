import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { createProductDatabase, migrate, startEmbeddedServer, type EmbeddedServer } from '../../src/platform/database/index.js';

export const TEMPLATE = 'mingbai_template';
/** The PostgreSQL of the machine to test on, set by `npm test` for each version that it finds; without it, the product's own. */
const INSTALLATION = process.env['MINGBAI_TEST_POSTGRESQL'];
/** A file system in memory, and what of it and of memory must be free for a run: the two demos, the log, a few spec files' copies. */
const MEMORY = '/dev/shm';
const MEMORY_NEEDED = 4 * 1024 ** 3;
/**
 * The tests' own database lies here: in memory where there is room, since every spec file makes 1,300 files of its own and removes
 * them, for which ext4 takes 1.2 s and memory 0.06 (docs/decisions/0019). Two test runs at once in one checkout need two directories:
 * MINGBAI_TEST_DIRECTORY.
 */
export const DIRECTORY = (process.env['MINGBAI_TEST_DIRECTORY'] ??= ownDirectory());
/** Where the workers find the server: written here, read by test/support/database.ts. */
export const SERVER_FILE = join(DIRECTORY, 'server.json');

/** A template that holds the played demo; made by whichever spec needs it first (test/support/demo.ts). */
export const DEMO_TEMPLATE = 'mingbai_demo';

function ownDirectory(): string {
  const name = ['mingbai-test', ...(INSTALLATION ? [basename(INSTALLATION)] : [])].join('-');
  if (!hasRoomInMemory()) return join(process.cwd(), 'node_modules', '.cache', name);
  return join(MEMORY, `${name}-${createHash('sha256').update(process.cwd()).digest('hex').slice(0, 16)}`);
}

function hasRoomInMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) >= MEMORY_NEEDED;
}

/** Starts the tests' own PostgreSQL and makes a migrated template, of which every spec file gets a copy. */
export async function startTestServer(): Promise<EmbeddedServer> {
  mkdirSync(DIRECTORY, { recursive: true });
  const server = await startEmbeddedServer({
    directory: join(DIRECTORY, 'server'),
    log: () => undefined,
    durable: false,
    ...(INSTALLATION && { installation: INSTALLATION }),
  });
  const admin = new Client({ connectionString: server.url('postgres', 'postgres') });
  await admin.connect();
  const leftOver = await admin.query<{ datname: string }>(`select datname from pg_database where datname like 'mingbai_%'`);
  for (const { datname } of leftOver.rows) await admin.query(`drop database "${datname}" with (force)`);
  await admin.end();
  await createProductDatabase(server, TEMPLATE, readFileSync('deploy/roles.sql', 'utf8'));
  await migrate(server.url('mingbai_owner', TEMPLATE), migrations);
  const urls = Object.fromEntries((['postgres', 'mingbai_owner', 'mingbai_app'] as const).map((role) => [role, server.url(role, 'DATABASE')]));
  writeFileSync(SERVER_FILE, JSON.stringify(urls), { mode: 0o600 });
  return { ...server, stop };

  /** What lies in memory is given back. */
  function stop(): void {
    server.stop();
    if (DIRECTORY.startsWith(MEMORY)) rmSync(DIRECTORY, { recursive: true, force: true });
  }
}
