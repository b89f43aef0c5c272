import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DemoFiles } from '../../src/demo/demo-files.js';
import { demoKeyOf } from '../../src/demo/demo-key.js';
import { LoadDemo } from '../../src/demo/index.js';
import { businessDate, instant, type BusinessDate, type Instant } from '../../src/kernel/index.js';
import { Settings } from '../../src/platform/config/index.js';
import { DemoProgress } from '../../src/platform/jobs/index.js';
import { Logger } from '../../src/platform/logging/index.js';
import { startTestApp, type TestApp } from './app.js';
import { asRole, TestDatabase } from './database.js';
import { DEMO_TEMPLATE, DIRECTORY } from './test-server.js';

type AppOptions = Pick<Parameters<typeof startTestApp>[0] & object, 'publicUrl' | 'requestLimits' | 'logger'>;

/** A played part of the demo: the template that holds it, the last day that is played, and the morning on which its tests begin. */
interface Part {
  readonly template: string;
  /** Of the advisory lock under which one worker plays it while the others wait. */
  readonly lock: number;
  readonly until?: BusinessDate;
  readonly at: Instant;
}

/** The first four months: what most tests need, and quickly there. */
const BEGINNING: Part = { template: DEMO_TEMPLATE, lock: 2, until: businessDate('2024-05-15'), at: instant('2024-05-16T09:00+08:00') };
const WHOLE: Part = { template: `${DEMO_TEMPLATE}_whole`, lock: 3, at: instant('2026-11-23T09:00+08:00') };

const filesOf = ({ template }: Part): string => join(DIRECTORY, `${template}-files`);

/** The application on a copy of the demo's first four months, on the morning after their last statement. */
export function startDemoApp(options: AppOptions = {}): Promise<TestApp> {
  return startPart(BEGINNING, undefined, options);
}

/** The application on a copy of the whole demo; `onMonth` hears of each month that is played, unless another spec has played it before. */
export function startWholeDemoApp(onMonth: (line: string) => void): Promise<TestApp> {
  return startPart(WHOLE, onMonth);
}

async function startPart(part: Part, onMonth: (line: string) => void = () => undefined, options: AppOptions = {}): Promise<TestApp> {
  await asRole('postgres', 'postgres', async (client) => {
    await client.query('select pg_advisory_lock($1)', [part.lock]);
    const found = await client.query('select from pg_database where datname = $1', [part.template]);
    if (found.rowCount === 0) {
      const loading = `${part.template}_loading`;
      await playDemo(part, loading, onMonth);
      await client.query(`alter database "${loading}" rename to "${part.template}"`);
    }
    await client.query('select pg_advisory_unlock($1)', [part.lock]);
  });
  const progress = new DemoProgress();
  const { keys } = new DemoFiles(join(process.cwd(), 'demo')).scenario;
  progress.signers = new Map(keys.map(({ of: login }) => [demoKeyOf(login).hash, demoKeyOf(login).sign]));
  return startTestApp({ template: part.template, at: part.at, files: filesOf(part), progress, ...options });
}

async function playDemo(part: Part, loading: string, say: (line: string) => void): Promise<void> {
  const files = filesOf(part);
  await asRole('postgres', 'postgres', (client) => client.query(`drop database if exists "${loading}" with (force)`));
  if (existsSync(files)) rmSync(files, { recursive: true });
  mkdirSync(files, { recursive: true });
  const database = await TestDatabase.create([], undefined, loading);
  await database.dataSource.destroy();
  const settings = new Settings(database.url('mingbai_app'), 4, files, '127.0.0.1', 0, 'http://localhost:3000', 'silent', false, true, part.at);
  const progress = new DemoProgress();
  // the tests' server runs without autovacuum; without statistics the later months take several times as long
  const analysed: Promise<unknown>[] = [];
  const onMonth = (line: string): void => {
    say(line);
    analysed.push(asRole('mingbai_owner', loading, (client) => client.query('analyze')));
  };
  const until = part.until ? { until: part.until } : {};
  await new LoadDemo({ settings, logger: new Logger('silent'), progress, say: onMonth, directory: join(process.cwd(), 'demo'), ...until }).run();
  await Promise.all(analysed);
  if (progress.state !== null) throw new Error(`the demo was not loaded: ${JSON.stringify(progress.state)}`);
}
