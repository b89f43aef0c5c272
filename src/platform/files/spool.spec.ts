import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { sha256Hex } from '../../kernel/index.js';
import { Uploads } from '../http/index.js';
import { Spool } from './spool.js';

describe('files on their way in', () => {
  const data = mkdtempSync(join(tmpdir(), 'mingbai-spool-'));
  const spool = new Spool(data);
  const lying = () => readdirSync(join(data, 'tmp/arriving'));
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  beforeEach(async () => {
    for (const name of existsSync(join(data, 'tmp/arriving')) ? lying() : []) await spool.drop({ path: join(data, 'tmp/arriving', name) });
  });

  it('lie on the disk for nobody else, hashed on their way', async () => {
    const file = await spool.take([Buffer.from('one '), Buffer.from('two')]);
    expect(file).toMatchObject({ byteCount: 7, sha256: sha256Hex(Buffer.from('one two')) });
    expect([readFileSync(file.path, 'utf8'), statSync(file.path).mode & 0o777]).toEqual(['one two', 0o600]);
    const made = await spool.made(async (path) => writeFileSync(path, 'made'));
    expect(made.file).toMatchObject({ byteCount: 4, sha256: sha256Hex(Buffer.from('made')) });
    expect(lying()).toHaveLength(2);
  });

  it('leave nothing when they break off', async () => {
    const broken = async function* () {
      yield Buffer.from('half');
      throw new Error('the line was cut');
    };
    await expect(spool.take(broken())).rejects.toThrow('the line was cut');
    await expect(spool.made(async (path) => Promise.reject(new Error(`no ${path.length > 0}`)))).rejects.toThrow('no true');
    expect(lying()).toEqual([]);
  });

  it('go at the start of the product when nobody came for them for an hour', async () => {
    const [old, young] = [await spool.take([Buffer.from('old')]), await spool.take([Buffer.from('young')])];
    const anHourAgo = Date.now() / 1000 - 3601;
    utimesSync(old.path, anHourAgo, anHourAgo);
    const module = await Test.createTestingModule({ providers: [{ provide: Uploads, useValue: new Uploads(spool) }] }).compile();
    await module.init();
    expect([existsSync(old.path), existsSync(young.path)]).toEqual([false, true]);
    await module.close();
  });
});
