import { createHash } from 'node:crypto';
import { HandoverPack } from '../../../src/modules/statements/index.js';
import { refusedBy } from '../../support/refusal.js';
import { openStage, type Stage } from './stage.js';

describe('the handover pack', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(() => stage.close());

  const make = async (login: string) => stage.app.get(HandoverPack).execute((await stage.as(login)).actor);
  const textOf = (files: Awaited<ReturnType<typeof make>>['files'], path: string): string =>
    new TextDecoder().decode(files.find((file) => file.path === path)?.bytes ?? new Uint8Array());

  it('holds every list, the journal and the statements of one moment, and names each file with its fingerprint', async () => {
    const { manifest, files } = await make('jizhang1');
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'units.csv',
        'open-bills.csv',
        'prepayments.csv',
        'leases.csv',
        'deposits.csv',
        'collected.csv',
        'suspense.csv',
        'receipts.csv',
        'contracts.csv',
        'balances.csv',
        'journal.hledger',
        'statements/2024-01-v1.json',
      ]),
    );
    expect(JSON.parse(textOf(files, 'manifest.json'))).toEqual(manifest);
    for (const { path, bytes, sha256 } of manifest.files) {
      const file = files.find((candidate) => candidate.path === path);
      expect({
        path,
        bytes: file?.bytes.length,
        sha256: createHash('sha256')
          .update(file?.bytes ?? '')
          .digest('hex'),
      }).toEqual({ path, bytes, sha256 });
    }
    const units = textOf(files, 'units.csv').trim().split('\n');
    expect(units).toHaveLength(631);
    const open = textOf(files, 'open-bills.csv').trim().split('\n').slice(1);
    const fen = open.reduce((sum, line) => sum + BigInt((line.split(',')[7] ?? '').replace('.', '')), 0n);
    expect(`${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`).toBe(manifest.totals.openBills);
    expect(textOf(files, 'contracts.csv')).toContain('嘉兴市久旺物业管理有限公司');
  });

  it('shows names whole only to who may read them, and no account number of a payer to anybody', async () => {
    const whole = (await make('jizhang1')).files;
    const masked = (await make('shequ1')).files;
    const owner = (text: string) => text.split('\n')[1]?.split(',')[4];
    expect(owner(textOf(whole, 'units.csv'))).not.toContain('*');
    expect(owner(textOf(masked, 'units.csv'))).toMatch(/^.\*/u);
    for (const { bytes } of [...whole, ...masked]) expect(new TextDecoder().decode(bytes)).not.toMatch(/99019\d{11}/);
  });

  it('is not for the firm or the cashier, and is refused when a list and the books are apart', async () => {
    for (const login of ['jiuwang1', 'chuna1']) expect(await refusedBy(make(login))).toMatchObject({ code: 'NOT_ALLOWED' });
    await stage.forge((client) => client.query(`update mingbai.bill set paid = paid + 0.01 where id = (select min(id) from mingbai.bill where paid = 0)`));
    expect(await refusedBy(make('jizhang1'))).toMatchObject({ code: 'HANDOVER_APART', details: { account: '1101' } });
  });
});
