import { addDays, businessDate } from '../../../src/kernel/index.js';
import { judged, sumOf, type Verdict } from './figures.js';
import type { PayerOracle } from './payer-oracle.js';

/** One booking of the bank; what the payer wrote stands in `units`, `leases` and `payout`. Money out is negative. */
export interface Booking {
  readonly reference: string;
  readonly on: string;
  readonly fen: number;
  readonly name: string;
  readonly account: string;
  readonly units: readonly string[];
  readonly leases: readonly string[];
  readonly payout: string | null;
  /** The payout that the bank really paid. */
  readonly pays: string | null;
}

export interface LineOracle extends Booking {
  state: 'NEW' | 'PLACED' | 'SUSPENSE';
  /** Whose money it probably is, while nobody has said so. */
  likely: PayerOracle | null;
  /** When money in suspense was said to belong to somebody. */
  foundOn: string | null;
}

/** A payout that the bank was told to pay. */
export interface Instructed {
  readonly number: string;
  readonly fen: number;
  readonly name: string;
  readonly account: string;
  readonly on: string;
}

/** LIKELY: its payer is known, its amount is not what is open; nothing is booked before a person says so. */
type Place =
  | { readonly parts: readonly { payer: PayerOracle; fen: number }[] }
  | { readonly payout: string }
  | { readonly likely: PayerOracle }
  | 'SUSPENSE'
  | 'LEFT';
export interface Placed {
  readonly line: LineOracle;
  readonly place: Place;
}

/** What is still to be paid while lines are worked through. */
interface Open {
  readonly items: Map<PayerOracle, { readonly period: string; open: number }[]>;
  readonly payouts: Map<string, Instructed>;
}

/**
 * Where the lines go: money in by the one reference that it names, or in parts by several whose oldest months add up to it in one way;
 * without one, to the only payer of its name, if the amount is a month or the oldest months together, or if one group of such payments
 * alone is; else it is left with its likely payer, or goes to suspense. Money out to the instructed payout of its number, or the only one it fits.
 * Lines that name something come first, over all lines.
 */
export function placesOf(lines: readonly LineOracle[], payers: readonly PayerOracle[], instructed: readonly Instructed[]): Placed[] {
  const open: Open = {
    items: new Map(payers.map((payer) => [payer, payer.owed.filter((item) => item.open > 0).map((item) => ({ ...item }))])),
    payouts: new Map(instructed.map((payout) => [payout.number, payout])),
  };
  const named = (line: LineOracle) => line.units.length + line.leases.length > 0 || line.payout !== null;
  const placed = new Map<LineOracle, Place>();
  const settle = (line: LineOracle, place: Place): void => {
    placed.set(line, place);
    if (typeof place === 'string') return;
    if ('payout' in place) open.payouts.delete(place.payout);
    if ('parts' in place) for (const { payer, fen } of place.parts) use(open.items.get(payer) ?? [], fen);
  };
  for (const line of [...lines.filter(named), ...lines.filter((line) => !named(line))]) {
    const place = line.fen < 0 ? placeOut(line, open) : placeIn(line, open);
    settle(line, place);
  }
  for (const payer of open.items.keys()) {
    const waiting = lines.filter((line) => isLikely(placed.get(line), payer));
    const through =
      waiting
        .map(({ on }) => on)
        .toSorted()
        .at(-1) ?? '';
    const group = onlyGroup(waiting, exactAmounts(open.items.get(payer) ?? [], through));
    for (const line of group) settle(line, { parts: [{ payer, fen: line.fen }] });
  }
  return lines.map((line) => ({ line, place: placed.get(line) ?? 'LEFT' }));
}

function placeIn(line: LineOracle, { items }: Open): Place {
  const names = [...line.units.map((code) => ({ kind: 'UNIT', code })), ...line.leases.map((code) => ({ kind: 'LEASE', code }))];
  const payers = [...items.keys()];
  if (names.length > 1) {
    const named = names.map(({ kind, code }) => payers.find((payer) => payer.kind === kind && payer.code === code));
    const known = named.flatMap((payer) => payer ?? []);
    const ways = known.length < named.length ? [] : waysOf(known.map((payer) => oldestSums(items.get(payer) ?? [], line.on)), line.fen); // prettier-ignore
    const [way] = ways;
    return way && ways.length === 1 ? { parts: known.map((payer, place) => ({ payer, fen: way[place] ?? 0 })) } : 'SUSPENSE';
  }
  const [name] = names;
  const isMeant = (payer: PayerOracle) => (name ? payer.kind === name.kind && payer.code === name.code : payer.name === line.name);
  const [payer, namesake] = payers.filter(isMeant);
  if (!payer || namesake) return 'SUSPENSE';
  const isSure = name !== undefined || exactAmounts(items.get(payer) ?? [], line.on).includes(line.fen);
  return isSure ? { parts: [{ payer, fen: line.fen }] } : { likely: payer };
}

type OpenItems = readonly { readonly period: string; readonly open: number }[];

function oldestSums(items: OpenItems, on: string): number[] {
  const owed = items.filter(({ period, open }) => open > 0 && period <= on.slice(0, 7));
  return owed.map((_, index) => sumOf(owed.slice(0, index + 1).map(({ open }) => open)));
}

function exactAmounts(items: OpenItems, on: string): number[] {
  return [...items.filter(({ period, open }) => open > 0 && period <= on.slice(0, 7)).map(({ open }) => open), ...oldestSums(items, on)];
}

/** Every choice of one sum from each list that adds up to an amount. */
function waysOf([first, ...rest]: readonly (readonly number[])[], fen: number): number[][] {
  if (!first) return fen === 0 ? [[]] : [];
  return first.flatMap((sum) => waysOf(rest, fen - sum).map((way) => [sum, ...way]));
}

function isLikely(place: Place | undefined, payer: PayerOracle): boolean {
  return typeof place === 'object' && 'likely' in place && place.likely === payer;
}

/** The only group of two or more lines that add up to one of the amounts; none when there are several. */
function onlyGroup(lines: readonly LineOracle[], amounts: readonly number[]): readonly LineOracle[] {
  const groups = lines.reduce<LineOracle[][]>((all, line) => [...all, ...all.map((group) => [...group, line])], [[]]);
  const fitting = groups.filter((group) => group.length > 1 && amounts.includes(sumOf(group.map(({ fen }) => fen))));
  return fitting.length === 1 ? (fitting[0] ?? []) : [];
}

function placeOut(line: LineOracle, { payouts }: Open): Place {
  const paid = (payout: Instructed | undefined) =>
    payout && payout.fen === -line.fen && line.on >= payout.on && (line.account === '' || line.account === payout.account) && line.name === payout.name;
  if (line.payout !== null) return paid(payouts.get(line.payout)) ? { payout: line.payout } : 'LEFT';
  const fitting = [...payouts.values()].filter(paid);
  const [payout] = fitting;
  return payout && fitting.length === 1 ? { payout: payout.number } : 'LEFT';
}

function use(items: { open: number }[], fen: number): void {
  let left = fen;
  for (const item of items) {
    const part = Math.min(item.open, left);
    item.open -= part;
    left -= part;
  }
}

/** A part of a line and where a person says it belongs. */
export interface AssignedPart {
  readonly target: 'UNIT' | 'LEASE' | 'PAYOUT';
  readonly reference: string;
  readonly fen: number;
}

/** Why a person may not place a line so. */
export function assignRefusals(
  line: LineOracle,
  parts: readonly AssignedPart[],
  known: { payers: readonly PayerOracle[]; payouts: readonly Instructed[] },
): (string | false)[] {
  const names = parts.map(({ target, reference }) => `${target} ${reference}`);
  const isKnown = ({ target, reference }: AssignedPart) =>
    target === 'PAYOUT'
      ? known.payouts.some(({ number }) => number === reference)
      : known.payers.some(({ kind, code }) => kind === target && code === reference);
  return [
    line.state === 'PLACED' && 'BANK_LINE_STATE',
    parts.some(({ target }) => (target === 'PAYOUT') !== line.fen < 0) && 'ASSIGN_TARGET_REFUSED',
    !parts.every(isKnown) && 'ASSIGN_REFERENCE_UNKNOWN',
    new Set(names).size < names.length && 'ASSIGN_REFERENCE_REPEATED',
    (sumOf(parts.map(({ fen }) => fen)) !== line.fen || parts.some(({ fen }) => fen === 0 || fen < 0 !== line.fen < 0)) && 'ASSIGN_AMOUNT_DIFFERS',
  ];
}

/** The bank's side of a book: its lines, and how far its statements reach. */
export class BankOracle {
  readonly lines: LineOracle[] = [];
  reachedTo = '';

  get suspense(): LineOracle[] {
    return this.lines.filter(({ state }) => state === 'SUSPENSE');
  }

  /** Why a payout may have been paid all the same, or nobody can know: decision 0006. */
  doubts({ number, fen, account, on }: Omit<Instructed, 'name'>, yesterday: string): string[] {
    const mayBe = (line: LineOracle) => line.fen < 0 && (line.fen === -fen || line.payout === number || line.account === account);
    const dayBefore = addDays(businessDate(on), -1);
    const isDebited = this.lines.some((line) => line.state === 'NEW' && line.on >= dayBefore && mayBe(line));
    return [this.reachedTo < on || this.reachedTo < yesterday ? 'DISBURSEMENT_BANK_BEHIND' : '', isDebited ? 'DISBURSEMENT_BANK_DEBIT' : ''].filter(
      (code) => code !== '',
    );
  }

  import(file: { to: string; bookings: readonly Booking[] }, facts: { allowed: boolean; today: string }): Verdict {
    return judged(
      [!facts.allowed && 'NOT_ALLOWED', file.to <= this.reachedTo && 'BANK_FILE_ALREADY_IMPORTED', file.to >= facts.today && 'BANK_FILE_DAY_NOT_OVER'],
      () => {
        this.lines.push(...file.bookings.map((booking): LineOracle => ({ ...booking, state: 'NEW', likely: null, foundOn: null })));
        this.reachedTo = file.to;
        return { newLineCount: file.bookings.length };
      },
    );
  }
}
