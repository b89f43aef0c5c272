import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LoadDemo } from '../../src/demo/index.js';
import { instant } from '../../src/kernel/index.js';
import { Settings } from '../../src/platform/config/index.js';
import { DemoProgress } from '../../src/platform/jobs/index.js';
import { Logger } from '../../src/platform/logging/index.js';
import { startTestApp, type TestApp } from './app.js';
import { asRole, TestDatabase } from './database.js';
import { DEMO_TEMPLATE, DIRECTORY } from './test-server.js';

const FILES = join(DIRECTORY, 'demo-files');
const LOADING = `${DEMO_TEMPLATE}_loading`;

/** The application on a copy of the played demo, on the morning after its last statement. */
export async function startDemoApp(): Promise<TestApp> {
  await asRole('postgres', 'postgres', async (client) => {
    await client.query('select pg_advisory_lock(2)'); // one worker plays it, the other waits
    const found = await client.query('select from pg_database where datname = $1', [DEMO_TEMPLATE]);
    if (found.rowCount === 0) {
      await playDemo();
      await client.query(`alter database "${LOADING}" rename to "${DEMO_TEMPLATE}"`);
    }
    await client.query('select pg_advisory_unlock(2)');
  });
  return startTestApp({ template: DEMO_TEMPLATE, at: instant('2024-05-16T09:00+08:00'), files: FILES });
}

async function playDemo(): Promise<void> {
  await asRole('postgres', 'postgres', (client) => client.query(`drop database if exists "${LOADING}" with (force)`));
  if (existsSync(FILES)) rmSync(FILES, { recursive: true });
  mkdirSync(FILES, { recursive: true });
  const database = await TestDatabase.create([], undefined, LOADING);
  await database.dataSource.destroy();
  const settings = new Settings(
    database.url('mingbai_app'),
    4,
    FILES,
    '127.0.0.1',
    0,
    'http://localhost:3000',
    'silent',
    false,
    true,
    instant('2024-05-16T09:00+08:00'),
  );
  const progress = new DemoProgress();
  await new LoadDemo({ settings, logger: new Logger('silent'), progress, say: () => undefined, directory: join(process.cwd(), 'demo') }).run();
  if (progress.state !== null) throw new Error(`the demo was not loaded: ${JSON.stringify(progress.state)}`);
}
