import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldError } from '../../kernel/index.js';

/** Request classes are the whole truth: what they do not name is refused, and each wrong field is named by its path. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) =>
      new DomainError(
        'REQUEST_INVALID',
        {},
        errors.flatMap((error) => fieldErrors(error, '')),
      ),
  });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = /^\d+$/.test(error.property) ? `${parent}[${error.property}]` : parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, path))];
}
