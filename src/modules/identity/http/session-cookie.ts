import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Instant } from '../../../kernel/index.js';
import { hostCookie, SESSION_COOKIE } from '../../../platform/http/index.js';

/** The token that a request carries: of an API client in the Authorization header, of a browser in its cookie. */
export function sessionTokenOf(request: FastifyRequest): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? request.cookies[SESSION_COOKIE] ?? null;
}

/** Gives the browser its session; script cannot read it, and other sites cannot post with it. */
export function setSessionCookie(reply: FastifyReply, session: { token: string; expiresAt: Instant }, publicUrl: string): void {
  void reply.setCookie(hostCookie(SESSION_COOKIE, publicUrl), session.token, { ...scope(publicUrl), expires: new Date(session.expiresAt) });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  void reply.clearCookie(hostCookie(SESSION_COOKIE, publicUrl), scope(publicUrl));
}

function scope(publicUrl: string) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const;
}
