/**
 * What the gates of a payout cost in a compound with a long past: the whole demo, a million transfers more, and thousands of documents
 * and payouts. The contract asks for every gate.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../scripts/lib/run.mjs';
import { COMMUNITY, Copies, entryOf } from './copies.mjs';
import { openDemo } from './demo.mjs';
import { putTable } from './put-table.mjs';
import { ledger, openStage } from './stage.mjs';

const small = Boolean(process.env['MINGBAI_BENCH_SMALL']);
const TRANSFERS = small ? 5_000 : 1_000_000;
/** Documents and payouts of each kind, as many as decades bring. */
const COPIES = small ? { COST: 20, REFUND: 10, SUSPENSE_BACK: 10 } : { COST: 2_000, REFUND: 500, SUSPENSE_BACK: 300 };
const TIMES = small ? 5 : 500;
const WAITING = 20;
const GOAL = 20;
const DATABASE = 'mingbai_bench_gates';
const PER_CALL = 5_000;
const [UNTIL, TODAY] = small ? ['2025-06-16', '2025-06-20'] : ['2026-11-17', '2026-11-20'];

const { Money, businessDate, shanghaiTime } = await import('../../dist/src/kernel/index.js');
const { transfer } = await import('../../dist/src/modules/ledger/index.js');
const { DisbursementQueries } = await import('../../dist/src/modules/disbursements/index.js');
const { GateKeeper } = await import('../../dist/src/modules/disbursements/application/gate-keeper.js');
const { DisbursementRepository } = await import('../../dist/src/modules/disbursements/persistence/disbursement-repository.js');
const { UnitOfWork } = await import('../../dist/src/platform/database/index.js');

const amount = Money.parse('1.00');
let source = 10_000_000;

/** Bills and receipts of every unit in turn, in the month that is open. */
async function grow(unitOfWork, { units, bank }, say) {
  const draft = (_, index) => {
    const unit = { code: '1101', holder: { type: 'unit', id: units[(index >> 1) % units.length] } };
    const id = ++source;
    return index % 2 === 0
      ? entryOf(TODAY, 'P01', { type: 'bill', id }, transfer('SVC', amount, unit, { code: '4001' }))
      : entryOf(TODAY, 'P02', { type: 'receipt', id }, transfer('SVC', amount, bank, unit));
  };
  const posting = { by: null, at: shanghaiTime(businessDate(TODAY), '08:00') };
  for (let done = 0; done < TRANSFERS; done += PER_CALL) {
    await unitOfWork.run(COMMUNITY, (tx) => ledger.post(tx, posting, Array.from({ length: PER_CALL }, draft)));
    if ((done + PER_CALL) % 250_000 === 0) say(`${done + PER_CALL} transfers`);
  }
}

async function timed(count, work) {
  const times = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await work(n);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1));
  return { p50: at(0.5), p95: at(0.95) };
}

/** `npm run bench -- --gates`. @param options see bench/run.mjs */
export async function measureGates({ write, say }) {
  const stage = await openStage({ poolSize: 2 });
  try {
    say('Loading the demo …');
    const { app } = await openDemo(stage, { database: DATABASE, until: UNTIL, today: TODAY, say: () => undefined });
    const admin = new pg.Client({ connectionString: stage.server.url('postgres', DATABASE) });
    await admin.connect();
    const idsOf = async (table, where = 'true') =>
      (await admin.query(`select id from mingbai.${table} where community_id = ${COMMUNITY} and ${where} order by id`)).rows.map(({ id }) => Number(id));
    const [units, [account]] = [await idsOf('unit'), await idsOf('bank_account')];
    const compound = { units, bank: { code: '1001', holder: { type: 'bank_account', id: account } }, today: TODAY };
    const unitOfWork = app.get(UnitOfWork);
    const copied = await new Copies({ admin, unitOfWork, compound }).make(COPIES);
    await grow(unitOfWork, compound, say);
    await admin.query('vacuum analyze');
    const payouts = { BASE: await idsOf('disbursement', `kind = 'BASE'`), PERFORMANCE: await idsOf('disbursement', `kind = 'PERFORMANCE'`), ...copied };
    const found = await measure({ app, admin, payouts, say });
    await admin.end();
    await app.close();
    report(found, write);
  } finally {
    await stage.close();
  }
}

async function measure({ app, admin, payouts, say }) {
  const [gates, repository, queries, unitOfWork] = [app.get(GateKeeper), app.get(DisbursementRepository), app.get(DisbursementQueries), app.get(UnitOfWork)];
  const read = (work) => unitOfWork.read(COMMUNITY, work);
  const found = [];
  for (const [kind, ids] of Object.entries(payouts)) {
    const rows = [];
    for (const id of ids) rows.push(await read((tx) => repository.find(tx, id)));
    const evaluate = (n) => read((tx) => gates.evaluateAgain(tx, rows[n % rows.length]));
    await timed(10, evaluate);
    found.push({ work: `all gates of a payout, ${kind}`, goal: GOAL, ...(await timed(TIMES, evaluate)) });
    say(JSON.stringify(found.at(-1)));
  }
  const pages = [...payouts.COST, ...payouts.REFUND, ...payouts.BASE];
  const page = await timed(Math.ceil(TIMES / 5), (n) => read((tx) => queries.byId(tx, pages[(n * 7) % pages.length])));
  const waiting = payouts.COST.slice(0, WAITING).join();
  await admin.query(
    `update mingbai.disbursement set state = 'APPROVING', holds = 0, instructions = 0 where community_id = ${COMMUNITY} and id in (${waiting})`,
  );
  const actor = { personId: 1, organisationId: 1, communityId: COMMUNITY, roles: ['COMMUNITY'] };
  const queue = await timed(Math.ceil(TIMES / 25), () => read((tx) => queries.queue(tx, actor)));
  return [...found, { work: 'page of a payout', goal: null, ...page }, { work: `queue of ${WAITING} that wait for approvals`, goal: null, ...queue }];
}

function report(rows, write) {
  const lines = rows.map(({ work, goal, p50, p95 }) => {
    const missed = goal !== null && p95 > goal ? ' **missed**' : '';
    return `| ${work} | ${goal === null ? '–' : `≤ ${goal} ms`} | ${p50} ms | ${p95} ms${missed} |`;
  });
  const machine = `${cpus().length} cores, Node ${process.version}`;
  const documents = Object.entries(COPIES).map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`);
  const past = `The whole demo, ${TRANSFERS.toLocaleString('en')} transfers more, ${documents.join(', ')} with their documents.`;
  const table = ['| Work | Goal, p95 | p50 | p95 |', '|---|---|---|---|', ...lines, '', `${past} ${machine}; fsync on.`].join('\n');
  process.stdout.write(`${table}\n`);
  if (small) return;
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/gates.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  if (write) for (const file of ['README.md', 'README.zh-CN.md']) putTable(join(root, file), 'gates', table);
}
