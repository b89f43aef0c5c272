/** What was begun at once, by its place or its name. */
type Begun = readonly unknown[] | Readonly<Record<string, unknown>>;
type Done<T extends Begun> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Waits for all that was begun at once. Questions to one transaction go to the server in one stream, without a way there and back for each; the server
 * answers them in the order given. Unlike with Promise.all nothing still runs when it throws, which it does with the first that failed in that order: what
 * went on would reach a connection whose transaction is over.
 */
export async function together<const T extends readonly unknown[]>(begun: T): Promise<Done<T>>;
export async function together<T extends Readonly<Record<string, unknown>>>(begun: T): Promise<Done<T>>;
export async function together(begun: Begun): Promise<unknown> {
  const ended = await Promise.allSettled(Object.values(begun));
  const values = ended.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  return Array.isArray(begun) ? values : Object.fromEntries(Object.keys(begun).map((name, place) => [name, values[place]]));
}
