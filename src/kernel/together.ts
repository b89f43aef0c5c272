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

/**
 * Does work for all items, so many a step, in their order: a step begins while the one before it is still under way, so that what it takes to make
 * it ready costs no time of the server; never more than two at once. @returns what each step gave. @throws as `together`; no step begins after one that failed
 */
export async function inSteps<T, R>(items: readonly T[], size: number, work: (step: readonly T[]) => Promise<R>): Promise<R[]> {
  const begun: Promise<R>[] = [];
  const isDone: Promise<boolean>[] = []; // heard from the first, so that no failure is nobody's
  for (let at = 0; at < items.length && (await (isDone.at(-2) ?? true)); at += size) {
    const step = work(items.slice(at, at + size));
    begun.push(step);
    isDone.push(
      step.then(
        () => true,
        () => false,
      ),
    );
  }
  return together(begun);
}

/** PostgreSQL refuses all that is asked in a transaction after what failed in it (in_failed_sql_transaction). */
const isAftermath = (reason: unknown): boolean => (reason as { code?: unknown } | null | undefined)?.code === '25P02';
