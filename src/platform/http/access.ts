import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { assert, DomainError, type Actor, type Instant, type Permission, type PersonId } from '../../kernel/index.js';
import type { CommandContext } from '../database/index.js';

/** A signed-in person; nothing about any compound yet. */
export interface Session {
  readonly personId: PersonId;
  readonly personName: string;
  readonly expiresAt: Instant;
  /** What a form of this session must carry (CSRF). */
  readonly formToken: string;
}

/** Who somebody is. Implemented by the identity module; platform only asks. */
export abstract class AccessControl {
  /** The live session of a token, or null. */
  abstract sessionOf(token: string): Promise<Session | null>;
  /** The person as actor in the compound with this slug; null when they have no part in it or it does not exist. @throws IDENTITY_SECOND_FACTOR_MISSING */
  abstract actorOf(personId: PersonId, slug: string): Promise<Actor | null>;
}

export const SESSION_COOKIE = 'mingbai_session';
/** Of somebody whose password fitted and whose code is waited for. */
export const STEP_COOKIE = 'mingbai_step';
export const PUBLIC_ROUTE = 'mingbai:public';
export const PERMISSION = 'mingbai:permission';
export const REVEALS = 'mingbai:reveals';
export const UNMETERED = 'mingbai:unmetered';

/** The route answers without a session. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** Requests of the route are not counted: the health of the server, and published bytes that are the same for everybody. */
export const Unmetered = (): MethodDecorator & ClassDecorator => SetMetadata(UNMETERED, true);

/** The route needs this permission in the compound named by `:c`; the document of the API says so as `x-permission`. */
export const RequirePermission = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension('x-permission', permission));

/** What the route answers may hold whole names of owners, for whoever may see them: it is written down before. */
export const Reveals = (): MethodDecorator & ClassDecorator => SetMetadata(REVEALS, true);

/** What the guard has found out about a request. */
export interface AccessState {
  session?: Session;
  actor?: Actor;
  /** What the route needs. */
  permission?: Permission;
  /** The code of the refusal that is the answer. */
  refusal?: string;
  /** Hidden fields that every form of ours carries; the guard takes them out of the body before a request class sees it. */
  form: { formToken?: string; idempotencyKey?: string };
}

export type AccessRequest = FastifyRequest & { access?: AccessState };

const requestOf = (context: ExecutionContext): AccessRequest => context.switchToHttp().getRequest<AccessRequest>();

/** The token of an API client; other schemes of the header are none of ours. */
export function bearerTokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}

/** The session of the request. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session => {
  const session = requestOf(context).access?.session;
  assert(session, '@CurrentSession needs a route that is not public');
  return session;
});

/** The actor in the compound `:c`. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => actorOf(requestOf(context)));

/** Actor and idempotency key, for a command that reads but need not be repeated safely, or has its key in the form. */
export const CurrentContext = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext => {
  const request = requestOf(context);
  return { actor: actorOf(request), idempotencyKey: idempotencyKeyOf(request) };
});

/** Like CurrentContext, for a POST that moves or decides money: without a key it is refused. @throws IDEMPOTENCY_KEY_MISSING */
export const MoneyContext = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext => {
  const request = requestOf(context);
  const idempotencyKey = idempotencyKeyOf(request);
  if (idempotencyKey === null) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
  return { actor: actorOf(request), idempotencyKey };
});

function actorOf(request: AccessRequest): Actor {
  const actor = request.access?.actor;
  assert(actor, 'an actor needs a route with :c and @RequirePermission');
  return actor;
}

/** The key of the header; a form carries it as the hidden field `idempotencyKey`. */
function idempotencyKeyOf(request: AccessRequest): string | null {
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? header : request.access?.form.idempotencyKey;
  if (key === undefined || key === '') return null;
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'Idempotency-Key', message: '8–200 printable characters' }]);
  return key;
}
