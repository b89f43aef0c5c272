import { samplePlaces, sampleTables, type SamplePlaces, type SampleTable } from './film-samples.js';

/** A box of an MP4 file (ISO 14496-12): its type, and where it, its content and what follows it begin. */
export interface Box {
  readonly type: string;
  readonly at: number;
  readonly body: number;
  readonly end: number;
}

/** Head of a box with a length of 64 bits. */
export const BOX_HEAD_BYTES = 16;

/** The box that begins with these bytes, at this place of a file of that length; null for none that ends inside it. */
export function boxAt(head: Buffer, at: number, fileEnd: number): Box | null {
  if (head.length < 8) return null;
  const [short, type] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)];
  if (short === 1 && head.length < BOX_HEAD_BYTES) return null;
  const length = short === 0 ? fileEnd - at : short === 1 ? head.readUInt32BE(8) * 2 ** 32 + head.readUInt32BE(12) : short;
  const body = at + (short === 1 ? BOX_HEAD_BYTES : 8);
  return at + length >= body && at + length <= fileEnd ? { type, at, body, end: at + length } : null;
}

/** Boxes that stay, by the box in which they stand; every other one is blanked, whatever it says. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  moov: ['mvhd', 'trak'],
  trak: ['tkhd', 'edts', 'mdia'],
  edts: ['elst'],
  mdia: ['mdhd', 'hdlr', 'minf'],
  minf: ['vmhd', 'smhd', 'dinf', 'stbl'],
  dinf: ['dref'],
  stbl: ['stsd', 'stts', 'ctts', 'cslg', 'stss', 'stsc', 'stsz', 'stz2', 'stco', 'co64', 'sdtp', 'sgpd', 'sbgp'],
};
/** When something was made stands here. */
const DATED = ['mvhd', 'tkhd', 'mdhd'];

/** What a film is: its points across and down. */
export interface FilmSize {
  readonly width: number;
  readonly height: number;
}

/** Boxes at the top of a film, and in its index. What a telephone writes has ten at the top and fewer than a hundred in the index, 25 a track. */
export const FILM_BOXES_MAX = 1_000;

/** Why a film is not taken: it is not whole, or has a track of data; it has more parts than a film has. */
export type FilmFault = 'EVIDENCE_FILM' | 'EVIDENCE_FILM_PARTS';

/** What is found in an index. */
interface Found {
  readonly sizes: FilmSize[];
  readonly handlers: string[];
  readonly tracks: Partial<Record<SampleTable, Buffer>>[];
  boxesLeft: number;
}

/** What the index of a film says: its size, and where its samples lie. */
export interface FilmIndex extends FilmSize {
  readonly places: SamplePlaces;
}

/**
 * Blanks in the index of a film (its moov box, as it lies in the file) all that playing it does not need: place, maker, moment, names. Nothing moves, so that pictures
 * and sound are found where they were. @returns a fault for no film, for one with a track of data, whose content stands elsewhere and may be the way it went, and for one
 * of too many parts
 */
export function blankFilmIndex(moov: Buffer): FilmIndex | FilmFault {
  const root = boxAt(moov, 0, moov.length);
  if (root?.type !== 'moov' || root.end !== moov.length) return 'EVIDENCE_FILM';
  const found: Found = { sizes: [], handlers: [], tracks: [], boxesLeft: FILM_BOXES_MAX };
  if (!blankInside(moov, root, found)) return found.boxesLeft < 0 ? 'EVIDENCE_FILM_PARTS' : 'EVIDENCE_FILM';
  const size = found.sizes.find(({ width, height }) => width > 0 && height > 0);
  if (size === undefined || found.handlers.length === 0 || found.handlers.some((handler) => !['vide', 'soun'].includes(handler))) return 'EVIDENCE_FILM';
  const places = samplePlaces(found.tracks);
  return typeof places === 'string' ? places : { ...size, places };
}

function blankInside(bytes: Buffer, parent: Box, found: Found): boolean {
  for (let at = parent.body; at < parent.end;) {
    const box = boxAt(bytes.subarray(at, parent.end), at, parent.end);
    if (box === null || --found.boxesLeft < 0) return false;
    if (!KEPT[parent.type]?.includes(box.type)) blankBox(bytes, box);
    else if (KEPT[box.type]) {
      if (box.type === 'trak') found.tracks.push({});
      if (!blankInside(bytes, box, found)) return false;
    } else if (!blankFields(bytes, box, found)) return false;
    at = box.end;
  }
  return true;
}

function blankFields(bytes: Buffer, { type, body, end }: Box, found: Found): boolean {
  if (DATED.includes(type)) {
    if (end - body < 24) return false;
    bytes.fill(0, body + 4, body + (bytes.readUInt8(body) === 1 ? 20 : 12));
  }
  // points as 16.16, in the last bytes
  if (type === 'tkhd') found.sizes.push({ width: bytes.readUInt16BE(end - 8), height: bytes.readUInt16BE(end - 4) });
  if (type === 'hdlr') {
    if (end - body < 24) return false;
    found.handlers.push(bytes.toString('latin1', body + 8, body + 12));
    bytes.fill(0, body + 24, end);
  }
  return isSampleTable(type) ? notedOnce(found.tracks.at(-1), type, bytes.subarray(body, end)) : true;
}

const isSampleTable = (type: string): type is SampleTable => (sampleTables as readonly string[]).includes(type);

/** A second table of a kind in a track would leave open which of them a player goes by. */
function notedOnce(track: Partial<Record<SampleTable, Buffer>> | undefined, type: SampleTable, body: Buffer): boolean {
  if (track === undefined || track[type] !== undefined) return false;
  track[type] = body;
  return true;
}

/** Makes a box one that players skip. */
function blankBox(bytes: Buffer, { at, body, end }: Box): void {
  bytes.write('free', at + 4, 'latin1');
  bytes.fill(0, body, end);
}
