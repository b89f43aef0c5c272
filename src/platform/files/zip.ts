import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { assert } from '../../kernel/index.js';

const deflated = promisify(deflateRaw);

const [LOCAL, DIRECTORY, END] = [0x04034b50, 0x02014b50, 0x06054b50];
/** Version 2.0, names in UTF-8, deflate; 1980-01-01 00:00, so that equal files make equal archives. */
const [VERSION, UTF8_NAMES, DEFLATE, FIRST_DAY] = [20, 0x0800, 8, 0x0021];
const BYTES_MAX = 0xffffffff;
const FILES_MAX = 0xffff;

/**
 * Files as one ZIP archive, in the order given; the same files make the same bytes, whenever. Paths are ours: relative, with `/`.
 * Archives of 4 GB or 65,536 files and more (ZIP64) are not made.
 */
export async function zipOf(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<Buffer> {
  assert(files.length < FILES_MAX, 'an archive without ZIP64 holds fewer files');
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, bytes } of files) {
    assert(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path), `${path} is no path of an archive`);
    const packed = await deflated(bytes);
    const name = Buffer.from(path, 'utf8');
    const common = commonFields({ crc: crc32(bytes), packed: packed.length, size: bytes.length, name: name.length });
    bodies.push(uint32(LOCAL), common, name, packed);
    // no comment, first disk, no attributes
    directory.push(uint32(DIRECTORY), uint16(VERSION), common, Buffer.alloc(10), uint32(at), name);
    at += 4 + common.length + name.length + packed.length;
    assert(at <= BYTES_MAX, 'an archive without ZIP64 is smaller');
  }
  const index = Buffer.concat(directory);
  const count = Buffer.concat([uint16(files.length), uint16(files.length)]);
  return Buffer.concat([...bodies, index, uint32(END), uint32(0), count, uint32(index.length), uint32(at), uint16(0)]);
}

/** What a local header and the directory say alike: from the version through the length of the extra field. */
function commonFields(file: { crc: number; packed: number; size: number; name: number }): Buffer {
  return Buffer.concat([
    uint16(VERSION),
    uint16(UTF8_NAMES),
    uint16(DEFLATE),
    uint16(0),
    uint16(FIRST_DAY),
    uint32(file.crc),
    uint32(file.packed),
    uint32(file.size),
    uint16(file.name),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
