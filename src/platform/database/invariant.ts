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
