import { refusedBy } from '../../support/refusal.js';
import { openStage, type Stage } from './stage.js';

describe('the statement of a quarter', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 180_000);
  afterEach(async () => expect(await stage.violations()).toEqual([]));
  afterAll(() => stage.close());

  it('is refused while a month of it is open, and of a year too', async () => {
    expect(await refusedBy(stage.build('2024-Q2'))).toEqual({ code: 'STATEMENT_MONTH_OPEN', details: { period: '2024-05' } });
    expect(await refusedBy(stage.build('2024'))).toEqual({ code: 'STATEMENT_MONTH_OPEN', details: { period: '2024-05' } });
    expect(await refusedBy(stage.publish('2024-Q1'))).toMatchObject({ code: 'STATEMENT_NOT_READY' });
  });

  it('says what its months say together, with the final score, and everybody can read it', async () => {
    expect((await stage.build('2024-Q1')).value).toMatchObject({ period: '2024-Q1', version: 1, kind: 'QUARTER' });
    expect((await stage.get('/p/ryxc/2024-Q1')).statusCode).toBe(404);
    await stage.publish('2024-Q1');
    const { sections } = (await stage.document('2024-Q1')).snapshot;
    expect(sections.fees.month).toMatchObject({ billed: '169931.40', collected: '151238.95', unpaid: '18692.45', rate: '0.8900' });
    expect(sections.service?.result).toMatchObject({ score: '87.32', base: '120991.16', released: '29642.83', deducted: '604.96', net: '150633.99' });
    const months = await Promise.all(['2024-01', '2024-02', '2024-03'].map(async (month) => (await stage.document(month)).snapshot.sections));
    expect(sections.payouts.map(({ number }) => number)).toEqual(months.flatMap(({ payouts }) => payouts.map(({ number }) => number)));
    expect(sections.money.total.closing.month).toBe(months[2]?.money.total.closing.month);
    expect(sections.money.total.received.month).toBe(months[2]?.money.total.received.yearToDate);
    const page = await stage.get('/p/ryxc/2024-Q1');
    expect(page.statusCode).toBe(200);
    for (const part of ['2024年第一季度收支公示', '150,633.99', '季初结余']) expect(page.payload).toContain(part);
    expect((await stage.get('/api/v1/public/communities/ryxc/statements/2024-Q1.json?v=1')).json()).toMatchObject({
      format: 'mingbai.statement/3',
      kind: 'QUARTER',
    });
    expect((await stage.get('/p/ryxc')).payload).toContain('href="/p/ryxc/2024-Q1"');
    expect((await stage.get('/api/v1/public/communities/ryxc')).json<{ wholes: unknown }>().wholes).toMatchObject([{ period: '2024-Q1', version: 1 }]);
  });

  it('is not taken for a month: the newest statement stays that of April, and nothing is said twice', async () => {
    const compound = (await stage.get('/api/v1/public/communities/ryxc')).json<{ statements: { period: string }[]; scores: unknown[] }>();
    expect(compound.statements.map(({ period }) => period)).toEqual(['2024-04', '2024-03', '2024-02', '2024-01']);
    expect(compound.scores).toEqual([{ quarter: '2024-Q1', score: '87.32' }]);
    expect(await refusedBy(stage.build('2024-Q1'))).toEqual({ code: 'STATEMENT_UNCHANGED', details: { period: '2024-Q1', version: 1 } });
  });

  it.each(['2024-Q0', '2024-Q5', '24', '2024-', '2024-Q1x', '2023-Q4'])('%s is no address of a statement', async (text) => {
    expect((await stage.get(`/p/ryxc/${text}`)).statusCode).toBe(404);
  });

  it('comes after the statements of all its months', async () => {
    await stage.forge(async (client) => {
      await client.query(`delete from mingbai.statement_page where statement_id in (select id from mingbai.statement where period in ('2024-Q1', '2024-02'))`);
      await client.query(`delete from mingbai.statement where period in ('2024-Q1', '2024-02')`);
    });
    await stage.build('2024-Q1');
    expect(await refusedBy(stage.publish('2024-Q1'))).toMatchObject({ code: 'STATEMENT_MONTH_MISSING', details: { before: '2024-02' } });
  });
});
