import { crc32 } from 'node:zlib';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const KINDS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** 1 January 1980, the earliest day that a ZIP file can give its parts. */
const ZIP_DAY = 0x21;
/** Days are counted from here; it makes up for a 29 February 1900 that never was. */
const FIRST_DAY = Date.parse('1899-12-30');

/** An XLSX file of one sheet (ECMA-376). A cell is a text, `{ yuan }` with two decimals, or `{ day }`. */
export function workbook(sheetName, rows) {
  const texts = new Map();
  const sheet = rows.map((cells, index) => row(cells, index + 1, texts)).join('\n');
  return storedZip([
    ['[Content_Types].xml', contentTypes()],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${KINDS}"><sheets><sheet name="${escaped(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    ['xl/styles.xml', styles()],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${MAIN}"><sheetData>\n${sheet}\n</sheetData></worksheet>`],
    [
      'xl/sharedStrings.xml',
      `<sst xmlns="${MAIN}" uniqueCount="${texts.size}">${[...texts.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ],
  ]);
}

function row(cells, number, texts) {
  return `<row r="${number}">${cells.map((cell, index) => cellOf(cell, `${String.fromCharCode(65 + index)}${number}`, texts)).join('')}</row>`;
}

function cellOf(cell, place, texts) {
  if (cell === '') return '';
  if (cell.day !== undefined) return `<c r="${place}" s="1"><v>${(Date.parse(cell.day) - FIRST_DAY) / 86_400_000}</v></c>`;
  if (cell.yuan !== undefined) return `<c r="${place}" s="2"><v>${cell.yuan}</v></c>`;
  if (!texts.has(cell)) texts.set(cell, texts.size);
  return `<c r="${place}" t="s"><v>${texts.get(cell)}</v></c>`;
}

/** Style 1 shows a day, style 2 an amount. */
function styles() {
  const look = '<font><sz val="11"/><name val="SimSun"/></font>';
  const fills = '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>';
  const formats = [0, 14, 4].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('');
  return `<styleSheet xmlns="${MAIN}"><fonts count="1">${look}</fonts>${fills}<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">${formats}</cellXfs></styleSheet>`;
}

function contentTypes() {
  const part = (name, kind) => `<Override PartName="/xl/${name}.xml" ContentType="${TYPES}.${kind}+xml"/>`;
  const defaults = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`;
  const parts = [part('workbook', 'sheet.main'), part('worksheets/sheet1', 'worksheet'), part('styles', 'styles'), part('sharedStrings', 'sharedStrings')].join(
    '',
  );
  return `<Types xmlns="${PACKAGE}/content-types">${defaults}${parts}</Types>`;
}

function relations(targets) {
  const list = targets.map(([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${KINDS}/${kind}" Target="${target}"/>`).join('');
  return `<Relationships xmlns="${PACKAGE}/relationships">${list}</Relationships>`;
}

/** The parts unpacked and undated: what a compressor makes of them differs from one version of Node to the next, and `--check` compares bytes. */
function storedZip(parts) {
  const files = [];
  const directory = [];
  let at = 0;
  for (const [name, content] of parts) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(`${HEAD}${content}`)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(ZIP_DAY, 8);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(nameBytes.length, 22);
    files.push(Buffer.from('PK\u0003\u0004'), about, nameBytes, bytes);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), about, place, nameBytes);
    at += 30 + nameBytes.length + bytes.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, index, Buffer.from('PK\u0005\u0006'), end]);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
