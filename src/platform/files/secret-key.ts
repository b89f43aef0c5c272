import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../kernel/index.js';

const BYTES = 32;

/** A key of this installation that lies beside the database and not in it: MINGBAI_DATA/keys/<name>, for this account alone, made when it is missing. */
export async function secretKey(dataDirectory: string, name: string): Promise<Buffer> {
  const folder = join(dataDirectory, 'keys');
  const place = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(place, randomBytes(BYTES), { flag: 'wx', mode: 0o600, flush: true }).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const key = await readFile(place);
  assert(key.length === BYTES, `${name} holds a key of ${BYTES} bytes; put it back from the backup`);
  return key;
}
