import { DomainError } from '../../kernel/index.js';
import { isConnectionLoss, isRetryable, toDomainError } from './sql-errors.js';
import type { Tx } from './tx.js';

/**
 * Does `work` for all items, at once where nothing is refused. Where something is, its items are parted until the refused ones are alone: of
 * them no trace is left, and their neighbours are done, in the order given. @returns why, for each that was refused
 */
export async function unlessRefused<Item>(tx: Tx, items: readonly Item[], work: (items: readonly Item[]) => Promise<unknown>): Promise<Map<Item, DomainError>> {
  const [first] = items;
  if (first === undefined) return new Map();
  const refusal = await attempt(tx, () => work(items));
  if (refusal === null) return new Map();
  if (items.length === 1) return new Map([[first, refusal]]);
  const middle = Math.ceil(items.length / 2);
  const before = await unlessRefused(tx, items.slice(0, middle), work);
  const after = await unlessRefused(tx, items.slice(middle), work);
  return new Map([...before, ...after]);
}

/** What is deferred to the commit is checked here, so that it is refused here. @returns the refusal, with which nothing was written; null when it was done */
async function attempt(tx: Tx, work: () => Promise<unknown>): Promise<DomainError | null> {
  await tx.execute('savepoint attempt');
  try {
    await work();
    await tx.execute('set constraints all immediate; set constraints all deferred; release savepoint attempt');
    return null;
  } catch (error) {
    const refusal = toDomainError(error);
    if (isRetryable(error) || isConnectionLoss(error) || !(refusal instanceof DomainError)) throw error;
    await tx.execute('rollback to savepoint attempt; release savepoint attempt');
    return refusal;
  }
}
