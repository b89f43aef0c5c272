import { canonicalJson, sha256Hex, type Json } from '../../../src/kernel/index.js';
import type { StatementSnapshot } from '../../../src/modules/statements/index.js';
import { altered, oneFenMore } from '../../support/statement-fixture.js';
import { openStage, type Stage } from './stage.js';

const code = (value: string) => expect.objectContaining({ code: value });

const count = (stage: Stage): Promise<number> =>
  stage.database.as('postgres', async (client) => (await client.query('select from mingbai.statement')).rowCount ?? 0);

describe('what may be published, and what not', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage();
  }, 180_000);
  afterEach(() => stage.close());

  const forget = (...periods: string[]) =>
    stage.forge(async (client) => {
      await client.query(
        'delete from mingbai.statement_page where (community_id, statement_id) in (select community_id, id from mingbai.statement where period = any ($1))',
        [periods],
      );
      await client.query('delete from mingbai.statement where period = any ($1)', [periods]);
    });
  /** Changes a stored snapshot as somebody would who also knows how to hash it. */
  const forgeSnapshot = async (period: string, version: number, change: (snapshot: StatementSnapshot) => StatementSnapshot) => {
    const json = canonicalJson(change((await stage.document(period, version)).snapshot) as unknown as Json);
    await stage.forge((client) =>
      client.query('update mingbai.statement set snapshot = $3, json_sha256 = $4 where period = $1 and version = $2', [period, version, json, sha256Hex(json)]),
    );
  };

  it('months are published in order', async () => {
    await forget('2024-03', '2024-04');
    await stage.build('2024-04');
    await expect(stage.publish('2024-04')).rejects.toThrow(code('STATEMENT_MONTH_MISSING'));
    await stage.build('2024-03');
    await stage.publish('2024-03');
    expect((await stage.publish('2024-04')).value).toMatchObject({ period: '2024-04', version: 1 });
    expect(await stage.violations()).toEqual([]);
  });

  it('who may not build or publish is refused before anything is read', async () => {
    await forget('2024-04');
    await expect(stage.build('2024-04', null, 'jiuwang1')).rejects.toThrow(code('NOT_ALLOWED'));
    await expect(stage.build('2024-04', null, 'shequ1')).rejects.toThrow(code('NOT_ALLOWED'));
    await stage.build('2024-04');
    for (const login of ['jizhang1', 'jiuwang1', 'zhongxin1']) await expect(stage.publish('2024-04', null, login)).rejects.toThrow(code('NOT_ALLOWED'));
    await expect(stage.document('2024-04')).rejects.toThrow(code('NOT_FOUND'));
  });

  it('a statement that would not open with what residents could read last is not kept', async () => {
    await forget('2024-04');
    await forgeSnapshot('2024-03', 2, (snapshot) => altered(snapshot, 'sections.money.funds.0.closing.month', oneFenMore));
    await expect(stage.build('2024-04')).rejects.toThrow(code('STATEMENT_INCONSISTENT'));
    expect(await count(stage)).toBe(4);
  });

  it('a statement built again before it is published replaces itself; built a month late it already holds the final score', async () => {
    await forget('2024-03', '2024-04');
    const [first, second] = [await stage.build('2024-03'), await stage.build('2024-03')];
    expect([first.value.version, second.value.version, await count(stage)]).toEqual([1, 1, 3]);
    await stage.publish('2024-03');
    expect((await stage.document('2024-03')).snapshot).toMatchObject({ kind: 'MONTH', sections: { service: { result: { score: '87.32' } } } });
    await expect(stage.build('2024-03')).rejects.toThrow(code('STATEMENT_UNCHANGED'));
  });

  it('the same key builds and publishes once', async () => {
    await forget('2024-04');
    const built = [await stage.build('2024-04', 'build-april'), await stage.build('2024-04', 'build-april')];
    expect(built.map((outcome) => outcome.replayed)).toEqual([false, true]);
    const published = [await stage.publish('2024-04', 'publish-april'), await stage.publish('2024-04', 'publish-april')];
    expect(published.map((outcome) => outcome.replayed)).toEqual([false, true]);
    expect(published[1]?.value).toEqual(published[0]?.value);
    await expect(stage.publish('2024-03', 'publish-april')).rejects.toThrow(code('IDEMPOTENCY_KEY_REUSED'));
  });

  it('nothing is published but what the publisher saw: what is built again after the preview has another fingerprint', async () => {
    await forget('2024-04');
    const { sha256: seen } = (await stage.build('2024-04')).value;
    stage.clock.advanceMinutes(1);
    const { sha256: rebuilt } = (await stage.build('2024-04')).value;
    expect(rebuilt).not.toBe(seen);
    await expect(stage.publish('2024-04', 'publish-april', 'shequ1', seen)).rejects.toThrow(code('STATEMENT_CHANGED'));
    await expect(stage.document('2024-04')).rejects.toThrow(code('NOT_FOUND'));
    expect((await stage.publish('2024-04', 'publish-april', 'shequ1', rebuilt)).value.jsonSha256).toBe(rebuilt);
  });

  it('two people who publish at once publish once', async () => {
    await forget('2024-04');
    await stage.build('2024-04');
    const outcomes = await Promise.allSettled([stage.publish('2024-04'), stage.publish('2024-04'), stage.publish('2024-04')]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await stage.violations()).toEqual([]);
  });

  it.each([
    ['a closing balance that is not that of the books', '2024-04', 1, 'sections.balance.funds.0.cash', oneFenMore, 'I17'],
    ['an opening that is not the closing before', '2024-02', 1, 'sections.money.funds.0.opening.month', oneFenMore, 'month before closed'],
    ['a name in a purpose', '2024-04', 1, 'sections.payouts.0.purpose', () => '03-201 退款', 'no personal data'],
    ['a supplement that changes more than the service', '2024-03', 2, 'sections.cover.name', () => '别的小区', 'besides G'],
    ['a supplement of another version', '2024-03', 2, 'previous.sha256', () => '0'.repeat(64), 'does not follow'],
  ] as const)('verify books finds %s', async (_, period, version, path, change, words) => {
    await forgeSnapshot(period, version, (snapshot) => altered(snapshot, path, change));
    expect((await stage.violations()).join('\n')).toContain(words === 'I17' ? 'has 55991.08' : words);
  });

  it('verify books finds bytes that were changed without their hash', async () => {
    await stage.forge(async (client) => {
      await client.query('alter table mingbai.statement drop constraint the_hash_is_of_the_bytes');
      await client.query(`update mingbai.statement set snapshot = replace(snapshot, ',', ', ') where period = '2024-01'`);
    });
    expect((await stage.violations()).join('\n')).toContain('the bytes differ from their hash');
  });
});

describe('what is refused and leaves no trace', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterAll(() => stage.close());
  afterEach(async () => {
    expect(await stage.violations()).toEqual([]);
    expect(await count(stage)).toBe(5);
  });

  it('a month that is not closed has no statement', async () => {
    await expect(stage.build('2024-05')).rejects.toThrow(code('STATEMENT_MONTH_OPEN'));
    await expect(stage.build('2023-12')).rejects.toThrow(code('STATEMENT_MONTH_OPEN'));
  });

  it('a statement that says all there is needs no other version', async () => {
    for (const period of ['2024-03', '2024-04']) await expect(stage.build(period)).rejects.toThrow(code('STATEMENT_UNCHANGED'));
  });

  it('nothing is published that was not built', async () => {
    await expect(stage.publish('2024-04')).rejects.toThrow(code('STATEMENT_NOT_READY'));
    await expect(stage.publish('2024-05')).rejects.toThrow(code('STATEMENT_NOT_READY'));
  });

  it.each(['mingbai_app', 'mingbai_owner'] as const)('what is published is changed by nobody: not by %s', async (role) => {
    const attempts = [
      `update mingbai.statement set snapshot = snapshot || ' '`,
      `update mingbai.statement set json_sha256 = repeat('0', 64)`,
      `update mingbai.statement set published_at = now()`,
      `update mingbai.statement set state = 'READY', published_at = null, published_by = null`,
      `update mingbai.statement set state = 'PUBLISHED' where state = 'ARCHIVED'`,
      `delete from mingbai.statement`,
      `truncate mingbai.statement cascade`,
      `update mingbai.statement_page set sha256 = repeat('0', 64)`,
      `delete from mingbai.statement_page`,
    ];
    for (const attempt of attempts)
      await stage.database.as(role, async (client) => {
        await client.query('begin');
        await client.query(`set local app.community_id = '${stage.communityId}'`);
        // an owner can lift the policy from its tables; the triggers bind it all the same
        if (role === 'mingbai_owner')
          await client.query('alter table mingbai.statement no force row level security; alter table mingbai.statement_page no force row level security');
        await expect(client.query(attempt)).rejects.toThrow(/published and does not change|evidence and only grow|permission denied/);
        await client.query('rollback');
      });
  });

  it.each(['mingbai_app', 'mingbai_owner'] as const)('a statement begins unpublished: %s inserts no published one', async (role) => {
    const json = canonicalJson({ period: '2024-05', version: 1, kind: 'MONTH' });
    const insert = `insert into mingbai.statement (community_id, id, period, version, kind, state, snapshot, json_sha256, built_at, built_by, published_at, published_by)
      values ($1, 999999, '2024-05', 1, 'MONTH', $2, $3, $4, now(), 1, now(), 1)`;
    await stage.database.as(role, async (client) => {
      for (const state of ['PUBLISHED', 'ARCHIVED']) {
        await client.query(`begin; set local app.community_id = '${stage.communityId}'`);
        await expect(client.query(insert, [stage.communityId, state, json, sha256Hex(json)])).rejects.toThrow('begins READY');
        await client.query('rollback');
      }
    });
  });

  it('bytes that are not those of the hash, or of another month, never enter the table', async () => {
    const row = (snapshot: string, sha256: string) => [stage.communityId, snapshot, sha256];
    const insert = `insert into mingbai.statement (community_id, id, period, version, kind, state, snapshot, json_sha256, built_at, built_by) values ($1, 999999, '2024-05', 1, 'MONTH', 'READY', $2, $3, now(), 1)`;
    const of = (period: string): string => canonicalJson({ period, version: 1, kind: 'MONTH' });
    await stage.database.as('postgres', async (client) => {
      await expect(client.query(insert, row(of('2024-05'), sha256Hex(of('2024-06'))))).rejects.toThrow('the_hash_is_of_the_bytes');
      await expect(client.query(insert, row(of('2024-06'), sha256Hex(of('2024-06'))))).rejects.toThrow('the_snapshot_is_of_this_statement');
    });
  });
});

describe('statements over HTTP', () => {
  let stage: Stage;
  const tokens = new Map<string, string>();
  const seen = { jsonSha256: '0'.repeat(64) };
  beforeAll(async () => {
    stage = await openStage();
    for (const login of ['shequ1', 'jizhang1', 'jiuwang1']) {
      const answer = await stage.app.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'mingbai-demo' } });
      tokens.set(login, answer.json<{ token: string }>().token);
    }
  }, 180_000);
  afterAll(() => stage.close());
  const as = (login: string, method: 'GET' | 'POST', path: string, payload?: object) =>
    stage.app.inject({
      method,
      url: `/api/v1/communities/ryxc/statements${path}`,
      headers: { authorization: `Bearer ${tokens.get(login)}` },
      ...(payload && { payload }),
    });

  it('lists every version, the latest first, page by page', async () => {
    const first = (await as('shequ1', 'GET', '?limit=3')).json<{
      items: { period: string; version: number; state: string; closing: string }[];
      nextCursor: string;
    }>();
    expect(first.items.map(({ period, version, state, closing }) => [period, version, state, closing])).toEqual([
      ['2024-04', 1, 'PUBLISHED', '114696.04'],
      ['2024-03', 2, 'PUBLISHED', '120613.98'],
      ['2024-03', 1, 'ARCHIVED', '120613.98'],
    ]);
    const rest = (await as('shequ1', 'GET', `?limit=3&cursor=${first.nextCursor}`)).json<{ items: unknown[]; nextCursor: null }>();
    expect([rest.items.length, rest.nextCursor]).toEqual([2, null]);
  });

  it.each([
    ['jizhang1', '', { period: '2024-05' }, 409, 'STATEMENT_MONTH_OPEN'],
    ['jizhang1', '', { period: '2024-5' }, 400, 'REQUEST_INVALID'],
    ['jizhang1', '', { period: '2024-04', force: true }, 400, 'REQUEST_INVALID'],
    ['shequ1', '', { period: '2024-04' }, 403, 'NOT_ALLOWED'],
    ['shequ1', '/2024-04/publish', seen, 409, 'STATEMENT_NOT_READY'],
    ['shequ1', '/2024-4/publish', seen, 400, 'PERIOD_INVALID'],
    ['shequ1', '/2024-04/publish', {}, 400, 'REQUEST_INVALID'],
    ['shequ1', '/2024-04/publish', { jsonSha256: 'A'.repeat(64) }, 400, 'REQUEST_INVALID'],
    ['jizhang1', '/2024-04/publish', {}, 403, 'NOT_ALLOWED'],
    ['jiuwang1', '/2024-04/publish', {}, 403, 'NOT_ALLOWED'],
  ] as const)('%s posting to /statements%s %j gets %i %s', async (login, path, payload, status, expected) => {
    const answer = await as(login, 'POST', path, payload);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, expected]);
  });

  it('builds and publishes over HTTP', async () => {
    await stage.forge(async (client) => {
      await client.query(`delete from mingbai.statement_page where statement_id in (select id from mingbai.statement where period = '2024-04')`);
      await client.query(`delete from mingbai.statement where period = '2024-04'`);
    });
    const built = await as('jizhang1', 'POST', '', { period: '2024-04' });
    expect([built.statusCode, built.json()]).toEqual([201, { period: '2024-04', version: 1, kind: 'MONTH', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect((await stage.get('/p/ryxc/2024-04')).statusCode).toBe(404);
    const refused = await as('shequ1', 'POST', '/2024-04/publish', seen);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'STATEMENT_CHANGED']);
    const published = await as('shequ1', 'POST', '/2024-04/publish', { jsonSha256: built.json<{ sha256: string }>().sha256 });
    expect([published.statusCode, published.json()]).toMatchObject([200, { version: 1, pages: [{ locale: 'zh-CN' }, { locale: 'en' }] }]);
    expect((await stage.get('/p/ryxc/2024-04')).statusCode).toBe(200);
  });
});
