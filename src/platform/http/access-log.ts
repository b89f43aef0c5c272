import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { required, type Actor, type Permission, type PersonId } from '../../kernel/index.js';
import { Logger } from '../logging/index.js';
import type { AccessRequest } from './access.js';

export const accessKinds = ['REFUSED', 'REVEAL', 'ORIGINAL', 'LETTER'] as const;
export type AccessKind = (typeof accessKinds)[number];

/** One line of a compound's access log: who, by which right, on which route; nothing of what was sent, and no name. */
export interface AccessNote {
  readonly kind: AccessKind;
  /** As it was asked for: one who has no part in a compound is written down there too. */
  readonly slug: string;
  readonly personId: PersonId;
  readonly actor: Actor | null;
  readonly permission: Permission | null;
  readonly method: string;
  /** The pattern of the route, or the command. */
  readonly route: string;
  /** What it was about: a unit's code, a payout's number. */
  readonly subject: string | null;
  /** The refusal's, for REFUSED alone. */
  readonly code: string | null;
  readonly reason: string | null;
  readonly requestId: string;
}

/** Where refusals and reveals are written down. Implemented by the identity module; platform only tells. */
export abstract class AccessLog {
  /** Writes it in a transaction of its own, of refusals a bounded number a minute; a compound that does not exist has no log. */
  abstract write(note: AccessNote): Promise<void>;
}

const NOTED_STATUS: ReadonlySet<number> = new Set([403, 404, 409, 422]);
/** The code of the line after which those of a minute are not written down. */
export const MORE_REFUSALS = 'MORE_REFUSALS';

/**
 * Every refusal of a signed-in person on a route of a compound is written down before it is answered, whether it is answered by problem+json or as a page. What cannot
 * be written is logged, and the answer stays a refusal.
 */
export function noteRefusals(app: NestFastifyApplication): void {
  const log = app.get(AccessLog, { strict: false });
  const logger = app.get(Logger, { strict: false });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply, payload) => {
      const note = refusalOf(request as AccessRequest, reply);
      try {
        if (note) await log.write(note);
      } catch (error) {
        logger.error({ requestId: request.id, error }, 'a refusal was not written down');
      }
      return payload;
    });
}

function refusalOf(request: AccessRequest, reply: FastifyReply): AccessNote | null {
  const { refusal, session, actor } = request.access ?? {};
  if (refusal === undefined || !session || !NOTED_STATUS.has(reply.statusCode)) return null;
  return noteOf(request, { kind: 'REFUSED', personId: session.personId, actor: actor ?? null, code: refusal });
}

/** The line about a request, or null when it is about no compound. */
export function noteOf(
  request: AccessRequest,
  what: Pick<AccessNote, 'kind' | 'personId' | 'actor'> & Partial<Pick<AccessNote, 'code' | 'reason' | 'subject'>>,
): AccessNote | null {
  const { c: slug, ...named } = request.params as Readonly<Record<string, string>>;
  if (slug === undefined) return null;
  return {
    code: null,
    reason: null,
    subject: subjectOf(Object.values(named)),
    ...what,
    slug,
    permission: request.access?.permission ?? null,
    method: request.method,
    route: request.routeOptions.url ?? '-',
    requestId: request.id,
  };
}

/** The line about a reveal that this request asks for, without its reason. */
export const CurrentReveal = createParamDecorator((_: unknown, context: ExecutionContext): AccessNote => {
  const request = context.switchToHttp().getRequest<AccessRequest>();
  const actor = required(request.access?.actor, 'a reveal needs a route with :c and @RequirePermission');
  return required(noteOf(request, { kind: 'REVEAL', personId: actor.personId, actor }), 'a route of a compound');
});

/** Codes and numbers of the address, not words or telephones that somebody may have put there. */
export function subjectOf(named: readonly string[]): string | null {
  const text = named.filter((value) => /^(?!\d{11,}$)[\w.:-]{1,64}$/.test(value)).join('/');
  return text === '' ? null : text.slice(0, 80);
}
