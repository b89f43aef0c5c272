import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type {} from '@fastify/cookie';
import { assert, type Actor } from '../../kernel/index.js';
import { languageOf, type AccessRequest, type Session } from '../../platform/http/index.js';
import type { Language } from '../../platform/messages/index.js';
import { messages, type Messages } from '../messages/index.js';
import { textSizes, type TextSize } from './desk-layout.js';

/** What a browser posts: text, several texts under one name, or files. */
export type Posted = Readonly<Record<string, unknown>>;

export const SIZE_COOKIE = 'mingbai_size';

/** Who looks at a page of a compound, in which language and type size. */
export interface Visit {
  readonly actor: Actor;
  readonly session: Session;
  readonly language: Language;
  readonly m: Messages;
  readonly slug: string;
  /** Path and query of the page. */
  readonly path: string;
  readonly size: TextSize;
  /** Tells the access log by which code a form was refused. */
  readonly onRefusal: (code: string) => void;
}

/** The visit of a route with `:c` and a permission. */
export const CurrentVisit = createParamDecorator((_: unknown, context: ExecutionContext): Visit => visitOf(context));

/** A visit that posts a form. */
export interface PostedVisit {
  readonly visit: Visit;
  readonly posted: Posted;
}

/** The visit of a route that takes a form, with the form as it was posted. */
export const CurrentPost = createParamDecorator((_: unknown, context: ExecutionContext): PostedVisit => {
  const { body } = context.switchToHttp().getRequest<AccessRequest>();
  return { visit: visitOf(context), posted: (body ?? {}) as Posted };
});

function visitOf(context: ExecutionContext): Visit {
  const request = context.switchToHttp().getRequest<AccessRequest>();
  const { access } = request;
  const { session, actor } = access ?? {};
  const { c: slug } = request.params as { c?: string };
  assert(access && session && actor && slug !== undefined, 'a visit needs a route with :c and @RequirePermission');
  const language = languageOf(request);
  return {
    actor,
    session,
    language,
    m: messages[language],
    slug,
    path: request.url,
    size: sizeOf(request.cookies[SIZE_COOKIE]),
    onRefusal: (code) => void (access.refusal = code),
  };
}

export function sizeOf(text: string | undefined): TextSize {
  return textSizes.find((size) => size === text) ?? 'normal';
}

/** An address of ours to go on to, or null: what a form or a link says may not lead elsewhere. */
export function localPath(text: unknown): string | null {
  return typeof text === 'string' && text.length <= 500 && /^\/(?![/\\])[\w\-./?=&%:~]*$/.test(text) ? text : null;
}
