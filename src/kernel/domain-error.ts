import { errorKinds, type ErrorCode, type ErrorKind } from './error-codes.js';

/** Figures and names that go into the message of an error; money as its string, dates as written. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** One field of the request that is wrong, and how. `path` is the name as the caller wrote it, e.g. `lines[3].amount`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/**
 * An expected refusal. Nothing was written; the message in each language (platform/messages) says what to do next.
 * Example: `throw new DomainError('LEDGER_PERIOD_CLOSED', { date: '2024-01-31', closedThrough: '2024-02-29' })`.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: ErrorKind;

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    readonly fields: readonly FieldError[] = [],
  ) {
    super(`${code} ${JSON.stringify(details)}`);
    this.kind = errorKinds[code];
  }
}

/** The refusal of something that cannot be read; it shows the first 40 characters. */
export function unreadable(code: ErrorCode, value: unknown): DomainError {
  return new DomainError(code, { value: String(value).slice(0, 40) });
}
