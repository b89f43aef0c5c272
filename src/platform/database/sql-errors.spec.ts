import { DomainError } from '../../kernel/index.js';
import { isConnectionLoss, isRetryable, sqlStateOf, toDomainError } from './sql-errors.js';

const state = (code: string) => ({ driverError: Object.assign(new Error('said by the server'), { code }) });
const socket = (code: string) => Object.assign(new Error(`read ${code}`), { code });

describe('what a failure of the database means', () => {
  it.each(['08000', '08003', '08006', 'XX000', '57P01', '57P02', '57P03', '57P05', '53300'])('takes SQLSTATE %s for a lost connection', (code) => {
    expect(isConnectionLoss(state(code))).toBe(true);
    expect(isRetryable(state(code))).toBe(false);
  });

  it.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])('takes %s of the socket for one', (code) => {
    expect(isConnectionLoss(socket(code))).toBe(true);
    expect(sqlStateOf(socket(code))).toBeUndefined();
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
    'Database connection provided by a query runner was already released, cannot continue to use its querying methods anymore.',
  ])('takes "%s" of the driver for one', (message) => expect(isConnectionLoss(new Error(message))).toBe(true));

  it.each(['40001', '40P01'])('runs again after %s, which is no lost connection', (code) => {
    expect(isRetryable(state(code))).toBe(true);
    expect(isConnectionLoss(state(code))).toBe(false);
  });

  it.each(['23505', '23514', '25P02', '55P03', '57014', '57P04', '42501', 'MB422'])('does nothing again after %s', (code) => {
    expect(isRetryable(state(code)) || isConnectionLoss(state(code))).toBe(false);
  });

  it('takes a refusal for neither, whatever words of the caller it repeats', () => {
    const refusal = new DomainError('IDEMPOTENCY_KEY_REUSED', { key: 'connection-closed', fields: 'Connection terminated' });
    expect(isConnectionLoss(refusal) || isRetryable(refusal)).toBe(false);
    expect(toDomainError(refusal)).toBe(refusal);
  });

  it('takes an error of the program for neither, also one whose code is a number', () => {
    const aborted = new DOMException('the operation was aborted', 'AbortError');
    expect(toDomainError(aborted)).toBe(aborted);
    for (const error of [new TypeError('x is not a function'), undefined, 'text', aborted]) expect(isRetryable(error) || isConnectionLoss(error)).toBe(false);
  });
});
