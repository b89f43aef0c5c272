import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { contentSecurityPolicy, renderPage } from '../render.js';
import { deskStylesheet } from './desk-styles.js';

/** The statement that is looked at before it is published stands in a frame of ours. */
const deskPolicy = `${contentSecurityPolicy(deskStylesheet)}; frame-src 'self'`;

/** Answers with a page that is this person's alone. */
export async function sendPage(reply: FastifyReply, page: VNode, status = 200): Promise<void> {
  await reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', deskPolicy)
    .header('cache-control', 'no-store')
    .send(renderPage(page));
}

/** After a POST: the browser goes on with a GET, so that reloading repeats nothing. */
export async function seeOther(reply: FastifyReply, location: string): Promise<void> {
  await reply.status(303).header('location', location).header('cache-control', 'no-store').send();
}
