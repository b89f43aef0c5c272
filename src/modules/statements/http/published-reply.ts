import type { FastifyReply, FastifyRequest } from 'fastify';

export interface PublishedBody {
  readonly body: Buffer;
  /** Of the body: its name as ETag. */
  readonly sha256: string;
  readonly type: string;
  /** Named by its version: it can never change, so it need never be asked for again. */
  readonly frozen: boolean;
}

/** How long a pointer to "the newest" may be remembered: a supplement is seen by everybody within a minute. */
const LATEST_SECONDS = 60;
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Sends published bytes as they are stored, or 304 to a reader who has them. */
export async function sendPublished(request: FastifyRequest, reply: FastifyReply, { body, sha256, type, frozen }: PublishedBody): Promise<void> {
  const etag = `"${sha256}"`;
  void reply.header('etag', etag).header('cache-control', frozen ? FOR_EVER : `public, max-age=${LATEST_SECONDS}, must-revalidate`);
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag)) await reply.status(304).send();
  else await reply.header('content-type', type).send(body);
}
