import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestApp } from '../../support/app.js';
import { CommandLine } from '../../support/command-line.js';
import { startDemoApp } from '../../support/demo.js';
import { hasOpenssl, succeeds, typeLines } from '../../support/openssl.js';

/** What a resident's lawyer does with a payout of the demo, as docs/approvals.md says. */
describe('mingbai verify approval', () => {
  let demo: TestApp;
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-verify-'));
  const out = join(folder, `the resident's copy`);
  let program: CommandLine;
  const approval = ['verify', 'approval', '--community', 'ryxc'];
  const verify = (...args: string[]) => program.run(...approval, ...args);

  beforeAll(async () => {
    demo = await startDemoApp();
    program = new CommandLine(demo.database);
  }, 180_000);
  afterAll(async () => {
    program.close();
    rmSync(folder, { recursive: true, force: true });
    await demo.close();
  });

  it('prints lines that prove each decision without this program, typed as they stand there, also without the key of second factors', async () => {
    await demo.database.as('mingbai_owner', (client) =>
      client.query(`insert into mingbai.totp (person_id, sealed) select min(id), decode(repeat('00', 48), 'hex') from mingbai.person`),
    );
    const { status, stdout, stderr } = program.start(...approval, '--payout', 'BF2024-0001', '--pem', out);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^1\. APPROVE as OWNER_SIDE by .+: signed by key [0-9a-f]{64}, which .+ and .+ had confirmed$/m);
    expect(readdirSync(out)).toEqual(['1-OWNER_SIDE-APPROVE', '2-REGULATOR-APPROVE', '3-SUPERVISOR-APPROVE']);
    const own = join(out, '1-OWNER_SIDE-APPROVE');
    expect([statSync(own).mode & 0o777, statSync(join(own, 'payload.json')).mode & 0o777]).toEqual([0o700, 0o600]);
    if (!hasOpenssl('decisions are checked again by the lines that `verify approval` prints')) return;
    const typed = typeLines(
      stdout.split('\n').filter((line) => /^(cd|grep|test|openssl|cat|\{) /.test(line) || line === ''),
      folder,
    );
    expect(typed.map(({ status: ended, said }) => [ended, said.split('\n')[0]])).toEqual(
      Array.from({ length: 3 }, () => [
        [0, '"compound":"ryxc"'],
        [0, 'OK: the text names payload.json'],
        [0, 'OK: the text names key.raw'],
        [0, 'OK: key.raw is written as a key of EdDSA'],
        [0, 'OK: key.pem is made of key.raw'],
        [0, ''],
        [0, 'Signature Verified Successfully'],
      ]).flat(),
    );
    expect(succeeds(['sh check.sh'], own)).toBe(true);
  }, 300_000);

  it('says which decision does not hold, and ends with 1', async () => {
    await demo.database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica;
        update mingbai.approval set signature = set_byte(signature, 5, get_byte(signature, 5) # 1) where slot = 'REGULATOR'; commit`),
    );
    const { status, stdout } = await verify('--payout', 'BF2024-0001');
    expect([status, stdout.match(/^2\. APPROVE as REGULATOR .+: DOES NOT HOLD \(SIGNATURE\)$/m)?.length, stdout.match(/DOES NOT HOLD/g)?.length]).toEqual([
      1, 1, 1,
    ]);
  }, 300_000);

  it('speaks of a key that nobody admitted here and that is none, where something is forged', async () => {
    await demo.database.as('postgres', (client) =>
      client.query(`begin; set local session_replication_role = replica;
        insert into mingbai.person_key (id, person_id, suite, public_key, key_hash, transports, counter, label, purposes, created_at)
          select max(id) + 1, min(person_id), 'ed25519', decode(repeat('00', 32), 'hex'), sha256(decode(repeat('00', 32), 'hex')), '{}', 0, 'none', '{APPROVE}', now() from mingbai.person_key;
        update mingbai.approval set key_id = (select max(id) from mingbai.person_key) where slot = 'SUPERVISOR'; commit`),
    );
    const { status, stdout } = await verify('--payout', 'BF2024-0001', '--pem', join(folder, 'forged'));
    expect([status, /^3\. APPROVE as SUPERVISOR .+: DOES NOT HOLD \(TEXT\)\n {3}No files for openssl/m.test(stdout)]).toEqual([1, true]);
    expect(readdirSync(join(folder, 'forged'))).toEqual(['1-OWNER_SIDE-APPROVE', '2-REGULATOR-APPROVE']);
  }, 300_000);

  it('writes into no folder that holds something, and knows no payout of another number', async () => {
    expect((await verify('--payout', 'BF2024-0001', '--pem', folder)).status).toBe(2);
    expect((await verify('--payout', 'BF2024-9999', '--pem', join(folder, 'new'))).status).toBe(1);
    expect(existsSync(join(folder, 'new'))).toBe(false);
  }, 300_000);
});
