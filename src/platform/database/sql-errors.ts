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

/** The SQLSTATE of a database error, or undefined for any other. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = driverErrorOf(error)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The constraint that was broken; on distributed tables its name carries a shard number, which is cut off. */
export function brokenConstraintOf(error: unknown): string | undefined {
  return /constraint "(.+?)(?:_\d{5,})?"/.exec(driverErrorOf(error)?.message ?? '')?.[1];
}

/** Serialization failure or deadlock: the whole closure may run again. */
export function isRetryable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlStateOf(error) ?? '');
}

/** The connection broke, so a COMMIT that was on its way may or may not have happened. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return ['XX000', '57P01', '57P02', '57P03'].includes(state) || state.startsWith('08');
  const { message = '', code = '' } = driverErrorOf(error) ?? {};
  return /Connection terminated|connection.*closed|not queryable|socket hang up/i.test(message) || ['ECONNRESET', 'EPIPE', 'ECONNREFUSED'].includes(code);
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
  if (!code?.startsWith('MB') || !message || !(message in errorKinds)) return error;
  return new DomainError(message as ErrorCode, detail ? (JSON.parse(detail) as ErrorDetails) : {});
}
