import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { cpSync } from 'node:fs';
import { AppModule } from '../../src/app.module.js';
import { businessDate, ManualClock, shanghaiTime, type Instant } from '../../src/kernel/index.js';
import { Settings } from '../../src/platform/config/index.js';
import { createHttpApp } from '../../src/platform/http/index.js';
import type { DemoProgress } from '../../src/platform/jobs/index.js';
import { Logger } from '../../src/platform/logging/index.js';
import { TestDatabase } from './database.js';

/** The whole application on a database of its own, with a clock that stands still. */
export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly settings: Settings;
  close(): Promise<void>;
}

export async function startTestApp(
  options: { template?: string; at?: Instant; files?: string; publicUrl?: string; progress?: DemoProgress; requestLimits?: boolean; logger?: Logger } = {},
): Promise<TestApp> {
  const database = await TestDatabase.create([], options.template);
  if (options.files) cpSync(options.files, database.folder, { recursive: true });
  const clock = new ManualClock(options.at ?? shanghaiTime(businessDate('2024-01-01'), '09:00'));
  const settings = new Settings(
    database.url('mingbai_app'),
    10,
    database.folder,
    '127.0.0.1',
    0,
    options.publicUrl ?? 'http://localhost:3000',
    'silent',
    false,
    false,
    clock.now(),
    [],
    false,
    options.requestLimits ?? false,
  );
  const logger = options.logger ?? new Logger('silent');
  const app = await createHttpApp(AppModule.with({ settings, clock, logger, ...(options.progress && { progress: options.progress }) }), {
    logger,
    trustedProxies: [],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    database,
    clock,
    settings,
    close: async () => {
      await app.close();
      await database.destroy();
    },
  };
}
