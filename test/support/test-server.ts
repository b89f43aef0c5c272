import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { createProductDatabase, migrate, startEmbeddedServer, type EmbeddedServer } from '../../src/platform/database/index.js';

export const TEMPLATE = 'mingbai_template';
/** The tests' own database lies here. Two test runs at once need two directories: MINGBAI_TEST_DIRECTORY. */
export const DIRECTORY = process.env['MINGBAI_TEST_DIRECTORY'] ?? join(process.cwd(), 'node_modules', '.cache', 'mingbai-test');
/** The PostgreSQL of the machine to test on, set by `npm test` for each version that it finds; without it, the product's own. */
const INSTALLATION = process.env['MINGBAI_TEST_POSTGRESQL'];
/** Where the workers find the server: written here, read by test/support/database.ts. */
export const SERVER_FILE = join(DIRECTORY, 'server.json');

/** A template that holds the played demo; made by whichever spec needs it first (test/support/demo.ts). */
export const DEMO_TEMPLATE = 'mingbai_demo';

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
  return server;
}
