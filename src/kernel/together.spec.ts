import { setTimeout as sleep } from 'node:timers/promises';
import { together } from './together.js';

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
