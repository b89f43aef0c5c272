import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BARE_POLICY } from '../platform/http/index.js';
import { pagePolicy } from './render.js';

const compress = promisify(gzip);
/** Below this the head of a compressed body costs more than it saves. */
const COMPRESSED_BYTES_MIN = 1024;
const TEXT = /^(text\/|application\/(json|problem\+json))/;

/** Every page leaves with the policy of its stylesheet, the error pages of the filter too, and every text compressed for those who take it. */
@Injectable()
export class PageReplies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    server?.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
      const type = String(reply.getHeader('content-type') ?? '');
      if (type.startsWith('text/html') && reply.getHeader('content-security-policy') === BARE_POLICY) void reply.header('content-security-policy', pagePolicy);
      return TEXT.test(type) ? compressed(request, reply, payload) : payload;
    });
  }
}

async function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : Buffer.isBuffer(payload) ? payload : null;
  if (bytes === null || bytes.length < COMPRESSED_BYTES_MIN || reply.hasHeader('content-encoding')) return payload;
  const vary = reply.getHeader('vary');
  void reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  void reply.header('content-encoding', 'gzip').removeHeader('content-length');
  return compress(bytes);
}
