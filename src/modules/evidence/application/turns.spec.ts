import type { OrganisationId, PersonId } from '../../../kernel/index.js';
import { PLACES_MAX, Turns } from './turns.js';

const sender = (person: number, organisation: number, gone?: AbortSignal) => ({
  personId: person as PersonId,
  organisationId: organisation as OrganisationId,
  gone,
});
const busy = { code: 'EVIDENCE_BUSY' };

describe('work that is done one at a time', () => {
  const done: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    done.push(name);
    return name;
  };
  beforeEach(() => done.splice(0));

  it('is done in the order in which it came, whatever becomes of the one before', async () => {
    const turns = new Turns(30);
    const all = [
      turns.take(sender(1, 1), work('a')),
      turns.take(sender(2, 2), async () => Promise.reject(new Error('b'))),
      turns.take(sender(3, 3), work('c')),
    ];
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual(['a', 'c']);
  });

  it('has three places for a person and six for an organisation, and their neighbour has the next', async () => {
    const turns = new Turns(30);
    const own = [1, 1, 1].map((person) => turns.take(sender(person, 1), work('own')));
    await expect(turns.take(sender(1, 1), work('no'))).rejects.toMatchObject({ ...busy, details: { count: 3, own: 3, seconds: 30 } });
    const colleagues = [2, 2, 3].map((person) => turns.take(sender(person, 1), work('own')));
    await expect(turns.take(sender(4, 1), work('no'))).rejects.toMatchObject({ ...busy, details: { count: 6, own: 6, seconds: 30 } });
    expect(await turns.take(sender(5, 2), work('neighbour'))).toBe('neighbour');
    await Promise.all([...own, ...colleagues]);
    expect(await turns.take(sender(1, 1), work('again'))).toBe('again');
  });

  it('has sixteen places for everybody', async () => {
    const turns = new Turns(30);
    const all = Array.from({ length: PLACES_MAX.all }, (_, number) => turns.take(sender(number, number), work('all')));
    await expect(turns.take(sender(99, 99), work('no'))).rejects.toMatchObject({ ...busy, details: { count: 16, own: 0, seconds: 30 } });
    await Promise.all(all);
  });

  it('is not begun when its sender has hung up, whose place is free at once', async () => {
    const turns = new Turns(30);
    const line = new AbortController();
    const first = turns.take(sender(1, 1), work('first'));
    const waiting = [1, 2].map(() => turns.take(sender(1, 1, line.signal), work('left')));
    line.abort();
    for (const left of waiting) await expect(left).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(done).toEqual([]);
    const next = turns.take(sender(1, 1), work('next'));
    await expect(turns.take(sender(1, 1, line.signal), work('left'))).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await Promise.all([first, next]);
    expect(done).toEqual(['first', 'next']);
  });
});
