import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const PATH = '/w/ryxc/unit-codes';

describe('an owner joins by a letter and sees the account of the own home', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  const person = async (login: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    await client.signIn(login);
    return client;
  };
  const letterOf = async (unit: string): Promise<string> => {
    const client = await person('shequ1');
    const letters = await client.submit(await client.get(PATH), PATH, { codes_unit: unit });
    expect([letters.status, letters.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(letters.text).toContain('http://localhost:3000/join/ryxc');
    return /[A-Z2-7]{5}-[A-Z2-7]{5}/.exec(letters.text)?.[0] ?? '';
  };

  it('from the letter to the bills, without script, and to those of no other household', async () => {
    const code = await letterOf('03-201');
    const owner = new WebClient(demo.app);
    const form = await owner.get('/join/ryxc');
    const fields = { join_code: code, join_name: '某业主', join_login: 'yezhu-03201', join_password: 'a phrase of my own', join_again: 'a phrase of my own' };
    const wrong = await owner.submit(form, '/join/ryxc', { ...fields, join_code: 'AAAAA-AAAAA' });
    expect([wrong.status, wrong.html.includes('href="#f-join_code"'), wrong.html.includes('a phrase of my own')]).toEqual([422, true, false]);
    expect(await owner.submit(form, '/join/ryxc', fields)).toMatchObject({ status: 303, location: '/me' });
    const home = await owner.get('/me');
    expect(home.html).toContain('href="/me/ryxc/03-201"');
    const page = await owner.get('/me/ryxc/03-201');
    expect(page.status).toBe(200);
    expect(page.text).toContain('2024年3月');
    expect((await owner.get('/me/ryxc/03-202')).status).toBe(404);
    expect((await owner.get('/me/no-such-compound/03-201')).status).toBe(404);
    expect((await owner.get('/w/ryxc')).status).toBe(403);
    expect((await owner.get('/work')).location).toBe('/me');
    expect((await (await person('shequ1')).get('/me/ryxc/03-201')).status).toBe(404);
    expect((await new WebClient(demo.app).get('/me')).location).toMatch(/^\/sign-in/);
  });

  it('is told on the own page when somebody made a new letter, and joins again', async () => {
    const owner = new WebClient(demo.app);
    await owner.signIn('yezhu-03201', 'a phrase of my own');
    const code = await letterOf('03-201');
    const home = await owner.get('/me');
    expect(home.text).toMatch(/小东门社区于 .+ 给.+重新出了加入信/);
    expect(home.html).not.toContain('href="/me/ryxc/03-201"');
    expect((await owner.submit(await owner.get('/join/ryxc'), '/join/ryxc', { join_code: code })).location).toBe('/me');
    expect((await owner.get('/me')).text).not.toContain('重新出了加入信');
    expect((await (await person('shequ1')).get('/w/ryxc/access?kind=LETTER')).text).toContain('03-201');
  });

  it('joins a second unit to an account that is signed in, and shows the bookkeeper where each unit stands', async () => {
    const code = await letterOf('03-202');
    const owner = new WebClient(demo.app);
    await owner.signIn('yezhu-03201', 'a phrase of my own');
    expect((await owner.submit(await owner.get('/join/ryxc'), '/join/ryxc', { join_code: code })).location).toBe('/me');
    expect((await owner.get('/me')).html).toContain('href="/me/ryxc/03-202"');
    expect((await (await person('jizhang1')).get('/b/ryxc/unit-codes')).status).toBe(200);
    expect((await (await person('jiuwang1')).get(PATH)).status).toBe(403);
    const unknown = await (await person('shequ2')).get(PATH);
    const client = await person('shequ2');
    const refused = await client.submit(await client.get(PATH), PATH, { codes_unit: '99-999' });
    expect([unknown.status, refused.status, refused.html.includes('href="#f-codes_unit"')]).toEqual([200, 422, true]);
  });
});
