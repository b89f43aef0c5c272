import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type {} from '@fastify/cookie';
import { SESSION_COOKIE, STEP_COOKIE } from './access.js';

const GUARDED = [SESSION_COOKIE, STEP_COOKIE] as const;

/**
 * The name under which a cookie that opens something stands with the browser: over https with the prefix by which browsers take it from this host, over
 * a secure connection and for every path alone (RFC 6265bis 4.1.3.2), so that neither a neighbour under the same domain nor a plain connection plants one.
 */
export function hostCookie(name: (typeof GUARDED)[number], publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}

/** Over https what comes without the prefix is nobody's: those who read cookies find them by their plain names. */
export function takeHostCookies(app: NestFastifyApplication, publicUrl: string): void {
  if (!publicUrl.startsWith('https:')) return;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async ({ cookies }) => {
      for (const name of GUARDED) {
        const value = cookies[hostCookie(name, publicUrl)];
        if (value === undefined) delete cookies[name];
        else cookies[name] = value;
      }
    });
}
