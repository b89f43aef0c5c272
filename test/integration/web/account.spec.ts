import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

describe('signing in on a page', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);

  afterAll(async () => {
    await demo.close();
  });

  it.each([
    ['shequ2', '/w/ryxc'],
    ['zhongxin2', '/w/ryxc'],
    ['jiedao1', '/w/ryxc'],
    ['jiuwang2', '/f/ryxc'],
    ['jizhang1', '/b/ryxc'],
    ['chuna1', '/b/ryxc/payments'],
  ])('%s goes straight to the work: %s', async (login, path) => {
    const client = new WebClient(demo.app);
    expect(await client.signIn(login)).toMatchObject({ status: 303, location: path });
    expect((await client.get(path)).status).toBe(200);
    expect(await client.get('/work')).toMatchObject({ status: 303, location: path });
    expect(await client.get('/sign-in')).toMatchObject({ status: 303, location: '/work' });
  });

  it('a wrong password and an unknown login look alike, keep the login and never the password', async () => {
    const answers = [];
    for (const login of ['shequ1', 'nobody-here']) {
      const answer = await new WebClient(demo.app).signIn(login, 'not the password');
      expect(answer.status).toBe(401);
      expect(answer.html).toContain(`value="${login}"`);
      expect(answer.html).not.toContain('not the password');
      answers.push(answer.text.replaceAll(login, ''));
    }
    expect(answers[0]).toBe(answers[1]);
  });

  it('leads back to the page that asked for it, and never to another site', async () => {
    const client = new WebClient(demo.app);
    const asked = await client.get('/w/ryxc/payouts?state=SETTLED');
    expect(asked).toMatchObject({ status: 303, location: '/sign-in?next=%2Fw%2Fryxc%2Fpayouts%3Fstate%3DSETTLED' });
    const form = await client.get(asked.location ?? '');
    const answer = await client.submit(form, '/sign-in', { login: 'shequ2', password: 'mingbai-demo' });
    expect(answer).toMatchObject({ status: 303, location: '/w/ryxc/payouts?state=SETTLED' });
    for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])
      expect((await new WebClient(demo.app).post('/sign-in', { login: 'jizhang1', password: 'mingbai-demo', next })).location).toBe('/b/ryxc');
  });

  it('signing out ends the session, and needs the token of its form', async () => {
    const client = new WebClient(demo.app);
    await client.signIn('shequ2');
    expect((await client.post('/sign-out', {})).status).toBe(403);
    expect(await client.submit(await client.get('/w/ryxc'), '/sign-out')).toMatchObject({ status: 303, location: '/' });
    expect((await client.get('/w/ryxc')).location).toMatch(/^\/sign-in/);
  });

  it('the type size is remembered and leads back to its page', async () => {
    const client = new WebClient(demo.app);
    await client.signIn('shequ2');
    const page = await client.get('/w/ryxc/payouts?state=SETTLED');
    const answer = await client.submit(page, '/text-size', { size: 'huge' });
    expect(answer).toMatchObject({ status: 303, location: '/w/ryxc/payouts?state=SETTLED' });
    const larger = await client.get('/w/ryxc');
    expect(larger.html).toContain('<html lang="zh-CN" class="dense huge">');
    expect(larger.html).toMatch(/name="size" value="huge" aria-pressed="true"/);
  });
});
