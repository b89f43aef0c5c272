/**
 * The books a second time, as plain maps and after the text of the design alone: what accounts there are, which money is
 * restricted, what a floor is, and when a decision is refused. No code of the ledger is used here.
 */
export type Fund = 'SVC' | 'COM' | 'QLT' | 'TRN';
export interface Side {
  readonly code: string;
  readonly type: string;
  readonly id: number;
}
export interface Line {
  readonly fund: Fund;
  readonly debit: Side;
  readonly credit: Side;
  /** As it is sent: "75.23", or something that is no amount. */
  readonly amount: string;
}
export interface Draft {
  readonly rule: string;
  readonly on: string;
  readonly source: { readonly type: string; readonly id: number };
  readonly occurrence: number;
  readonly lines: readonly Line[];
}
export interface Posted {
  readonly seq: number;
  readonly voucherYear: number;
  readonly voucherNo: number;
}
/** What an action ends in; where several rules refuse at the same point, any of their codes. */
export type Verdict<T> = { readonly value: T } | { readonly refused: readonly string[] };
export interface ModelEntry extends Draft, Posted {
  readonly reverses: number | null;
}
interface Totals {
  debit: bigint;
  credit: bigint;
}
interface FundTotals {
  cash: bigint;
  restricted: bigint;
  payable: bigint;
}
export type Standing = FundTotals & { short: number | null };

export const funds: readonly Fund[] = ['SVC', 'COM', 'QLT', 'TRN'];
const words = (text: string): string[] => text.split(' ');

const FUNDS_OF_CODES: readonly [string, string][] = [
  ['SVC COM QLT TRN', '1001 2111 2112 2303 3901'],
  ['SVC', '1002 1101 1102 1104 1301 2001 2101 2103 2601 3001 4001 4002 4301 5001.01 5001.02 5002'],
  ['COM', '1103 1105 1201 2002 2401 2701 3002 4201.01 4201.02 4201.03 4201.04 4201.05 4201.06 4901 5101 5301 5501'],
  ['QLT', '3003'],
  ['TRN', '2301 2501 2502'],
  ['SVC COM', '2201 5003 5201'],
  ['SVC COM QLT', '2104 3101 4101'],
  ['SVC TRN COM', '2302'],
  ['SVC QLT', '4902 5902'],
  ['COM QLT', '5401 5402 5901'],
];
const fundsOf = new Map(FUNDS_OF_CODES.flatMap(([list, codes]) => words(codes).map((code) => [code, words(list)] as const)));

const HOLDERS: readonly [string, string][] = [
  ['1001', 'bank_account'],
  ['1002', 'channel'],
  ['1101 1102 2001', 'unit'],
  ['1103 2002', 'lease'],
  ['1104 1201 2101 2601', 'firm'],
  ['1301 2701', 'fund'],
  ['2103', 'assessment'],
  ['2104 2502', 'payee'],
  ['2111 2112 2303', 'disbursement'],
  ['2301', 'bank_line'],
  ['2302', 'unit payer bank_line'],
  ['2501', 'payer'],
];
const holdersOf = new Map(HOLDERS.flatMap(([codes, types]) => words(codes).map((code) => [code, words(types)] as const)));

const RESTRICTED = new Set(words('2001 2002 2103 2111 2112 2301 2302 2303 2401 2501 2502 2601'));
const PAYABLE = new Set(words('2101 2104 2201'));
const BANK_FACTS = new Set(words('P02 P02d P07p P09 P15 P18b P19 P20 P21 P22 P22b P25b P29 P31 P32'));
const HOLDS = new Set(words('P13 P17d P28a'));
const DISCRETION = new Set(words('P23 P30'));
const CAP = 10n ** 15n; // fen
const BEFORE_OPENING = '2024-10-31';

export const codes: readonly string[] = [...fundsOf.keys()];
export const holderTypesOf = (code: string): readonly string[] => holdersOf.get(code) ?? [];
export const fundsOfCode = (code: string): readonly string[] => fundsOf.get(code) ?? [];
export const isDebitNormal = (code: string): boolean => /^[15]/.test(code);
export const isRestricted = (code: string): boolean => RESTRICTED.has(code);
export const isPayable = (code: string): boolean => PAYABLE.has(code);
const hasFloor = (code: string): boolean => /^[12]/.test(code) && code !== '1001';

/** "75.23" → 7523n; undefined for what the books do not take. */
export function fenOf(amount: string): bigint | undefined {
  const [, yuan, decimals = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (yuan === undefined) return undefined;
  const fen = BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
  return fen > 0n && fen < CAP ? fen : undefined;
}

export function yuanOf(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const accountKey = (fund: string, side: Side): string => `${side.code} ${fund} ${side.type} ${side.id}`;
const eventKey = (draft: Draft): string => `${draft.source.type} ${draft.source.id} ${draft.rule} ${draft.occurrence}`;
export function dayAfter(day: string, days = 1): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** A wish to open closed months again: its month, how long, who confirms it and after how many days. */
export interface Reopening {
  readonly month: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  readonly confirmedAfter: number;
  readonly confirmer: 'another' | 'same person' | 'same organisation';
}

export class BookModel {
  closedThrough: string;
  /** Days since the test began: when something is done, not what it is dated. */
  today = 0;
  /** Days through this one were closed once and take entries until the day `until` has come. */
  private reopened: { readonly through: string; readonly until: number } | null = null;
  private proposals = 0;
  nextId = 1;
  readonly months: string[] = [];
  readonly entries: ModelEntry[] = [];
  readonly funds = new Map<Fund, Standing>(funds.map((fund) => [fund, { cash: 0n, restricted: 0n, payable: 0n, short: null }]));
  private readonly accounts = new Map<string, Totals>();
  private readonly vouchers = new Map<number, number>();

  /** What each rule may debit and credit, "P02 SVC 1001 1101": data of the books, which the model is told (a wrong row is another test's). */
  private pairs: ReadonlySet<string> = new Set();

  /** A book opened on 2024-11-01. */
  constructor() {
    this.closedThrough = BEFORE_OPENING;
  }

  get reopenedThrough(): string | null {
    return this.reopened?.through ?? null;
  }

  learn(pairs: readonly string[]): void {
    this.pairs = new Set(pairs);
  }

  get lastSeq(): number {
    return this.entries.length;
  }

  /** On the account's normal side. */
  balance(fund: string, side: Side): bigint {
    const { debit, credit } = this.accounts.get(accountKey(fund, side)) ?? { debit: 0n, credit: 0n };
    return isDebitNormal(side.code) ? debit - credit : credit - debit;
  }

  /** What the debit side of an account is short of the cap, which it must not reach. */
  room(fund: string, side: Side): bigint {
    return CAP - (this.accounts.get(accountKey(fund, side))?.debit ?? 0n);
  }

  available(fund: Fund): bigint {
    const { cash, restricted } = this.standing(fund);
    return cash - restricted;
  }

  takeIds(count: number): number {
    const first = this.nextId;
    this.nextId += count;
    return first;
  }

  post(drafts: readonly Draft[]): Verdict<Posted[]> {
    return this.write(drafts, null);
  }

  reverse(seq: number, on: string): Verdict<Posted> {
    const original = this.entries[seq - 1];
    if (!original) return { refused: ['LEDGER_ENTRY_MISSING'] };
    if (original.reverses !== null) return { refused: ['LEDGER_REVERSAL_OF_REVERSAL'] };
    if (this.entries.some((entry) => entry.reverses === seq)) return { refused: ['LEDGER_ALREADY_REVERSED'] };
    const lines = original.lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit }));
    const verdict = this.write([{ rule: 'REV', on, source: { type: 'entry', id: seq }, occurrence: 1, lines }], seq);
    return 'refused' in verdict ? verdict : { value: verdict.value[0] as Posted };
  }

  /** `month` "2024-11", whose last day is `lastDay`. */
  close(month: string, lastDay: string): Verdict<null> {
    if (dayAfter(this.closedThrough).slice(0, 7) !== month) return { refused: ['LEDGER_PERIOD_NOT_NEXT'] };
    this.months.push(month);
    this.closedThrough = lastDay;
    if (this.reopened && this.reopened.through <= lastDay) this.reopened = null;
    return { value: null };
  }

  /** Asks for a month that is or was closed to be opened, and lets somebody agree; the later ones open with it. @returns the number of the wish */
  reopen({ month, firstDay, lastDay, days, confirmedAfter, confirmer }: Reopening): Verdict<number> {
    const closedOnce = this.reopened?.through ?? this.closedThrough;
    if (lastDay > closedOnce || lastDay <= BEFORE_OPENING) return { refused: ['LEDGER_PERIOD_NOT_CLOSED'] };
    if (firstDay.slice(0, 7) > dayAfter(this.closedThrough).slice(0, 7)) return { refused: ['LEDGER_REOPENING_EARLIER'] };
    if (days < 1 || days > 30) return { refused: ['LEDGER_REOPENING_EXPIRY'] };
    const number = ++this.proposals;
    const until = this.today + days;
    this.today += confirmedAfter;
    if (confirmer !== 'another') return { refused: ['LEDGER_REOPENING_SAME_PARTY'] };
    if (this.today >= until) return { refused: ['LEDGER_REOPENING_LAPSED'] };
    this.reopened = { through: closedOnce, until };
    this.closedThrough = dayAfter(firstDay, -1);
    while ((this.months.at(-1) ?? '') >= month) this.months.pop();
    return { value: number };
  }

  /** Debit and credit of every account, from the entries alone, of those that `counts` takes; keyed "code fund type id". */
  totals(counts: (entry: ModelEntry) => boolean = () => true): Map<string, Totals> {
    const totals = new Map<string, Totals>();
    for (const entry of this.entries) {
      if (!counts(entry)) continue;
      for (const line of entry.lines) {
        const fen = fenOf(line.amount) as bigint;
        const [debit, credit] = [line.debit, line.credit].map((side) => {
          const key = accountKey(line.fund, side);
          const total = totals.get(key) ?? { debit: 0n, credit: 0n };
          totals.set(key, total);
          return total;
        }) as [Totals, Totals];
        debit.debit += fen;
        credit.credit += fen;
      }
    }
    return totals;
  }

  /** Why a call with these drafts is refused; empty when it is not. */
  refusals(drafts: readonly Draft[]): string[] {
    const refused = this.refusalOfDrafts(drafts);
    if (refused) return [refused];
    const refusedAccounts = this.refusalsOfAccounts(drafts);
    if (refusedAccounts.length > 0) return refusedAccounts;
    const after = this.fundsAfter(drafts);
    return drafts.flatMap((draft) => this.refusalsOfFunds(draft, after));
  }

  private write(drafts: readonly Draft[], reverses: number | null): Verdict<Posted[]> {
    const refused = this.refusals(drafts);
    return refused.length > 0 ? { refused } : { value: this.keep(drafts, reverses) };
  }

  /** What is wrong with a draft by itself, the earlier check first. */
  private refusalOfDrafts(drafts: readonly Draft[]): string | undefined {
    const lines = drafts.flatMap((draft) => draft.lines);
    const known = new Set(this.entries.map(eventKey));
    if (drafts.some((draft) => draft.on <= this.closedThrough)) return 'LEDGER_PERIOD_CLOSED';
    const { reopened } = this;
    if (reopened && this.today >= reopened.until && drafts.some((draft) => draft.on <= reopened.through)) return 'LEDGER_REOPENING_EXPIRED';
    if (drafts.some((draft) => draft.rule === 'P99')) return 'LEDGER_RULE_UNKNOWN';
    if (drafts.some((draft) => draft.lines.length === 0)) return 'LEDGER_ENTRY_EMPTY';
    if (lines.some((line) => fenOf(line.amount) === undefined)) return 'LEDGER_AMOUNT_INVALID';
    if (lines.some((line) => !isInChart(line.fund, line.debit) || !isInChart(line.fund, line.credit))) return 'LEDGER_ACCOUNT_REFUSED';
    if (
      drafts.some(
        (draft) => draft.rule !== 'REV' && draft.lines.some((line) => !this.pairs.has(`${draft.rule} ${line.fund} ${line.debit.code} ${line.credit.code}`)),
      )
    )
      return 'LEDGER_PAIR_REFUSED';
    for (const draft of drafts) {
      if (known.has(eventKey(draft))) return 'LEDGER_ALREADY_POSTED';
      known.add(eventKey(draft));
    }
    if (lines.some((line) => accountKey(line.fund, line.debit) === accountKey(line.fund, line.credit))) return '23514';
    return undefined;
  }

  /** Accounts that the drafts together would take to the cap or below their floor. */
  private refusalsOfAccounts(drafts: readonly Draft[]): string[] {
    return [...this.movementOf(drafts)].flatMap(([key, move]) => {
      const before = this.accounts.get(key) ?? { debit: 0n, credit: 0n };
      const [debit, credit] = [before.debit + move.debit, before.credit + move.credit];
      const code = key.slice(0, key.indexOf(' '));
      if (debit >= CAP || credit >= CAP) return ['LEDGER_TOTAL_TOO_LARGE'];
      return hasFloor(code) && (isDebitNormal(code) ? debit < credit : credit < debit) ? ['LEDGER_FLOOR'] : [];
    });
  }

  /**
   * A gated entry is refused when it does not raise the money left over and that is below 0; any other decision when it takes cash
   * and the fund's cash is below 0. Both are judged as the whole call leaves the fund.
   */
  private refusalsOfFunds(draft: Draft, after: ReadonlyMap<Fund, FundTotals>): string[] {
    const refused: string[] = [];
    for (const [fund, move] of fundMoves([draft])) {
      const total = after.get(fund) as FundTotals;
      const isDiscretion = DISCRETION.has(draft.rule);
      const leftOver = total.cash - total.restricted - (isDiscretion ? total.payable : 0n);
      const raised = move.cash - move.restricted - (isDiscretion ? move.payable : 0n);
      if ((isDiscretion || HOLDS.has(draft.rule)) && raised <= 0n && leftOver < 0n) refused.push('LEDGER_NOT_AVAILABLE');
      if (!BANK_FACTS.has(draft.rule) && move.cash < 0n && total.cash < 0n) refused.push('LEDGER_OVERDRAWN');
    }
    return refused;
  }

  private keep(drafts: readonly Draft[], reverses: number | null): Posted[] {
    const after = this.fundsAfter(drafts);
    for (const [key, move] of this.movementOf(drafts)) {
      const before = this.accounts.get(key) ?? { debit: 0n, credit: 0n };
      this.accounts.set(key, { debit: before.debit + move.debit, credit: before.credit + move.credit });
    }
    const posted = drafts.map((draft) => {
      const voucherYear = yearOf(draft.on);
      const voucherNo = (this.vouchers.get(voucherYear) ?? 0) + 1;
      this.vouchers.set(voucherYear, voucherNo);
      const entry = { ...draft, seq: this.lastSeq + 1, voucherYear, voucherNo, reverses };
      this.entries.push(entry);
      return { seq: entry.seq, voucherYear, voucherNo };
    });
    for (const [fund, total] of after) {
      const isShort = total.cash < total.restricted;
      this.funds.set(fund, { ...total, short: isShort ? (this.standing(fund).short ?? this.lastSeq) : null });
    }
    return posted;
  }

  private fundsAfter(drafts: readonly Draft[]): Map<Fund, FundTotals> {
    return new Map(
      [...fundMoves(drafts)].map(([fund, move]) => {
        const { cash, restricted, payable } = this.standing(fund);
        return [fund, { cash: cash + move.cash, restricted: restricted + move.restricted, payable: payable + move.payable }];
      }),
    );
  }

  private standing(fund: Fund): Standing {
    return this.funds.get(fund) as Standing;
  }

  private movementOf(drafts: readonly Draft[]): Map<string, Totals> {
    const moved = new Map<string, Totals>();
    const add = (key: string, debit: bigint, credit: bigint): void => {
      const total = moved.get(key) ?? { debit: 0n, credit: 0n };
      moved.set(key, { debit: total.debit + debit, credit: total.credit + credit });
    };
    for (const line of drafts.flatMap((draft) => draft.lines)) {
      const fen = fenOf(line.amount) as bigint;
      add(accountKey(line.fund, line.debit), fen, 0n);
      add(accountKey(line.fund, line.credit), 0n, fen);
    }
    return moved;
  }
}

function isInChart(fund: Fund, side: Side): boolean {
  const types = holderTypesOf(side.code);
  if (!fundsOfCode(side.code).includes(fund)) return false;
  return types.length === 0 ? side.type === '' && side.id === 0 : types.includes(side.type) && side.id !== 0;
}

/** What drafts do to the funds they touch. */
function fundMoves(drafts: readonly Draft[]): Map<Fund, FundTotals> {
  const moves = new Map<Fund, FundTotals>();
  for (const line of drafts.flatMap((draft) => draft.lines)) {
    const fen = fenOf(line.amount) as bigint;
    const move = moves.get(line.fund) ?? { cash: 0n, restricted: 0n, payable: 0n };
    moves.set(line.fund, move);
    if (line.debit.code === '1001') move.cash += fen;
    if (line.credit.code === '1001') move.cash -= fen;
    if (isRestricted(line.credit.code)) move.restricted += fen;
    if (isRestricted(line.debit.code)) move.restricted -= fen;
    if (isPayable(line.credit.code)) move.payable += fen;
    if (isPayable(line.debit.code)) move.payable -= fen;
  }
  return moves;
}
