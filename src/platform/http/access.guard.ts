import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type {} from '@fastify/cookie';
import { DomainError, isAllowed, type Permission } from '../../kernel/index.js';
import { AccessControl, bearerTokenOf, PERMISSION, PUBLIC_ROUTE, SESSION_COOKIE, type AccessRequest, type AccessState, type Session } from './access.js';

/**
 * First line of every route: not signed in 401, not yours 404, not allowed 403. A route that names neither `@Public` nor a
 * permission still needs a session. Forms carry the session's token, so that another site cannot post them.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly control: AccessControl,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const targets = [context.getHandler(), context.getClass()];
    refuseCrossSite(request);
    const session = await this.sessionOf(request);
    const form = takeFormFields(request);
    request.access = { form, ...(session && { session }) };
    if (session) requireFormToken(request, session);
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets)) return true;
    if (!session) throw new DomainError('NOT_SIGNED_IN');
    const { c: slug } = request.params as { c?: string };
    if (slug === undefined) return true;
    const actor = await this.control.actorOf(session.personId, slug);
    if (!actor) throw new DomainError('NOT_FOUND');
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    if (permission && !isAllowed(actor.roles, permission)) throw new DomainError('NOT_ALLOWED');
    request.access = { form, session, actor };
    return true;
  }

  private async sessionOf(request: AccessRequest): Promise<Session | null> {
    const token = bearerTokenOf(request) ?? request.cookies[SESSION_COOKIE];
    return token ? this.control.sessionOf(token) : null;
  }
}

const isSafe = (request: AccessRequest): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(request.method);

/** Browsers say where a request comes from; what another site posts is refused even without a session (sign-in forgery). */
function refuseCrossSite(request: AccessRequest): void {
  if (!isSafe(request) && request.headers['sec-fetch-site'] === 'cross-site') throw new DomainError('CSRF_TOKEN_INVALID');
}

/** A request that a browser sends by itself (cookie) and that changes something must prove that our page made it. */
function requireFormToken(request: AccessRequest, session: Session): void {
  if (isSafe(request) || bearerTokenOf(request) !== undefined) return;
  const token = request.headers['x-form-token'] ?? request.access?.form.formToken;
  if (token !== session.formToken) throw new DomainError('CSRF_TOKEN_INVALID');
}

/** Takes our hidden fields out of a posted form; JSON bodies are left as they are. */
function takeFormFields(request: AccessRequest): AccessState['form'] {
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(request.headers['content-type'] ?? '')) return {};
  const { formToken, idempotencyKey, ...rest } = (request.body ?? {}) as Record<string, unknown>;
  request.body = rest;
  return { ...(typeof formToken === 'string' && { formToken }), ...(typeof idempotencyKey === 'string' && { idempotencyKey }) };
}
