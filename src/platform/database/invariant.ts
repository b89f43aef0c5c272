import { isConnectionLoss, sqlStateOf } from './sql-errors.js';
import type { Tx } from './tx.js';

/**
 * One rule that must always hold in the books of a compound (domain.md 7). `check` answers every violation, each a sentence that
 * names the row; it never stops at the first. `mingbai verify books` and every integration test run them all.
 */
export interface Invariant {
  /** Number and rule, e.g. "I2 every fund balances". */
  readonly name: string;
  /** Its one query, where it is made of one; then it can be asked together with others. */
  readonly sql?: string;
  check(tx: Tx): Promise<string[]>;
}

/** What a rule found: its name, and the sentence. */
export interface Violation {
  readonly invariant: string;
  readonly violation: string;
}

/** Rules in one statement: asked one by one, the way there and back is most of what they take. A statement has 60 seconds. */
const TOGETHER_MAX = 12;

/** Says of which type $1 is, before a rule does that only prints it. */
const NOTHING = 'select 0 as place, null::text as violation where $1::int is null';

/** A rule as one query over $1 = compound: each row it finds is a violation, its only column `violation` the sentence. */
export function sqlInvariant(name: string, sql: string): Invariant {
  return { name, sql, check: async (tx) => (await tx.query<{ violation: string }>(sql, [tx.communityId])).map((row) => row.violation) };
}

/**
 * What the rules find, in their order; where one cannot even be checked, that: one row that no query can read hides no other.
 * @throws what breaks the connection
 */
export async function violationsOf(tx: Tx, invariants: readonly Invariant[]): Promise<Violation[]> {
  const sentences = new Map<Invariant, readonly string[]>();
  for (const rules of groupsOf(invariants)) for (const [rule, found] of await sentencesOf(tx, rules)) sentences.set(rule, found);
  return invariants.flatMap((rule) => (sentences.get(rule) ?? []).map((violation) => ({ invariant: rule.name, violation })));
}

/** Rules that are one query by the dozen, any other by itself. */
function groupsOf(invariants: readonly Invariant[]): Invariant[][] {
  const queries = invariants.filter(({ sql }) => sql !== undefined);
  const groups = invariants.filter(({ sql }) => sql === undefined).map((rule) => [rule]);
  for (let first = 0; first < queries.length; first += TOGETHER_MAX) groups.push(queries.slice(first, first + TOGETHER_MAX));
  return groups;
}

type Sentences = readonly (readonly [Invariant, readonly string[]])[];

async function sentencesOf(tx: Tx, rules: readonly Invariant[]): Promise<Sentences> {
  await tx.query('savepoint invariant');
  try {
    return await asked(tx, rules);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    await tx.query('rollback to savepoint invariant');
    const state = sqlStateOf(error) ?? 'no error of the database';
    if (rules.length === 1) return rules.map((rule) => [rule, [`could not be checked (${state}): a row of it is unreadable`]]);
  }
  const alone: Sentences[] = [];
  for (const rule of rules) alone.push(await sentencesOf(tx, [rule]));
  return alone.flat();
}

async function asked(tx: Tx, rules: readonly Invariant[]): Promise<Sentences> {
  const [only] = rules;
  if (only && rules.length === 1) return [[only, await only.check(tx)]];
  const sql = [NOTHING, ...rules.map((rule, place) => `select ${place} as place, violation from (${rule.sql}) rule`)].join('\nunion all\n');
  const rows = await tx.query<{ place: number; violation: string }>(sql, [tx.communityId]);
  return rules.map((rule, at) => [rule, rows.filter(({ place }) => place === at).map(({ violation }) => violation)]);
}
