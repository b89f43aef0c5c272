import { shanghaiTime, type BusinessDate } from '../../../src/kernel/index.js';
import { ReverseEntry } from '../../../src/modules/fees/index.js';
import { CommunityQueries } from '../../../src/modules/communities/index.js';
import { IdentityQueries } from '../../../src/modules/identity/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startDemoApp } from '../../support/demo.js';
import type { TestApp } from '../../support/app.js';
import { WebClient } from '../../support/web-client.js';

const day = (text: string) => text as BusinessDate;

describe('opening closed months again on the pages', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  const as = async (login: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    await client.signIn(login);
    return client;
  };

  /** A bill of April that turns out to be wrong. */
  async function takeBack(): Promise<void> {
    const { id } = await demo.app.get(CommunityQueries).bySlug('ryxc');
    const identity = demo.app.get(IdentityQueries);
    const actor = await identity.actorOf((await identity.byLogin('jizhang1')).id, id, shanghaiTime(day('2024-05-16'), '12:00'));
    const [bill] = await demo.app
      .get(UnitOfWork)
      .read(id, (tx) =>
        tx.query<{ seq: number }>(
          `select entry_seq as seq from mingbai.bill where community_id = $1 and period = '2024-04' and paid = 0 and voided_on is null order by entry_seq limit 1`,
          [tx.communityId],
        ),
      );
    if (actor === null) throw new Error('jizhang1 has no part');
    await demo.app.get(ReverseEntry).execute({ actor, idempotencyKey: null }, { seq: bill?.seq ?? 0, reason: 'nobody lives there' });
  }

  it('is asked for, agreed to by another organisation, shown with its end, outdates the statement, and is over when it is closed again', async () => {
    const books = await as('jizhang1');
    const page = await books.get('/b/ryxc/reopening');
    expect(page.text).toContain('没有打开的已结账月份');
    const refused = await books.submit(page, '/b/ryxc/reopening', { month: '2024-04', reason: '', until: '2024-05-20' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('请用 1 到 200 个字说明为什么要反结账');
    const late = await books.submit(page, '/b/ryxc/reopening', { month: '2024-04', reason: '一户账单有误', until: '2024-09-01' });
    expect(late.status).toBe(400);
    const final = await books.submit(page, '/b/ryxc/reopening', { month: '2024-02', reason: '一户账单有误', until: '2024-05-20' });
    expect(final.text).toContain('2024-Q1 的考核结果已经确定');
    const sent = await books.submit(late, '/b/ryxc/reopening', { month: '2024-04', reason: '一户账单有误', until: '2024-05-20' });
    expect(sent.status).toBe(303);
    expect((await books.get(sent.location ?? '')).text).toMatch(/已提交，等另一单位确认 .*2024年4月 等另一单位确认 一户账单有误/);

    const centre = await as('zhongxin1');
    expect((await centre.get('/w/ryxc')).text).toContain('确认从2024年4月起反结账');
    const waiting = await centre.get('/w/ryxc/reopenings');
    const agreed = await centre.submit(waiting, '/w/ryxc/reopenings/1');
    expect(agreed.status).toBe(303);
    expect((await centre.get(agreed.location ?? '')).text).toMatch(
      /已确认，账期已打开 .*2024年4月至2024年4月已打开，可以改到 2024年5月21日 00:00 .*这些公示已过时 .*2024年4月/,
    );
    expect((await new WebClient(demo.app).get('/p/ryxc')).text).toContain('已过时，更正中');

    await takeBack();
    demo.clock.set(shanghaiTime(day('2024-05-22'), '09:00'));
    expect((await books.get('/b/ryxc/reopening')).text).toMatch(/限期 2024年5月21日 00:00 已过，不能再记账，请逐月重新结账 .*限期已过，还没重新结账/);
    expect((await books.get('/b/ryxc/month/2024-04')).location).toBe('/b/ryxc/close');
    expect((await books.get('/b/ryxc/month/2024-03')).text).toMatch(/2024年3月（已结账） .*已据此结账 .*物业公司当月应得/);
    expect((await books.get('/b/ryxc/year/2024')).text).toMatch(/2024年年末结转 .*还没到 .*公共收益 58,100\.00 0\.00 58,100\.00/);
    expect((await books.get('/b/ryxc/year/x')).status).toBe(404);
  });
});
