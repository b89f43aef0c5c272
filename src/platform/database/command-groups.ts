import { AsyncLocalStorage } from 'node:async_hooks';
import { together, type CommunityId } from '../../kernel/index.js';
import { isConnectionLoss, isRetryable, toDomainError } from './sql-errors.js';
import type { Tx } from './tx.js';

/** A command as its turn finds it. */
export interface GroupCommand<T> {
  /** In a transaction of its own. */
  alone(): Promise<T>;
  /** In a transaction that it shares with its neighbours. */
  together(tx: Tx): Promise<T>;
  /** Whether it finds out by its key that it has been done. */
  readonly isKeyed: boolean;
}

interface Queued {
  readonly command: GroupCommand<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** PostgreSQL keeps 64 subtransactions of a backend in memory; from there on everybody else looks them up on disk. */
const GROUP_SIZE_MAX = 63;
/** Those who were first in a group wait for the last: nobody begins later than this after the first. */
const GROUP_MS_MAX = 50;

/**
 * Commands of one compound follow one another in any case: each takes the lock of its book. Here they do so before they take a
 * connection, and all that came while one was at work go into the next transaction together, one after the other, a savepoint each:
 * one lock, one commit, each with its own outcome; what is refused leaves no trace and its neighbours alone. A command that meets
 * nobody runs at once, alone.
 */
export class CommandGroups {
  private readonly lanes = new Map<CommunityId, Queued[]>();

  constructor(private readonly transaction: (communityId: CommunityId, work: (tx: Tx) => Promise<void>) => Promise<void>) {}

  submit<T>(communityId: CommunityId, command: GroupCommand<T>): Promise<T> {
    const inItsContext = AsyncLocalStorage.snapshot(); // whoever runs it
    const own = { ...command, alone: () => inItsContext(() => command.alone()), together: (tx: Tx) => inItsContext(() => command.together(tx)) };
    return new Promise<T>((resolve, reject) => {
      const queued: Queued = { command: own, resolve: (value) => resolve(value as T), reject };
      const lane = this.lanes.get(communityId);
      if (lane) lane.push(queued);
      else {
        const opened = [queued];
        this.lanes.set(communityId, opened);
        void this.drain(communityId, opened);
      }
    });
  }

  private async drain(communityId: CommunityId, lane: Queued[]): Promise<void> {
    while (lane.length > 0) {
      const members = lane.splice(0, GROUP_SIZE_MAX);
      if (members.length === 1) await runAlone(members);
      else lane.unshift(...(await this.runTogether(communityId, members)));
    }
    this.lanes.delete(communityId);
  }

  /** @returns those that it did not come to */
  private async runTogether(communityId: CommunityId, members: readonly Queued[]): Promise<readonly Queued[]> {
    const begun: Queued[] = [];
    const ends: (() => void)[] = [];
    const deadline = performance.now() + GROUP_MS_MAX;
    try {
      await this.transaction(communityId, async (tx) => {
        await tx.execute('savepoint command');
        for (const member of members) {
          if (begun.length > 0 && performance.now() > deadline) return;
          begun.push(member);
          ends.push(await endOf(tx, member));
        }
      });
    } catch (error) {
      // no connection was to be had: each tries by itself and is told by itself, so the lane comes to its end
      if (begun.length === 0) await Promise.all(members.map((member) => runAlone([member])));
      else await settleAlone(begun, error);
      return begun.length === 0 ? [] : members.slice(begun.length);
    }
    for (const end of ends) end();
    return members.slice(begun.length);
  }
}

/** Rolled back, or nobody knows: who has a key asks it, alone; who has none is done again only when nothing can have been done. */
async function settleAlone(begun: readonly Queued[], error: unknown): Promise<void> {
  if (!isConnectionLoss(error)) return runAlone(begun);
  for (const { reject } of begun.filter(({ command }) => !command.isKeyed)) reject(error);
  // all at once: each waits for the server to come back, and one after the other the last would wait for minutes
  await Promise.all(begun.filter(({ command }) => command.isKeyed).map((member) => runAlone([member])));
}

/** What is deferred to the commit is checked at the end of each command instead, so that it is refused alone. */
async function endOf(tx: Tx, { command, resolve, reject }: Queued): Promise<() => void> {
  try {
    const value = await command.together(tx);
    await together([tx.answered(), tx.execute('set constraints all immediate; set constraints all deferred; release savepoint command; savepoint command')]);
    return () => resolve(value);
  } catch (error) {
    if (isRetryable(error) || isConnectionLoss(error)) throw error;
    await tx.execute('rollback to savepoint command');
    const refusal = toDomainError(error);
    return () => reject(refusal);
  }
}

async function runAlone(members: readonly Queued[]): Promise<void> {
  for (const { command, resolve, reject } of members) await command.alone().then(resolve, reject);
}
