import { createHash } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import { startDemoApp } from '../support/demo.js';

/** What two parties decide, through the API alone: papers, disputes of what the firm is owed, discounts. */
describe('decisions of two parties over HTTP', () => {
  let test: TestApp;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    test = await startDemoApp();
    for (const login of ['shequ1', 'zhongxin1', 'jiuwang1', 'jizhang1', 'chuna1']) {
      const response = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
      tokens.set(login, response.json<{ token: string }>().token);
    }
  }, 180_000);
  afterAll(() => test.close());

  let keys = 0;
  const call = async (login: string, method: 'GET' | 'POST', path: string, payload?: object | string, more: Record<string, string> = {}) => {
    const headers = { authorization: `Bearer ${tokens.get(login)}`, ...(method === 'POST' && { 'idempotency-key': `decision-${++keys}` }), ...more };
    const response = await test.app.inject({ method, url: `/api/v1/communities/ryxc/${path}`, headers, ...(payload !== undefined && { payload }) });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>(), replayed: response.headers['idempotency-replayed'] };
  };
  const paper = async (login: string, text: string): Promise<string> => {
    const bytes = `%PDF-1.4 ${text}`;
    const form = `--x\r\ncontent-disposition: form-data; name="file"; filename="p.pdf"\r\ncontent-type: application/pdf\r\n\r\n${bytes}\r\n--x--\r\n`;
    const { status } = await call(login, 'POST', 'evidence', form, { 'content-type': 'multipart/form-data; boundary=x' });
    expect(status).toBe(201);
    return createHash('sha256').update(bytes).digest('hex');
  };
  const disputes = async (login = 'shequ1') => (await call(login, 'GET', 'firm-disputes')).body['items'] as Record<string, unknown>[];

  it('hold apart what is disputed once the other party confirms, and give it to each as decided', async () => {
    const reason = '1月保安缺岗，双方未对账';
    const asked = { amount: '5000.00', reason, documentSha256: await paper('shequ1', 'letter') };
    expect(await call('jizhang1', 'POST', 'firm-disputes', asked)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect(await call('shequ1', 'POST', 'firm-disputes', { ...asked, amount: 5000 })).toMatchObject({ status: 400 });
    expect(await call('shequ1', 'POST', 'firm-disputes', { ...asked, documentSha256: 'f'.repeat(64) })).toMatchObject({ body: { code: 'EVIDENCE_UNKNOWN' } });
    expect(await disputes()).toEqual([]);

    const first = await call('shequ1', 'POST', 'firm-disputes', asked, { 'idempotency-key': 'dispute-of-january' });
    expect(first).toMatchObject({ status: 200, body: { state: 'ASKED' } });
    const again = await call('shequ1', 'POST', 'firm-disputes', asked, { 'idempotency-key': 'dispute-of-january' });
    expect([again.replayed, again.body]).toEqual(['true', first.body]);
    const id = String(first.body['id']);
    expect((await call('shequ1', 'POST', `firm-disputes/${id}/answer`, { answer: 'CONFIRM' })).status).toBe(422);
    expect(await call('jiuwang1', 'POST', `firm-disputes/${id}/answer`, { answer: 'CONFIRM' })).toMatchObject({ status: 200, body: { state: 'CONFIRMED' } });

    const decision = { toFirm: '4000.00', toOwners: '1000.01', reason: '仲裁裁决第 17 号', documentSha256: await paper('jiuwang1', 'award') };
    expect((await call('jiuwang1', 'POST', `firm-disputes/${id}/decisions`, decision)).status).toBe(422);
    expect((await call('jiuwang1', 'POST', 'firm-disputes/999999/decisions', decision)).status).toBe(404);
    const decided = await call('jiuwang1', 'POST', `firm-disputes/${id}/decisions`, { ...decision, toOwners: '1000.00' });
    await call('shequ1', 'POST', `firm-disputes/${String(decided.body['id'])}/answer`, { answer: 'CONFIRM' });
    const [dispute, award] = (await disputes('zhongxin1')).toSorted((a, b) => Number(a['id']) - Number(b['id']));
    expect(dispute).toMatchObject({ kind: 'DISPUTE', amount: '5000.00', open: '0.00', state: 'CONFIRMED', reason });
    expect(award).toMatchObject({ kind: 'DECISION', toFirm: '4000.00', toOwners: '1000.00', state: 'CONFIRMED' });
  });

  it('give a discount only when who speaks for the owners agrees', async () => {
    const discount = { item: 'PM', unit: '01-101', percent: '30', from: '2024-06-01', to: '2024-12-31', ground: 'VACANCY', document: '空置证明' };
    const discounts = async (login: string, query = '') =>
      (await call(login, 'GET', `fee-discounts${query}`)).body as unknown as { items: Record<string, unknown>[]; nextCursor: string | null };
    const open = async () => (await discounts('jizhang1')).items.length;
    const before = await open();
    expect(await call('chuna1', 'POST', 'fee-discounts', discount)).toMatchObject({ status: 403 });
    expect(await call('jizhang1', 'POST', 'fee-discounts', { ...discount, percent: '101' })).toMatchObject({ status: 400, body: { code: 'DISCOUNT_VALUE' } });
    expect(await open()).toBe(before);
    const { status, body } = await call('jizhang1', 'POST', 'fee-discounts', discount);
    const seen = async (login: string) => {
      const own = (await discounts(login)).items.find(({ id }) => id === body['id']);
      return [own?.['unit'], own?.['ground'], own?.['document']];
    };
    // why a household is let off is not for the firm, nor for whoever pays out
    expect([await seen('jizhang1'), await seen('jiuwang1'), await seen('chuna1')]).toEqual([
      ['01-101', 'VACANCY', '空置证明'],
      ['01-101', '', ''],
      ['01-101', '', ''],
    ]);
    expect({ status, open: await open() }).toEqual({ status: 200, open: before + 1 });
    const path = `fee-discounts/${String(body['id'])}/decision`;
    expect(await call('jizhang1', 'POST', path, { decision: 'AGREED' })).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect((await call('shequ1', 'POST', path, { decision: 'REFUSED' })).status).toBe(422);
    expect((await call('shequ1', 'POST', path, { decision: 'PERHAPS' })).status).toBe(400);
    expect(await call('shequ1', 'POST', path, { decision: 'AGREED' })).toMatchObject({ status: 200 });
    expect((await call('shequ1', 'POST', path, { decision: 'REFUSED', reason: '没有空置证明' })).status).toBe(409);

    const end = `fee-discounts/${String(body['id'])}/end`;
    expect((await call('jizhang1', 'POST', end, { lastOn: '2024-08-31' })).status).toBe(400);
    const asked = await call('jizhang1', 'POST', end, { lastOn: '2024-08-31', reason: '9月起有人住' });
    expect(asked).toMatchObject({ status: 200, body: { state: 'WAITING' } });
    const decision = `fee-discount-ends/${String(asked.body['end'])}/decision`;
    expect(await call('jizhang1', 'POST', decision, { decision: 'AGREED' })).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect(await call('shequ1', 'POST', decision, { decision: 'AGREED' })).toMatchObject({ status: 200, body: { state: 'AGREED' } });
    const {
      items: [ended],
    } = await discounts('jizhang1');
    expect(ended).toMatchObject({ to: '2024-08-31', end: { lastOn: '2024-08-31', reason: '9月起有人住', state: 'AGREED' } });
    // page by page, as every list
    await call('jizhang1', 'POST', 'fee-discounts', { ...discount, from: '2025-01-01', to: '2025-01-31' });
    const first = await discounts('jizhang1', '?limit=1');
    expect(first.items).toHaveLength(1);
    const rest = await discounts('jizhang1', `?limit=200&cursor=${first.nextCursor ?? ''}`);
    expect([rest.nextCursor, rest.items.length, rest.items[0]?.['id']]).toEqual([null, before + 1, body['id']]);
    expect((await call('jizhang1', 'GET', 'fee-discounts?cursor=x')).status).toBe(400);
  });

  it('give up what the firm owes by one resolution and take that back by another, and say each apart', async () => {
    const [owing] = (await call('jizhang1', 'GET', 'arrears')).body as unknown as { unit: string }[];
    const taking = { unit: owing?.unit, amount: '20.00', takenOn: '2024-05-10', reason: '业主扫了物业公司的收款码', document: '截图 1' };
    const { body: taken } = await call('jizhang1', 'POST', 'firm-dues/takings', taking);
    const resolve = async (kind: string, title: string): Promise<string> => {
      const days = { decidedOn: '2024-05-10', from: '2024-05-10' };
      const number = String(
        (await call('shequ1', 'POST', 'resolutions', { kind, title, ...days, documentSha256: await paper('shequ1', title) })).body['number'],
      );
      expect((await call('zhongxin1', 'POST', `resolutions/${number}/answer`, { decision: 'CONFIRM' })).status).toBeLessThan(300);
      return number;
    };
    const due = async () => {
      const items = (await call('jiuwang1', 'GET', 'firm-dues')).body['items'] as Record<string, unknown>[];
      const { paid, setOff, writtenOff, open } = items.find(({ id }) => id === taken['id']) ?? {};
      return { paid, setOff, writtenOff, open };
    };
    const clears = [{ kind: 'TAKEN', id: taken['id'], amount: '15.00' }];
    const given = await resolve('WAIVER', '不再追收代收款');
    expect((await call('shequ1', 'POST', 'firm-dues/write-offs', { clears, resolution: given })).status).toBe(403);
    const { status, body } = await call('jizhang1', 'POST', 'firm-dues/write-offs', { clears, resolution: given });
    expect([status, await due()]).toEqual([200, { paid: '0.00', setOff: '0.00', writtenOff: '15.00', open: '5.00' }]);
    const path = `firm-dues/write-offs/${String(body['clearingId'])}/undo`;
    const back = { resolution: await resolve('WAIVER', '恢复追收'), reason: '物业公司愿意付清' };
    expect(await call('shequ1', 'POST', path, back)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect((await call('jizhang1', 'POST', path, { ...back, reason: '无' })).status).toBe(400);
    expect(await call('jizhang1', 'POST', path, { ...back, resolution: given })).toMatchObject({
      status: 422,
      body: { code: 'FIRM_WRITE_OFF_SAME_RESOLUTION' },
    });
    expect((await call('jizhang1', 'POST', 'firm-dues/write-offs/999999/undo', back)).status).toBe(404);
    expect((await call('jizhang1', 'POST', 'firm-dues/write-offs/99999999999999999999/undo', back)).status).toBe(404);
    const undone = await call('jizhang1', 'POST', path, back, { 'idempotency-key': 'write-off-back' });
    expect([undone.status, await due()]).toEqual([200, { paid: '0.00', setOff: '0.00', writtenOff: '0.00', open: '20.00' }]);
    expect((await call('jizhang1', 'POST', path, back, { 'idempotency-key': 'write-off-back' })).replayed).toBe('true');
    expect(await call('jizhang1', 'POST', path, back)).toMatchObject({ status: 409, body: { code: 'FIRM_WRITE_OFF_UNDONE' } });
    const { items } = (await call('zhongxin1', 'GET', 'firm-dues/write-offs')).body as { items: Record<string, unknown>[] };
    const { resolution, reason } = back;
    expect(items).toMatchObject([
      { id: body['clearingId'], kind: 'TAKEN', label: '2024-05-10', amount: '15.00', resolution: given, undone: { resolution, reason } },
    ]);
  });
});
