import { evidenceName } from './evidence-name.js';
import { mediaTypeOf, mediaTypes } from './media-type.js';

const typeOf = (bytes: Uint8Array) => mediaTypeOf({ head: bytes, tail: bytes, tailAt: 0 });
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** A ZIP archive of empty files with these names, as an office program would begin its own. */
function archive(...names: string[]): Uint8Array {
  const local = names.map((name) => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(22), length(name), Buffer.alloc(2), Buffer.from(name)]));
  const starts = local.map((_, index) => local.slice(0, index).reduce((sum, part) => sum + part.length, 0));
  const directory = names.map((name, index) => {
    const head = Buffer.alloc(46);
    head.write('PK\u0001\u0002', 'latin1');
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    head.writeUInt32LE(starts[index] ?? 0, 42);
    return Buffer.concat([head, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(local).length, 16);
  return Buffer.concat([...local, ...directory, end]);
}

function length(name: string): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(Buffer.byteLength(name));
  return bytes;
}

describe('the type of evidence is what its content says', () => {
  it.each([
    ['%PDF-1.7\n', mediaTypes.pdf],
    ['\u00ff\u00d8\u00ff\u00e0', mediaTypes.jpeg],
    ['\u0089PNG\r\n\u001a\n', mediaTypes.png],
    ['RIFF\u0000\u0000\u0000\u0000WEBPVP8 ', mediaTypes.webp],
    ['\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic', mediaTypes.heic],
    ['\u0000\u0000\u0000\u0018ftypmif1\u0000\u0000\u0000\u0000mif1heic', mediaTypes.heic],
    ['\u0000\u0000\u0000\u0018ftypisom\u0000\u0000\u0002\u0000isommp42', mediaTypes.mp4],
    ['\u0000\u0000\u0000\u0018ftypmp42\u0000\u0000\u0000\u0000isommp42', mediaTypes.mp4],
  ])('%j', (bytes, type) => {
    expect(typeOf(latin1(bytes))).toBe(type);
  });

  it('for office files by the names in their archive, never with macros', () => {
    expect(typeOf(archive('[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'))).toBe(mediaTypes.xlsx);
    expect(typeOf(archive('[Content_Types].xml', 'word/document.xml'))).toBe(mediaTypes.docx);
    expect(typeOf(archive('[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin'))).toBeNull();
    expect(typeOf(archive('xl/workbook.xml'))).toBeNull();
    expect(typeOf(archive('run.exe'))).toBeNull();
  });

  it('for office files whose directory lies in the last part, looked at from there', () => {
    const bytes = archive('[Content_Types].xml', 'word/document.xml');
    expect(mediaTypeOf({ head: bytes.subarray(0, 40), tail: bytes.subarray(50), tailAt: 50 })).toBe(mediaTypes.docx);
    expect(mediaTypeOf({ head: bytes.subarray(0, 40), tail: bytes.subarray(-60), tailAt: bytes.length - 60 })).toBeNull();
  });

  it.each([
    '',
    'MZ\u0090',
    '<html><script>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    'GIF89a',
    '\u0000\u0000\u0000\u0014ftypqt  \u0000\u0000\u0000\u0000qt  ',
    '\u0000\u0000\u0000\u0018ftypavif\u0000\u0000\u0000\u0000mif1avif',
    '\u0000\u0000\u0000\u0018ftypmif1\u0000\u0000\u0000\u0000mif1avif',
    'PK\u0003\u0004',
    'RIFF\u0000\u0000\u0000\u0000WAVE',
    ' %PDF-1.7',
  ])('and nothing else is taken: %j', (bytes) => {
    expect(typeOf(latin1(bytes))).toBeNull();
  });

  it('an archive whose directory points outside of it is none', () => {
    const broken = Buffer.from(archive('[Content_Types].xml', 'xl/workbook.xml'));
    broken.writeUInt32LE(0xffff_0000, broken.length - 6);
    expect(typeOf(broken)).toBeNull();
  });
});

describe('the name of evidence', () => {
  it('is the last part of its path without what breaks a page', () => {
    expect(evidenceName('C:\\票据\\发票 8.pdf')).toBe('发票 8.pdf');
    expect(evidenceName('../../etc/passwd')).toBe('passwd');
    expect(evidenceName('a\u0000b\r\n\u202e.png')).toBe('ab.png');
    expect(evidenceName('/')).toBe('file');
  });

  it('is at most 120 characters, and keeps its ending', () => {
    expect(evidenceName(`${'票'.repeat(200)}.pdf`)).toBe(`${'票'.repeat(116)}.pdf`);
    expect(evidenceName('票'.repeat(200))).toHaveLength(120);
  });
});
