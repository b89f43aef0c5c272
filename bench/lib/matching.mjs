/** The matching command on 20,000 new bank lines against 5,000 open bills, whole, with receipts and posting, on a durable PostgreSQL of its own. */
import pg from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';
import { ACCOUNT_NO, openCompound } from './compound.mjs';
import { openStage } from './stage.mjs';

const small = Boolean(process.env['MINGBAI_BENCH_SMALL']);
export const LINES = small ? 400 : 20_000;
export const UNITS = small ? 100 : 5000;

const { businessDate, accountingPeriod } = await import('../../dist/src/kernel/index.js');
const { ImportBankFile } = await import('../../dist/src/modules/bank/index.js');
const { ImportUnits } = await import('../../dist/src/modules/communities/index.js');
const { SignContract } = await import('../../dist/src/modules/contracts/index.js');
const { RunBills } = await import('../../dist/src/modules/fees/index.js');
const { MatchBankLines } = await import('../../dist/src/modules/settlement/index.js');

const DATABASE = 'mingbai_bench_matching';
const TABLES = ['ledger.entry', 'ledger.transfer', 'mingbai.receipt', 'mingbai.allocation', 'mingbai.bank_match'];
const utf8 = (rows) => new TextEncoder().encode(`${rows.join('\n')}\n`);
const codeOf = (unit) => `${String(1 + Math.floor(unit / 500)).padStart(2, '0')}-${String(1000 + (unit % 500))}`;

/** Its units all owe one month. */
async function billMonth({ app, community, bookkeeper, firm }) {
  const rows = Array.from({ length: UNITS }, (_, unit) => `${codeOf(unit)},${codeOf(unit).slice(0, 2)}幢,${codeOf(unit)},FLAT,88.50,业主${unit}`);
  await app.get(ImportUnits).execute(community, { file: utf8(['code,building,label,kind,area,owner', ...rows]), dryRun: false });
  const { terms } = JSON.parse(readFileSync(join(root, 'demo/contract.json'), 'utf8'));
  const days = { signedOn: businessDate('2023-12-20'), from: businessDate('2024-01-01'), to: businessDate('2026-12-31') };
  await app.get(SignContract).execute(community, { number: 'BENCH-1', ...days, terms, firmId: firm.actor.organisationId });
  const period = accountingPeriod('2024-01');
  const preview = (await app.get(RunBills).execute(bookkeeper, { period, dryRun: true })).value;
  await app.get(RunBills).execute(bookkeeper, { period, dryRun: false, ...('fingerprint' in preview && { fingerprint: preview.fingerprint }) });
}

const DAYS = 28;

/** A day's statement, from a balance in fen on. Every unit pays its bill once, by code or by name; the rest are further payments by code and strangers. */
function statement(day, before) {
  let balance = before;
  const money = (fen) => (fen / 100).toFixed(2);
  const opening = money(balance);
  const on = `2024-01-${String(day + 1).padStart(2, '0')}`;
  const [from, to] = [Math.floor((LINES * day) / DAYS), Math.floor((LINES * (day + 1)) / DAYS)];
  const rows = Array.from({ length: to - from }, (_, index) => {
    const line = from + index;
    const unit = line % UNITS;
    const turn = Math.floor(line / UNITS);
    const [remark, name] =
      turn === 0 && unit % 4 === 0 ? ['', `业主${unit}`] : turn === 3 ? ['谢谢', `路人${line}`] : [`WY${codeOf(unit)} 物业费`, `亲属${unit}`];
    balance += 7523;
    const time = [Math.floor(index / 3600), Math.floor(index / 60) % 60, index % 60].map((part) => String(part).padStart(2, '0')).join(':');
    return `${on.replaceAll('-', '')},${time},,75.23,${money(balance)},${name},99${String(unit).padStart(14, '0')},,${remark},R${line},${on}`;
  });
  const head = [`账号,${ACCOUNT_NO}`, '户名,共管账户', '币种,人民币', `起止日期,${on}至${on}`, `期初余额,${opening}`];
  const columns = '交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,附言,流水号,起息日';
  const totals = ['借方笔数,0,借方合计,0.00', `贷方笔数,${rows.length},贷方合计,${money(rows.length * 7523)}`, `期末余额,${money(balance)}`];
  return { file: utf8([...head, columns, ...rows, ...totals]), balance };
}

const seconds = async (work) => {
  const start = performance.now();
  const result = await work();
  return { result, took: (performance.now() - start) / 1000 };
};

/**
 * One play from an empty database on. Beside it the same rows copied once more into tables of the same shape, which is the least that
 * writing them costs.
 * @returns seconds of the matching and of the copy
 */
export async function measureMatching(say) {
  const stage = await openStage();
  try {
    const compound = await openCompound(stage, DATABASE);
    const { app, bookkeeper } = compound;
    await billMonth(compound);
    compound.set('2024-02-02', '09:00');
    const admin = new pg.Client({ connectionString: stage.server.url('postgres', DATABASE) });
    await admin.connect();
    for (let day = 0, before = 0; day < DAYS; day++) {
      const { file, balance } = statement(day, before);
      await app.get(ImportBankFile).execute(bookkeeper, { fileName: `${day}.csv`, file, dryRun: false });
      if (day === 0) await admin.query('analyze');
      before = balance;
    }
    const matched = await seconds(() => app.get(MatchBankLines).execute(bookkeeper));
    // once more: what waits in suspense is looked at again, and nothing of it is written
    const written = async () => (await admin.query('select last_seq, (select count(*) from mingbai.bank_match) as matches from ledger.book')).rows[0];
    const before = JSON.stringify(await written());
    const again = await seconds(() => app.get(MatchBankLines).execute(bookkeeper));
    const found = again.result.value.lines - matched.result.value.left;
    const after = JSON.stringify(await written());
    if (found !== 0 || after !== before) throw new Error(`matching again placed ${found} lines: ${before} became ${after}`);
    await admin.query('create schema raw');
    for (const table of TABLES) await admin.query(`create table raw.${table.split('.')[1]} (like ${table} including all)`);
    const copied = await seconds(async () => {
      await admin.query('begin');
      for (const table of TABLES) await admin.query(`insert into raw.${table.split('.')[1]} select * from ${table}`);
      await admin.query('commit');
    });
    await admin.end();
    await app.close();
    const { lines, units, suspended, left } = matched.result.value;
    if (lines !== LINES || units + suspended + left !== LINES) throw new Error(`${lines} lines: ${units} placed, ${suspended} in suspense, ${left} left`);
    say(`matching: ${matched.took.toFixed(1)} s; ${units} placed, ${suspended} in suspense, ${left} left; looked at again in ${again.took.toFixed(1)} s`);
    return { seconds: matched.took, copySeconds: copied.took };
  } finally {
    await stage.close();
  }
}
