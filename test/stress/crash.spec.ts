import type { DataSource } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock, type CommunityId } from '../../src/kernel/index.js';
import { LedgerQueries, LedgerService, transfer, type EntryDraft } from '../../src/modules/ledger/index.js';
import { appDataSource, UnitOfWork, type Tx } from '../../src/platform/database/index.js';
import { day, posting, receiptDraft, violations, yuan } from '../support/books.js';
import { OwnServer, type Death } from '../support/own-server.js';
import { script } from '../support/repository.js';
import { Load, type Command, type Value } from './load.js';

/** The seed fixes commands and kills, not the moment at which the machine lets them meet. */
const SEED = Number(process.env['MINGBAI_STRESS_SEED'] ?? Math.floor(Math.random() * 1e9));
const KILLS = Number(process.env['MINGBAI_STRESS_KILLS'] ?? 20);
const BOOKS = [1, 2, 3] as CommunityId[];
const deaths = ['worker', 'postmaster', 'backend', 'immediate'] as const;

/** The book that the pool test uses. */
const IDLE_BOOK = 99 as CommunityId;

interface EntryRow {
  readonly seq: number;
  readonly by: number | null;
  readonly rule: string;
  readonly sourceType: string;
  readonly sourceId: number;
  readonly voucherYear: number;
  readonly voucherNo: number;
}
interface TransferRow {
  readonly seq: number;
  readonly debit: number;
  readonly credit: number;
  readonly amount: string;
}

/** So much is earned by the firm that only Available limits what can be held for it. */
const earned: EntryDraft = {
  rule: 'P12',
  effectiveOn: day('2024-01-01'),
  source: { type: 'entitlement_month', id: 1 },
  description: 'earned',
  transfers: transfer('SVC', yuan('9999999.00'), { code: '5001.01' }, { code: '2101', holder: { type: 'firm', id: 1 } }),
};

/** What the database holds of a book in the end. `effects` and `keys` go by the number of the command. */
interface Found {
  readonly entries: EntryRow[];
  readonly transfers: TransferRow[];
  readonly months: string[];
  readonly effects: Map<number, Value>;
  readonly keys: Map<number, Value>;
}

async function findAll(tx: Tx): Promise<Found> {
  const all = <Row extends object>(sql: string) => tx.query<Row>(sql, [tx.communityId]);
  const entries = await all<EntryRow>(`select seq, actor_id as by, rule, source_type as "sourceType", source_id as "sourceId",
    voucher_year as "voucherYear", voucher_no as "voucherNo" from ledger.entry where community_id = $1 order by seq`);
  const transfers = await all<TransferRow>(`select entry_seq as seq, debit_account as debit, credit_account as credit, amount::text
    from ledger.transfer where community_id = $1 order by entry_seq, line`);
  const periods = await all<{ month: string; by: number }>(`select month, closed_by as by from ledger.period where community_id = $1 order by month`);
  const keys = await all<{ key: string; outcome: Value }>(`select key, outcome from mingbai.idempotency where community_id = $1`);
  const effects = new Map<number, Value>();
  for (const { by, seq } of entries.filter(({ rule }) => rule !== 'P12')) effects.set(by ?? 0, { seqs: [...(effects.get(by ?? 0)?.seqs ?? []), seq] });
  for (const { by, month } of periods) effects.set(by, { seqs: effects.get(by)?.seqs ?? [], month: [effects.get(by)?.month, month].filter(Boolean).join() });
  return {
    entries,
    transfers,
    months: periods.map(({ month }) => month),
    effects,
    keys: new Map(keys.map(({ key, outcome }) => [Number(key.replace('key-', '')), outcome])),
  };
}

describe('crashes', () => {
  let server: OwnServer;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const ledger = new LedgerService();
  const queries = new LedgerQueries();

  beforeAll(async () => {
    const { ensureBuilt } = await script<{ ensureBuilt: (say: (text: string) => void) => Promise<boolean> }>('lib/build.mjs');
    expect(await ensureBuilt(() => undefined)).toBe(true);
    server = await OwnServer.start();
    dataSource = await appDataSource({ url: server.url('mingbai_app'), entities: [], poolSize: 4 }).initialize();
    unitOfWork = new UnitOfWork(dataSource, new SystemClock());
    for (const book of [...BOOKS, IDLE_BOOK]) await unitOfWork.run(book, (tx) => ledger.openBook(tx, day('2024-01-01')));
    for (const book of BOOKS) await unitOfWork.run(book, (tx) => ledger.post(tx, posting, [earned]));
  }, 600_000);
  afterAll(async () => {
    await dataSource.destroy();
    server.dispose();
  });

  it.each<Death>(['postmaster', 'backend', 'immediate'])(
    'leave a pool able to go on by itself when the server died (%s) behind its idle connections',
    async (death) => {
      const post = () => unitOfWork.run(IDLE_BOOK, async (tx) => ledger.post(tx, posting, [receiptDraft('1.00')]));
      const before = (await Promise.all([post(), post(), post()])).flat();
      await server.kill(death);
      await server.recover(death);
      expect((await post())[0]?.seq).toBe(Math.max(...before.map(({ seq }) => seq)) + 1);
    },
  );

  describe(`of server and process under 64 clients on three books, with retries, duplicates and cancelled requests (seed ${SEED})`, () => {
    let load: Load;
    const kills: Record<string, number> = {};
    const books = new Map<CommunityId, Found>();
    const commandsOf = (book: CommunityId): Command[] => [...load.commands.values()].filter((command) => command.book === book);
    const found = (book: CommunityId): Found => books.get(book) as Found;

    beforeAll(async () => {
      const { seededRandom } = await script<{ seededRandom: (seed: string) => () => number }>('demo-files/random.mjs');
      const random = seededRandom(String(SEED));
      load = new Load({ url: server.url('mingbai_app'), seed: SEED, books: BOOKS }, random);
      load.start();
      for (let kill = 0; kill < KILLS; kill++) {
        await load.answers(50); // it came back, and works
        await sleep(random() * 800);
        await strike(deaths[kill % deaths.length] as Death | 'worker');
      }
      await load.answers(50);
      await load.finish();
      for (const book of BOOKS) books.set(book, await unitOfWork.read(book, findAll));
      process.stdout.write(`${summary()}\n`);
    }, 600_000);

    afterAll(() => load.kill());

    async function strike(death: Death | 'worker'): Promise<void> {
      kills[death] = (kills[death] ?? 0) + 1;
      if (death === 'worker') {
        await load.kill();
        load.start();
      } else {
        await server.kill(death);
        await server.recover(death);
      }
    }

    /** One line of figures for whoever reads the run. */
    function summary(): string {
      const all = [...load.commands.values()];
      const sum = (prefix: string) => Object.entries(load.counts).reduce((total, [name, times]) => (name.startsWith(prefix) ? total + times : total), 0);
      const figures = {
        kills: Object.values(kills).reduce((a, b) => a + b, 0),
        commands: all.length,
        acknowledged: all.filter(({ told }) => told.length > 0).length,
        entries: BOOKS.reduce((total, book) => total + found(book).entries.length, 0),
        'read back after a failed COMMIT': load.counts['readBack'] ?? 0,
        'done again after one': load.counts['doneAgain'] ?? 0,
        'found done by a new process': load.counts['foundDone'] ?? 0,
        replays: load.counts['replayed'] ?? 0,
        'other request under the key refused': load.counts['otherBodyRefused'] ?? 0,
        refused: sum('refused:'),
        'cancelled in flight': sum('strike:'),
        'given up and sent again': sum('gaveUp') + sum('queryCancelled'),
        'left open': all.filter(({ abandoned }) => abandoned).length,
      };
      return `crash test, seed ${SEED}: ${Object.entries(figures).map(([name, times]) => `${times} ${name}`).join(', ')}`; // prettier-ignore
    }

    it('kills as often as it should, and meets what it is about', () => {
      expect(Object.values(kills).reduce((a, b) => a + b, 0)).toBe(KILLS);
      const met = ['readBack', 'foundDone', 'replayed', 'otherBodyRefused', 'strike:destroy', 'strike:cancel', 'strike:terminate'];
      expect(met.filter((name) => !load.counts[name])).toEqual([]);
      const kinds = [...load.commands.values()].filter(({ told }) => told.length > 0).map(({ request }) => request.kind);
      expect(new Set(kinds)).toEqual(new Set(['receipt', 'interest', 'hold', 'reversal', 'close']));
    });

    it('never gives a key two answers, an answer to another request, or an error that nobody expects', () => {
      expect(load.wrong).toEqual([]);
      const refusals = Object.keys(load.counts).filter((name) => name.startsWith('refused:'));
      expect(refusals.toSorted()).toEqual(['refused:LEDGER_ALREADY_REVERSED', 'refused:LEDGER_NOT_AVAILABLE']);
    });

    it.each(BOOKS)('keeps every acknowledged command of book %i, and each once', (book) => {
      const { effects } = found(book);
      const acknowledged = commandsOf(book).filter(({ told }) => told.length > 0);
      expect(acknowledged.map(({ n, told }) => ({ n, ...told[0] }))).toEqual(acknowledged.map(({ n }) => ({ n, ...effects.get(n) })));
      expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
    });

    it.each(BOOKS)('keeps nothing of a refused command of book %i, and an unanswered one wholly or not at all', (book) => {
      const { effects, keys } = found(book);
      const refused = commandsOf(book).filter((command) => command.told.length === 0 && command.refused !== undefined);
      expect(refused.filter(({ n }) => effects.has(n) || keys.has(n))).toEqual([]);
      const open = commandsOf(book).filter((command) => command.told.length === 0 && command.refused === undefined);
      expect(open.filter(({ abandoned }) => !abandoned)).toEqual([]);
      for (const { n, request } of open) {
        expect({ n, effect: effects.get(n) }).toEqual({ n, effect: keys.get(n) });
        if (keys.has(n) && request.kind !== 'close') expect(effects.get(n)?.seqs).toHaveLength(request.amounts?.length ?? 1);
      }
    });

    it.each(BOOKS)('has in book %i no effect without a key and no key without its effect', (book) => {
      const { effects, keys } = found(book);
      expect([...effects.entries()].toSorted(([a], [b]) => a - b)).toEqual([...keys.entries()].toSorted(([a], [b]) => a - b));
      expect([...keys.keys()].filter((n) => load.commands.get(n)?.book !== book)).toEqual([]);
    });

    it.each(BOOKS)('numbers entries, vouchers, receipts and closed months of book %i without gap', (book) => {
      const { entries, months } = found(book);
      const run = (numbers: number[]) => numbers.toSorted((a, b) => a - b).filter((number, index) => number !== index + 1);
      expect(run(entries.map(({ seq }) => seq))).toEqual([]);
      expect(run(entries.filter(({ sourceType }) => sourceType === 'receipt').map(({ sourceId }) => sourceId))).toEqual([]);
      for (const year of new Set(entries.map(({ voucherYear }) => voucherYear)))
        expect(run(entries.filter(({ voucherYear }) => voucherYear === year).map(({ voucherNo }) => voucherNo))).toEqual([]);
      expect(run(months.map((month) => (Number(month.slice(0, 4)) - 2024) * 12 + Number(month.slice(5))))).toEqual([]);
    });

    it.each(BOOKS)('balances in book %i as a replay of its entries does, and never gave away what was not there', async (book) => {
      const { transfers, entries } = found(book);
      const accounts = await unitOfWork.read(book, (tx) => queries.balances(tx));
      const restricted = new Map(accounts.map((account) => [account.accountId, account.restricted]));
      const cash = new Set(accounts.filter(({ code }) => code === '1001').map(({ accountId }) => accountId));
      const holds = new Set(entries.filter(({ rule }) => rule === 'P13').map(({ seq }) => seq));
      const sums = new Map(accounts.map(({ accountId }) => [accountId, { debit: 0n, credit: 0n }]));
      let available = 0n;
      for (const { seq, debit, credit, amount } of transfers) {
        const fen = yuan(amount).toFen();
        (sums.get(debit) as { debit: bigint }).debit += fen;
        (sums.get(credit) as { credit: bigint }).credit += fen;
        for (const [account, sign] of [[debit, 1n], [credit, -1n]] as const) if (cash.has(account) || restricted.get(account)) available += sign * fen; // prettier-ignore
        if (holds.has(seq) && available < 0n) throw new Error(`entry ${seq} leaves ${available} fen available`);
      }
      expect(accounts.map(({ accountId, debit, credit }) => [accountId, debit.toFen(), credit.toFen()])).toEqual(
        accounts.map(({ accountId }) => [accountId, sums.get(accountId)?.debit, sums.get(accountId)?.credit]),
      );
      const funds = await unitOfWork.read(book, (tx) => queries.funds(tx));
      expect(funds.find(({ fund }) => fund === 'SVC')?.available.toFen()).toBe(available);
      expect(funds.filter((fund) => fund.available.isNegative)).toEqual([]);
    });

    it.each(BOOKS)('holds every invariant of the ledger in book %i', async (book) => {
      expect(await violations({ unitOfWork }, book)).toEqual([]);
    });
  });
});
