import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '../../../kernel/index.js';
import { brokenConstraintOf, sqlStateOf } from '../../../platform/database/index.js';

const ATTEMPTS_MAX = 10;

/**
 * Rows of shared tables take the next free number as id. Two transactions at once may choose the same one; whoever is second
 * fails on the primary key or on the row's own unique name, and runs again with the first one's row in sight, after a pause that keeps
 * many from meeting again.
 */
export async function retriedOnConflict<T>(constraints: readonly string[], attempt: () => Promise<T>): Promise<T> {
  for (let round = 1; round <= ATTEMPTS_MAX; round++) {
    try {
      return await attempt();
    } catch (error) {
      const conflict = sqlStateOf(error) === '23505' && constraints.includes(brokenConstraintOf(error) ?? '');
      if (!conflict || round === ATTEMPTS_MAX) throw error;
      await sleep(Math.random() * 20 * round);
    }
  }
  assert(false, 'the last attempt returned or threw');
}
