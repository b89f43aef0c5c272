import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson, sha256Hex, type Json } from '../../../src/kernel/index.js';
import { checkSnapshot, type SnapshotSections } from '../../../src/modules/statements/index.js';
import { openStage, type Stage } from './stage.js';

const bytesOf = (section: unknown): string => canonicalJson(section as Json);
const months = ['2024-01', '2024-02', '2024-03', '2024-04'];
/** What a reader sees of a page. */
const words = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the published statements of the demo', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(() => stage.close());
  afterEach(async () => {
    expect(await stage.violations()).toEqual([]);
  });

  it('are right by themselves: every figure follows from the others', async () => {
    for (const period of months) expect(checkSnapshot((await stage.document(period)).snapshot)).toEqual([]);
  });

  it('open with what the month before closed with', async () => {
    const all = await Promise.all(months.map(async (period) => (await stage.document(period)).snapshot.sections.money));
    for (const [i, money] of all.slice(1).entries())
      expect(money.funds.map((flow) => flow.opening.month)).toEqual(all[i]?.funds.map((flow) => flow.closing.month));
    expect(all[0]?.total.opening).toEqual({ month: '0.00', previous: null, yearToDate: '0.00' });
  });

  it('tell the quarter of the source: billed, collected, withheld, and after the score released and deducted', async () => {
    const { fees, service, balance, money } = (await stage.document('2024-03')).snapshot.sections;
    expect(fees.yearToDate).toMatchObject({ billed: '169931.40', collected: '151238.95', unpaid: '18692.45', rate: '0.8900' });
    expect(service?.quarterToDate).toEqual({ entitlement: '151238.95', base: '120991.16', withheld: '30247.79' });
    expect(service?.result).toMatchObject({ score: '87.32', share: '0.98', released: '29642.83', deducted: '604.96', net: '150633.99', finalOn: '2024-04-23' });
    expect(balance.funds[0]).toMatchObject({ fund: 'SVC', cash: '70513.98', restricted: '30247.79', available: '40266.19' });
    expect(money.history.map((month) => month.period)).toEqual(months.slice(0, 3));
  });

  it('show in April what the final score moved: 604.96 to the owners, without touching what came in or went out', async () => {
    const { money, payouts, cover } = (await stage.document('2024-04')).snapshot.sections;
    expect(money.total.moved.month).toBe('604.96');
    expect(money.funds.find((flow) => flow.fund === 'QLT')).toMatchObject({
      closing: { month: '604.96' },
      receipts: [{ kind: 'FROM_OTHER_FUND', month: '604.96' }],
    });
    expect(payouts.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['SERVICE_BASE', '40266.19'],
      ['SERVICE_PERFORMANCE', '29642.83'],
    ]);
    expect(cover.paid).toBe('69909.02');
  });

  it('the first version of March says that the assessment is under way; the supplement changes section G alone, to the byte', async () => {
    const [first, second] = [await stage.document('2024-03', 1), await stage.document('2024-03')];
    expect(first.snapshot).toMatchObject({ kind: 'MONTH', version: 1, previous: null, sections: { service: { result: null } } });
    expect(second.snapshot).toMatchObject({ kind: 'SUPPLEMENT', version: 2, previous: { version: 1, sha256: first.jsonSha256 } });
    const names = Object.keys(first.snapshot.sections) as (keyof SnapshotSections)[];
    const changed = names.filter((name) => bytesOf(first.snapshot.sections[name]) !== bytesOf(second.snapshot.sections[name]));
    expect(changed).toEqual(['service']);
    for (const name of names.filter((other) => other !== 'service')) expect(second.json).toContain(`"${name}":${bytesOf(first.snapshot.sections[name])}`);
  });

  it('are served in the bytes that were hashed, whose fingerprint the page prints', async () => {
    for (const period of months) {
      const json = await stage.get(`/api/v1/public/communities/ryxc/statements/${period}`);
      const document = await stage.document(period);
      expect(sha256Hex(json.rawPayload)).toBe(document.jsonSha256);
      expect(json.headers.etag).toBe(`"${document.jsonSha256}"`);
      const page = await stage.get(`/p/ryxc/${period}`);
      expect(words(page.body).replaceAll(' ', '')).toContain(document.jsonSha256);
    }
  });

  it('carry the same figures as page and as data, in both languages', async () => {
    const { snapshot } = await stage.document('2024-04');
    const { cover, payouts, money } = snapshot.sections;
    const figures = [
      cover.received,
      cover.paid,
      cover.closing,
      ...payouts.map((payout) => payout.amount),
      ...money.funds.filter((flow) => flow.closing.month !== '0.00').map((flow) => flow.closing.month),
    ];
    for (const path of ['/p/ryxc/2024-04', '/en/p/ryxc/2024-04']) {
      const text = words((await stage.get(path)).body).replaceAll(',', '');
      for (const figure of figures) expect(text).toContain(figure);
    }
  });

  it('a version stays for ever under its own address; the newest is asked for again', async () => {
    const [frozen, newest, english] = [await stage.get('/p/ryxc/2024-03/v/1'), await stage.get('/p/ryxc/2024-03'), await stage.get('/en/p/ryxc/2024-03/v/2')];
    expect(frozen.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(english.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(newest.headers['cache-control']).toBe('public, max-age=60, must-revalidate');
    expect(newest.body).toBe((await stage.get('/p/ryxc/2024-03/v/2')).body);
    expect(newest.body).not.toBe(frozen.body);
    expect(words(frozen.body)).toContain('考核中');
    expect(words(newest.body)).toContain('150,633.99');
    expect(english.body).toContain('<html lang="en"');
  });

  it('are not sent again to whoever has them', async () => {
    const { headers } = await stage.get('/p/ryxc/2024-01');
    const again = await stage.get('/p/ryxc/2024-01', { 'if-none-match': `W/"other", ${String(headers.etag)}` });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await stage.get('/p/ryxc/2024-02', { 'if-none-match': String(headers.etag) })).statusCode).toBe(200);
  });

  it('lie on the disk under the SHA-256 of their bytes, and are served with the policy of the stylesheet inside them', async () => {
    const folder = join(stage.settings.dataDirectory, 'published');
    const files = readdirSync(folder);
    expect(files).toHaveLength(10); // five statements in two languages
    for (const file of files) expect(sha256Hex(readFileSync(join(folder, file)))).toBe(file);
    const page = await stage.get('/p/ryxc/2024-01/v/1');
    const style = /<style>(.*?)<\/style>/s.exec(page.body)?.[1] ?? '';
    expect(page.headers['content-security-policy']).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('are never served once somebody has changed them on the disk', async () => {
    const page = await stage.get('/p/ryxc/2024-02');
    const file = join(stage.settings.dataDirectory, 'published', sha256Hex(page.rawPayload));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.toString('utf8').replace('61,498.24', '61,498.25'));
    expect((await stage.get('/p/ryxc/2024-02')).statusCode).toBe(500);
    writeFileSync(file, bytes);
    expect((await stage.get('/p/ryxc/2024-02')).statusCode).toBe(200);
  });

  it('weigh at most 30 KB as they go over the line, without script', async () => {
    for (const path of ['/', '/p/ryxc', ...months.map((period) => `/p/ryxc/${period}`), '/p/ryxc/2024-02/payouts/BF2024-0001']) {
      const page = await stage.get(path, { 'accept-encoding': 'gzip, br' });
      expect([page.headers['content-encoding'], page.headers['vary']]).toEqual(['gzip', 'accept-encoding']);
      expect(page.rawPayload.length).toBeLessThanOrEqual(30 * 1024);
      expect((await stage.get(path)).body).not.toMatch(/<script|\sstyle=/i);
    }
  });
});
