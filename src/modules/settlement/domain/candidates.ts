import { Money } from '../../../kernel/index.js';
import { CHARGE_MAX, reachesPayee } from './payee-reached.js';
import type { MatchReason } from './match-reason.js';
import { otherSides, otherSidesLessFee } from './account-move.js';
import type { MatchableLine, MatchablePayer, Matchables, OwnLine } from './matchables.js';
import { OpenClaims } from './open-claims.js';
import { matchLines, isReturnedPayment } from './match-lines.js';
import { bareCodesIn, referencesIn } from './references.js';
import { suggestedPart, type SuggestedPart } from './suggestion.js';
import { ofPayer } from './verdicts.js';

/** A place that a line may have, whose it is, and why. */
export interface LineCandidate {
  readonly parts: readonly SuggestedPart[];
  readonly name: string | null;
  readonly reason: MatchReason;
}

export const CANDIDATES_MAX = 4;

/**
 * What a waiting line may be for, the best first: what the rules would do with it now, then whoever its remark, name or account points
 * to, then who owes exactly its amount. Money out: the payouts that the bank was told to pay. A payment that came back is for nobody.
 * @param whole whether it may also go elsewhere than to units and leases, because its month is open
 */
export function candidatesFor(line: MatchableLine & Partial<Pick<OwnLine, 'accountId'>>, matchables: Matchables, whole: boolean): LineCandidate[] {
  const [decision] = matchLines([line], matchables);
  const decided =
    decision &&
    decision.parts.length > 0 &&
    decision.parts.every(({ place }) => place.kind !== 'SUSPENSE' && (whole || place.kind === 'UNIT' || place.kind === 'LEASE'));
  const first: LineCandidate[] = decided ? [{ parts: decision.parts.map(suggestedPart), name: nameOf(decision.parts.map(({ place }) => ('code' in place ? place.code : '')), matchables), reason: decision.reason }] : []; // prettier-ignore
  const moves = whole ? movesFor(line, matchables) : [];
  const others = line.amount.isNegative
    ? [...moves, ...payoutsFor(line, matchables), ...withChargeFor(line, matchables), ...wronglyPaidFor(line, matchables), ...bouncedFor(line, matchables)]
    : isReturnedPayment(line)
      ? []
      : [...moves, ...payersFor(line, matchables), ...(whole ? firmFor(line, matchables) : [])];
  const fresh = others.filter((other) => !first.some((known) => JSON.stringify(known.parts) === JSON.stringify(other.parts)));
  return [...first, ...fresh].slice(0, CANDIDATES_MAX);
}

/** The other side of money that the bank moved between two accounts of the compound. */
function movesFor(line: MatchableLine & Partial<Pick<OwnLine, 'accountId'>>, matchables: Matchables): LineCandidate[] {
  const { accountId } = line;
  if (accountId === undefined) return [];
  const own = { ...line, accountId };
  const moved = (id: number, amount: Money) => ({ target: 'ACCOUNT_MOVE' as const, reference: String(id), amount: amount.toString() });
  return [
    ...otherSides(own, matchables).map(({ id }) => ({
      parts: [moved(id, line.amount)],
      name: null,
      reason: { code: 'EXACT_AMOUNT' as const, figures: { reference: String(id), amount: line.amount.toString() } },
    })),
    ...otherSidesLessFee(own, matchables, CHARGE_MAX).map(({ id, accountId: otherId, amount }) => ({
      parts: [moved(id, amount.negated()), { target: 'CHARGE' as const, reference: null, amount: line.amount.plus(amount).toString() }],
      name: null,
      reason: { code: 'OWN_ACCOUNT' as const, figures: { reference: matchables.ownAccounts?.find((account) => account.id === otherId)?.last4 ?? '' } },
    })),
  ];
}

function payoutsFor(line: MatchableLine, { payouts }: Matchables): LineCandidate[] {
  return payouts
    .filter(({ amount }) => amount.equals(line.amount.negated()))
    .map(({ number, payeeName, amount }) => ({
      parts: [{ target: 'PAYOUT' as const, reference: number, amount: line.amount.toString() }],
      name: payeeName,
      reason: { code: 'EXACT_AMOUNT' as const, figures: { reference: number, amount: amount.toString() } },
    }));
}

/** A debit that brought a payee more than its payout: the bank took its fee in the same line. */
function withChargeFor(line: MatchableLine, { payouts }: Matchables): LineCandidate[] {
  return payouts
    .filter((payout) => reachesPayee(line, payout))
    .map(({ number, payeeName, amount }) => ({
      parts: [
        { target: 'PAYOUT' as const, reference: number, amount: amount.negated().toString() },
        { target: chargeOrError(line.amount.plus(amount)), reference: null, amount: line.amount.plus(amount).toString() },
      ],
      name: payeeName,
      reason: {
        code: 'PAYOUT_AMOUNT_DIFFERS' as const,
        figures: { reference: number, instructed: amount.toString(), paid: line.amount.negated().toString() },
      },
    }));
}

const chargeOrError = (rest: Money): 'CHARGE' | 'BANK_ERROR' => (CHARGE_MAX.atLeast(rest.negated()) ? 'CHARGE' : 'BANK_ERROR');

/** A debit under the number of a payout, or to its payee, that is not that payout: the bank's error. */
function wronglyPaidFor(line: MatchableLine, { payouts }: Matchables): LineCandidate[] {
  const { payouts: named } = referencesIn(line.remark);
  return payouts
    .filter((payout) => {
      const { number, amount, payeeAccountNo } = payout;
      if (reachesPayee(line, payout)) return false;
      const [sameAmount, sameAccount] = [amount.equals(line.amount.negated()), line.counterpartyAccount === payeeAccountNo];
      return (named.includes(number) || sameAccount || sameAmount) && (!sameAmount || (line.counterpartyAccount !== '' && !sameAccount));
    })
    .map(({ number, payeeName }) => ({
      parts: [{ target: 'BANK_ERROR' as const, reference: number, amount: line.amount.toString() }],
      name: payeeName,
      reason: { code: 'WRONGLY_PAID' as const, figures: { reference: number } },
    }));
}

/** Money that the bank takes back may be what the same account had paid, to the fen: all receipts of that payment. */
function bouncedFor(line: MatchableLine, { received = [] }: Matchables): LineCandidate[] {
  return received
    .filter(({ accountNo, amount, paidOn }) => accountNo === line.counterpartyAccount && amount.equals(line.amount.negated()) && paidOn <= line.bookedOn)
    .map(({ receipts, paidOn }) => ({
      parts: receipts.map(({ number, amount }) => ({ target: 'BOUNCED_RECEIPT' as const, reference: number, amount: amount.negated().toString() })),
      name: null,
      reason: { code: 'SAME_PAYMENT' as const, figures: { paidOn, reference: receipts.map(({ number }) => number).join(', ') } },
    }));
}

/** What the firm owes to the fen, one due or all of them together, and its float. */
function firmFor(line: MatchableLine, { firmDues = [], floats = [] }: Matchables): LineCandidate[] {
  const owed = firmDues.filter(({ since }) => since <= line.bookedOn);
  const reason = (reference: string): MatchReason => ({ code: 'EXACT_AMOUNT', figures: { reference, amount: line.amount.toString() } });
  const partOf = (due: (typeof owed)[number]): SuggestedPart => ({ target: 'FIRM_DUE', reference: `${due.kind}-${due.id}`, amount: due.open.toString() });
  const single = owed.filter(({ open }) => open.equals(line.amount)).map((due) => ({ parts: [partOf(due)], name: due.label, reason: reason(due.label) }));
  const all =
    owed.length > 1 && Money.sum(owed.map(({ open }) => open)).equals(line.amount)
      ? [{ parts: owed.map(partOf), name: null, reason: reason(owed.map(({ label }) => label).join(', ')) }]
      : [];
  const back = floats
    .filter(({ open }) => open.equals(line.amount))
    .map(({ firmId }): LineCandidate => ({
      parts: [{ target: 'FLOAT_BACK', reference: String(firmId), amount: line.amount.toString() }],
      name: null,
      reason: reason(String(firmId)),
    }));
  return [...single, ...all, ...back];
}

function payersFor(line: MatchableLine, matchables: Matchables): LineCandidate[] {
  const claims = new OpenClaims(matchables);
  const { units, unitIds, leases } = referencesIn(line.remark, matchables.readPaymentReferences);
  const named = [
    ...units.flatMap((code) => claims.payer('UNIT', code) ?? []),
    ...unitIds.flatMap((id) => claims.unit(id) ?? []),
    ...leases.flatMap((code) => claims.payer('LEASE', code) ?? []),
    ...bareCodesIn(line.remark).flatMap((code) => claims.payer('UNIT', code) ?? []),
  ];
  const owing = matchables.payers.filter(({ openItems }) => openItems.length > 0);
  const groups: readonly (readonly [readonly MatchablePayer[], MatchReason['code']])[] = [
    [named, 'NAMED'],
    [claims.ofPayer(line.counterpartyName), 'SAME_NAME'],
    [claims.ofAccount(line.counterpartyAccount), 'SAME_ACCOUNT'],
    [owing.filter((payer) => claims.fits(payer, line)), 'EXACT_AMOUNT'],
  ];
  const seen = new Set<MatchablePayer>();
  return groups.flatMap(([payers, code]) =>
    payers
      .filter((payer) => !seen.has(payer) && seen.add(payer))
      .toSorted((a, b) => rank(claims.fits(a, line)) - rank(claims.fits(b, line)))
      .slice(0, CANDIDATES_MAX)
      .map((payer) => ({
        parts: [suggestedPart(ofPayer(payer, line.amount))],
        name: payer.payerName,
        reason: { code, figures: { reference: payer.code, amount: line.amount.toString() } },
      })),
  );
}

/** Those whom the amount fits come first. */
function rank(fits: boolean): number {
  return fits ? 0 : 1;
}

function nameOf([code, more]: readonly string[], { payers }: Matchables): string | null {
  return more === undefined ? (payers.find((payer) => payer.code === code)?.payerName ?? null) : null;
}
