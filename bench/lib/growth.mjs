/** What reads, a posting and a close cost as a book grows: months of equal size, one after the other, in one book. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';
import { median } from './measure.mjs';
import { anyOf, ledger, openStage, openTpcb, queries } from './stage.mjs';

const { addMonths, firstDay, lastDay, Money, periodOf, businessDate, shanghaiTime, addDays } = await import('../../dist/src/kernel/index.js');
const { transfer } = await import('../../dist/src/modules/ledger/index.js');

const BOOK = 1;
const UNITS = 600;
const PER_CALL = 5_000;
const CALLS_A_MONTH = 4;
const REPEATS = 41;
const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } };
const amount = Money.parse('1.00');
let source = 0;

export async function measureGrowth(most, say) {
  const stage = await openStage({ poolSize: 2 });
  const sizes = [100_000, 1_000_000, 10_000_000].filter((size) => size <= most);
  try {
    const reference = await openTpcb(stage.admin, 2);
    await stage.unitOfWork.run(BOOK, (tx) => ledger.openBook(tx, businessDate('2024-01-01')));
    const book = { month: periodOf(businessDate('2024-01-01')), transfers: 0 };
    const found = [];
    for (const size of sizes) {
      await grow(stage, book, size, say);
      await stage.admin.query('vacuum analyze');
      found.push({ transfers: book.transfers, ...(await measure(stage, book, reference)), residentMiB: Math.round(process.memoryUsage().rss / 2 ** 20) });
      say(JSON.stringify(found.at(-1)));
    }
    report(found);
  } finally {
    await stage.close();
  }
}

/** Half bills, half receipts, of every unit in turn. */
function draftsOf(on, count) {
  return Array.from({ length: count }, (_, index) => {
    const unit = { code: '1101', holder: { type: 'unit', id: 1 + ((index >> 1) % UNITS) } };
    const [rule, type, debit, credit] = index % 2 === 0 ? ['P01', 'bill', unit, { code: '4001' }] : ['P02', 'receipt', bank, unit];
    return { rule, effectiveOn: on, source: { type, id: ++source }, description: '物业费', transfers: transfer('SVC', amount, debit, credit) };
  });
}

const at = (day) => ({ by: null, at: shanghaiTime(day, '12:00') });

export async function grow({ unitOfWork }, book, size, say) {
  while (book.transfers < size) {
    for (let call = 0; call < CALLS_A_MONTH; call++) {
      const on = addDays(firstDay(book.month), call * 7);
      await unitOfWork.run(BOOK, (tx) => ledger.post(tx, at(lastDay(book.month)), draftsOf(on, PER_CALL)));
      book.transfers += PER_CALL;
    }
    book.month = addMonths(book.month, 1);
    const closed = addMonths(book.month, -1);
    const start = performance.now();
    await unitOfWork.run(BOOK, (tx) => ledger.closePeriod(tx, at(firstDay(book.month)), closed));
    book.lastCloseMs = performance.now() - start;
    if (book.transfers % 1_000_000 < PER_CALL * CALLS_A_MONTH) say(`${book.transfers} transfers`);
  }
}

async function timed(work) {
  const times = [];
  for (let n = 0; n < REPEATS; n++) {
    const start = performance.now();
    await work(n);
    times.push(performance.now() - start);
  }
  return Number(median(times).toFixed(3));
}

/** Milliseconds, medians. */
async function measure({ unitOfWork }, book, reference) {
  const read = (work) => unitOfWork.read(BOOK, work);
  const unit = () => ({ code: '1101', holder: { type: 'unit', id: anyOf(UNITS) } });
  const early = addDays(firstDay(addMonths(periodOf(businessDate('2024-01-01')), 2)), 10);
  const late = addDays(firstDay(addMonths(book.month, -1)), 10);
  const bankAccount = (await read((tx) => queries.balances(tx, { code: '1001' })))[0].accountId;
  const page = (afterSeq) => (tx) => queries.transfersOf(tx, bankAccount, { afterSeq, afterLine: 1, limit: 100 });
  const closes = [];
  const result = {
    reference: await timed(reference),
    balance: await timed(() => read((tx) => queries.balance(tx, 'SVC', unit()))),
    available: await timed(() => read((tx) => queries.funds(tx))),
    balanceOnEarlyDay: await timed(() => read((tx) => queries.balance(tx, 'SVC', unit(), early))),
    balanceOnLateDay: await timed(() => read((tx) => queries.balance(tx, 'SVC', unit(), late))),
    trialBalance: await timed(() => read((tx) => queries.balances(tx))),
    trialBalanceOnLateDay: await timed(() => read((tx) => queries.balances(tx, { on: late }))),
    firstPage: await timed(() => read(page(0))),
    middlePage: await timed(() => read(page(Math.floor(book.transfers / 2)))),
    lastPage: await timed(() => read(page(book.transfers - 400))),
    postOne: await timed(() => unitOfWork.run(BOOK, (tx) => ledger.post(tx, at(firstDay(book.month)), draftsOf(firstDay(book.month), 2).slice(0, 1)))),
    post600: await timed(() => unitOfWork.run(BOOK, (tx) => ledger.post(tx, at(firstDay(book.month)), draftsOf(firstDay(book.month), 600)))),
  };
  for (let n = 0; n < 5; n++) {
    await grow({ unitOfWork }, book, book.transfers + 1, () => undefined);
    closes.push(book.lastCloseMs);
  }
  return { ...result, close: Number(median(closes).toFixed(1)) };
}

/** The last column is over that of the reference, a TPC-B-like transaction on tables that do not grow, so the machine's drift is out. */
function report(found) {
  const [first, last] = [found[0], found.at(-1)];
  const names = Object.keys(first).filter((name) => name !== 'transfers');
  const grown = (name) => last[name] / first[name] / (name === 'residentMiB' ? 1 : last.reference / first.reference);
  const head = `| Milliseconds, medians of ${REPEATS} | ${found.map(({ transfers }) => transfers.toLocaleString('en')).join(' | ')} | last to first, over the reference |`;
  const lines = names.map((name) => `| ${name} | ${found.map((each) => each[name]).join(' | ')} | ${grown(name).toFixed(2)} |`);
  process.stdout.write(`${[head, `|---|${found.map(() => '---|').join('')}---|`, ...lines].join('\n')}\n`);
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, 'bench/results/growth.json'), `${JSON.stringify(found, null, 2)}\n`);
}
