/** The product with the demo compound on it, on the durable PostgreSQL of a stage. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';

const { AppModule } = await import('../../dist/src/app.module.js');
const { LoadDemo } = await import('../../dist/src/demo/index.js');
const { businessDate, ManualClock, shanghaiTime } = await import('../../dist/src/kernel/index.js');
const { Settings } = await import('../../dist/src/platform/config/index.js');
const { createProductDatabase, migrate } = await import('../../dist/src/platform/database/index.js');
const { createHttpApp } = await import('../../dist/src/platform/http/index.js');
const { DemoProgress } = await import('../../dist/src/platform/jobs/index.js');
const { Logger } = await import('../../dist/src/platform/logging/index.js');
const { migrations } = await import('../../dist/migrations/index.js');

/** Loads the story until a day. @returns the application and its clock, which stands at nine o'clock of `today` */
export async function openDemo({ server, directory }, { database, until, today, say }) {
  await createProductDatabase(server, database, readFileSync(join(root, 'deploy/roles.sql'), 'utf8'));
  await migrate(server.url('mingbai_owner', database), migrations);
  const clock = new ManualClock(shanghaiTime(businessDate(today), '09:00'));
  const logger = new Logger('silent');
  const settings = new Settings(
    server.url('mingbai_app', database),
    10,
    directory,
    '127.0.0.1',
    0,
    'http://localhost:3000',
    'silent',
    false,
    true,
    clock.now(),
  );
  await new LoadDemo({ settings, logger, progress: new DemoProgress(), say, directory: join(root, 'demo'), until: businessDate(until) }).run();
  return { app: await createHttpApp(AppModule.with({ settings, clock, logger }), { logger, trustedProxies: [] }), clock };
}
