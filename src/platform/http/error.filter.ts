import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type ErrorKind } from '../../kernel/index.js';
import { isConnectionLoss } from '../database/index.js';
import { Logger } from '../logging/index.js';
import { describeError, internalErrorTexts, lostConnectionTexts, type Language } from '../messages/index.js';
import type { AccessRequest } from './access.js';
import type { Problem } from './problem.js';

export const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  state: 409,
  rule: 422,
  'too-many': 429,
  busy: 503,
};

/** Renders an error page for a browser; provided by web, so that platform needs no page. */
export abstract class ErrorPages {
  abstract render(problem: Problem, language: Language): string;
}

const LOST_RETRY_SECONDS = 5;

/**
 * A refusal becomes problem+json, or a page for a browser; a lost connection a 503 that says how to find out what happened;
 * anything else a 500 without detail. The last two are logged with the request id.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly pages: ErrorPages,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<AccessRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const language = languageOf(request);
    const problem = this.problemOf(error, request, language);
    if (request.access) request.access.refusal = problem.code;
    void reply.status(problem.status).header('cache-control', 'no-store');
    if (error instanceof DomainError && ['too-many', 'busy'].includes(error.kind)) void reply.header('retry-after', String(error.details['seconds'] ?? 60));
    if (problem.code === 'DATABASE_LOST') void reply.header('retry-after', String(LOST_RETRY_SECONDS));
    if (problem.status === 401 && wantsPage(request)) {
      void reply
        .status(303)
        .header('location', `/sign-in?next=${encodeURIComponent(request.url)}`)
        .send();
    } else if (wantsPage(request)) {
      void reply.type('text/html; charset=utf-8').send(this.pages.render(problem, language));
    } else {
      void reply.type('application/problem+json').send(JSON.stringify(problem));
    }
  }

  private problemOf(error: unknown, request: FastifyRequest, language: Language): Problem {
    if (error instanceof DomainError) return problem(error, request, language);
    const status = error instanceof HttpException ? error.getStatus() : ((error as { statusCode?: number }).statusCode ?? 500);
    if (status === 404) return problem(new DomainError('NOT_FOUND'), request, language);
    if (status === 413) return problem(new DomainError('REQUEST_TOO_LARGE', { limit: '128 kB' }), request, language);
    if (status >= 400 && status < 500) return { ...problem(new DomainError('REQUEST_INVALID'), request, language), status };
    this.logger.error({ requestId: request.id, error }, 'request failed');
    const lost = isConnectionLoss(error);
    const code = lost ? 'DATABASE_LOST' : 'INTERNAL';
    return {
      type: 'about:blank',
      title: code,
      status: lost || status === 503 ? 503 : 500,
      detail: (lost ? lostConnectionTexts : internalErrorTexts)[language],
      code,
      errors: [],
      requestId: request.id,
    };
  }
}

function problem(error: DomainError, request: FastifyRequest, language: Language): Problem {
  return {
    type: 'about:blank',
    title: error.code,
    status: statusOfKind[error.kind],
    detail: describeError(error, language),
    code: error.code,
    errors: error.fields,
    requestId: request.id,
  };
}

/** Chinese unless the reader's software asks for English first. */
export function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN';
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
}
