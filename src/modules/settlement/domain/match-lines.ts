import { Money, periodOf, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import type { MatchReason, MatchReasonCode } from './match-reason.js';
import { referencesIn, sameName, type References } from './references.js';

export type MatchableLine = Pick<BankLineView, 'id' | 'bookedOn' | 'amount' | 'counterpartyName' | 'counterpartyAccount' | 'remark' | 'reversal'>;

/** What somebody owes for a month, oldest first in a list of them. */
export interface OpenItem {
  readonly period: AccountingPeriod;
  readonly open: Money;
}

/** A unit or a lease: the code that payers write, who pays, and what is open. */
export interface MatchablePayer {
  readonly kind: 'UNIT' | 'LEASE';
  readonly id: number;
  readonly code: string;
  readonly payerName: string | null;
  readonly openItems: readonly OpenItem[];
}

/** A payout that the bank has been told to pay. */
export interface MatchablePayout {
  readonly id: number;
  readonly number: string;
  readonly amount: Money;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  readonly instructedOn: BusinessDate;
}

export interface Matchables {
  readonly payers: readonly MatchablePayer[];
  readonly payouts: readonly MatchablePayout[];
}

/** Where a line goes. CORRECTION, TAKEN_BACK: of the earlier line with that id. NONE: nothing here explains it; it stays for a person. */
export type Place =
  | { readonly kind: 'UNIT' | 'LEASE' | 'PAYOUT' | 'CORRECTION' | 'TAKEN_BACK'; readonly id: number; readonly code: string }
  | { readonly kind: 'INTEREST' | 'CHARGE' | 'BANK_ERROR' | 'WRONG_CREDIT' | 'SUSPENSE' | 'NONE' };

export interface MatchDecision {
  readonly line: MatchableLine;
  readonly place: Place;
  readonly reason: MatchReason;
}

type Verdict = Omit<MatchDecision, 'line'>;

const NO_REFERENCES: References = { units: [], leases: [], payouts: [] };

/**
 * Decides where each line goes. Money in: by the one reference in its remark; without any, by a payer whose name stands for one unit
 * or lease alone, when the amount is exactly what is open there; everything else to suspense. Money out: only to an instructed payout
 * of exactly that amount and payee. References come first, over all lines, because they are the better evidence. Nothing ambiguous is
 * guessed, and a reference settles the matter: money for a unit that owes nothing becomes its prepayment and is never offered to another.
 * @returns the decisions in the order of the lines
 */
export function matchLines(lines: readonly MatchableLine[], matchables: Matchables): MatchDecision[] {
  const claims = new OpenClaims(matchables);
  const named = new Map(lines.map((line) => [line, referencesIn(line.remark)]));
  const isNamed = (line: MatchableLine): boolean => countOf(named.get(line)) > 0;
  const decided = new Map<MatchableLine, Verdict>();
  for (const line of [...lines.filter(isNamed), ...lines.filter((candidate) => !isNamed(candidate))]) {
    const references = named.get(line) ?? NO_REFERENCES;
    const verdict = line.amount.isNegative ? placeOutgoing(line, references, claims) : placeIncoming(line, references, claims);
    claims.use(verdict.place, line.amount);
    decided.set(line, verdict);
  }
  return lines.map((line) => ({ line, ...required(decided.get(line), 'the decision about a line') }));
}

function placeIncoming(line: MatchableLine, references: References, claims: OpenClaims): Verdict {
  if (line.reversal) return suspense('REVERSAL');
  const named = [...references.units.map((code) => ({ kind: 'UNIT' as const, code })), ...references.leases.map((code) => ({ kind: 'LEASE' as const, code }))];
  if (references.payouts.length > 0) return suspense('RETURNED_PAYOUT', { reference: allOf(references) });
  if (named.length > 1) return suspense('SEVERAL_REFERENCES', { reference: allOf(references) });
  const [only] = named;
  if (!only) return placeByPayer(line, claims);
  const payer = claims.payer(only.kind, only.code);
  if (!payer) return suspense('UNKNOWN_REFERENCE', { reference: only.code });
  return placed(payer, only.kind === 'UNIT' ? 'UNIT_REFERENCE' : 'LEASE_REFERENCE');
}

/** Money that came in because an earlier payment came back: the bank marks it, or its remark carries the number of a payout. It is no receipt. */
export function isReturnedPayment({ reversal, remark }: Pick<MatchableLine, 'reversal' | 'remark'>): boolean {
  return reversal || referencesIn(remark).payouts.length > 0;
}

function placeByPayer(line: MatchableLine, claims: OpenClaims): Verdict {
  const known = claims.ofPayer(line.counterpartyName);
  const [only, second] = known;
  if (!only) return suspense('UNKNOWN_PAYER');
  // what is open tells namesakes apart never: somebody may pay early, or twice
  if (second) return suspense('AMBIGUOUS', { count: String(known.length) });
  return claims.fits(only, line) ? placed(only, 'AMOUNT_AND_PAYER') : suspense('AMOUNT_DIFFERS', { amount: line.amount.toString() });
}

function placeOutgoing(line: MatchableLine, references: References, claims: OpenClaims): Verdict {
  if (line.reversal) return unplaced('REVERSAL');
  const [reference, second] = references.payouts;
  if (second !== undefined) return unplaced('SEVERAL_REFERENCES', { reference: allOf(references) });
  if (reference !== undefined) {
    const payout = claims.payouts.get(reference);
    if (!payout) return unplaced('PAYOUT_NOT_INSTRUCTED', { reference });
    const obstacle = payoutObstacle(line, payout);
    return obstacle ? { place: { kind: 'NONE' }, reason: obstacle } : paid(payout, 'PAYOUT_REFERENCE');
  }
  const fitting = [...claims.payouts.values()].filter((payout) => payoutObstacle(line, payout) === null);
  const [only, other] = fitting;
  if (!only) return unplaced('NO_PAYOUT');
  if (other) return unplaced('AMBIGUOUS', { count: String(fitting.length) });
  return paid(only, 'AMOUNT_AND_PAYEE');
}

/** What keeps a line from being the payment of a payout: exactly its amount, its payee and account, and not before it was instructed. Null when nothing does. */
export function payoutObstacle({ amount, bookedOn, counterpartyName, counterpartyAccount }: MatchableLine, payout: MatchablePayout): MatchReason | null {
  const { number: reference, instructedOn } = payout;
  const paid = amount.negated();
  if (!paid.equals(payout.amount))
    return { code: 'PAYOUT_AMOUNT_DIFFERS', figures: { reference, instructed: payout.amount.toString(), paid: paid.toString() } };
  if (bookedOn < instructedOn) return { code: 'PAYOUT_TOO_EARLY', figures: { reference, instructedOn, bookedOn } };
  const sameAccount = counterpartyAccount === '' || counterpartyAccount === payout.payeeAccountNo;
  return sameAccount && sameName(counterpartyName, payout.payeeName) ? null : { code: 'PAYOUT_PAYEE_DIFFERS', figures: { reference } };
}

function paid({ id, number }: MatchablePayout, reason: MatchReasonCode): Verdict {
  return { place: { kind: 'PAYOUT', id, code: number }, reason: { code: reason, figures: { reference: number } } };
}

function placed({ kind, id, code }: MatchablePayer, reason: MatchReasonCode): Verdict {
  return { place: { kind, id, code }, reason: { code: reason, figures: { reference: code } } };
}

function suspense(code: MatchReasonCode, figures: MatchReason['figures'] = {}): Verdict {
  return { place: { kind: 'SUSPENSE' }, reason: { code, figures } };
}

function unplaced(code: MatchReasonCode, figures: MatchReason['figures'] = {}): Verdict {
  return { place: { kind: 'NONE' }, reason: { code, figures } };
}

function allOf({ units, leases, payouts }: References): string {
  return [...units.map((code) => `WY${code}`), ...leases, ...payouts].join(', ');
}

function countOf({ units, leases, payouts }: References = NO_REFERENCES): number {
  return units.length + leases.length + payouts.length;
}

/** What is open while lines are worked through: each line uses up what it settles, oldest first. */
class OpenClaims {
  readonly payouts: Map<string, MatchablePayout>;
  private readonly payers: readonly MatchablePayer[];
  private readonly byCode: ReadonlyMap<string, MatchablePayer>;
  private readonly items: Map<string, OpenItem[]>;

  constructor({ payers, payouts }: Matchables) {
    this.payers = payers;
    this.payouts = new Map(payouts.map((payout) => [payout.number, payout]));
    this.byCode = new Map(payers.map((payer) => [`${payer.kind} ${payer.code}`, payer]));
    this.items = new Map(payers.map((payer) => [`${payer.kind} ${payer.code}`, [...payer.openItems]]));
  }

  payer(kind: MatchablePayer['kind'], code: string): MatchablePayer | undefined {
    return this.byCode.get(`${kind} ${code}`);
  }

  ofPayer(name: string): MatchablePayer[] {
    return this.payers.filter(({ payerName }) => payerName !== null && sameName(payerName, name));
  }

  /** Whether the amount is one open item, or the oldest n of them together, among those of the line's month and before. */
  fits({ kind, code }: MatchablePayer, { amount, bookedOn }: MatchableLine): boolean {
    const owed = (this.items.get(`${kind} ${code}`) ?? []).filter(({ period }) => period <= periodOf(bookedOn));
    let total = Money.zero;
    return owed.some(({ open }) => {
      total = total.plus(open);
      return open.equals(amount) || total.equals(amount);
    });
  }

  /** Takes what a line settles out of what is open. */
  use(place: Place, amount: Money): void {
    if (place.kind === 'PAYOUT') this.payouts.delete(place.code);
    if (place.kind === 'UNIT' || place.kind === 'LEASE') this.settle(`${place.kind} ${place.code}`, amount);
  }

  private settle(payer: string, amount: Money): void {
    let left = amount;
    const remaining = (this.items.get(payer) ?? []).flatMap((item) => {
      const part = Money.min(item.open, left);
      left = left.minus(part);
      return item.open.equals(part) ? [] : [{ ...item, open: item.open.minus(part) }];
    });
    this.items.set(payer, remaining);
  }
}
