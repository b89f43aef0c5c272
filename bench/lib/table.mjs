import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';
import { openHttp } from './http.mjs';
import { alternate, ratios, spread } from './measure.mjs';
import { openPgledger } from './pgledger.mjs';
import { putTable } from './put-table.mjs';
import { insertRaw, openRawTables } from './raw-rows.mjs';
import { anyOf, bill, BOOKS, DATABASE, ledger, openBooks, openStage, openTpcb, posting, receipt, UNITS } from './stage.mjs';

const CALL = 600;

/** Every row: what is measured, against what, and the ratio that it should reach. */
const rows = [
  { name: 'one receipt, 8 clients, 300 books', of: 'receipt', against: 'tpcb', goal: 1 },
  { name: 'one receipt, 8 clients, one hot book', of: 'hot', against: 'tpcb', goal: 0.6 },
  { name: 'the same, commands that wait share a transaction', of: 'grouped', against: 'tpcb', goal: 1.5 },
  { name: `billing: ${CALL} entries a call, 2 clients`, of: 'billing', against: 'raw', goal: 0.7 },
  { name: 'pgledger: one transfer a call, 8 clients', of: 'receipt', against: 'pgledgerOne', goal: 2 },
  { name: `pgledger: ${CALL} a call, 2 clients`, of: 'billing', against: 'pgledgerMany', goal: 30 },
  { name: 'one entry over HTTP, 32 connections', of: 'http', against: 'receipt', goal: 0.5 },
];
const references = {
  tpcb: 'TPC-B-like transaction, same driver and pool, scale 20',
  raw: 'INSERT of the same rows into the same indexed tables',
  pgledgerOne: 'pgledger_create_transfer',
  pgledgerMany: 'pgledger_create_transfers with an array',
  receipt: 'the posting function, 8 clients',
};

/** @param options see bench/run.mjs */
export async function measureTable({ rounds, seconds, only, pgledgerUrl, write, say }) {
  const wanted = rows.filter((row) => row.name.includes(only));
  const stage = await openStage({ address: pgledgerUrl });
  const pgledger = await openPgledger(pgledgerUrl);
  try {
    say(`Opening ${BOOKS} books of ${UNITS} units …`);
    await openBooks(stage);
    await openRawTables(stage.admin);
    const http = wanted.some(({ of }) => of === 'http') ? await openHttp(stage, say) : null;
    const post = (book, drafts) => stage.unitOfWork.run(book, (tx) => ledger.post(tx, posting, drafts));
    const once = (book, drafts) =>
      stage.unitOfWork.once({ context: { actor: { personId: 1, communityId: book }, idempotencyKey: null }, command: 'Bench', request: {} }, async (tx) => {
        await ledger.post(tx, posting, drafts);
        return null;
      });
    const bills = () => Array.from({ length: CALL }, (_, index) => bill(1 + (index % UNITS)));
    const all = {
      tpcb: { work: await openTpcb(stage.admin), clients: 8 },
      receipt: { work: () => post(anyOf(BOOKS), [receipt(anyOf(UNITS))]), clients: 8 },
      hot: { work: () => post(1, [receipt(anyOf(UNITS))]), clients: 8 },
      grouped: { work: () => once(2, [receipt(anyOf(UNITS))]), clients: 8 },
      billing: { work: () => post(anyOf(BOOKS), bills()), clients: 2, size: CALL },
      raw: { work: () => insertRaw(stage.admin, anyOf(BOOKS), bills()), clients: 2, size: CALL },
      ...(http && { http: { work: http.one, clients: 32 } }),
      ...(pgledger && { pgledgerOne: { work: pgledger.one, clients: 8 }, pgledgerMany: { work: () => pgledger.many(CALL), clients: 2, size: CALL } }),
    };
    await stage.admin.query('vacuum analyze');
    const used = new Set(wanted.flatMap(({ of, against }) => [of, against]));
    const contestants = Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
    say(`${rounds} rounds of ${seconds} s each: ${Object.keys(contestants).join(', ')} …`);
    const rates = await alternate(contestants, { rounds, seconds });
    await http?.close();
    const results = wanted.map((row) => ({ ...row, measured: row.against in rates ? ratios(rates, row.of, row.against) : null }));
    const report = {
      machine: `${cpus().length} cores, Node ${process.version}, ${(await stage.admin.query('show server_version')).rows[0].server_version}`,
      rounds,
      seconds,
      rows: results,
      rates: Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, spread(values)])),
      pgbench: pgbenchRate(stage, seconds),
      storage: await bytesPerPosting(stage.admin),
    };
    const table = tableOf(report);
    process.stdout.write(`${table}\n`);
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    if (only === '' && !process.env['MINGBAI_BENCH_SMALL']) writeFileSync(join(root, 'bench/results/table.json'), `${JSON.stringify(report, null, 2)}\n`);
    if (write) for (const file of ['README.md', 'README.zh-CN.md']) putTable(join(root, file), 'bench', table);
  } finally {
    await pgledger?.close();
    await stage.close();
  }
}

/** pgbench's own TPC-B-like script on the same tables, for information; null where pgbench is not installed. */
function pgbenchRate(stage, seconds) {
  const url = new URL(stage.server.url('postgres', DATABASE));
  try {
    const args = ['-n', '-c', '8', '-j', '2', '-T', String(Math.ceil(seconds)), '-h', url.hostname, '-p', url.port, '-U', url.username, DATABASE];
    const output = execFileSync('pgbench', args, { encoding: 'utf8', env: { ...process.env, PGPASSWORD: url.password }, stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  } catch {
    return null;
  }
}

/** Tables and indexes of entries and transfers; one transfer an entry here. */
async function bytesPerPosting(admin) {
  const { rows: found } = await admin.query(
    `select ((pg_total_relation_size('ledger.entry') + pg_total_relation_size('ledger.transfer')) / (select count(*) from ledger.transfer))::int as bytes`,
  );
  return found[0].bytes;
}

const two = (value) => value.toFixed(2);

function tableOf({ machine, rounds, rows: measured, rates, pgbench, storage }) {
  const rate = (name) => (rates[name] ? Math.round(rates[name].median).toLocaleString('en') : '–');
  const lines = measured.map(({ name, of, against, goal, measured: ratio }) =>
    ratio === null
      ? `| ${name} | ${references[against]} | ≥ ${goal} | not measured | ${rate(of)} /s |`
      : `| ${name} | ${references[against]} | ≥ ${goal} | **${two(ratio.median)}** (${two(ratio.min)}–${two(ratio.max)}) | ${rate(of)} /s against ${rate(against)} /s |`,
  );
  return [
    `| Work | Reference in the same run | Goal | Ratio, median (lowest–highest of ${rounds}) | Rates |`,
    '|---|---|---|---|---|',
    ...lines,
    `| storage of a posting with its indexes | – | ≤ 450 bytes | ${storage} bytes | – |`,
    '',
    `${machine}; fsync on. pgbench itself on the same tables: ${pgbench === null ? 'not measured' : `${Math.round(pgbench).toLocaleString('en')} /s`}.`,
  ].join('\n');
}
