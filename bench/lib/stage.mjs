/** The server, database and books that the benchmarks run on: a durable PostgreSQL of their own, in a folder that goes with it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../scripts/lib/run.mjs';

const { businessDate, Money, SystemClock } = await import('../../dist/src/kernel/index.js');
const { LedgerQueries, LedgerService, transfer } = await import('../../dist/src/modules/ledger/index.js');
const { appDataSource, createProductDatabase, migrate, startEmbeddedServer, UnitOfWork } = await import('../../dist/src/platform/database/index.js');
const { migrations } = await import('../../dist/migrations/index.js');

export const BOOKS = 300;
export const UNITS = 100;
export const DATABASE = 'mingbai_bench';
export const ledger = new LedgerService();
export const queries = new LedgerQueries();
export const posting = { by: null, at: '2024-01-31T01:00:00.000Z' };

const openedOn = businessDate('2024-01-01');
const day = businessDate('2024-01-05');
const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } };
const fee = Money.parse('75.23');
const owed = Money.parse('1000000000.00');

let lastSource = 0;
const entry = (rule, type, transfers) => ({ rule, effectiveOn: day, source: { type, id: ++lastSource }, description: '物业费', transfers });
export const holderOf = (unit) => ({ type: 'unit', id: unit });
/** P02: one transfer, the bank's money against what a unit owes. */
export const receipt = (unit, amount = fee) => entry('P02', 'receipt', transfer('SVC', amount, bank, { code: '1101', holder: holderOf(unit) }));
/** P01: one transfer, a unit's bill. */
export const bill = (unit, amount = fee) => entry('P01', 'bill', transfer('SVC', amount, { code: '1101', holder: holderOf(unit) }, { code: '4001' }));
export const anyOf = (count) => 1 + Math.floor(Math.random() * count);

/** A server that is there already, by the superuser's address: gets databases and roles for the benchmark, and loses them again. */
async function serverAt(address) {
  const admin = new pg.Client({ connectionString: address });
  await admin.connect();
  const taken = await admin.query(
    `select rolname from pg_roles where rolname like 'mingbai%' union all select datname from pg_database where datname like 'mingbai%'`,
  );
  if (taken.rowCount > 0) throw new Error('the server of --pgledger-url has roles or databases of Mingbai; name one that is for the benchmark alone');
  const secrets = { postgres: null, mingbai_owner: randomBytes(12).toString('hex'), mingbai_app: randomBytes(12).toString('hex') };
  const url = (role, database) => {
    const made = new URL(address);
    if (secrets[role]) Object.assign(made, { username: role, password: secrets[role] });
    made.pathname = database;
    return made.href;
  };
  const stop = async () => {
    const { rows } = await admin.query(`select datname from pg_database where datname like 'mingbai%'`);
    for (const { datname } of rows) await admin.query(`drop database "${datname}" with (force)`);
    for (const role of ['mingbai_owner', 'mingbai_app', 'mingbai_poster']) await admin.query(`drop role if exists ${role}`);
    await admin.end();
  };
  return { url, stop };
}

/** Opens the stage, on a server of its own or on the one of `address`. Close it, or its server stays. */
export async function openStage({ poolSize = 32, address, entities = [] } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-bench-'));
  const server = address ? await serverAt(address) : await startEmbeddedServer({ directory, log: () => undefined, durable: true });
  await createProductDatabase(server, DATABASE, readFileSync(join(root, 'deploy/roles.sql'), 'utf8'));
  await migrate(server.url('mingbai_owner', DATABASE), migrations);
  const dataSource = await appDataSource({ url: server.url('mingbai_app', DATABASE), entities, poolSize }).initialize();
  const unitOfWork = new UnitOfWork(dataSource, new SystemClock());
  const admin = new pg.Pool({ connectionString: server.url('postgres', DATABASE), max: poolSize });
  admin.on('error', () => undefined);
  const close = async () => {
    await dataSource.destroy();
    await admin.end();
    await server.stop();
    for (const folder of [directory, server.directory]) if (folder) rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().finally(() => process.exit(130)));
  return {
    server,
    directory,
    unitOfWork,
    dataSource,
    admin,
    close,
  };
}

/** Books in which every unit owes more than any benchmark collects. */
export async function openBooks({ unitOfWork }, books = BOOKS, units = UNITS) {
  for (let book = 1; book <= books; book++)
    await unitOfWork.run(book, async (tx) => {
      await ledger.openBook(tx, openedOn);
      await ledger.post(
        tx,
        posting,
        Array.from({ length: units }, (_, unit) => bill(unit + 1, owed)),
      );
    });
}

/** The bank's TPC-B-like transaction on tables of pgbench's shape and scale 20 in the same database. */
export async function openTpcb(admin, scale = 20) {
  await admin.query(`
    create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select b, 0, '' from generate_series(1, ${scale}) b;
    insert into pgbench_tellers select t, (t - 1) / 10 + 1, 0, '' from generate_series(1, ${scale} * 10) t;
    insert into pgbench_accounts select a, (a - 1) / 100000 + 1, 0, '' from generate_series(1, ${scale} * 100000) a`);
  await admin.query('vacuum analyze');
  return async () => {
    const client = await admin.connect();
    try {
      const [account, teller, branch, delta] = [anyOf(scale * 100000), anyOf(scale * 10), anyOf(scale), anyOf(10000) - 5000];
      await client.query('begin');
      await client.query('update pgbench_accounts set abalance = abalance + $1 where aid = $2', [delta, account]);
      await client.query('select abalance from pgbench_accounts where aid = $1', [account]);
      await client.query('update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', [delta, teller]);
      await client.query('update pgbench_branches set bbalance = bbalance + $1 where bid = $2', [delta, branch]);
      await client.query('insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)', [
        teller,
        branch,
        account,
        delta,
      ]);
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}
