import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';
import { pdf } from '../evidence/fixture.js';

const LIST = '/w/ryxc/votes';
const OWN = `${LIST}/TP2024-01`;
const filled = {
  new_title: '利用共有场地设充电桩',
  new_matter: 'COMMON_PARTS',
  new_kind: 'COM_USE',
  new_closesOn: '2024-05-16',
  new_from: '2024-06-01',
  new_owners: '01-101 01-102',
};

/** The demo on 2024-05-16. */
describe('a vote on its pages', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  async function as(login: string): Promise<WebClient> {
    const client = new WebClient(demo.app);
    expect((await client.signIn(login)).status).toBe(303);
    return client;
  }
  const open = async (client: WebClient, fields: Readonly<Record<string, string>>): Promise<WebAnswer> =>
    client.upload(await client.get(LIST), LIST, { field: 'new_document', name: '公告.pdf', bytes: pdf('公告'), filled: fields });
  const list = async (client: WebClient, text: string): Promise<WebAnswer> =>
    client.upload(await client.get(OWN), '/ballots', {
      field: 'list_file',
      name: '选票.csv',
      bytes: Buffer.from(text),
      also: { field: 'list_paper', name: '选票.pdf', bytes: pdf('选票') },
    });

  it('is reached from the resolutions, refuses what is wrong with what was typed, and opens with the electorate of the day', async () => {
    const client = await as('shequ1');
    expect((await client.get('/w/ryxc/resolutions')).html).toContain(`href="${LIST}"`);
    expect((await client.get(LIST)).text).toContain('还没有投票');
    const refused = await open(client, { ...filled, new_from: '2024-05-01' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('href="#f-new_closesOn"');
    expect(refused.html).toContain('value="利用共有场地设充电桩"');
    expect((await open(client, { ...filled, new_owners: '01-101 99-999' })).text).toContain('99-999 不在这次投票的名册里');
    expect(await open(client, filled)).toMatchObject({ status: 303, location: `${OWN}?done=opened` });
    const page = await client.get(`${OWN}?done=opened`);
    expect(page.text).toContain('投票已经开始');
    expect(page.text).toContain('630 套，65,526.80 m²，629 人');
    expect(page.text).toContain('四分之三以上面积和人数同意');
    expect(page.text).toContain('截止日 2024-05-16 过后才能计票');
    expect((await client.get(LIST)).text).toMatch(/TP2024-01 利用共有场地设充电桩 2024-05-16 至 2024-05-16 投票中/);
  });

  it('takes a list of ballots or refuses all of it, naming the unit, and gives it back as a file to those who hold and confirm', async () => {
    const client = await as('shequ1');
    const head = '房屋,意见,投票日期,方式\n';
    const refused = await list(client, `${head}01-101,同意,2024-05-16,纸质\n01-102,同意,2024-05-17,纸质\n`);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('href="#f-list_file"');
    expect(refused.text).toContain('房屋 01-102 的票写的是 2024-05-17');
    expect((await list(client, `${head}01-101,也许,2024-05-16,纸质\n`)).text).toContain('第 2 行 choice 列');
    expect(await list(client, `${head}01-101,同意,2024-05-16,纸质\n01-103,反对,2024-05-16,网络\n`)).toMatchObject({
      status: 303,
      location: `${OWN}?done=recorded`,
    });
    const page = await client.get(OWN);
    expect(page.text).toMatch(/参加·人数 2 人 420 人 还差 418 人/);
    expect(page.text).not.toContain('同意·');
    const file = await (await as('jiedao1')).get(`${OWN}/ballots.csv`);
    expect(file.html).toContain('"01-101","","2024-05-16","纸质",""');
    for (const login of ['jiuwang1', 'jizhang1']) expect((await (await as(login)).get(`${OWN}/ballots.csv`)).status).toBe(403);
  });

  it('is not counted before its last day is over, and shows no button for it', async () => {
    const client = await as('shequ1');
    const page = await client.get(OWN);
    expect(page.html).not.toContain(`action="${OWN}/count"`);
    expect((await (await as('jiedao1')).get(OWN)).html).not.toContain(`action="${OWN}/confirm"`);
    const answer = await (await as('jiuwang1')).get('/api/v1/communities/ryxc/votes/TP2024-01');
    expect(JSON.parse(answer.html)).toMatchObject({ state: 'OPEN', special: true, voting: { heads: 2 }, inFavour: null, against: null, passed: null });
  });

  it('stands on the open page in totals, and is called off with a reason that everybody reads', async () => {
    expect((await new WebClient(demo.app).get('/p/ryxc')).text).toMatch(/利用共有场地设充电桩 TP2024-01 .* 投票中/);
    expect((await (await as('shequ1')).get(OWN)).html).not.toContain(`action="${OWN}/cancel"`);
    const client = await as('jiedao1');
    const page = await client.get(OWN);
    const refused = await client.submit(page, '/cancel', { cancel_reason: '不' });
    expect(refused.html).toContain('href="#f-cancel_reason"');
    expect(await client.submit(page, '/cancel', { cancel_reason: '公告的事项写错了' })).toMatchObject({ status: 303, location: `${OWN}?done=cancelled` });
    expect((await client.get(OWN)).text).toContain('公告的事项写错了');
    expect((await new WebClient(demo.app).get('/p/ryxc')).text).toMatch(/TP2024-01 .* 已作废 公告的事项写错了/);
    expect((await client.get(`${LIST}/TP2024-09`)).status).toBe(404);
  });
});
