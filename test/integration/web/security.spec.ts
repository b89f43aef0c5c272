import { generateKeyPairSync } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { shownCode } from '../../support/authenticator.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient, type WebAnswer } from '../../support/web-client.js';

const PATH = '/account/security';

describe('the page of one’s own account', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  const asOwner = (sql: string) => demo.database.as('mingbai_owner', (client) => client.query(sql));
  const person = async (login: string): Promise<WebClient> => {
    const client = new WebClient(demo.app);
    await client.signIn(login);
    return client;
  };

  it('is reached from the work, and needs a session', async () => {
    expect((await new WebClient(demo.app).get(PATH)).location).toMatch(/^\/sign-in/);
    const client = await person('shequ1');
    expect((await client.get('/w/ryxc')).html).toContain(`href="${PATH}"`);
    const page = await client.get(PATH);
    expect(page.status).toBe(200);
    expect(page.text).toContain('就是这里');
  });

  it('changes the password and says what is wrong beside its field, without a word of what was typed', async () => {
    const client = await person('jiuwang2');
    const change = async (present: string, password: string, again = password) =>
      client.submit(await client.get(PATH), `${PATH}/password`, { password_present: present, password_password: password, password_again: again });
    const wrong = await change('not-my-password', 'a wholly new phrase');
    expect([wrong.status, wrong.html.includes('href="#f-password_present"')]).toEqual([403, true]);
    expect(wrong.html).not.toMatch(/not-my-password|a wholly new phrase/);
    const common = await change('mingbai-demo', 'woaini1314');
    expect([common.status, common.html.includes('href="#f-password_password"')]).toEqual([400, true]);
    const differ = await change('mingbai-demo', 'a wholly new phrase', 'a wholly new phrasf');
    expect([differ.status, differ.html.includes('href="#f-password_again"')]).toEqual([400, true]);
    expect(await change('mingbai-demo', 'a wholly new phrase')).toMatchObject({ status: 303, location: `${PATH}?done=password` });
    expect((await new WebClient(demo.app).signIn('jiuwang2')).status).toBe(401);
    expect((await new WebClient(demo.app).signIn('jiuwang2', 'a wholly new phrase')).status).toBe(303);
  });

  it('keeps the passkeys that its box names, when it is checked, and none that came while the page stood open', async () => {
    const client = await person('jiuwang1');
    const bring = (label: string) =>
      asOwner(`insert into mingbai.person_key (id, person_id, suite, public_key, key_hash, credential_id, transports, counter, label, purposes, created_at)
        select (select coalesce(max(id), 0) + 1 from mingbai.person_key), id, 'webauthn', sha256('${label}'), sha256(sha256('${label}')), '${label}', '{}', 0, '${label}', '{SIGN_IN}', now()
        from mingbai.person where login = 'jiuwang1'`);
    const inUse = async () => (await asOwner('select label from mingbai.person_key where revoked_at is null and label in ($$mine$$, $$not-mine$$)')).rows;
    const change = (page: WebAnswer, keeps: object) =>
      client.submit(page, `${PATH}/password`, {
        password_present: 'mingbai-demo',
        password_password: 'mingbai-demo',
        password_again: 'mingbai-demo',
        ...keeps,
      });
    await bring('mine');
    const page = await client.get(PATH);
    const [box = '', ids = ''] = /<input type="checkbox"[^>]*name="password_keeps" value="([\d ]+)"[^>]*>/.exec(page.html) ?? [];
    expect([box.includes('checked'), /^\d+$/.test(ids)]).toEqual([false, true]);
    await bring('not-mine');
    await asOwner('delete from mingbai.sign_in_attempt');
    expect((await change(page, { password_keeps: ids })).location).toBe(`${PATH}?done=password`);
    expect(await inUse()).toEqual([{ label: 'mine' }]);
    expect((await change(page, {})).location).toBe(`${PATH}?done=password`);
    expect(await inUse()).toEqual([]);
  });

  it('registers and revokes a key while the proof is fresh, and wants the password again afterwards', async () => {
    const client = await person('zhongxin1');
    const publicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
    const added = await client.submit(await client.get(PATH), `${PATH}/keys`, { key_label: '办公室电脑', key_publicKey: publicKey });
    expect(added.location).toBe(`${PATH}?done=keyAdded`);
    const page = await client.get(PATH);
    expect(page.text).toContain('办公室电脑');
    const again = await client.submit(page, `${PATH}/keys`, { key_label: '坏的', key_publicKey: 'AAAA' });
    expect([again.status, again.html.includes('href="#f-key_publicKey"')]).toEqual([400, true]);

    await asOwner(`update mingbai.session set proved_at = now() - interval '6 minutes'`);
    const stale = await client.submit(page, '/revocation');
    expect(stale.status).toBe(403);
    expect(stale.text).toContain('先确认是您本人');
    expect(() => client.formOf(stale, `${PATH}/keys`)).toThrow('no form posts');
    expect((await client.submit(stale, `${PATH}/proof`, { prove_password: 'wrong' })).status).toBe(403);
    expect((await client.submit(stale, `${PATH}/proof`, { prove_password: 'mingbai-demo' })).location).toBe(`${PATH}?done=proved`);
    expect((await client.submit(await client.get(PATH), '/revocation')).location).toBe(`${PATH}?done=keyRevoked`);
    const last = await client.get(PATH);
    expect(last.text).toContain('已停用');
    expect(last.text).toContain('登记了钥匙');
  });

  it('puts on a second factor, which signing in then asks for, step by step and without script', async () => {
    const client = await person('jiedao1');
    const begun = await client.submit(await client.get(PATH), '/factor/begin');
    expect(begun.location).toBe(`${PATH}?done=factorBegun`);
    const page = await client.get(PATH);
    expect(page.html).toMatch(/<svg class="qr"[^>]*><title>[^<]+</);
    const secret = /<code>([A-Z2-7 ]{39})<\/code>/.exec(page.html)?.[1] ?? '';
    const wrong = await client.submit(page, '/factor/confirm', { factor_code: '000000' });
    expect([wrong.status, wrong.html.includes('href="#f-factor_code"')]).toEqual([401, true]);
    const codes = await client.submit(page, '/factor/confirm', { factor_code: shownCode(secret, -1) });
    expect([codes.status, codes.headers['cache-control']]).toEqual([200, 'no-store']);
    const [first = ''] = codes.text.match(/[A-Z2-7]{5}-[A-Z2-7]{5}/g) ?? [];
    expect(first).not.toBe('');
    expect((await client.get(PATH)).text).not.toContain(first);

    const again = new WebClient(demo.app);
    const asked = await again.post('/sign-in', { login: 'jiedao1', password: 'mingbai-demo', next: '/w/ryxc/payouts' });
    expect(asked).toMatchObject({ status: 303, location: '/sign-in/code?next=%2Fw%2Fryxc%2Fpayouts' });
    expect((await again.get('/w/ryxc')).location).toMatch(/^\/sign-in/);
    const form = await again.get(asked.location ?? '');
    const refused = await again.submit(form, '/sign-in/code', { code: '000000' });
    expect([refused.status, refused.html.includes('href="#f-code"')]).toEqual([401, true]);
    expect(await again.submit(refused, '/sign-in/code', { code: shownCode(secret) })).toMatchObject({ status: 303, location: '/w/ryxc/payouts' });
    expect((await again.get('/w/ryxc')).status).toBe(200);
    expect((await new WebClient(demo.app).get('/sign-in/code')).location).toBe('/sign-in');
    expect((await new WebClient(demo.app).post('/sign-in/code', { code: first })).status).toBe(401);

    await asOwner(`update mingbai.session set proved_at = now() - interval '6 minutes'`);
    const stale = await again.get(PATH);
    expect((await again.submit(stale, `${PATH}/proof`, { prove_password: 'mingbai-demo' })).html).toContain('href="#f-prove_code"');
    expect((await again.submit(stale, `${PATH}/proof`, { prove_password: 'mingbai-demo', prove_code: first })).location).toBe(`${PATH}?done=proved`);
    expect((await again.submit(await again.get(PATH), '/factor/end')).location).toBe(`${PATH}?done=factorEnded`);
    expect((await new WebClient(demo.app).signIn('jiedao1')).location).toBe('/w/ryxc');
  });

  it('signs out elsewhere, and not where somebody else is', async () => {
    const [here, elsewhere, stranger] = [await person('zhongxin2'), await person('zhongxin2'), await person('jizhang1')];
    const page = await here.get(PATH);
    const own = here.formOf(page, '/end').action;
    const { fields } = stranger.formOf(await stranger.get(PATH), '/password');
    expect((await stranger.post(own, fields)).status).toBe(404);
    expect((await elsewhere.get('/w/ryxc')).status).toBe(200);
    expect((await here.submit(page, `${PATH}/sessions/end`)).location).toBe(`${PATH}?done=sessions`);
    expect((await elsewhere.get('/w/ryxc')).status).toBe(303);
    expect((await here.get('/w/ryxc')).status).toBe(200);
  });
});
