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

/**
 * Blanks in the index of a film (its moov box, as it lies in the file) all that playing it does not need: place, maker, moment, names. Nothing moves, so that pictures
 * and sound are found where they were. @returns its size; null for no film, and for one with a track of data, whose content stands elsewhere and may be the way it went
 */
export function blankFilmIndex(moov: Buffer): FilmSize | null {
  const root = boxAt(moov, 0, moov.length);
  if (root?.type !== 'moov' || root.end !== moov.length) return null;
  const found: { sizes: FilmSize[]; handlers: string[] } = { sizes: [], handlers: [] };
  if (!blankInside(moov, root, found)) return null;
  if (found.handlers.length === 0 || found.handlers.some((handler) => !['vide', 'soun'].includes(handler))) return null;
  return found.sizes.find(({ width, height }) => width > 0 && height > 0) ?? null;
}

function blankInside(bytes: Buffer, parent: Box, found: { sizes: FilmSize[]; handlers: string[] }): boolean {
  for (let at = parent.body; at < parent.end;) {
    const box = boxAt(bytes.subarray(at, parent.end), at, parent.end);
    if (box === null) return false;
    if (!KEPT[parent.type]?.includes(box.type)) blankBox(bytes, box);
    else if (KEPT[box.type]) {
      if (!blankInside(bytes, box, found)) return false;
    } else if (!blankFields(bytes, box, found)) return false;
    at = box.end;
  }
  return true;
}

function blankFields(bytes: Buffer, { type, body, end }: Box, found: { sizes: FilmSize[]; handlers: string[] }): boolean {
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
  return true;
}

/** Makes a box one that players skip. */
export function blankBox(bytes: Buffer, { at, body, end }: Pick<Box, 'at' | 'body' | 'end'>): void {
  bytes.write('free', at + 4, 'latin1');
  bytes.fill(0, body, end);
}
