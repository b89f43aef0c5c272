import { DomainError, errorKinds, type ErrorCode, type ErrorDetails } from '../../kernel/index.js';

interface DriverError {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
}

function driverErrorOf(error: unknown): DriverError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const wrapped = (error as { driverError?: DriverError }).driverError;
  return wrapped ?? (error as DriverError);
}

/** The SQLSTATE of a database error, or undefined for any other. Each has a digit, which EPIPE, as long and also a `code`, has not. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = driverErrorOf(error)?.code;
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint that was broken; on distributed tables its name carries a shard number, which is cut off. */
export function brokenConstraintOf(error: unknown): string | undefined {
  return /constraint "(.+?)(?:_\d{5,})?"/.exec(driverErrorOf(error)?.message ?? '')?.[1];
}

/** Serialization failure or deadlock: the whole closure may run again. */
export function isRetryable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlStateOf(error) ?? '');
}

/** Class 08; an internal error (a distributed COMMIT gives it); shut down, crashed, starting, idle for too long; no connection free. */
const LOST_STATES = /^(08...|XX000|57P01|57P02|57P03|57P05|53300)$/;
const LOST_SOCKETS = ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
/** What pg, its pool and TypeORM say without a code; the last where the connection broke between two statements. */
const LOST_WORDS =
  /connection terminated|connection.*closed|not queryable|socket hang up|timeout exceeded when trying to connect|query read timeout|query runner.*already released/i;

/** The connection broke or was not to be had, so a COMMIT that was on its way may or may not have happened. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof DomainError) return false; // its message carries the caller's own words
  const state = sqlStateOf(error);
  if (state !== undefined) return LOST_STATES.test(state);
  const { message = '', code = '' } = driverErrorOf(error) ?? {};
  return LOST_WORDS.test(message) || LOST_SOCKETS.includes(code);
}

/** Text with NUL or half a character, a number out of its range: what was asked for cannot be in the database. */
const UNREPRESENTABLE = ['22021', '22P05', '22003'];

/**
 * Database functions refuse with SQLSTATE MBxxx, an error code of the product as message and its figures as JSON detail.
 * @returns the same refusal as DomainError, any other error as it came
 */
export function toDomainError(error: unknown): unknown {
  const { code, message, detail } = driverErrorOf(error) ?? {};
  if (UNREPRESENTABLE.includes(code ?? '')) return new DomainError('REQUEST_INVALID');
  if (typeof code !== 'string' || !code.startsWith('MB') || !message || !(message in errorKinds)) return error;
  return new DomainError(message as ErrorCode, detail ? (JSON.parse(detail) as ErrorDetails) : {});
}
