import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the directory says instead of the truth. */
  readonly claims?: { readonly size?: number; readonly crc?: number; readonly flags?: number };
}

/** A ZIP file as spreadsheet programs write it. */
export function zip(parts: readonly ZipPart[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims = {} } of parts) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const nameBytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(claims.flags ?? 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(claims.crc ?? crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims.size ?? bytes.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), fields, nameBytes, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields.subarray(0, 26), Buffer.alloc(2), rest.subarray(2), nameBytes);
    at += 30 + nameBytes.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Uint8Array.from(Buffer.concat([...bodies, index, Buffer.from('PK\u0005\u0006', 'latin1'), end]));
}

/** Text, a number as it stands in the file, or a day by its number. */
export type Cell = string | { readonly number: string } | { readonly day: number } | { readonly error: string };

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const column = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `${String.fromCharCode(64 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`;

/** The parts of a workbook with one sheet; texts are shared strings, style 1 is a day. */
export function workbookParts(rows: readonly (readonly Cell[])[]): ZipPart[] {
  const strings: string[] = [];
  const cellOf = (cell: Cell, row: number, index: number): string => {
    const place = `r="${column(index)}${row}"`;
    if (typeof cell === 'string') return cell === '' ? `<c ${place} s="0"/>` : `<c ${place} t="s"><v>${strings.push(cell) - 1}</v></c>`;
    if ('number' in cell) return `<c ${place}><v>${cell.number}</v></c>`;
    return 'day' in cell ? `<c ${place} s="1"><v>${cell.day}</v></c>` : `<c ${place} t="e"><v>${cell.error}</v></c>`;
  };
  const sheetRows = rows.map((cells, index) => `<row r="${index + 1}">${cells.map((cell, at) => cellOf(cell, index + 1, at)).join('')}</row>`).join('\n');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return [
    { name: '[Content_Types].xml', content: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>` },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook xmlns="${main}" xmlns:r="${kinds}"><workbookPr/><sheets><sheet name="旧" sheetId="1" state="hidden" r:id="rId9"/><sheet name="明细" sheetId="2" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${kinds}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${kinds}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${kinds}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `${head}<worksheet xmlns="${main}"><sheetData>\n${sheetRows}\n</sheetData></worksheet>` },
    {
      name: 'xl/sharedStrings.xml',
      content: `${head}<sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    },
  ];
}

/** The same parts with the content of one changed. */
export function changedPart(parts: readonly ZipPart[], name: string, change: (content: string) => string): ZipPart[] {
  return parts.map((part) => (part.name === name ? { ...part, content: change(part.content as string) } : part));
}
