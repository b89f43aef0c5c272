/** What evidence may be: a document or a picture that everybody can open, and that runs nothing. */
export const mediaTypes = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

const text = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1');
const END_OF_DIRECTORY = 'PK\u0005\u0006';
const DIRECTORY_ENTRY = 'PK\u0001\u0002';
/** An end record is 22 bytes and a comment of at most 65,535. */
const END_SPAN = 22 + 65_535;

/**
 * The type of a file by its content; what its name or its sender says counts for nothing. Null for anything that is not on the list, also
 * for office files with macros.
 */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  if (text(bytes, 0, 5) === '%PDF-') return mediaTypes.pdf;
  if (text(bytes, 0, 3) === '\u00ff\u00d8\u00ff') return mediaTypes.jpeg;
  if (text(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return mediaTypes.png;
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return mediaTypes.webp;
  return officeTypeOf(bytes);
}

function officeTypeOf(bytes: Uint8Array): MediaType | null {
  const names = archiveNames(bytes);
  if (!names?.includes('[Content_Types].xml') || names.some((name) => /vbaProject\.bin$/i.test(name))) return null;
  if (names.includes('xl/workbook.xml')) return mediaTypes.xlsx;
  return names.includes('word/document.xml') ? mediaTypes.docx : null;
}

/** Names in the directory of a ZIP archive, or null for what is none. */
function archiveNames(bytes: Uint8Array): string[] | null {
  if (text(bytes, 0, 4) !== 'PK\u0003\u0004') return null;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = Math.max(0, file.length - END_SPAN);
  const end = text(file, tail, file.length).lastIndexOf(END_OF_DIRECTORY) + tail;
  if (end < tail || end + 22 > file.length) return null;
  const names: string[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > file.length || text(file, at, at + 4) !== DIRECTORY_ENTRY) return null;
    const [nameLength, extraLength, commentLength] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32)];
    names.push(text(file, at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return names;
}
