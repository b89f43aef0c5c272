/** What was begun at once, by its place or its name. */
type Begun = readonly unknown[] | Readonly<Record<string, unknown>>;
type Done<T extends Begun> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Waits for all that was begun at once. Questions to one transaction go to the server in one stream, without a way there and back for each; the server
 * answers them in the order given. Unlike with Promise.all nothing still runs when it throws: what went on would reach a connection whose transaction is over.
 * @throws the first that failed in that order, of what did not fail for another alone: a command that met a deadlock is run again by that, and not by what came of it
 */
export async function together<const T extends readonly unknown[]>(begun: T): Promise<Done<T>>;
export async function together<T extends Readonly<Record<string, unknown>>>(begun: T): Promise<Done<T>>;
export async function together(begun: Begun): Promise<unknown> {
  const ended = await Promise.allSettled(Object.values(begun));
  const failed = ended.filter((end) => end.status === 'rejected');
  const cause = failed.find(({ reason }) => !isAftermath(reason)) ?? failed[0];
  if (cause) throw cause.reason;
  const values = ended.map((end) => (end as PromiseFulfilledResult<unknown>).value);
  return Array.isArray(begun) ? values : Object.fromEntries(Object.keys(begun).map((name, place) => [name, values[place]]));
}

/** PostgreSQL refuses all that is asked in a transaction after what failed in it (in_failed_sql_transaction). */
const isAftermath = (reason: unknown): boolean => (reason as { code?: unknown } | null | undefined)?.code === '25P02';
