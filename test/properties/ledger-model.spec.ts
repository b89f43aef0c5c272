import fc from 'fast-check';
import {
  addMonths,
  businessDate,
  DomainError,
  firstDay,
  instant,
  lastDay,
  periodOf,
  type Actor,
  type BusinessDate,
  type CommunityId,
  type Json,
  type Money,
} from '../../src/kernel/index.js';
import {
  LedgerQueries,
  LedgerService,
  type AccountBalance,
  type AccountRef,
  type EntryDraft,
  type EntryView,
  type BookMoment,
  type FundBalance,
  type Party,
  type Posting,
} from '../../src/modules/ledger/index.js';
import { sqlStateOf } from '../../src/platform/database/index.js';
import { describeError, languages } from '../../src/platform/messages/index.js';
import { violations } from '../support/books.js';
import { TestDatabase } from '../support/database.js';
import { actions, draftsOf, type Action } from './book-actions.js';
import {
  BookModel,
  dayAfter,
  funds,
  isDebitNormal,
  isPayable,
  isRestricted,
  yuanOf,
  type Draft,
  type ModelEntry,
  type Side,
  type Standing,
} from './book-model.js';

const SEED = Number(process.env['MINGBAI_SEED'] ?? 20_240_423);
const RUNS = Number(process.env['MINGBAI_RUNS'] ?? 80);
const OPENED_ON = '2024-11-01';
const BEGUN_AT = Date.parse('2031-01-01T01:00:00Z');
const DAY_MS = 86_400_000;

type Ending = { value: unknown; replayed: boolean } | { refused: string };

/** Books of the database and of the model, side by side. */
class TwoBooks {
  readonly model = new BookModel();
  private readonly ledger = new LedgerService();
  private readonly queries = new LedgerQueries();
  private readonly calls: { key: string; drafts: readonly Draft[]; value: unknown }[] = [];
  private freshId = 0;

  constructor(
    private readonly database: TestDatabase,
    private readonly community: CommunityId,
    /** How often each way to end was met. */
    private readonly met: Map<string, number>,
  ) {}

  open(): Promise<void> {
    return this.database.unitOfWork.run(this.community, async (tx) => {
      await this.ledger.openBook(tx, businessDate(OPENED_ON));
      const pairs = await tx.query<{ pair: string }>(`select concat_ws(' ', rule, fund, debit, credit) as pair from ledger.posting_pair`);
      this.model.learn(pairs.map(({ pair }) => pair));
    });
  }

  async perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'post':
        return this.post(
          draftsOf(action, this.model, () => ++this.freshId),
          action.keyed,
        );
      case 'again':
        return this.again(action.pick, action.tampered);
      case 'reverse':
        return this.reverse(action.pick % (this.model.lastSeq + 2), dayAfter(this.model.closedThrough, action.days));
      case 'close':
        return this.close(action.ahead);
      case 'reopen':
        return this.reopen(action);
      case 'wait':
        this.model.today += action.days;
        return;
      case 'ids':
        return this.agree(
          'ids',
          { value: this.model.takeIds(action.count) },
          this.run((tx) => this.ledger.takeIds(tx, action.count)),
        );
    }
  }

  private async post(drafts: readonly Draft[], keyed: boolean): Promise<void> {
    const key = keyed ? `call-${this.freshId}` : null;
    const verdict = this.model.post(drafts);
    await this.agree('post', verdict, this.call(key, drafts));
    if (key !== null && 'value' in verdict) this.calls.push({ key, drafts, value: verdict.value });
  }

  /** An earlier call once more, or another request under its key. */
  private async again(pick: number, tampered: boolean): Promise<void> {
    const call = this.calls[pick % Math.max(this.calls.length, 1)];
    if (!call) return;
    const drafts = tampered ? call.drafts.map((draft, index) => (index === 0 ? { ...draft, occurrence: draft.occurrence + 7 } : draft)) : call.drafts;
    const expected = tampered ? { refused: ['IDEMPOTENCY_KEY_REUSED'] } : { value: call.value, replayed: true };
    await this.agree('again', expected, this.call(call.key, drafts));
  }

  private reverse(seq: number, on: string): Promise<void> {
    const reversal = { seq, effectiveOn: businessDate(on), description: 'reversal' };
    return this.agree(
      'reverse',
      this.model.reverse(seq, on),
      this.run((tx) => this.ledger.reverse(tx, this.posting(), reversal)),
    );
  }

  private close(ahead: number): Promise<void> {
    const month = addMonths(periodOf(businessDate(dayAfter(this.model.closedThrough, 1))), ahead);
    const closing = this.run((tx) => this.ledger.closePeriod(tx, this.posting(), month).then(() => null));
    return this.agree('close', this.model.close(month, lastDay(month)), closing);
  }

  /** The wish and the word of the second party, each in a transaction of its own: a wish stays when nobody may confirm it. */
  private async reopen({ back, days, confirmedAfter, confirmer }: Extract<Action, { kind: 'reopen' }>): Promise<void> {
    const month = addMonths(periodOf(businessDate(dayAfter(this.model.closedThrough, 1))), -back);
    const expiresAt = this.at(days);
    const [asking, confirming] = [this.party(1, 1), confirmer === 'another' ? this.party(2, 2, confirmedAfter) : confirmer === 'same person' ? this.party(1, 2, confirmedAfter) : this.party(2, 1, confirmedAfter)]; // prettier-ignore
    const verdict = this.model.reopen({ month, firstDay: firstDay(month), lastDay: lastDay(month), days, confirmedAfter, confirmer });
    const reopening = this.run((tx) => this.ledger.proposeReopening(tx, asking, { month, reason: 'a receipt of the wrong unit', expiresAt })).then(
      async (asked) => ('refused' in asked ? asked : this.run((tx) => this.ledger.reopen(tx, confirming, asked.value as number).then(() => asked.value))),
    );
    return this.agree('reopen', verdict, reopening);
  }

  private posting(): Posting {
    return { by: null, at: this.at(0) };
  }

  private party(by: number, organisation: number, days = 0): Party {
    return { by, for: organisation, at: this.at(days) } as Party;
  }

  private at(days: number): Posting['at'] {
    return instant(new Date(BEGUN_AT + (this.model.today + days) * DAY_MS).toISOString());
  }

  private call(key: string | null, drafts: readonly Draft[]): Promise<Ending> {
    const actor = { personId: 1, organisationId: 1, communityId: this.community, roles: [] } as unknown as Actor;
    const request = drafts as unknown as Json;
    return ending(
      this.database.unitOfWork.once({ context: { actor, idempotencyKey: key }, command: 'Post', request }, async (tx) => {
        await this.ledger.lock(tx);
        return (await this.ledger.post(tx, this.posting(), drafts.map(entryDraft))) as unknown as Json[];
      }),
    );
  }

  private run(work: Parameters<typeof this.database.unitOfWork.run<unknown>>[1]): Promise<Ending> {
    return ending(this.database.unitOfWork.run(this.community, work).then((value) => ({ value, replayed: false })));
  }

  private async agree(what: string, verdict: { value: unknown; replayed?: boolean } | { refused: readonly string[] }, real: Promise<Ending>): Promise<void> {
    const found = await real;
    const name = `${what} ${'refused' in found ? found.refused : found.replayed ? 'replayed' : 'done'}`;
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
    if ('refused' in found)
      expect({ what, refused: 'refused' in verdict ? [...verdict.refused] : verdict }).toEqual({ what, refused: expect.arrayContaining([found.refused]) });
    else expect({ what, ...found }).toEqual('refused' in verdict ? { what, ...verdict } : { what, replayed: false, ...verdict });
  }

  /** Everything that can be read agrees, now, on the days given and as of some entries, and every invariant holds. */
  async compare(days: readonly number[], picks: readonly number[]): Promise<void> {
    const { model, database, community, queries } = this;
    expect(await violations(database, community)).toEqual([]);
    await database.unitOfWork.read(community, async (tx) => {
      expect(await queries.book(tx)).toMatchObject({
        openedOn: OPENED_ON,
        closedThrough: model.closedThrough,
        reopenedThrough: model.reopenedThrough,
        lastSeq: model.lastSeq,
      });
      expect((await queries.periods(tx)).map((period) => `${period.month} ${period.state}`)).toEqual(model.months.map((month) => `${month} CLOSED`));
      expect((await queries.entries(tx, { limit: 10_000 })).map(entryText)).toEqual(model.entries.map(modelEntryText));
      expect(balancesText(await queries.balances(tx))).toEqual(modelBalancesText(model));
      expect((await queries.funds(tx)).map(fundText)).toEqual(funds.map((fund) => modelFundText(fund, model.funds.get(fund) as Standing)));
      const short = await tx.query<{ fund: string; seq: number | null }>(
        'select fund, short_since_seq as seq from ledger.fund_balance where community_id = $1',
        [community],
      );
      expect(new Map(short.map(({ fund, seq }) => [fund, seq]))).toEqual(new Map(funds.map((fund) => [fund, model.funds.get(fund)?.short])));
      for (const moment of this.moments(days, picks)) {
        expect([moment, ...balancesText(await queries.balances(tx, moment))]).toEqual([moment, ...modelBalancesText(model, moment)]);
        expect([moment, ...(await queries.funds(tx, moment)).map(fundText)]).toEqual([moment, ...fundsAtText(model, moment)]);
      }
      const [from, to] = [Math.min(...days), Math.max(...days)].map((offset) => businessDate(dayAfter(OPENED_ON, offset))) as [BusinessDate, BusinessDate];
      expect(balancesText(await queries.movement(tx, { from, to }))).toEqual(totalsText(model.totals(({ on }) => on >= from && on <= to)));
    });
  }

  /** Days, entries, and both together; the days at which months end and the entries at which they closed are the edges. */
  private moments(days: readonly number[], picks: readonly number[]): BookMoment[] {
    const ons = [...days.map((offset) => dayAfter(OPENED_ON, offset)), this.model.closedThrough].map(businessDate);
    const seqs = picks.map((pick) => pick % (this.model.lastSeq + 1));
    return [...ons.map((on) => ({ on })), ...seqs.map((asOfSeq) => ({ asOfSeq })), ...ons.flatMap((on) => seqs.map((asOfSeq) => ({ on, asOfSeq })))];
  }
}

describe('the books and a model of them', () => {
  let database: TestDatabase;
  const met = new Map<string, number>();

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.destroy());

  it(`agree after any commands, in two compounds at once (seed ${SEED}, ${RUNS} runs)`, async () => {
    let compounds = 0;
    const days = fc.array(fc.integer({ min: -5, max: 260 }), { minLength: 3, maxLength: 3 });
    const picks = fc.array(fc.nat({ max: 10_000 }), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(actions, actions, days, picks, async (first, second, on, seqs) => {
        const runs = [first, second].map(async (list) => {
          const books = new TwoBooks(database, ++compounds as CommunityId, met);
          await books.open();
          for (const action of list) await books.perform(action);
          await books.compare(on, seqs);
        });
        const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
        if (failed) throw failed.reason;
      }),
      { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: true },
    );
  }, 200_000);

  it('met every way in which a command can end', () => {
    const done = ['post done', 'again replayed', 'reverse done', 'close done', 'reopen done', 'ids done'];
    const refused = words('PERIOD_CLOSED RULE_UNKNOWN ENTRY_EMPTY AMOUNT_INVALID ACCOUNT_REFUSED ALREADY_POSTED TOTAL_TOO_LARGE FLOOR NOT_AVAILABLE OVERDRAWN');
    const unreversed = words('ENTRY_MISSING REVERSAL_OF_REVERSAL ALREADY_REVERSED PERIOD_CLOSED FLOOR OVERDRAWN');
    const wanted = [
      ...done,
      ...refused.map((code) => `post LEDGER_${code}`),
      ...unreversed.map((code) => `reverse LEDGER_${code}`),
      'post LEDGER_PAIR_REFUSED',
      'again IDEMPOTENCY_KEY_REUSED',
      'close LEDGER_PERIOD_NOT_NEXT',
      'post LEDGER_REOPENING_EXPIRED',
      ...words('PERIOD_NOT_CLOSED REOPENING_EARLIER REOPENING_EXPIRY REOPENING_SAME_PARTY REOPENING_LAPSED').map((code) => `reopen LEDGER_${code}`),
    ];
    expect(wanted.filter((name) => !met.has(name))).toEqual([]);
    const posts = [...met].filter(([name]) => name.startsWith('post '));
    expect((met.get('post done') ?? 0) / posts.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(0.4); // a book of refusals proves little
  });
});

const words = (text: string): string[] => text.split(' ');

/** A refusal by its code; its text in each language holds every figure that it speaks of. */
async function ending(work: Promise<{ value: unknown; replayed: boolean }>): Promise<Ending> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError)) return { refused: sqlStateOf(error) ?? String(error) };
    for (const language of languages) expect(describeError(error, language)).not.toMatch(/[{}]/);
    return { refused: error.code };
  }
}

function entryDraft(draft: Draft): EntryDraft {
  const ref = (side: Side): AccountRef => ({ code: side.code, ...(side.type !== '' && { holder: { type: side.type, id: side.id } }) }) as AccountRef;
  return {
    rule: draft.rule,
    effectiveOn: draft.on,
    source: draft.source,
    occurrence: draft.occurrence,
    description: 'model',
    // not read as Money, which would refuse what the books must refuse themselves
    transfers: draft.lines.map((line) => ({
      fund: line.fund,
      debit: ref(line.debit),
      credit: ref(line.credit),
      amount: { toString: () => line.amount } as unknown as Money,
    })),
  } as unknown as EntryDraft;
}

const entryText = (entry: EntryView): string =>
  [entry.seq, entry.effectiveOn, entry.rule, `${entry.voucherYear}-${entry.voucherNo}`, entry.sourceType, entry.sourceId, entry.occurrence, entry.reversesSeq ?? '-', ...entry.transfers.map((line) => `${line.fund} ${line.debitCode} ${line.creditCode} ${line.amount}`)].join(' '); // prettier-ignore
const modelEntryText = (entry: ModelEntry): string =>
  [entry.seq, entry.on, entry.rule, `${entry.voucherYear}-${entry.voucherNo}`, entry.source.type, entry.source.id, entry.occurrence, entry.reverses ?? '-', ...entry.lines.map((line) => `${line.fund} ${line.debit.code} ${line.credit.code} ${line.amount}`)].join(' '); // prettier-ignore

function balancesText(balances: readonly AccountBalance[]): string[] {
  for (const { normalSide, debit, credit, balance } of balances)
    expect(balance.equals(normalSide === 'D' ? debit.minus(credit) : credit.minus(debit))).toBe(true);
  return balances.map((account) => `${account.code} ${account.fund} ${account.holderType} ${account.holderId}: ${account.debit} ${account.credit}`).toSorted();
}

function totalsText(totals: ReturnType<BookModel['totals']>): string[] {
  return [...totals].map(([key, { debit, credit }]) => `${key}: ${yuanOf(debit)} ${yuanOf(credit)}`).toSorted();
}

const known =
  ({ on, asOfSeq = Infinity }: BookMoment) =>
  (entry: ModelEntry): boolean =>
    (on === undefined || entry.on <= on) && entry.seq <= asOfSeq;

/** Every account that exists today, with what stood on it then. */
function modelBalancesText(model: BookModel, moment: BookMoment = {}): string[] {
  const then = model.totals(known(moment));
  return totalsText(new Map([...model.totals().keys()].map((key) => [key, then.get(key) ?? { debit: 0n, credit: 0n }])));
}

const fundText = (fund: FundBalance): string => `${fund.fund} ${fund.cash} ${fund.restricted} ${fund.available} ${fund.payable}`;
const modelFundText = (fund: string, { cash, restricted, payable }: Omit<Standing, 'short'>): string =>
  [fund, ...[cash, restricted, cash - restricted, payable].map(yuanOf)].join(' ');

function fundsAtText(model: BookModel, moment: BookMoment): string[] {
  const sums = new Map(funds.map((fund) => [fund as string, { cash: 0n, restricted: 0n, payable: 0n }]));
  for (const [key, { debit, credit }] of model.totals(known(moment))) {
    const [code = '', fund = ''] = key.split(' ');
    const sum = sums.get(fund) as { cash: bigint; restricted: bigint; payable: bigint };
    const balance = isDebitNormal(code) ? debit - credit : credit - debit;
    if (code === '1001') sum.cash += balance;
    if (isRestricted(code)) sum.restricted += balance;
    if (isPayable(code)) sum.payable += balance;
  }
  return [...sums].map(([fund, sum]) => modelFundText(fund, sum));
}
