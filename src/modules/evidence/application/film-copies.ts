import { copyFile, open, type FileHandle } from 'node:fs/promises';
import { assert } from '../../../kernel/index.js';
import { blankFilmIndex, BOX_HEAD_BYTES, boxAt, FILM_BOXES_MAX, type Box, type FilmFault, type FilmSize } from '../domain/film.js';
import { unusedIn, type Span } from '../domain/film-samples.js';

const MOOV_BYTES_MAX = 16 * 1024 * 1024;
/** Of a film so much is in memory at once, besides its index. */
const WINDOW_BYTES = 1024 * 1024;

/** What of a film is blanked: boxes that become ones that players skip, and parts that become zero; and its index, blanked already. */
interface Blanking extends FilmSize {
  readonly skipped: readonly Box[];
  readonly zeroed: readonly Span[];
  readonly index: Box;
  readonly moov: Buffer;
}

/**
 * Copies a film without what playing it does not need: other boxes, names and moments of its index, and what of its `mdat` no sample takes. Nothing moves. Read as a whole
 * before a byte of it is copied. @returns its size, or why it is not taken. @throws AbortError once `until` is over
 */
export async function copyFilm({ from, to }: { readonly from: string; readonly to: string }, until: AbortSignal): Promise<FilmSize | FilmFault> {
  const blanking = await inFile(from, 'r', (film) => blankingOf(film, until));
  if (typeof blanking === 'string') return blanking;
  await copyFile(from, to);
  const { width, height, skipped, zeroed, index, moov } = blanking;
  await inFile(to, 'r+', async (copy) => {
    for (const { at } of skipped) await copy.write(Buffer.from('free', 'latin1'), 0, 4, at + 4);
    await zero(copy, zeroed, until);
    await copy.write(moov, 0, moov.length, index.at);
  });
  return { width, height };
}

async function blankingOf(film: FileHandle, until: AbortSignal): Promise<Blanking | FilmFault> {
  const boxes = await boxesOf(film, until);
  if (typeof boxes === 'string') return boxes;
  const [index, ...others] = boxes.filter(({ type }) => type === 'moov');
  const media = boxes.filter(({ type }) => type === 'mdat');
  const isWhole = boxes[0]?.type === 'ftyp' && media.length > 0 && !boxes.some(({ type }) => type === 'moof');
  if (!index || others.length > 0 || !isWhole || index.end - index.at > MOOV_BYTES_MAX) return 'EVIDENCE_FILM';
  const moov = await bytesAt(film, index.at, index.end - index.at);
  const found = blankFilmIndex(moov);
  if (typeof found === 'string') return found;
  const unused = unusedIn(media, found.places);
  if (unused === null) return 'EVIDENCE_FILM';
  const skipped = boxes.filter(({ type }) => !['ftyp', 'moov', 'mdat'].includes(type));
  const zeroed = [...unused, ...skipped.map(({ body, end }) => ({ from: body, to: end }))].toSorted((a, b) => a.from - b.from);
  return { width: found.width, height: found.height, skipped, zeroed, index, moov };
}

/** The boxes at the top of a file, which are all of it. */
async function boxesOf(film: FileHandle, until: AbortSignal): Promise<Box[] | FilmFault> {
  const { size: length } = await film.stat();
  const boxes: Box[] = [];
  for (let at = 0; at < length;) {
    until.throwIfAborted();
    const box = boxAt(await bytesAt(film, at, Math.min(BOX_HEAD_BYTES, length - at)), at, length);
    if (box === null) return 'EVIDENCE_FILM';
    if (boxes.push(box) > FILM_BOXES_MAX) return 'EVIDENCE_FILM_PARTS';
    at = box.end;
  }
  return boxes;
}

/** Parts in order of the file, a window at a time: a million of one byte each are as many writes as one of a million. */
async function zero(file: FileHandle, spans: readonly Span[], until: AbortSignal): Promise<void> {
  let done = 0;
  for (let next = 0, span = spans[0]; span !== undefined;) {
    until.throwIfAborted();
    const start = Math.max(done, span.from);
    const window = await bytesAt(file, start, WINDOW_BYTES);
    assert(window.length > 0, 'a part of a film lies inside its file');
    done = start + window.length;
    while (span !== undefined && span.from < done) {
      window.fill(0, Math.max(0, span.from - start), Math.min(span.to, done) - start);
      if (span.to > done) break;
      span = spans[++next];
    }
    await file.write(window, 0, window.length, start);
  }
}

async function inFile<T>(path: string, flags: 'r' | 'r+', work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
