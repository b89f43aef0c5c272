import { crc32, inflateRawSync } from 'node:zlib';
import { zipOf } from './zip.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Reads an archive by its directory, as a program that opens it does, and holds each file against what both headers say. */
function opened(archive: Buffer): Record<string, string> {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  const files: Record<string, string> = {};
  let at = archive.readUInt32LE(end + 16);
  expect(at + archive.readUInt32LE(end + 12)).toBe(end);
  for (let file = 0; file < archive.readUInt16LE(end + 10); file++) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [packed, size, length] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)];
    const name = archive.toString('utf8', at + 46, at + 46 + length);
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(0x04034b50);
    expect(archive.subarray(local + 4, local + 30)).toEqual(archive.subarray(at + 6, at + 32));
    expect(archive.toString('utf8', local + 30, local + 30 + length)).toBe(name);
    const bytes = inflateRawSync(archive.subarray(local + 30 + length, local + 30 + length + packed));
    expect([bytes.length, crc32(bytes)]).toEqual([size, archive.readUInt32LE(at + 16)]);
    files[name] = bytes.toString('utf8');
    at += 46 + length;
  }
  expect(at).toBe(end);
  return files;
}

describe('an archive of files', () => {
  it('gives back every file, and the same files make the same bytes', async () => {
    const files = [
      { path: 'manifest.json', bytes: utf8('{}\n') },
      { path: 'statements/2024-01-v1.json', bytes: utf8('公示'.repeat(5000)) },
      { path: 'empty.csv', bytes: new Uint8Array() },
    ];
    const archive = await zipOf(files);
    expect(opened(archive)).toEqual({ 'manifest.json': '{}\n', 'statements/2024-01-v1.json': '公示'.repeat(5000), 'empty.csv': '' });
    expect(archive.equals(await zipOf(files))).toBe(true);
    expect(opened(await zipOf([]))).toEqual({});
  });

  it('holds no path that leads out of it', async () => {
    for (const path of ['../a', '/a', 'a/../b', 'a\\b', 'C:/a', '', 'a//b', '.a']) await expect(zipOf([{ path, bytes: utf8('x') }])).rejects.toThrow('no path');
  });
});
