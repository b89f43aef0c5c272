import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { assertMigrated, openInstallation } from '../installation.js';
import { OffsetClock, SystemClock } from '../kernel/index.js';
import { Logger } from '../platform/logging/index.js';

/** Runs a command inside the application, beside a running server or with a database of its own that stops afterwards. */
export async function withApp<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const installation = await openInstallation(process.env, (line) => process.stderr.write(`${line}\n`));
  try {
    const { settings } = installation;
    if (settings.production) await assertMigrated(settings.databaseUrl);
    const logger = new Logger('warn');
    const clock = settings.production ? new SystemClock() : new OffsetClock(settings.demoNow);
    const app = await NestFactory.createApplicationContext(AppModule.with({ settings, clock, logger }), { logger, abortOnError: false });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    installation.release();
  }
}
