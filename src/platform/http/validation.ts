import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldError } from '../../kernel/index.js';

/** Beyond these a body is an attack: validating it and naming each of its faults would hold up everybody else. */
const MEMBERS_MAX = 2000;
const ERRORS_MAX = 20;

/** Request classes are the whole truth: what they do not name is refused, and each wrong field is named by its path. */
class RequestValidation extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') refuseMonster(value);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

export function requestValidation(): ValidationPipe {
  return new RequestValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new DomainError(
        'REQUEST_INVALID',
        {},
        errors
          .slice(0, ERRORS_MAX)
          .flatMap((error) => fieldErrors(error, ''))
          .slice(0, ERRORS_MAX),
      ),
  });
}

/** A body is an object, with a bounded number of members at all depths and no NUL, which no text of ours can hold. */
function refuseMonster(body: unknown): void {
  if (Array.isArray(body)) throw new DomainError('REQUEST_INVALID');
  let members = 0;
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && value.includes('\0')) throw new DomainError('REQUEST_INVALID');
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    for (const [name, member] of Object.entries(value)) {
      if (++members > MEMBERS_MAX) throw new DomainError('REQUEST_TOO_LARGE', { limit: `${MEMBERS_MAX} fields` });
      visit(name);
      visit(member);
    }
  };
  visit(body);
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = /^\d+$/.test(error.property) ? `${parent}[${error.property}]` : parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).slice(0, ERRORS_MAX).flatMap((child) => fieldErrors(child, path))];
}
