import type { TestApp } from '../../support/app.js';
import { startDemoApp } from '../../support/demo.js';
import { WebClient } from '../../support/web-client.js';

const HEAD = 'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to';
const file = (row: string) => ({ field: 'new_file', name: '合同.csv', bytes: new TextEncoder().encode(`${HEAD}\n${row}\n`) });
const good = 'ZL90,北门快递柜,4201.05,速达驿站,300.00,MONTHLY,2024-06-05,2024-06-01,2025-05-31';

/** The demo on 2024-05-16. */
describe('new leases on their page', () => {
  let demo: TestApp;

  beforeAll(async () => {
    demo = await startDemoApp();
  }, 180_000);
  afterAll(async () => {
    await demo.close();
  });

  it('are read for a look, refused with their line, and recorded when the file is chosen again', async () => {
    const books = new WebClient(demo.app);
    expect((await books.signIn('jizhang1')).status).toBe(303);
    const page = await books.get('/b/ryxc/leases');
    const looked = await books.upload(page, '/leases/import', { ...file(good), filled: { new_confirm: 'look' } });
    expect(looked.status).toBe(200);
    expect(looked.text).toContain('试读：新合同 1 份，新部位 1 处，已登记不变 0 份');
    expect((await books.get('/b/ryxc/leases')).text).not.toContain('ZL90');
    const wrong = await books.upload(looked, '/leases/import', { ...file(good.replace('300.00', '-1')), filled: { new_confirm: 'record' } });
    expect([wrong.status, wrong.html.includes('href="#f-new_file"')]).toEqual([400, true]);
    const none = await books.submit(wrong, '/leases/import', { new_confirm: 'record' });
    expect(none.status).toBe(400);
    const recorded = await books.upload(await books.get('/b/ryxc/leases'), '/leases/import', { ...file(good), filled: { new_confirm: 'record' } });
    expect([recorded.status, recorded.location]).toEqual([303, '/b/ryxc/leases?done=imported']);
    expect((await books.get('/b/ryxc/leases')).text).toContain('北门快递柜');
    // the list that is downloaded is taken back as it is, and adds nothing
    const list = await books.get('/b/ryxc/leases.csv');
    const back = { field: 'new_file', name: '合同.csv', bytes: new TextEncoder().encode(list.html), filled: { new_confirm: 'look' } };
    expect((await books.upload(await books.get('/b/ryxc/leases'), '/leases/import', back)).text).toContain('试读：新合同 0 份');
    const ended = { ...back, bytes: new TextEncoder().encode(`${HEAD},endedOn\n${good.replace('ZL90', 'ZL91')},2024-12-31\n`) };
    expect((await books.upload(await books.get('/b/ryxc/leases'), '/leases/import', ended)).status).toBe(400);
    const cashier = new WebClient(demo.app);
    await cashier.signIn('chuna1');
    expect((await cashier.get('/b/ryxc/leases')).status).toBe(403);
  });
});
