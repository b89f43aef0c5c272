import { createHash, generateKeyPairSync } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

describe('the page of keys', () => {
  let demo: TestApp;
  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(() => demo.close());

  it('shows a confirmation that was taken back, and says that the key waits though another party confirms it', async () => {
    const person = async (login: string): Promise<WebClient> => {
      const client = new WebClient(demo.app);
      await client.signIn(login);
      return client;
    };
    const [owner, centre, firm] = [await person('shequ1'), await person('zhongxin1'), await person('jiuwang1')];
    const key = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    const hash = createHash('sha256').update(key).digest('hex');
    const added = await owner.submit(await owner.get('/account/security'), '/account/security/keys', {
      key_label: '不是本人登记的',
      key_publicKey: key.toString('base64'),
    });
    expect(added.location).toBe('/account/security?done=keyAdded');
    expect((await owner.submit(await owner.get('/w/ryxc/keys'), '/w/ryxc/keys')).location).toBe('/w/ryxc/keys?done=asked');

    expect((await centre.submit(await centre.get('/w/ryxc/keys'), `${hash}/confirmations`)).location).toBe('/w/ryxc/keys?done=confirmed');
    const before = await centre.get('/w/ryxc/keys');
    expect(before.text).not.toContain('已收回确认');
    const reason = { [`k${hash.slice(0, 16)}_reason`]: '本人说没有申请过' };
    expect((await centre.submit(before, `${hash}/refusals`, reason)).location).toBe('/w/ryxc/keys?done=objected');
    expect((await firm.submit(await firm.get('/f/ryxc/keys'), `${hash}/confirmations`)).location).toBe('/f/ryxc/keys?done=confirmed');

    const shown = /不是本人登记的 (.*?)指纹/.exec((await firm.get('/f/ryxc/keys')).text)?.[1] ?? '';
    expect(shown).toMatch(/申请，确认：\S*物业\S* \S*已收回确认，不再计入 \S*说明这不是本人的钥匙：本人说没有申请过/);
    expect((await firm.get('/f/ryxc/keys')).text).toMatch(/沈若兰 待确认/);
  });
});
