import { setTimeout as sleep } from 'node:timers/promises';
import { inSteps, together } from './together.js';

const later = async <T>(ms: number, end: () => T): Promise<T> => {
  await sleep(ms);
  return end();
};
const refuse = (why: string) => (): never => {
  throw new Error(why);
};

describe('together', () => {
  it('gives what was begun at once by its place, whichever ends first', async () => {
    expect(await together([later(5, () => 'first'), later(1, () => 2), 'known'])).toEqual(['first', 2, 'known']);
  });

  it('gives what was begun at once by its name', async () => {
    expect(await together({ balance: later(5, () => '12.00'), lines: later(1, () => 3), known: null })).toEqual({ balance: '12.00', lines: 3, known: null });
  });

  it('throws the first that failed in the order given, not the one that failed first', async () => {
    await expect(together([later(5, refuse('the first')), later(1, refuse('the second'))])).rejects.toThrow('the first');
  });

  it('throws what failed of itself before what its transaction refused after that, whichever was given first', async () => {
    const aftermath = (): never => {
      throw Object.assign(new Error('current transaction is aborted'), { code: '25P02' });
    };
    await expect(together([later(5, aftermath), later(1, refuse('deadlock'))])).rejects.toThrow('deadlock');
    await expect(together({ read: later(1, aftermath), known: 1 })).rejects.toThrow('aborted');
  });

  it('throws only when nothing that was begun runs any more', async () => {
    const ended: string[] = [];
    await expect(together({ refused: later(1, refuse('no')), slow: later(10, () => ended.push('slow')) })).rejects.toThrow('no');
    expect(ended).toEqual(['slow']);
  });
});

describe('work in steps', () => {
  const items = [1, 2, 3, 4, 5, 6, 7];

  it('is done for every item once, in the order given, and begins a step while the one before it is under way, no two steps early', async () => {
    const told: string[] = [];
    const sums = await inSteps(items, 2, async (step) => {
      told.push(`begins ${step.join()}`);
      await sleep(5);
      told.push(`ends ${step.join()}`);
      return step.reduce((sum, item) => sum + item, 0);
    });
    expect(sums).toEqual([3, 7, 11, 7]);
    expect(told).toEqual(['begins 1,2', 'begins 3,4', 'ends 1,2', 'begins 5,6', 'ends 3,4', 'begins 7', 'ends 5,6', 'ends 7']);
    expect(await inSteps([], 2, () => Promise.resolve(1))).toEqual([]);
  });

  it('ends with the first step that fails, when the one begun beside it has ended, and begins no other', async () => {
    const told: string[] = [];
    const work = async ([first = 0]: readonly number[]): Promise<void> => {
      told.push(`begins ${first}`);
      await sleep(first === 1 ? 2 : 8);
      told.push(`ends ${first}`);
      if (first === 1) throw new Error('the first');
    };
    await expect(inSteps(items, 2, work)).rejects.toThrow('the first');
    expect(told).toEqual(['begins 1', 'begins 3', 'ends 1', 'ends 3']);
  });

  it('hears of a step that fails while the one before it is still under way, and ends with it', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const work = async ([first = 0]: readonly number[]): Promise<void> => {
      await sleep(first === 1 ? 20 : 1);
      if (first === 3) throw new Error('the second');
    };
    await expect(inSteps(items, 2, work)).rejects.toThrow('the second');
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
