import { refusalOf } from '../../../../test/support/refusal.js';
import { readUnitsFile } from './units-file.js';

const HEADER = 'code,building,label,kind,area,owner';
const LINE = '03-201,3幢,3幢201室,FLAT,88.50,夏阿玉';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
/** `LINE` with its header as a Chinese Excel saves it. */
const gb18030 = Buffer.from(`${Buffer.from(`${HEADER}\r\n03-201,3`).toString('hex')}b4b12c33b4b1323031cad22c464c41542c38382e35302ccfc4b0a2d3f10d0a`, 'hex');
const codeOf = (file: Uint8Array): unknown => refusalOf(() => readUnitsFile(file));

describe('readUnitsFile', () => {
  const expected = [{ line: 2, cells: { code: '03-201', building: '3幢', label: '3幢201室', kind: 'FLAT', area: '88.50', owner: '夏阿玉' } }];

  it.each([
    ['UTF-8', utf8(`${HEADER}\n${LINE}\n`)],
    ['UTF-8 with byte order mark', utf8(`\ufeff${HEADER}\r\n${LINE}\r\n`)],
    ['UTF-16 little-endian', utf16(`${HEADER}\r\n${LINE}`, false)],
    ['UTF-16 big-endian', utf16(`${HEADER}\r\n${LINE}`, true)],
    ['GB18030', gb18030],
  ])('reads %s', (_, file) => {
    expect(readUnitsFile(file)).toEqual(expected);
  });

  it('takes the columns in any order, quoted or padded with blanks', () => {
    expect(readUnitsFile(utf8(`owner,kind,area,label,building,code\n"夏阿玉",FLAT, 88.50 ,3幢201室,3幢,03-201`))).toEqual(expected);
  });

  it('counts lines as an editor does, over empty ones', () => {
    expect(readUnitsFile(utf8(`${HEADER}\n\n\n${LINE}`))[0]?.line).toBe(4);
  });

  it.each(['code', 'building', 'label', 'kind', 'area', 'owner'])('refuses a file without the column %s', (column) => {
    expect(codeOf(utf8(HEADER.replace(column, 'x')))).toMatchObject({ code: 'UNITS_COLUMN_MISSING', details: { column } });
  });

  it.each([`${HEADER},phone`, `${HEADER},code`])('refuses the heading %s, of which a column would be ignored', (header) => {
    expect(codeOf(utf8(header))).toMatchObject({ code: 'UNITS_COLUMN_UNKNOWN', details: { place: 7 } });
  });

  it('refuses a line with a cell too few or too many, naming it', () => {
    expect(codeOf(utf8(`${HEADER}\n${LINE}\n03-202,3幢`))).toEqual({ code: 'UNITS_CELLS', details: { line: 3, found: 2, expected: 6 } });
  });

  it('refuses a quotation mark that is not closed', () => {
    expect(codeOf(utf8(`${HEADER}\n${LINE}\n"03-202,3幢,x,FLAT,1,甲`))).toMatchObject({ code: 'UNITS_FILE_BROKEN' });
  });

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['bytes of no encoding', Buffer.from('80ff80ff', 'hex')],
    ['text with NUL in it', utf8(`${HEADER}\n\0`)],
  ])('refuses %s', (_, file) => {
    expect(codeOf(file)).toEqual({ code: 'UNITS_FILE_TEXT', details: {} });
  });

  it('refuses an empty file and one that is larger than any list of units', () => {
    expect(codeOf(utf8(''))).toMatchObject({ code: 'UNITS_COLUMN_MISSING' });
    expect(codeOf(new Uint8Array(4 * 1024 * 1024 + 1))).toMatchObject({ code: 'UNITS_FILE_TOO_LARGE' });
  });
});
