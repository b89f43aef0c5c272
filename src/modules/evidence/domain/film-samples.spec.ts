import { FILM_ENTRIES_MAX, samplePlaces, unusedIn, type TrackTables } from './film-samples.js';

const numbers = (...all: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * all.length);
  all.forEach((value, at) => bytes.writeUInt32BE(value, 4 * at));
  return bytes;
};
const sizes = (...all: readonly number[]) => numbers(0, 0, all.length, ...all);
const places = (...all: readonly number[]) => numbers(0, all.length, ...all);
/** Each run is its first chunk (from 1) and how many samples a chunk of it has. */
const runs = (...all: readonly (readonly [number, number])[]) => numbers(0, all.length, ...all.flatMap(([first, samples]) => [first, samples, 1]));
const read = (...tracks: readonly TrackTables[]) => {
  const found = samplePlaces(tracks);
  return typeof found === 'string' ? found : { starts: [...found.starts], ends: [...found.ends] };
};

describe('samples of a film lie where its tables say', () => {
  it('several in a chunk, as many as the run of the chunk has, in order of the file', () => {
    const track = { stsz: sizes(1, 2, 3, 4, 5), stsc: runs([1, 2], [2, 1]), stco: places(100, 40, 80, 200) };
    expect(read(track)).toEqual({ starts: [40, 80, 100, 200], ends: [43, 84, 103, 205] });
  });

  it('all of one size, whatever their number', () => {
    expect(read({ stsz: numbers(0, 4, 4_000_000_000), stsc: runs([1, 1000]), stco: places(100) })).toEqual({ starts: [100], ends: [4100] });
  });

  it.each<[string, Buffer]>([
    ['4 bits', Buffer.concat([numbers(0, 4, 3), Buffer.from([0x12, 0x30])])],
    ['8 bits', Buffer.concat([numbers(0, 8, 3), Buffer.from([1, 2, 3])])],
    ['16 bits', Buffer.concat([numbers(0, 16, 3), Buffer.from([0, 1, 0, 2, 0, 3])])],
  ])('with sizes of %s, and places of 64 bits', (_, stz2) => {
    const co64 = numbers(0, 2, 1, 0, 0, 50);
    expect(read({ stz2, stsc: runs([1, 2]), co64 })).toEqual({ starts: [50, 2 ** 32], ends: [53, 2 ** 32 + 3] });
  });

  it('of all tracks together', () => {
    const one = { stsz: sizes(10), stsc: runs([1, 1]), stco: places(100) };
    expect(read(one, { ...one, stco: places(90) })).toEqual({ starts: [90, 100], ends: [100, 110] });
  });

  it.each<[string, TrackTables]>([
    ['no sizes', { stsc: runs([1, 1]), stco: places(100) }],
    ['no places', { stsz: sizes(10), stsc: runs([1, 1]) }],
    ['no chunks', { stsz: sizes(10), stco: places(100) }],
    ['sizes that are cut short', { stsz: sizes(10, 20).subarray(0, -1), stsc: runs([1, 1]), stco: places(100) }],
    ['places that are cut short', { stsz: sizes(10), stsc: runs([1, 1]), stco: places(100).subarray(0, -1) }],
    ['sizes of 5 bits', { stz2: numbers(0, 5, 0), stsc: runs([1, 1]), stco: places(100) }],
  ])('and a track with %s is no whole one', (_, track) => {
    expect(read(track)).toBe('EVIDENCE_FILM');
  });

  it('and are no more than a film has, found where they are as many: a search through all for each would take longer than a test may', () => {
    const count = FILM_ENTRIES_MAX / 2 - 1;
    const table = (head: Buffer, length: number, entry: (at: number) => number) => {
      const entries = Buffer.alloc(4 * length);
      for (let at = 0; at < length; at++) entries.writeUInt32BE(entry(at), 4 * at);
      return Buffer.concat([head, entries]);
    };
    const track = (chunks: number): TrackTables => ({
      stsz: table(numbers(0, 0, count), count, () => 1),
      stsc: runs([1, 1]),
      stco: table(numbers(0, chunks), chunks, (chunk) => 2 * ((chunk * 7919) % chunks)),
    });
    const largest = track(count);
    const found = samplePlaces([largest]);
    if (typeof found === 'string') throw new Error(found);
    expect(unusedIn([{ body: 0, end: 2 * count }], found)).toHaveLength(count);
    expect(samplePlaces([track(count + 2)])).toBe('EVIDENCE_FILM_PARTS');
  });
});

describe('no sample takes', () => {
  const taken = (...all: readonly (readonly [number, number])[]) => ({
    starts: Float64Array.from(all, ([start]) => start).sort(),
    ends: Float64Array.from(all, ([, end]) => end).sort(),
  });

  it('what stands before, between and after them, in each box', () => {
    const boxes = [
      { body: 10, end: 50 },
      { body: 60, end: 70 },
    ];
    expect(unusedIn(boxes, taken([20, 30], [25, 40], [22, 24]))).toEqual([
      { from: 10, to: 20 },
      { from: 40, to: 50 },
      { from: 60, to: 70 },
    ]);
    expect(unusedIn(boxes, taken([10, 50], [60, 65], [65, 70]))).toEqual([]);
    expect(unusedIn(boxes, taken())).toHaveLength(2);
  });

  it.each<[string, readonly [number, number]]>([
    ['before a box', [5, 20]],
    ['over its end', [40, 51]],
    ['between two', [52, 55]],
    ['from one into the next', [40, 65]],
    ['behind all', [70, 80]],
  ])('and a sample that lies %s lies in none', (_, place) => {
    const boxes = [
      { body: 10, end: 50 },
      { body: 60, end: 70 },
    ];
    expect(unusedIn(boxes, taken([12, 14], place))).toBeNull();
  });
});
