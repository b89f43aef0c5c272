import { isConnectionLoss, sqlStateOf } from './sql-errors.js';
import type { Tx } from './tx.js';

/**
 * One rule that must always hold in the books of a compound (domain.md 7). `check` answers every violation, each a sentence that
 * names the row; it never stops at the first. `mingbai verify books` and every integration test run them all.
 */
export interface Invariant {
  /** Number and rule, e.g. "I2 every fund balances". */
  readonly name: string;
  check(tx: Tx): Promise<string[]>;
}

/** A rule as one query over $1 = compound: each row it finds is a violation, its only column `violation` the sentence. */
export function sqlInvariant(name: string, sql: string): Invariant {
  return { name, check: async (tx) => (await tx.query<{ violation: string }>(sql, [tx.communityId])).map((row) => row.violation) };
}

/** What a rule finds; where it cannot even be checked, that: one row that no query can read hides no other. @throws what breaks the connection */
export async function violationsOf(tx: Tx, invariant: Invariant): Promise<string[]> {
  await tx.query('savepoint invariant');
  try {
    return await invariant.check(tx);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    await tx.query('rollback to savepoint invariant');
    return [`could not be checked (${sqlStateOf(error) ?? 'no error of the database'}): a row of it is unreadable`];
  }
}
