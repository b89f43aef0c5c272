import sharp from 'sharp';
import { businessDate, sha256Hex, shanghaiTime } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { film } from '../../support/telephone-files.js';
import { WebClient } from '../../support/web-client.js';

const W = '/w/ryxc/assessments/2024-Q2';
const F = '/f/ryxc/assessments/2024-Q2';

describe('a sheet that is written item by item', () => {
  let demo: TestApp;
  let photo: Buffer;

  const at = (day: string) => demo.clock.set(shanghaiTime(businessDate(day), '10:00'));
  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }

  beforeAll(async () => {
    demo = await startDemoApp();
    photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#6a8' } })
      .jpeg()
      .toBuffer();
    at('2024-07-02');
    const centre = await as('zhongxin1');
    const open = await centre.get('/w/ryxc/assessments');
    if (open.html.includes('value="2024-Q2"')) await centre.submit(open, '/assessments', { quarter: '2024-Q2' });
  }, 180_000);
  afterAll(() => demo.close());

  it('has a page for each item, with its points, a note and a photo, that is kept as a draft', async () => {
    const firm = await as('jiuwang1');
    expect((await firm.get(F)).html).toContain(`href="${F}/items/1"`);
    const page = await firm.get(`${F}/items/1`);
    expect(page.html).toContain('accept="image/*"');
    const saved = await firm.upload(page, '/items/1', { field: 'photo', name: '巡逻.jpg', bytes: photo, filled: { score: '18.50', note: '每晚四次' } });
    expect([saved.status, saved.location]).toEqual([303, `${F}/items/1?saved=1`]);
    const again = await firm.get(`${F}/items/1?saved=1`);
    expect(again.text).toContain('已保存');
    expect(again.html).toContain(`value="${sha256Hex(photo)}"`);
    expect((await firm.get(F)).html).toContain('照片和文件（1）');
    expect(await firm.get(`${F}/items/7`)).toMatchObject({ status: 404 });
  });

  it('takes several photos and a film in one form, and none of the photos where one is no picture', async () => {
    const firm = await as('jiuwang1');
    const page = await firm.get(`${F}/items/6`);
    expect(page.html).toMatch(/name="photo"[^>]* multiple/);
    const [one, two] = await Promise.all(
      ['#123', '#456'].map((background) =>
        sharp({ create: { width: 40, height: 30, channels: 3, background } })
          .jpeg()
          .toBuffer(),
      ),
    );
    const chosen = (second: Uint8Array) => ({
      field: 'photo',
      name: '门岗.jpg',
      bytes: one!,
      also: [
        { field: 'photo', name: '花坛.jpg', bytes: second },
        { field: 'paper', name: '巡查.mp4', bytes: film() },
      ],
    });
    const refused = await firm.upload(page, '/items/6', chosen(Buffer.from([0xff, 0xd8, 0xff, 0xe0])));
    expect([refused.status, refused.html.includes('href="#f-photo"'), refused.text.includes('打不开：花坛.jpg')]).toEqual([400, true, true]);
    expect((await firm.get(`${F}/items/6`)).html).not.toContain(sha256Hex(one!));
    expect((await firm.upload(await firm.get(`${F}/items/6`), '/items/6', chosen(two!))).status).toBe(303);
    const kept = (await firm.get(`${F}/items/6`)).html;
    expect([one!, two!, film()].map((bytes) => kept.includes(`value="${sha256Hex(bytes)}"`))).toEqual([true, true, true]);
    const none = { field: 'photo', name: '', bytes: Buffer.alloc(0) };
    const bare = { ...page, html: kept.replaceAll(/<input type="checkbox" name="keep_\d"[^>]*>/g, '') };
    expect((await firm.upload(bare, '/items/6', none)).status).toBe(303);
  });

  it('says at its field what an item cannot be', async () => {
    const firm = await as('jiuwang1');
    const page = await firm.get(`${F}/items/2`);
    const over = await firm.upload(page, '/items/2', { field: 'photo', name: '', bytes: Buffer.alloc(0), filled: { score: '20.01' } });
    expect([over.status, over.html.includes('href="#f-score"'), over.html.includes('value="20.01"')]).toEqual([422, true, true]);
    const unknown = await firm.upload(page, '/items/2', { field: 'photo', name: '', bytes: Buffer.alloc(0), filled: { known: '1'.repeat(64) } });
    expect([unknown.status, unknown.html.includes('href="#f-known"')]).toEqual([422, true]);
    const noPicture = await firm.upload(page, '/items/2', { field: 'photo', name: 'a.jpg', bytes: Buffer.from('no picture') });
    expect([noPicture.status, noPicture.html.includes('href="#f-photo"')]).toEqual([400, true]);
  });

  it('takes a file again by its fingerprint, says where else it serves, and leaves out what loses its tick', async () => {
    const firm = await as('jiuwang1');
    const none = { field: 'photo', name: '', bytes: Buffer.alloc(0) };
    const page = await firm.get(`${F}/items/2`);
    expect((await firm.upload(page, '/items/2', { ...none, filled: { known: sha256Hex(photo), score: '17' } })).status).toBe(303);
    const kept = await firm.get(`${F}/items/2`);
    expect(kept.html).toContain('name="keep_0"');
    expect((await firm.upload(kept, '/items/2', { ...none, filled: { keep_0: '' } })).status).toBe(422);
    const unticked = { ...none, filled: { score: '17' } };
    const bare = { ...kept, html: kept.html.replace(/<input type="checkbox" name="keep_0"[^>]*>/, '') };
    expect((await firm.upload(bare, '/items/2', unticked)).status).toBe(303);
    expect((await firm.get(`${F}/items/2`)).html).not.toContain('keep_0');
  });

  it('loses nothing by a page that was opened before: neither points nor photos that somebody has added since', async () => {
    const firm = await as('jiuwang2');
    const old = await firm.get(F);
    const colleague = await as('jiuwang1');
    const added = { field: 'photo', name: '巡逻二.jpg', bytes: Buffer.concat([photo, Buffer.from([0])]), filled: { score: '13', note: '补拍' } };
    expect((await colleague.upload(await colleague.get(`${F}/items/5`), '/items/5', added)).status).toBe(303);
    const typed = { ...firm.formOf(old, '/self-evaluation').fields, 'items[5].score': '9' };
    expect(await firm.post(`${F}/draft`, typed)).toMatchObject({ status: 303, location: `${F}?done=drafted` });
    const five = await firm.get(`${F}/items/5`);
    expect([five.html.includes('keep_0'), five.html.includes('value="13"')]).toEqual([true, true]);
  });

  it('is nobody else’s while it is a draft: the inspectors see neither points nor photo', async () => {
    const centre = await as('zhongxin1');
    expect((await centre.get(`${W}/items/1`)).html).not.toContain(sha256Hex(photo));
    expect((await centre.get(W)).text).not.toContain('每晚四次');
    expect((await centre.get(`${F}/items/1`)).status).toBe(403);
  });

  it('is kept without the rest, and handed in with its files', async () => {
    const firm = await as('jiuwang1');
    const form = firm.formOf(await firm.get(F), '/self-evaluation');
    const kept = await firm.post(`${F}/draft`, { ...form.fields, 'items[2].score': '12', 'items[3].score': '' });
    expect([kept.status, kept.location]).toEqual([303, `${F}?done=drafted`]);
    const page = await firm.get(F);
    expect(firm.formOf(page, '/self-evaluation').fields).toMatchObject({
      'items[0].score': '18.50',
      'items[2].score': '12',
    });
    const rest = { 'items[3].score': '19', 'items[4].score': '14', 'items[5].score': '9' };
    expect(await firm.submit(page, '/self-evaluation', rest)).toMatchObject({ status: 303, location: `${F}?done=self` });
    const centre = await as('zhongxin1');
    const seen = await centre.get(`${W}/items/1`);
    expect(seen.text).toContain('每晚四次');
    expect(seen.html).toContain(`/evidence/${sha256Hex(photo)}`);
  });

  it('is walked through by an inspector with a phone, and its photos stand beside those of the firm', async () => {
    at('2024-07-08');
    const centre = await as('zhongxin1');
    const other = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#a33' } })
      .png()
      .toBuffer();
    for (let place = 1; place <= 6; place++) {
      const page = await centre.get(`${W}/items/${place}`);
      const file = place === 1 ? { name: '现场.png', bytes: other } : { name: '', bytes: Buffer.alloc(0) };
      expect((await centre.upload(page, `/items/${place}`, { field: 'photo', ...file, filled: { score: '8.5' } })).status).toBe(303);
    }
    const sheet = await centre.get(W);
    expect(await centre.submit(sheet, '/inspection')).toMatchObject({ status: 303, location: `${W}?done=inspected` });
    const after = await centre.get(W);
    expect(after.html).toContain(sha256Hex(photo));
    expect(after.html).toContain(sha256Hex(other));
    const firm = await (await as('jiuwang1')).get(F);
    expect(firm.text).toContain('对方的文件 1 个');
    expect(firm.html).not.toContain(sha256Hex(other));
    expect((await centre.get(`${W}/items/1`)).status).toBe(200);
    const late = await centre.upload(await centre.get(`${W}/items/1`), '/items/1', {
      field: 'photo',
      name: '',
      bytes: Buffer.alloc(0),
      filled: { score: '1' },
    });
    expect([late.status, late.text.includes('不能再存草稿')]).toEqual([409, true]);
  });
});
