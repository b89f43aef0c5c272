// Writes demo/units.csv, demo/invoices.csv, demo/bank/*, demo/channels/* and demo/papers/*; the other files of demo/ are written by hand and read here.
//   node scripts/demo-files.mjs           write
//   node scripts/demo-files.mjs --check   compare with what is committed; exit 1 and the names when something differs
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ballotsOf } from './demo-files/ballots.mjs';
import { bankMonths } from './demo-files/bank-lines.mjs';
import { wechatBill } from './demo-files/channel-bills.mjs';
import { fen } from './demo-files/fen.mjs';
import { firmInvoices } from './demo-files/invoices.mjs';
import { daysIn } from './demo-files/months.mjs';
import { amendmentPapers, invoicePaper, papersOf, safetyPaper } from './demo-files/papers.mjs';
import { statementFile } from './demo-files/statement-files.mjs';
import { demoUnits } from './demo-files/units.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'demo');
const files = demoFiles();

if (process.argv.includes('--check')) check(files);
else write(files);

/** Path below demo/ → bytes. */
function demoFiles() {
  const units = demoUnits();
  const community = readJson('community.json');
  const account = community.bankAccount;
  const [scenario, errands, contract, budgets] = [readJson('scenario.json'), readJson('errands.json'), readJson('contract.json'), readJson('budgets.json')];
  const assessments = new Map(
    scenario.quarters.filter(({ assessment }) => assessment !== null).map(({ quarter, assessment }) => [quarter, readJson(assessment)]),
  );
  const { months: history, service } = bankMonths({ units, leases: readCsv('leases.csv'), contract, scenario, errands, assessments });
  const invoices = firmInvoices({ scenario, service });
  const result = new Map([
    ['units.csv', csv(units)],
    ['invoices.csv', csv(invoices)],
    ...papersOf({ ...errands, resolutions: [...errands.resolutions, ...budgets, ...contract.amendments.map(({ resolution }) => resolution)] }, community),
    ...[...assessments.values()].flatMap(({ safetyEvent }) => (safetyEvent ? [[`papers/${safetyEvent.paper}`, safetyPaper(safetyEvent, community)]] : [])),
    ...invoices.map((invoice) => [`papers/${invoice.paper}`, invoicePaper(invoice, { community, contract })]),
    ...contract.amendments.flatMap((amendment) => amendmentPapers(amendment, { community, contract })),
  ]);
  for (const vote of errands.votes) result.set(vote.ballots, ballotsOf(vote, units));
  for (const statement of withBalances(history, account)) {
    const { name, bytes } = statementFile(statement);
    result.set(`bank/${name}`, bytes);
  }
  for (const { channel } of history.filter((month) => month.channel !== null)) result.set(channel.file, wechatBill(channel.paid));
  for (const { bankFile } of scenario.acts.filter(({ act }) => act === 'import'))
    result.set(bankFile, statementThrough(bankFile, withBalances(history, account)));
  return result;
}

/** The first days of a month, as the bookkeeper fetches them before a payment is repeated: "bank/2024-11-05.csv". */
function statementThrough(bankFile, months) {
  const day = bankFile.slice(5, 15);
  const whole = months.find(({ month }) => day.startsWith(month));
  const lines = whole.lines.filter(({ date }) => date <= day);
  return statementFile({ ...whole, to: day, lines, closing: lines.at(-1).balance }).bytes;
}

/** Adds the account, the days and the balances, which run on from month to month. */
function withBalances(history, account) {
  let balance = fen(account.openingBalance);
  return history.map(({ month, format, lines }) => {
    const opening = balance;
    const booked = lines.map((line) => {
      balance += line.amount;
      if (balance < 0) throw new Error(`the account is overdrawn on ${line.date}`);
      return { ...line, balance };
    });
    return { month, format, from: `${month}-01`, to: `${month}-${daysIn(month)}`, account, opening, closing: balance, lines: booked };
  });
}

function write(all) {
  for (const name of ['bank', 'channels', 'papers']) mkdirSync(join(folder, name), { recursive: true });
  for (const [path, bytes] of all) writeFileSync(join(folder, path), bytes);
  console.log(`${all.size} files written to demo/`);
}

function check(all) {
  const changed = [...all].filter(([path, bytes]) => !committed(path)?.equals(bytes)).map(([path]) => path);
  const strays = ['bank', 'channels', 'papers']
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
    .filter((path) => !all.has(path));
  for (const path of [...changed, ...strays]) console.error(`demo/${path} differs from what the generator writes`);
  if (changed.length + strays.length > 0) process.exitCode = 1;
  else console.log(`${all.size} files of demo/ are what the generator writes`);
}

function committed(path) {
  try {
    return readFileSync(join(folder, path));
  } catch {
    return undefined;
  }
}

function readJson(name) {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** Rows as objects; the files need no quotes. */
function readCsv(name) {
  const [header, ...rows] = readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(header.map((column, position) => [column, row[position]])));
}

function csv(rows) {
  return Buffer.from([Object.keys(rows[0]), ...rows.map(Object.values)].map((row) => `${row.join(',')}\n`).join(''), 'utf8');
}
