import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { Settings } from '../config/index.js';
import { Logger } from '../logging/index.js';
import { noteRefusals } from './access-log.js';
import { takeHostCookies } from './host-cookies.js';
import { serveApiDocument } from './openapi.js';
import { requestValidation } from './validation.js';

/** Forms and JSON of ours are a few kilobytes; files come by routes that say how much they take (upload.ts), and are read by the guard. */
const BODY_BYTES_MAX = 128 * 1024;

/** Of every reply that names no policy of its own; pages with a stylesheet send theirs with its hash. */
export const BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** The reader at /docs brings its own script and styles; it shows no data of anybody. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The HTTP application as it runs, in a test as in production: one place sets its limits, headers and validation. */
export async function createHttpApp(module: DynamicModule, options: { logger: Logger; trustedProxies: readonly string[] }): Promise<NestFastifyApplication> {
  const { logger } = options;
  const trustProxy = options.trustedProxies.length > 0 ? [...options.trustedProxies] : false;
  const adapter = new FastifyAdapter({ bodyLimit: BODY_BYTES_MAX, genReqId: () => randomUUID(), forceCloseConnections: true, trustProxy });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger, abortOnError: false, bodyParser: false });
  app.useBodyParser('application/json', { bodyLimit: BODY_BYTES_MAX });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_BYTES_MAX });
  await app.register(multipart);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      void reply.header('content-security-policy', request.url.startsWith('/docs') ? DOCS_POLICY : BARE_POLICY);
    })
    // what says nothing of itself is somebody's own, and kept by nobody on the way
    .addHook('onSend', async (_request, reply, payload) => {
      if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
      return payload;
    });
  takeHostCookies(app, app.get(Settings, { strict: false }).publicUrl);
  app.useGlobalPipes(requestValidation());
  serveApiDocument(app);
  noteRefusals(app);
  return app;
}
