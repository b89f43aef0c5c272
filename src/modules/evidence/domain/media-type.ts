/** What evidence may be: a document, a picture or a film that everybody can open, and that runs nothing. */
export const mediaTypes = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  mp4: 'video/mp4',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

const MEGABYTE = 1024 * 1024;
export const EVIDENCE_BYTES_MAX = 20 * MEGABYTE;
export const FILM_BYTES_MAX = 50 * MEGABYTE;
/** In one form. */
export const EVIDENCE_FILES_MAX = 10;

/** Bytes that a file of a type may have. */
export function bytesMaxOf(mediaType: MediaType): number {
  return mediaType === mediaTypes.mp4 ? FILM_BYTES_MAX : EVIDENCE_BYTES_MAX;
}

/** So much of both ends of a file says what it is: the directory of an office file stands at its end. */
export const ENDS_BYTES = MEGABYTE;

/** The first bytes of a file and its last, with their place in it; of a short file the same. */
export interface FileEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly tailAt: number;
}

const text = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1');
const END_OF_DIRECTORY = 'PK\u0005\u0006';
const DIRECTORY_ENTRY = 'PK\u0001\u0002';
/** An end record is 22 bytes and a comment of at most 65,535. */
const END_SPAN = 22 + 65_535;
/** Brands (ISO 14496-12) of films as telephones make them, and of their photos (ISO 23008-12). */
const FILMS = /^(isom|iso\d|mp4[12]|avc1|M4V |MSNV)$/;
const PHOTOS = /^(heic|heix|heim|heis)$/;

/**
 * The type of a file by its content; what its name or its sender says counts for nothing. Null for anything that is not on the list, also
 * for office files with macros, and for one whose directory is longer than what is looked at.
 */
export function mediaTypeOf({ head, tail, tailAt }: FileEnds): MediaType | null {
  if (text(head, 0, 5) === '%PDF-') return mediaTypes.pdf;
  if (text(head, 0, 3) === '\u00ff\u00d8\u00ff') return mediaTypes.jpeg;
  if (text(head, 0, 8) === '\u0089PNG\r\n\u001a\n') return mediaTypes.png;
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP') return mediaTypes.webp;
  if (text(head, 4, 8) === 'ftyp') return brandedType(head);
  return text(head, 0, 4) === 'PK\u0003\u0004' ? officeTypeOf(Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength), tailAt) : null;
}

function brandedType(head: Uint8Array): MediaType | null {
  const [brand, length] = [text(head, 8, 12), Math.min(Buffer.from(head.subarray(0, 4)).readUInt32BE(0), head.length, 256)];
  const others = Array.from({ length: Math.max(0, Math.floor((length - 16) / 4)) }, (_, index) => text(head, 16 + 4 * index, 20 + 4 * index));
  if (PHOTOS.test(brand) || (brand === 'mif1' && others.some((other) => PHOTOS.test(other)))) return mediaTypes.heic;
  return FILMS.test(brand) ? mediaTypes.mp4 : null;
}

function officeTypeOf(tail: Buffer, tailAt: number): MediaType | null {
  const names = archiveNames(tail, tailAt);
  if (!names?.includes('[Content_Types].xml') || names.some((name) => /vbaProject\.bin$/i.test(name))) return null;
  if (names.includes('xl/workbook.xml')) return mediaTypes.xlsx;
  return names.includes('word/document.xml') ? mediaTypes.docx : null;
}

/** Names in the directory of a ZIP archive, or null for what is none. */
function archiveNames(tail: Buffer, tailAt: number): string[] | null {
  const from = Math.max(0, tail.length - END_SPAN);
  const end = text(tail, from, tail.length).lastIndexOf(END_OF_DIRECTORY) + from;
  if (end < from || end + 22 > tail.length) return null;
  const names: string[] = [];
  let at = tail.readUInt32LE(end + 16) - tailAt;
  for (let left = tail.readUInt16LE(end + 10); left > 0; left--) {
    if (at < 0 || at + 46 > tail.length || text(tail, at, at + 4) !== DIRECTORY_ENTRY) return null;
    const [nameLength, extraLength, commentLength] = [tail.readUInt16LE(at + 28), tail.readUInt16LE(at + 30), tail.readUInt16LE(at + 32)];
    names.push(text(tail, at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return names;
}
