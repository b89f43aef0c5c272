import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { SystemClock } from './kernel/index.js';
import { loadSettings } from './platform/config/index.js';
import { openApiDocument } from './platform/http/index.js';
import { Logger } from './platform/logging/index.js';

/** The API as its controllers declare it; in preview mode nothing is made that would need a database. */
export async function describeApi(): Promise<OpenAPIObject> {
  const logger = new Logger('silent');
  const settings = loadSettings({}, 'postgres://localhost/unused');
  const app = await NestFactory.create(AppModule.with({ settings, clock: new SystemClock(), logger }), new FastifyAdapter(), {
    logger,
    preview: true,
    abortOnError: false,
  });
  return openApiDocument(app);
}
