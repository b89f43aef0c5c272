import fc from 'fast-check';
import {
  codes,
  dayAfter,
  fundsOfCode,
  holderTypesOf,
  yuanOf,
  type BookModel,
  type Draft,
  type Fund,
  type Line,
  type Reopening,
  type Side,
} from './book-model.js';

/** An amount, or how to find it in the books as they stand: what an account holds, a fund has available or a total can still take, give or take a fen. */
type AmountSeed = { readonly fen: bigint } | { readonly text: string } | { readonly of: 'debit' | 'credit' | 'available' | 'room'; readonly plus: bigint };

interface DraftSeed {
  readonly sketch: Sketch;
  /** Days after the last closed day. */
  readonly days: number;
  readonly holder: number;
  readonly amounts: readonly AmountSeed[];
  readonly reuse: { readonly pick: number; readonly later: boolean } | null;
}

/** A posting rule with its transfers: "FUND debit credit amount", the amount by its letter. */
interface Sketch {
  readonly rule: string;
  readonly lines: readonly string[];
}

export type Action =
  | { readonly kind: 'post'; readonly drafts: readonly DraftSeed[]; readonly keyed: boolean; readonly careful: boolean }
  | { readonly kind: 'again'; readonly pick: number; readonly tampered: boolean }
  | { readonly kind: 'reverse'; readonly pick: number; readonly days: number }
  | { readonly kind: 'close'; readonly ahead: number }
  | ({ readonly kind: 'reopen'; readonly back: number } & Pick<Reopening, 'days' | 'confirmedAfter' | 'confirmer'>)
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'ids'; readonly count: number };

const sketch = (rule: string, ...lines: string[]): Sketch => ({ rule, lines });

const receipts = [
  sketch('P02', 'SVC 1001 1101 a'),
  sketch('P02', 'SVC 1001 1101 a', 'SVC 1001 2001 b'),
  sketch('P09', 'COM 1001 1103 a'),
  sketch('P09', 'COM 1001 2002 a'),
  sketch('P21', 'TRN 1001 2301 a'),
  sketch('P31', 'TRN 1001 2501 a'),
  sketch('P32', 'COM 1001 4901 a'),
  sketch('P19', 'SVC 1001 4101 a', 'COM 1001 4101 b', 'QLT 1001 4101 c'),
];
const accruals = [
  sketch('P01', 'SVC 1101 4001 a'),
  sketch('P03', 'SVC 2001 1101 a'),
  sketch('P03e', 'SVC 1101 2001 a'),
  sketch('P06', 'SVC 2001 2302 a'),
  sketch('P08', 'COM 1103 4201.01 a'),
  sketch('P10', 'COM 5101 2104 a'),
  sketch('P11', 'SVC 5201 2201 a'),
  sketch('P12', 'SVC 5001.01 2101 a', 'SVC 5001.02 2103 b'),
  sketch('P17', 'SVC 2103 2101 a', 'SVC 2103 5001.02 b', 'SVC 5902 1001 b', 'QLT 1001 4902 b'),
  sketch('P17', 'SVC 5902 1001 a', 'QLT 1001 4902 a'),
  sketch('P28b', 'SVC 2601 2101 a'),
];
const gated = [
  sketch('P13', 'SVC 2101 2111 a'),
  sketch('P13', 'SVC 2302 2111 a'),
  sketch('P13', 'COM 2104 2111 a'),
  sketch('P17d', 'QLT 5902 1001 a', 'SVC 1001 4902 a', 'SVC 5001.02 2101 a'),
  sketch('P23', 'COM 5501 2401 a'),
  sketch('P28a', 'SVC 2101 2601 a'),
  sketch('P28a', 'SVC 2103 2601 a'),
  sketch('P30', 'COM 5401 2104 a'),
  sketch('P30', 'QLT 5901 2104 a'),
];
const payments = [
  sketch('P14', 'SVC 2111 2112 a'),
  sketch('P15', 'SVC 2112 1001 a'),
  sketch('P16', 'SVC 2111 2101 a'),
  sketch('P16', 'SVC 2112 2111 a'),
  sketch('P20', 'COM 5301 1001 a'),
  sketch('P21f', 'TRN 2301 1001 a', 'SVC 1001 2001 a'),
  sketch('P22', 'SVC 1001 2303 a'),
  sketch('P22b', 'SVC 1101 1001 a'),
  sketch('P28c', 'SVC 1001@2 1001@1 a'),
  sketch('P29', 'COM 1105 1001 a'),
  sketch('P31b', 'TRN 2501 1001 a', 'COM 1001 4901 a'),
];
const refused = [
  sketch('P99', 'SVC 1001 4001 a'),
  sketch('P02'),
  sketch('P02', 'COM 1001 4001 a'),
  sketch('P02', 'SVC 1001 9999 a'),
  sketch('P02', 'SVC 1001::0 4001 a'),
  sketch('P02', 'SVC 1001 2001:lease:1 a'),
  sketch('P02', 'SVC 1001 1001 a'),
  sketch('P02', 'SVC 1001 4001:unit:7 a'),
];
/** Any rule with any two accounts of a fund, but the pairs between funds that only whole rules keep equal (I23). */
const free = codes.filter((code) => !['5902', '4902', '1301', '2701'].includes(code));
const wild: fc.Arbitrary<Sketch> = fc
  .tuple(fc.constantFrom(...receipts, ...accruals, ...gated, ...payments), fc.constantFrom(...free), fc.constantFrom(...free), fc.nat())
  .map(([{ rule }, debit, credit, pick]) => {
    const shared = fundsOfCode(debit).filter((fund) => fundsOfCode(credit).includes(fund));
    return sketch(rule, `${shared[pick % Math.max(shared.length, 1)] ?? 'SVC'} ${debit} ${credit}@${credit === debit ? 2 : 1} a`);
  });

const amount: fc.Arbitrary<AmountSeed> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ fen: fc.bigInt({ min: 1n, max: 20n }).map((hundreds) => hundreds * 10_000n) }) },
  { weight: 4, arbitrary: fc.record({ fen: fc.bigInt({ min: 1n, max: 999_999n }) }) },
  { weight: 5, arbitrary: fc.record({ of: fc.constantFrom('debit', 'credit', 'available'), plus: fc.constantFrom(0n, 0n, 0n, -1n, 1n) }) },
  { weight: 1, arbitrary: fc.record({ fen: fc.constantFrom(1n, 10n ** 15n - 1n) }) },
  { weight: 1, arbitrary: fc.record({ of: fc.constant('room' as const), plus: fc.constantFrom(0n, -1n) }) },
);
const noAmount: fc.Arbitrary<AmountSeed> = fc.record({ text: fc.constantFrom('0', '0.00', '-1.00', '10.005', '10000000000000', 'NaN', 'Infinity') });

const draft: fc.Arbitrary<DraftSeed> = fc.record({
  sketch: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...receipts) },
    { weight: 30, arbitrary: fc.constantFrom(...accruals) },
    { weight: 20, arbitrary: fc.constantFrom(...gated) },
    { weight: 16, arbitrary: fc.constantFrom(...payments) },
    { weight: 3, arbitrary: wild },
    { weight: 2, arbitrary: fc.constantFrom(...refused) },
  ),
  days: fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 1, max: 31 }) },
    { weight: 10, arbitrary: fc.integer({ min: 1, max: 100 }) },
    { weight: 1, arbitrary: fc.integer({ min: -40, max: 0 }) },
  ),
  holder: fc.constantFrom(1, 1, 1, 2),
  amounts: fc.tuple(fc.oneof({ weight: 60, arbitrary: amount }, { weight: 1, arbitrary: noAmount }), amount, amount),
  reuse: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ pick: fc.nat(), later: fc.boolean() }) }),
});

/** Small batches more often than large ones: one draft that is refused refuses all. */
const drafts = fc.oneof(
  { weight: 6, arbitrary: fc.array(draft, { minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.array(draft, { minLength: 2, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(draft, { minLength: 7, maxLength: 20 }) },
);

/** Months back from the first open one; that itself is closed never, or asks for more time. */
const reopening = fc.record({
  kind: fc.constant('reopen' as const),
  back: fc.constantFrom(1, 1, 1, 2, 2, 3, 0, 0, -1),
  days: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 30 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 31) }),
  confirmedAfter: fc.constantFrom(0, 0, 0, 0, 0, 7),
  confirmer: fc.constantFrom(
    'another' as const,
    'another' as const,
    'another' as const,
    'another' as const,
    'same person' as const,
    'same organisation' as const,
  ),
});

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ kind: fc.constant('post' as const), drafts, keyed: fc.boolean(), careful: fc.constantFrom(true, true, false) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), pick: fc.nat(), tampered: fc.boolean() }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('reverse' as const), pick: fc.nat(), days: fc.integer({ min: -5, max: 60 }) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('close' as const), ahead: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1) }) },
    { weight: 3, arbitrary: reopening },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('ids' as const), count: fc.integer({ min: 0, max: 5 }) }) },
  ),
  { minLength: 14, maxLength: 24, size: 'max' },
);

/**
 * The drafts of a post. A careful one leaves out what would be refused with those before it, so that large batches come through
 * too; the others go as they are.
 */
export function draftsOf(action: Extract<Action, { kind: 'post' }>, book: BookModel, freshId: () => number): Draft[] {
  const all = action.drafts.map((seed) => draftOf(seed, book, freshId()));
  const kept: Draft[] = [];
  for (const next of all) if (!action.careful || book.refusals([...kept, next]).length === 0) kept.push(next);
  return kept.length > 0 ? kept : all;
}

/** The draft that a seed stands for in the book as it is. `freshId` is used where the seed asks for a source of its own. */
function draftOf(seed: DraftSeed, book: BookModel, freshId: number): Draft {
  const amounts = new Map<string, string>(); // one amount for one letter, wherever it stands
  const lines = seed.sketch.lines.map((text): Line => {
    const [fund, debitCode, creditCode, letter] = text.split(' ') as [Fund, string, string, 'a' | 'b' | 'c'];
    const [debit, credit] = [sideOf(debitCode, seed.holder), sideOf(creditCode, seed.holder)];
    const known = amounts.get(letter) ?? amountOf(seed.amounts['abc'.indexOf(letter)] as AmountSeed, book, { fund, debit, credit });
    amounts.set(letter, known);
    return { fund, debit, credit, amount: known };
  });
  const earlier = book.entries.filter((entry) => entry.reverses === null);
  const reused = seed.reuse && earlier[seed.reuse.pick % Math.max(earlier.length, 1)];
  const on = dayAfter(book.closedThrough, seed.days);
  if (!reused) return { rule: seed.sketch.rule, on, source: { type: 'disbursement', id: freshId }, occurrence: 1, lines };
  // what a rule may debit and credit is the rule's: the event again takes its own lines unless the new ones are of the same rule
  const fitting = seed.sketch.rule === reused.rule ? lines : reused.lines;
  return { rule: reused.rule, on, source: reused.source, occurrence: reused.occurrence + (seed.reuse?.later ? 1 : 0), lines: fitting };
}

/** "1101" of the holder at hand, "1001@2" of another, "4001:unit:7" as it stands. */
function sideOf(text: string, holder: number): Side {
  const [, code = '', type, id] = /^([^:]+):(\w*):(\d+)$/.exec(text) ?? [];
  if (type !== undefined) return { code, type, id: Number(id) };
  const [named = '', given] = text.split('@');
  const [ownType] = holderTypesOf(named);
  if (ownType === undefined) return { code: named, type: '', id: 0 };
  return { code: named, type: ownType, id: Number(given ?? (named === '1001' ? 1 : holder)) };
}

function amountOf(seed: AmountSeed, book: BookModel, line: Omit<Line, 'amount'>): string {
  if ('text' in seed) return seed.text;
  if ('fen' in seed) return yuanOf(seed.fen);
  const found = {
    available: () => book.available(line.fund),
    room: () => book.room(line.fund, line.debit),
    debit: () => book.balance(line.fund, line.debit),
    credit: () => book.balance(line.fund, line.credit),
  };
  const fen = found[seed.of]() + seed.plus;
  return yuanOf(fen > 0n ? fen : 10_000n);
}
