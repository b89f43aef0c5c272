import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import type {} from '@fastify/cookie';
import { DomainError, isAllowed, type Actor, type Permission } from '../../kernel/index.js';
import {
  AccessControl,
  bearerTokenOf,
  PERMISSION,
  PUBLIC_ROUTE,
  REVEALS,
  SESSION_COOKIE,
  UNMETERED,
  type AccessRequest,
  type AccessState,
  type Session,
} from './access.js';
import { AccessLog, noteOf } from './access-log.js';
import { RequestLimits } from './request-limits.js';
import { isUpload, Uploads, type UploadedForm } from './upload.js';

/**
 * First line of every route: not signed in 401, not yours 404, not allowed 403. A route that names neither `@Public` nor a
 * permission still needs a session. Forms carry the session's token, so that another site cannot post them. A form with a file is read
 * here, after all else that can refuse it: whoever may not hand one in sends no byte of it into our memory. With its last byte all of it is asked again.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly control: AccessControl,
    private readonly uploads: Uploads,
    private readonly log: AccessLog,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    try {
      refuseCrossSite(request);
      const session = await this.sessionOf(request);
      const access: AccessState = (request.access = { form: {}, ...(session && { session }) });
      this.count(context, session);
      const actor = await this.letIn(context, access);
      if (actor) await this.noteReveal(context, actor);
      if (actor && isUpload(request)) request.body = await this.read(context, { access, actor });
      access.form = takeFormFields(request);
      if (session) requireFormToken(request, session);
      return true;
    } catch (error) {
      Uploads.release(request);
      if (isUpload(request)) Uploads.discard(request);
      throw error;
    }
  }

  /** @throws TOO_MANY_REQUESTS */
  private count(context: ExecutionContext, session: Session | null): void {
    if (this.reflector.getAllAndOverride<boolean | undefined>(UNMETERED, [context.getHandler(), context.getClass()])) return;
    const request = context.switchToHttp().getRequest<AccessRequest>();
    this.limits.take({ session, address: request.ip, isSafe: isSafe(request) });
  }

  /** The actor of a route of a compound, null of any other; what is found out before a refusal is kept for the log. @throws NOT_SIGNED_IN, NOT_FOUND, NOT_ALLOWED */
  private async letIn(context: ExecutionContext, access: AccessState): Promise<Actor | null> {
    const { session } = access;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets)) return null;
    if (!session) throw new DomainError('NOT_SIGNED_IN');
    const { c: slug } = context.switchToHttp().getRequest<AccessRequest>().params as { c?: string };
    if (slug === undefined) return null;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    if (permission) access.permission = permission;
    const actor = await this.control.actorOf(session.personId, slug);
    if (!actor) throw new DomainError('NOT_FOUND');
    access.actor = actor;
    if (permission && !isAllowed(actor.roles, permission)) throw new DomainError('NOT_ALLOWED');
    return actor;
  }

  /** The form of somebody who was let in. Whoever waits with it, for its last byte or for a turn, has them found again: dismissed or signed out meanwhile they do nothing more by it. */
  private read(context: ExecutionContext, { access, actor }: { access: AccessState; actor: Actor }): Promise<UploadedForm> {
    const { communityId, personId, organisationId, roles } = actor;
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const letInAgain = async (): Promise<void> => {
      // in the same object: the page to which the form belongs writes its refusal there, and the log reads it
      Object.assign(access, { session: (await this.sessionOf(request)) ?? undefined, actor: undefined });
      const again = await this.letIn(context, access);
      if (again?.organisationId !== organisationId || !roles.every((role) => again.roles.includes(role))) throw new DomainError('NOT_ALLOWED');
    };
    return this.uploads.read(request, context.switchToHttp().getResponse<FastifyReply>(), { communityId, personId, letInAgain });
  }

  /** Whole names go to nobody of whom it cannot be written down. */
  private async noteReveal(context: ExecutionContext, actor: Actor): Promise<void> {
    const reveals = this.reflector.getAllAndOverride<boolean | undefined>(REVEALS, [context.getHandler(), context.getClass()]);
    if (!reveals || !isAllowed(actor.roles, 'unit.read-owner-name')) return;
    const note = noteOf(context.switchToHttp().getRequest<AccessRequest>(), { kind: 'REVEAL', personId: actor.personId, actor });
    if (note) await this.log.write(note);
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
