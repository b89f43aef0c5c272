import type { FastifyRequest } from 'fastify';
import type { PageLocale } from '../../modules/statements/index.js';

/** A page in both languages: Chinese at its path, English below /en. */
export const inBoth = (path: string): string[] => [path, `en${path === '' ? '' : `/${path}`}`];

/** The language is part of the address, so that stored bytes and caches cannot mix them. */
export function localeOf(request: FastifyRequest): PageLocale {
  return /^\/en(?:[/?]|$)/.test(request.url) ? 'en' : 'zh-CN';
}
