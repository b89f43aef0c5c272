import { required, Money } from '../../../kernel/index.js';
import { uniqueGroup } from './exact-sums.js';
import type { MatchableLine, MatchablePayer, MatchDecision, Matchables, Verdict } from './matchables.js';
import type { MatchReasonCode } from './match-reason.js';
import { placeByRule } from './match-rules.js';
import { OpenClaims } from './open-claims.js';
import { placeByPayer, placeByReference } from './place-incoming.js';
import { placeOutgoing } from './place-outgoing.js';
import { plainName, referencesIn, type PaymentReferenceReader, type References } from './references.js';
import { ofPayer, sure, suspense, unplaced } from './verdicts.js';

export * from './matchables.js';
export { payoutObstacle } from './place-outgoing.js';

/**
 * Decides where each line goes. References come first, over all lines, because they are the better evidence, then the bookkeeper's
 * rules, then payer and exact amount, and last several payments of one payer that add up to what is open. Money in that fits nothing
 * goes to suspense, what is likely and not certain is suggested, money out that nothing explains stays for a person. Nothing ambiguous
 * is guessed, and a reference settles the matter: money for a unit that owes nothing becomes its prepayment and is never offered to another.
 * @param again lines that the rules have put into suspense before: they are found by exact evidence alone, and take nothing from the others
 * @returns the decisions in the order of the lines; of a line that is looked at again, none while it is not found
 */
export function matchLines(lines: readonly MatchableLine[], matchables: Matchables, again: ReadonlySet<MatchableLine> = new Set()): MatchDecision[] {
  const claims = new OpenClaims(matchables);
  const named = new Map(lines.map((line) => [line, referencesIn(line.remark, matchables.readPaymentReferences)]));
  const isNamed = (line: MatchableLine): boolean => countOf(named.get(line)) > 0;
  const decided = new Map<MatchableLine, Verdict>();
  const decide = (line: MatchableLine, verdict: Verdict): void => {
    if (!verdict.suggested) claims.use(verdict.parts, line.bookedOn);
    decided.set(line, verdict);
  };
  for (const line of [...lines.filter(isNamed), ...lines.filter((candidate) => !isNamed(candidate))]) {
    const verdict = verdictOn(line, required(named.get(line), 'the references of a line'), { claims, rules: matchables.rules ?? [] });
    if (!again.has(line) || isFound(verdict)) decide(line, verdict);
  }
  for (const [payer, group] of differing(lines, decided, claims)) {
    const last =
      group
        .map(({ bookedOn }) => bookedOn)
        .toSorted()
        .at(-1) ?? required(group[0], 'a line').bookedOn;
    const together = uniqueGroup(group.map(({ amount }) => amount), claims.exactAmounts(payer, last)); // prettier-ignore
    const total = Money.sum((together ?? []).map((position) => required(group[position], 'a line of a group').amount));
    for (const position of together ?? []) {
      const line = required(group[position], 'a line of a group');
      decide(
        line,
        sure([ofPayer(payer, line.amount)], { code: 'TOGETHER', figures: { reference: payer.code, count: String(together?.length), total: total.toString() } }),
      );
    }
  }
  return lines.flatMap((line) => {
    const verdict = decided.get(line);
    return verdict ? [{ line, ...verdict }] : [];
  });
}

/**
 * Evidence that needs no guess: a reference, a batch of a channel to the fen, a payout that came back under its number, a rule of the
 * bookkeeper. What is open for a payer has changed since the money came, so a sum that fits it by now is none.
 */
const exactReasons: ReadonlySet<MatchReasonCode> = new Set(['UNIT_REFERENCE', 'LEASE_REFERENCE', 'PAYOUT_CAME_BACK', 'CHANNEL_BATCH', 'RULE']);

function isFound({ parts, suggested, reason }: Verdict): boolean {
  return !suggested && parts.length > 0 && exactReasons.has(reason.code) && parts.every(({ place }) => place.kind !== 'SUSPENSE');
}

function verdictOn(line: MatchableLine, references: References, { claims, rules }: { claims: OpenClaims; rules: NonNullable<Matchables['rules']> }): Verdict {
  const own = claims.ownAccount(line);
  if (own) return unplaced('OWN_ACCOUNT', { reference: own.last4 });
  const isNamed = countOf(references) > 0;
  const byRule = isNamed || line.reversal ? null : placeByRule(line, rules, claims);
  if (byRule) return byRule;
  if (line.amount.isNegative) return placeOutgoing(line, references, claims);
  if (line.reversal && references.payouts.length === 0) return suspense(line, 'REVERSAL');
  return isNamed ? placeByReference(line, references, claims) : placeByPayer(line, claims);
}

/** Whether a remark names a unit, a lease or a payout: what accounts have paid for before then says nothing to the decision. */
export function isReferenced({ remark }: Pick<MatchableLine, 'remark'>, readPaymentReferences: PaymentReferenceReader): boolean {
  return countOf(referencesIn(remark, readPaymentReferences)) > 0;
}

/** Lines of one payer whose amount alone is not what is open, by that payer and the name on the line. */
function differing(lines: readonly MatchableLine[], decided: ReadonlyMap<MatchableLine, Verdict>, claims: OpenClaims): [MatchablePayer, MatchableLine[]][] {
  const groups = new Map<string, { payer: MatchablePayer; lines: MatchableLine[] }>();
  for (const line of lines) {
    const verdict = decided.get(line);
    if (!verdict) continue;
    const { reason, parts } = verdict;
    const place = parts[0]?.place;
    if (reason.code !== 'AMOUNT_DIFFERS' || !place || !('code' in place) || (place.kind !== 'UNIT' && place.kind !== 'LEASE')) continue;
    const payer = claims.payer(place.kind, place.code);
    const key = `${place.kind} ${place.code} ${plainName(line.counterpartyName)}`;
    if (payer) groups.set(key, { payer, lines: [...(groups.get(key)?.lines ?? []), line] });
  }
  return [...groups.values()].map(({ payer, lines: group }) => [payer, group]);
}

/** Money that came in because an earlier payment came back: the bank marks it, or its remark carries the number of a payout. It is no receipt. */
export function isReturnedPayment({ reversal, remark }: Pick<MatchableLine, 'reversal' | 'remark'>): boolean {
  return reversal || referencesIn(remark).payouts.length > 0;
}

function countOf(references: References | undefined): number {
  return references ? references.units.length + references.unitIds.length + references.leases.length + references.payouts.length : 0;
}
