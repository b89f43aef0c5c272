import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const PATH = '/w/ryxc/people';

describe('who acts in a compound, on its page', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  const person = async (login: string, password?: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    await client.signIn(login, password);
    return client;
  };
  const linkOf = (html: string): string => /value="http:\/\/localhost:3000(\/invitation\/[\w-]{43})"/.exec(html)?.[1] ?? '';

  it('is shown to those who approve and to the firm, to the firm its own people alone', async () => {
    const community = await (await person('shequ1')).get(PATH);
    expect(community.text).toContain('沈若兰');
    expect(community.text).toContain('盛长庚');
    const firm = await (await person('jiuwang1')).get('/f/ryxc/people');
    expect(firm.text).toContain('费小满');
    expect(firm.text).not.toMatch(/沈若兰|钱慕白/);
    expect((await (await person('jizhang1')).get(PATH)).status).toBe(403);
  });

  it('invites a new person, who begins an account by the link alone and is at work', async () => {
    const centre = await person('zhongxin1');
    const page = await centre.get(PATH);
    const made = await centre.submit(page, `${PATH}/invitations`, { invite_role: 'CENTRE', invite_to: '2024-12-31' });
    expect([made.status, made.headers['cache-control']]).toEqual([200, 'no-store']);
    const link = linkOf(made.html);
    expect((await centre.get(PATH)).html).not.toContain(link.slice('/invitation/'.length));
    expect((await centre.submit(await centre.get(link), link)).status).toBe(403);

    const newcomer = new WebClient(demo.app);
    const invitation = await newcomer.get(link);
    expect(invitation.text).toContain('您收到一份任职邀请');
    const fields = { new_name: '方知远', new_login: 'zhongxin3', new_password: 'a phrase of my own', new_again: 'a phrase of my own' };
    const taken = await newcomer.submit(invitation, `${link}/person`, { ...fields, new_login: 'zhongxin1' });
    expect([taken.status, taken.html.includes('href="#f-new_login"'), taken.html.includes('a phrase of my own')]).toEqual([409, true, false]);
    expect(await newcomer.submit(invitation, `${link}/person`, fields)).toMatchObject({ status: 303, location: '/work' });
    expect((await newcomer.get('/work')).location).toBe('/w/ryxc');
    expect((await newcomer.get(PATH)).text).toContain('方知远');
    expect((await new WebClient(demo.app).get(link)).text).toContain('这份邀请不能用了');
  });

  it('lets a cashier begin when another body has confirmed who it is, and says who appointed and who confirmed', async () => {
    const community = await person('shequ1');
    const form = await community.get(PATH);
    expect(form.text).toContain('由系统运维人员录入');
    const link = linkOf((await community.submit(form, `${PATH}/invitations`, { invite_role: 'CASHIER', invite_agency: '明镜会计师事务所' })).html);
    const newcomer = new WebClient(demo.app);
    const fields = { new_name: '苗青禾', new_login: 'chuna2', new_password: 'a phrase of my own', new_again: 'a phrase of my own' };
    expect(await newcomer.submit(await newcomer.get(link), `${link}/person`, fields)).toMatchObject({ status: 303, location: link });
    expect((await newcomer.get(link)).text).toContain('您已接受，等待另一方确认');
    expect((await newcomer.get('/work')).location ?? '').not.toContain('ryxc');
    const own = await community.get(PATH);
    expect(own.text).toContain('您是任命的一方');
    expect(own.html).not.toMatch(/action="[^"]+\/confirm"/);
    const { fields: seal } = community.formOf(own, '/decline');
    const [, id = ''] = /appointments\/(\d+)\/decline/.exec(own.html) ?? [];
    const alone = await community.post(`${PATH}/appointments/${id}/confirm`, seal);
    expect([alone.status, alone.text.includes('请业委会、社区、物管中心或街道中的另一方确认')]).toEqual([403, true]);
    const centre = await person('zhongxin1');
    const asked = await centre.get(`${PATH}?object=${id}`);
    const silent = await centre.submit(asked, '/decline', { object_reason: '' });
    expect([silent.status, silent.html.includes('href="#f-object_reason"')]).toEqual([422, true]);
    expect((await centre.submit(asked, '/decline', { object_reason: '没有见过这个人的证件' })).location).toBe(`${PATH}?done=objected`);
    expect((await community.get(PATH)).text).toContain('不同意：没有见过这个人的证件');
    expect((await centre.submit(await centre.get(PATH), '/confirm')).location).toBe(`${PATH}?done=confirmed`);
    expect((await centre.get(PATH)).text).toMatch(/由\S+沈若兰任命 · \S+钱慕白确认/);
    expect((await newcomer.get('/work')).location).toMatch(/^\/b\/ryxc/);
  });

  it('ends a part, asks before, and refuses a day that is over beside its field', async () => {
    const firm = await person('jiuwang1');
    const list = await firm.get('/f/ryxc/people');
    const [, id = ''] = /href="\/f\/ryxc\/people\?end=(\d+)"[^>]*>结束任职<span class="sr"> 费小满/.exec(list.html) ?? [];
    const asked = await firm.get(`/f/ryxc/people?end=${id}`);
    const end = (lastDay: string) => firm.submit(asked, `/members/${id}/end`, { end_lastDay: lastDay });
    const past = await end('2024-05-15');
    expect([past.status, past.html.includes('href="#f-end_lastDay"')]).toEqual([422, true]);
    expect((await end('2024-05-16')).location).toBe('/f/ryxc/people?done=ended');
    expect((await firm.get('/f/ryxc/people')).text).toContain('2024-05-16');
    const { fields } = firm.formOf(asked, `/members/${id}/end`);
    const other = await person('zhongxin2');
    const theirs = other.formOf(await other.get(PATH), '/invitations').fields;
    expect((await other.post(`${PATH}/members/${id}/end`, { ...fields, ...theirs, end_lastDay: '2024-06-30' })).status).toBe(403);
  });

  it('takes an invitation back, and shows the link to nobody again', async () => {
    const community = await person('shequ2');
    const form = await community.get(PATH);
    const wrong = await community.submit(form, `${PATH}/invitations`, { invite_role: 'AUDITOR', invite_agency: '明镜会计师事务所' });
    expect([wrong.status, wrong.html.includes('href="#f-invite_to"')]).toEqual([422, true]);
    const made = await community.submit(form, `${PATH}/invitations`, { invite_role: 'AUDITOR', invite_agency: '明镜会计师事务所', invite_to: '2024-08-31' });
    const link = linkOf(made.html);
    expect((await community.submit(await community.get(PATH), '/withdrawal')).location).toBe(`${PATH}?done=withdrawn`);
    expect((await new WebClient(demo.app).get(link)).text).toContain('这份邀请不能用了');
    expect((await new WebClient(demo.app).get(`/invitation/${'x'.repeat(43)}`)).status).toBe(404);
  });
});
