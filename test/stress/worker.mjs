/**
 * The product under load, as a process that can be killed: 64 clients send commands to three books through UnitOfWork.once. Reads
 * one line of JSON (what to do) and later perhaps "finish"; writes one line of JSON before a command is sent, after it was
 * acknowledged or refused, and for whatever else the figures count. The built product is used, as `npm start` runs it.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { addMonths, DomainError, firstDay, Money, periodOf, SystemClock } from '../../dist/src/kernel/index.js';
import { LedgerService, transfer } from '../../dist/src/modules/ledger/index.js';
import { appDataSource, isConnectionLoss, sqlStateOf, UnitOfWork } from '../../dist/src/platform/database/index.js';
import { pick, seededRandom } from '../../scripts/demo-files/random.mjs';

const CLIENTS = 64;
const POOL = 24;
const QUERY_CANCELED = '57014';
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const count = (name) => say({ t: 'count', name });

/** Who waits for the COMMIT of a connection: one command, or a group of them. */
const awaiting = new WeakMap();
// oxlint-disable-next-line typescript/unbound-method -- called on the client it is taken from
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function watched(...values) {
  const sent = query.apply(this, values);
  const calls = awaiting.get(this) ?? [];
  if (typeof values[0] !== 'string' || !/^\s*(commit|rollback)\s*;?\s*$/i.test(values[0])) return sent;
  awaiting.delete(this);
  if (/commit/i.test(values[0])) sent.catch(() => calls.forEach((call) => (call.lostAtRun = call.runs)));
  return sent;
};

const bank = { code: '1001', holder: { type: 'bank_account', id: 1 } };
const firm = { code: '2101', holder: { type: 'firm', id: 1 } };
const ledger = new LedgerService();

/** Does a command in its transaction. Everything it writes carries its number as the actor, by which its effects are counted. */
async function perform(tx, { n, request }) {
  const book = await ledger.lock(tx);
  const month = addMonths(periodOf(book.closedThrough), 1);
  const effectiveOn = firstDay(month);
  const posting = { by: n, at: '2100-01-01T01:00:00.000Z' };
  const draft = (rule, source, transfers) => ({ rule, effectiveOn, source, description: request.kind, transfers });
  const post = async (drafts) => ({ seqs: (await ledger.post(tx, posting, drafts)).map(({ seq }) => seq) });
  const amount = request.amounts && Money.parse(request.amounts[0]);
  switch (request.kind) {
    case 'receipt': {
      // ids as the product takes them: a command that ran twice would book twice, no unique key would hide it
      const id = await ledger.takeIds(tx, request.amounts.length);
      return post(
        request.amounts.map((one, index) =>
          draft(
            'P02',
            { type: 'receipt', id: id + index },
            transfer('SVC', Money.parse(one), bank, { code: '2001', holder: { type: 'unit', id: 1 + (n % 40) } }),
          ),
        ),
      );
    }
    case 'interest':
      return post([draft('P19', { type: 'bank_line', id: n }, transfer('SVC', amount, bank, { code: '4101' }))]);
    case 'hold':
      return post([draft('P13', { type: 'disbursement', id: n }, transfer('SVC', amount, firm, { code: '2111', holder: { type: 'disbursement', id: n } }))]);
    case 'reversal':
      return { seqs: [(await ledger.reverse(tx, posting, { seq: request.seq, effectiveOn, description: 'reversal' })).seq] };
    case 'close':
      await ledger.closePeriod(tx, posting, month);
      return { seqs: [], month };
    default:
      throw new Error(`no command ${request.kind}`);
  }
}

class Worker {
  constructor({ url, seed, from, books }) {
    Object.assign(this, { seed, books, url, from, next: from, finishing: false, known: [], receipts: Object.fromEntries(books.map((book) => [book, []])) });
  }

  async start() {
    this.dataSource = await appDataSource({ url: this.url, entities: [], poolSize: POOL }).initialize();
    this.unitOfWork = new UnitOfWork(this.dataSource, new SystemClock());
    this.signals = new pg.Pool({ connectionString: this.url, max: 2 });
    this.signals.on('error', () => undefined);
  }

  async client(index, again) {
    const random = seededRandom(`${this.seed} ${this.from} ${index}`);
    const book = this.books[index % this.books.length];
    for (const command of again) await this.bring(command, random);
    while (!this.finishing) {
      const command = { n: this.next++, book, request: this.choose(random, book) };
      say({ t: 'send', ...command });
      await this.bring(command, random);
      if (this.known.length > 0 && random() < 0.15) await this.bringAgain(pick(random, this.known), random);
    }
  }

  choose(random, book) {
    const yuan = (most) => `${Math.floor(random() * most)}.${String(1 + Math.floor(random() * 99)).padStart(2, '0')}`;
    const roll = random();
    const receipts = this.receipts[book];
    if (roll < 0.004) return { kind: 'close' };
    if (roll < 0.15 && receipts.length > 0) return { kind: 'reversal', seq: pick(random, receipts) };
    if (roll < 0.4) return { kind: 'hold', amounts: [yuan(150)] };
    if (roll < 0.6) return { kind: 'interest', amounts: [yuan(100)] };
    return { kind: 'receipt', amounts: Array.from({ length: 1 + Math.floor(random() * 3) }, () => yuan(500)) };
  }

  /** Sends a command until it is acknowledged or refused; sometimes twice at the same moment, sometimes its session is struck. */
  async bring(command, random) {
    for (;;) {
      const strike = random() < 0.08 ? { kind: pick(random, ['destroy', 'cancel', 'terminate']), atCommit: random() < 0.7, afterMs: random() * 8 } : undefined;
      const sends = [this.send(command, strike)];
      if (random() < 0.08) sends.push(this.send(command));
      const ends = await Promise.all(sends);
      for (const { outcome } of ends) if (outcome) say({ t: 'told', n: command.n, ...outcome });
      const told = ends.find(({ outcome }) => outcome);
      if (told) {
        this.known.push(command);
        if (command.request.kind === 'receipt') this.receipts[command.book].push(...told.outcome.value.seqs);
        return;
      }
      if (ends.every(({ refusal }) => refusal)) return say({ t: 'refused', n: command.n, code: ends[0].refusal });
      await sleep(20 + random() * 200);
    }
  }

  /** An acknowledged key once more: the same request is a replay, another one is refused. */
  async bringAgain(command, random) {
    const other = random() < 0.3;
    const { outcome, refusal } = await this.send(other ? { ...command, request: { ...command.request, changed: true } } : command);
    if (other && (outcome || (refusal && refusal !== 'IDEMPOTENCY_KEY_REUSED')))
      say({ t: 'wrong', what: `another request under key ${command.n} ended in ${refusal ?? 'success'}` });
    else if (other && refusal) count('otherBodyRefused');
    else if (outcome) say({ t: 'again', n: command.n, ...outcome });
    else if (refusal) say({ t: 'wrong', what: `key ${command.n} again was refused with ${refusal}` });
  }

  /** One call of the product. @returns its outcome, the code of its refusal, or neither: nobody knows */
  async send(command, strike) {
    const actor = { personId: 1, organisationId: 1, communityId: command.book, roles: [] };
    const call = { runs: 0, lostAtRun: 0 };
    const work = async (tx) => {
      call.runs++;
      const connection = await tx.manager.queryRunner.connect();
      awaiting.set(connection, [...(awaiting.get(connection) ?? []), call]);
      const strikeNow = strike && call.runs === 1;
      if (strikeNow && !strike.atCommit) await this.strikeLater(tx, strike);
      const value = await perform(tx, command);
      if (strikeNow && strike.atCommit) await this.strikeLater(tx, strike);
      return value;
    };
    try {
      const once = { context: { actor, idempotencyKey: `key-${command.n}` }, command: 'Stress', request: command.request };
      const outcome = await this.unitOfWork.once(once, work);
      if (call.lostAtRun > 0) count(call.runs === call.lostAtRun ? 'readBack' : 'doneAgain');
      return { outcome };
    } catch (error) {
      if (error instanceof DomainError) return { refusal: error.code };
      if (sqlStateOf(error) === QUERY_CANCELED) count('queryCancelled');
      else if (isConnectionLoss(error)) count('gaveUp');
      else say({ t: 'wrong', what: String(error?.stack ?? error) });
      return {};
    }
  }

  /** A request cancelled in flight: its connection is cut, its statement cancelled or its session ended, a moment later. */
  async strikeLater(tx, { kind, afterMs }) {
    const [{ pid }] = await tx.query('select pg_backend_pid() as pid');
    const connection = await tx.manager.queryRunner.connect();
    count(`strike:${kind}`);
    setTimeout(() => {
      if (kind === 'destroy') connection.connection.stream.destroy();
      else this.signals.query(`select pg_${kind}_backend($1)`, [pid]).catch(() => undefined);
    }, afterMs);
  }
}

let worker;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'finish') worker.finishing = true;
  else {
    const { again, ...order } = JSON.parse(line);
    worker = new Worker(order);
    await worker.start();
    const mine = (index) =>
      again.filter(({ n, book }) => book === order.books[index % 3] && Math.floor(n / 3) % Math.floor(CLIENTS / 3) === Math.floor(index / 3));
    void Promise.all(Array.from({ length: CLIENTS }, (_, index) => worker.client(index, mine(index)))).then(async () => {
      await Promise.all([worker.dataSource.destroy(), worker.signals.end()]);
      say({ t: 'finished' });
      process.exit(0);
    });
  }
}
process.exit(1); // who listens is gone
