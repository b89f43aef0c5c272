/**
 * One entry over HTTP: the bookkeeper takes back unpaid bills of the demo compound, one a request, through the whole product. (The
 * plainest entry that has an address of its own; a receipt gets one with the payment channels.)
 */
import { Agent, request } from 'node:http';
import { openDemo } from './demo.mjs';

const { accountingPeriod, addMonths, firstDay, shanghaiTime } = await import('../../dist/src/kernel/index.js');
const { RunBills } = await import('../../dist/src/modules/fees/index.js');

const DATABASE = 'mingbai_bench_http';
/** Of bills, after the demo's last: enough requests for all rounds. */
const MONTHS = 24;

export async function openHttp(stage, say) {
  const { app, clock } = await openDemo(stage, { database: DATABASE, until: '2024-05-15', today: '2024-05-01', say });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.getHttpServer().address();
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const { token } = (await call(agent, port, { path: '/api/v1/session', body: { login: 'jizhang1', password: 'mingbai-demo' } })).body;
  const actor = { personId: 1, organisationId: 1, communityId: 1, roles: ['BOOKKEEPER'] };
  let month = accountingPeriod('2024-05');
  for (let n = 0; n < MONTHS; n++, month = addMonths(month, 1)) {
    clock.set(shanghaiTime(firstDay(month), '10:00'));
    await app.get(RunBills).execute({ actor, idempotencyKey: null }, { period: month, dryRun: false });
  }
  const { rows } = await databaseRows(stage.server);
  let next = 0;
  return {
    one: async () => {
      const row = rows[next++];
      if (!row) throw new Error('more requests than bills: fewer rounds or seconds');
      const path = `/api/v1/communities/ryxc/entries/${row.seq}/reversal`;
      const { status, body } = await call(agent, port, { path, token, key: `bench-${row.seq}`, body: { reason: 'bench' } });
      if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(body)}`);
    },
    close: async () => {
      agent.destroy();
      await app.close();
    },
  };
}

async function databaseRows(server) {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: server.url('postgres', DATABASE) });
  await client.connect();
  await client.query('vacuum analyze');
  const found = await client.query(`select entry_seq as seq from mingbai.bill where period >= '2024-05' and paid = 0 and voided_on is null order by entry_seq`);
  await client.end();
  return found;
}

function call(agent, port, { path, body, token, key }) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...(key && { 'idempotency-key': key }) };
  return new Promise((done, failed) => {
    const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => done({ status: response.statusCode, body: JSON.parse(text) }));
    });
    sent.on('error', failed).end(JSON.stringify(body));
  });
}
