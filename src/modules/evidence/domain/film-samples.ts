/** A part of a file, from its first byte up to the one behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where samples lie in a file: where one begins and where one ends, each in order of the file, so that those of one place need not belong together. */
export interface SamplePlaces {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** Tables of a track that say where its samples lie (ISO 14496-12, 8.7): the bodies of its boxes. */
export const sampleTables = ['stsz', 'stz2', 'stsc', 'stco', 'co64'] as const;
export type SampleTable = (typeof sampleTables)[number];
export type TrackTables = { readonly [table in SampleTable]?: Buffer };

/** Entries of these tables in a film. An hour of 30 pictures a second with its sound has 600,000 where each sample stands by itself. */
export const FILM_ENTRIES_MAX = 1_000_000;

/** A table, entry by entry from 0. */
interface Table {
  readonly count: number;
  readonly at: (entry: number) => number;
}
/** Sizes of samples in bytes; `each` where all have the same and nothing is listed. */
type Sizes = Table & { readonly each?: number };

interface Track {
  readonly sizes: Sizes;
  readonly chunks: Table;
  readonly runs: Table & { readonly samples: (entry: number) => number };
}

/** Where the samples of all tracks lie, a chunk of them at a time. @returns what is wrong instead: no whole tables, or more entries than a film has */
export function samplePlaces(tracks: readonly TrackTables[]): SamplePlaces | 'EVIDENCE_FILM' | 'EVIDENCE_FILM_PARTS' {
  const read = tracks.map(trackOf);
  const whole = read.filter((track) => track !== null);
  if (whole.length < read.length) return 'EVIDENCE_FILM';
  const entries = whole.reduce((sum, { sizes, chunks, runs }) => sum + (sizes.each === undefined ? sizes.count : 0) + chunks.count + runs.count, 0);
  if (entries > FILM_ENTRIES_MAX) return 'EVIDENCE_FILM_PARTS';
  const chunks = whole.reduce((sum, track) => sum + track.chunks.count, 0);
  const places = { starts: new Float64Array(chunks), ends: new Float64Array(chunks) };
  let found = 0;
  for (const track of whole)
    eachChunk(track, (from, length) => {
      places.starts[found] = from;
      places.ends[found] = from + length;
      found++;
    });
  return { starts: places.starts.subarray(0, found).sort(), ends: places.ends.subarray(0, found).sort() };
}

/** The parts of boxes (in order of the file) in which no sample lies, in order; null where a sample lies outside of them. */
export function unusedIn(boxes: readonly { readonly body: number; readonly end: number }[], { starts, ends }: SamplePlaces): Span[] | null {
  const unused: Span[] = [];
  let next = 0;
  for (const { body, end } of boxes) {
    let at = body;
    // of as many as have begun the last end is the largest: where the next one begins behind it, nothing lies between
    for (let start = starts[next]; start !== undefined && start < end; start = starts[next]) {
      if (start < body) return null;
      if (start > at) unused.push({ from: at, to: start });
      at = ends[next++] ?? at;
    }
    if (at > end) return null;
    if (at < end) unused.push({ from: at, to: end });
  }
  return next === starts.length ? unused : null;
}

function eachChunk({ sizes, chunks, runs }: Track, found: (from: number, length: number) => void): void {
  let [sample, run] = [0, 0];
  for (let chunk = 0; chunk < chunks.count; chunk++) {
    while (run + 1 < runs.count && runs.at(run + 1) <= chunk + 1) run++;
    const samples = runs.count === 0 ? 0 : Math.min(runs.samples(run), sizes.count - sample);
    let length = (sizes.each ?? 0) * samples;
    if (sizes.each === undefined) for (let one = 0; one < samples; one++) length += sizes.at(sample + one);
    sample += samples;
    if (length > 0) found(chunks.at(chunk), length);
  }
}

function trackOf({ stsz, stz2, stsc, stco, co64 }: TrackTables): Track | null {
  const sizes = stsz ? sizesOf(stsz) : stz2 ? compactSizesOf(stz2) : null;
  const chunks = stco ? tableOf(stco, 4, (at) => stco.readUInt32BE(at)) : co64 ? tableOf(co64, 8, (at) => wide(co64, at)) : null;
  const runs = stsc ? tableOf(stsc, 12, (at) => stsc.readUInt32BE(at)) : null;
  if (!sizes || !chunks || !runs || !stsc) return null;
  return { sizes, chunks, runs: { ...runs, samples: (entry) => stsc.readUInt32BE(12 + 12 * entry) } };
}

const wide = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);

/** Entries of a width, behind their number; null where they are not all there. */
function tableOf(body: Buffer, width: number, read: (at: number) => number): Table | null {
  const count = body.length < 8 ? Infinity : body.readUInt32BE(4);
  return 8 + count * width <= body.length ? { count, at: (entry) => read(8 + width * entry) } : null;
}

function sizesOf(body: Buffer): Sizes | null {
  if (body.length < 12) return null;
  const [each, count] = [body.readUInt32BE(4), body.readUInt32BE(8)];
  if (each > 0) return { count, each, at: () => each };
  return 12 + 4 * count <= body.length ? { count, at: (entry) => body.readUInt32BE(12 + 4 * entry) } : null;
}

/** Sizes of 4, 8 or 16 bits. */
function compactSizesOf(body: Buffer): Sizes | null {
  if (body.length < 12) return null;
  const [bits, count] = [body.readUInt8(7), body.readUInt32BE(8)];
  if (![4, 8, 16].includes(bits) || 12 + Math.ceil((bits * count) / 8) > body.length) return null;
  if (bits === 16) return { count, at: (entry) => body.readUInt16BE(12 + 2 * entry) };
  if (bits === 8) return { count, at: (entry) => body.readUInt8(12 + entry) };
  return { count, at: (entry) => (body.readUInt8(12 + (entry >> 1)) >> (entry % 2 === 0 ? 4 : 0)) & 15 };
}
