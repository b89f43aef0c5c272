import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { contentSecurityPolicy, renderPage, sha256 } from '../render.js';
import { deskStylesheet } from './desk-styles.js';

/** The statement that is looked at before it is published stands in a frame of ours. */
const deskPolicy = `${contentSecurityPolicy(deskStylesheet)}; frame-src 'self'`;

/** Answers with a page that is this person's alone. `script` is the one island of script that the page holds, allowed by its hash. */
export async function sendPage(reply: FastifyReply, page: VNode, status = 200, script?: string): Promise<void> {
  const policy = script === undefined ? deskPolicy : `${deskPolicy}; script-src ${sha256(script)}`;
  await sendHtml(reply, { html: renderPage(page), policy }, status);
}

/** Answers with a page that was rendered elsewhere, under its own policy. */
export async function sendHtml(reply: FastifyReply, { html, policy }: { readonly html: string; readonly policy: string }, status = 200): Promise<void> {
  await reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .send(html);
}

/** After a POST: the browser goes on with a GET, so that reloading repeats nothing. */
export async function seeOther(reply: FastifyReply, location: string): Promise<void> {
  await reply.status(303).header('location', location).header('cache-control', 'no-store').send();
}
