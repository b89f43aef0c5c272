import { crc32, createInflateRaw } from 'node:zlib';
import { DomainError } from '../../../kernel/index.js';
import { XmlCursor } from '../domain/xml-cursor.js';
import type { Workbook } from '../domain/xlsx-reader.js';

/** A part of the file as its directory describes it. */
interface Part {
  readonly name: string;
  readonly packed: boolean;
  readonly size: number;
  readonly packedSize: number;
  readonly crc: number;
  readonly at: number;
}

const MEGABYTE = 1024 * 1024;
/** Of each part that is read, unpacked; a sheet of 100,000 bookings has about 60 MB. Nothing else of the file is unpacked at all. */
const LIMITS = { sheet: 96 * MEGABYTE, strings: 48 * MEGABYTE, styles: 8 * MEGABYTE, index: MEGABYTE } as const;
/** A sheet packs to a tenth; a part that swells a thousandfold is no sheet. */
const RATIO_MAX = 300;
const PARTS_MAX = 2_000;
const [DIRECTORY_END, DIRECTORY_ENTRY, LOCAL_ENTRY] = [0x06054b50, 0x02014b50, 0x04034b50];

/** Whether bytes begin as a ZIP file, which an XLSX file is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Unpacks of an XLSX file its first visible sheet, shared strings and styles, and nothing else. Sizes are read from the directory before
 * anything is unpacked, and no part may become larger than the directory says, so that a bomb costs nothing.
 * @throws BANK_FILE_WORKBOOK BANK_FILE_UNPACKED_TOO_LARGE BANK_FILE_NOT_WHOLE
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const parts = directory(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const unpack = async (name: string | null, limit: number): Promise<Uint8Array | null> => {
    const part = name === null ? undefined : parts.get(name);
    return part ? unpacked(bytes, part, limit) : null;
  };
  const [index, relations] = [await unpack('xl/workbook.xml', LIMITS.index), await unpack('xl/_rels/workbook.xml.rels', LIMITS.index)];
  if (!index || !relations) throw unusable('xl/workbook.xml');
  const { sheetId, from1904 } = firstSheet(index);
  const targets = targetsOf(relations);
  const sheet = await unpack(targets.get(sheetId) ?? null, LIMITS.sheet);
  if (!sheet) throw unusable(sheetId);
  return {
    sheet,
    strings: await unpack(targets.get('sharedStrings') ?? null, LIMITS.strings),
    styles: await unpack(targets.get('styles') ?? null, LIMITS.styles),
    from1904,
  };
}

function directory(file: Buffer): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  try {
    const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end === -1 || file.readUInt32LE(end) !== DIRECTORY_END) throw unusable('ZIP');
    const count = file.readUInt16LE(end + 10);
    let at = file.readUInt32LE(end + 16);
    if (count > PARTS_MAX) throw unusable(`${count} > ${PARTS_MAX}`);
    for (let index = 0; index < count; index++) {
      if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw unusable('ZIP');
      const [flags, method] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10)];
      const [nameLength, extraLength, commentLength] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32)];
      const name = file.toString('utf8', at + 46, at + 46 + nameLength);
      if ((flags & 1) === 1 || (method !== 0 && method !== 8) || parts.has(name)) throw unusable(name);
      const sizes = { packedSize: file.readUInt32LE(at + 20), size: file.readUInt32LE(at + 24) };
      parts.set(name, { name, packed: method === 8, ...sizes, crc: file.readUInt32LE(at + 16), at: file.readUInt32LE(at + 42) });
      at += 46 + nameLength + extraLength + commentLength;
    }
  } catch (error) {
    if (error instanceof RangeError) throw unusable('ZIP');
    throw error;
  }
  return parts;
}

async function unpacked(bytes: Uint8Array, part: Part, limit: number): Promise<Uint8Array> {
  if (part.size > limit || part.size > RATIO_MAX * Math.max(part.packedSize, 1_024))
    throw new DomainError('BANK_FILE_UNPACKED_TOO_LARGE', {
      part: part.name.slice(0, 60),
      size: part.size,
      limit: Math.min(limit, RATIO_MAX * Math.max(part.packedSize, 1_024)),
    });
  const packed = packedBytes(bytes, part);
  let content: Uint8Array;
  try {
    content = part.packed ? await inflated(packed, part.size) : packed;
  } catch {
    throw broken(part);
  }
  if (content.byteLength !== part.size || crc32(content) !== part.crc) throw broken(part);
  return content;
}

/** Into a buffer of the stated size, piece by piece: put together at the end, a sheet would stand in memory twice. */
async function inflated(packed: Uint8Array, size: number): Promise<Buffer> {
  const content = Buffer.allocUnsafe(size);
  const inflating = createInflateRaw();
  inflating.end(packed);
  let length = 0;
  for await (const piece of inflating as AsyncIterable<Buffer>) {
    if (length + piece.length > size) throw new RangeError('larger than its directory says');
    length += piece.copy(content, length);
  }
  return content.subarray(0, length);
}

function packedBytes(bytes: Uint8Array, part: Part): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (file.readUInt32LE(part.at) !== LOCAL_ENTRY) throw broken(part);
    const start = part.at + 30 + file.readUInt16LE(part.at + 26) + file.readUInt16LE(part.at + 28);
    return file.subarray(start, start + part.packedSize);
  } catch (error) {
    if (error instanceof RangeError) throw broken(part);
    throw error;
  }
}

function firstSheet(index: Uint8Array): { sheetId: string; from1904: boolean } {
  const cursor = new XmlCursor(index, 'utf-8');
  let [sheetId, from1904]: [string | null, boolean] = [null, false];
  for (let event = cursor.next(); event !== null; event = cursor.next()) {
    if (!('begins' in event)) continue;
    const element = event.begins;
    if (element.name === 'workbookPr') from1904 = ['1', 'true'].includes(element.attribute('date1904'));
    if (element.name === 'sheet' && sheetId === null && ['', 'visible'].includes(element.attribute('state'))) sheetId = element.attribute('r:id');
  }
  if (sheetId === null) throw unusable('sheet');
  return { sheetId, from1904 };
}

/** Names of parts by the id of their relation, shared strings and styles also by their kind. */
function targetsOf(relations: Uint8Array): ReadonlyMap<string, string> {
  const cursor = new XmlCursor(relations, 'utf-8');
  const targets = new Map<string, string>();
  for (let event = cursor.next(); event !== null; event = cursor.next()) {
    if (!('begins' in event) || event.begins.name !== 'Relationship' || event.begins.attribute('TargetMode') === 'External') continue;
    const target = event.begins.attribute('Target');
    const name = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    targets.set(event.begins.attribute('Id'), name);
    const kind = event.begins.attribute('Type').split('/').at(-1) ?? '';
    if (kind === 'sharedStrings' || kind === 'styles') targets.set(kind, name);
  }
  return targets;
}

function unusable(found: string): DomainError {
  return new DomainError('BANK_FILE_WORKBOOK', { found: found.slice(0, 60) });
}

function broken(part: Part): DomainError {
  return new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: 1, found: part.name.slice(0, 60) });
}
