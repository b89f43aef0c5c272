import { DomainError, type ErrorCode, type ErrorDetails } from '../../src/kernel/index.js';

/** The refusal that a piece of work ends in; anything else, a result or another error, fails the test. */
export function refusalOf(work: () => unknown): { code: ErrorCode; details: ErrorDetails } {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('nothing was refused');
}

/** As refusalOf, for work that takes time. */
export async function refusedBy(work: Promise<unknown>): Promise<{ code: ErrorCode; details: ErrorDetails }> {
  const settled = await work.then(
    () => new Error('nothing was refused'),
    (error: unknown) => error,
  );
  return refusalOf(() => {
    throw settled;
  });
}
