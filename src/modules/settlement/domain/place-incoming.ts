import { remarkWords } from './remark-words.zh-CN.js';
import type { MatchableLine, MatchablePayer, Verdict } from './matchables.js';
import { batchOf, channelOf } from './channel-batches.js';
import { uniqueChoice } from './exact-sums.js';
import type { OpenClaims } from './open-claims.js';
import { isOfTheBank } from './other-side.js';
import { bareCodesIn, hasWord, monthsIn, type References } from './references.js';
import { likely, ofPayer, sure, suspense } from './verdicts.js';

/** Parts that one line is split into at most. */
const PARTS_MAX = 8;

/** Money in that names something: the one unit or lease, or several whose oldest months add up to it in one way alone. A reference settles the matter. */
export function placeByReference(line: MatchableLine, references: References, claims: OpenClaims): Verdict {
  if (references.payouts.length > 0) return placeReturned(line, references, claims);
  const named = payersNamed(references, claims);
  const unknown = named.find(({ payer }) => payer === undefined);
  const payers = distinct(named.flatMap(({ payer }) => payer ?? []));
  const [only] = payers;
  if (named.length === 1 && unknown) return suspense(line, 'UNKNOWN_REFERENCE', { reference: unknown.code });
  if (unknown || !only) return suspense(line, 'SEVERAL_REFERENCES', { reference: allOf(references, claims) });
  if (payers.length === 1) {
    const months = only.kind === 'UNIT' ? monthsIn(line.remark, line.bookedOn) : [];
    return sure([ofPayer(only, line.amount, months)], { code: only.kind === 'UNIT' ? 'UNIT_REFERENCE' : 'LEASE_REFERENCE', figures: { reference: only.code } });
  }
  const oldest = payers.map((payer) => claims.oldest(payer, line.bookedOn));
  const chosen = payers.length > PARTS_MAX ? null : uniqueChoice(oldest, line.amount);
  if (!chosen) return suspense(line, 'SEVERAL_REFERENCES', { reference: allOf(references, claims) });
  const parts = payers.map((payer, index) => ofPayer(payer, oldest[index]?.[chosen[index] ?? 0] ?? line.amount));
  return sure(parts, { code: 'SEVERAL_EXACT', figures: { reference: allOf(references, claims), count: String(parts.length) } });
}

/** A payment that came back under the number of a payout that was paid, whole, not before it was paid; else it waits. */
function placeReturned(line: MatchableLine, references: References, claims: OpenClaims): Verdict {
  const [number = '', other] = references.payouts;
  const payout = other === undefined ? claims.paid.get(number) : undefined;
  if (!payout || !payout.amount.equals(line.amount) || line.bookedOn < payout.paidOn)
    return suspense(line, 'RETURNED_PAYOUT', { reference: allOf(references, claims) });
  return sure([{ place: { kind: 'RETURNED_PAYOUT', id: payout.id, code: number }, amount: line.amount }], {
    code: 'PAYOUT_CAME_BACK',
    figures: { reference: number },
  });
}

/**
 * Money in that names nothing by a reference, in the order of the evidence: interest of the bank; a batch of a payment channel; a code without WY that a unit has,
 * when amount or payer agrees; a payer whose name stands for one unit or lease, or whose account has paid for one before, when the amount
 * is exactly what is open there. Where name and account point to different ones, and where a name stands for several, nothing is guessed.
 */
export function placeByPayer(line: MatchableLine, claims: OpenClaims): Verdict {
  if (isOfTheBank(line) && hasWord(line.remark, remarkWords.interest))
    return sure([{ place: { kind: 'INTEREST' }, amount: line.amount }], { code: 'BANK_INTEREST', figures: {} });
  const channel = claims.channelDays.length > 0 ? channelOf(line) : null;
  const batch = channel && batchOf(channel, line, claims.channelDays);
  if (batch)
    return sure([{ place: { kind: 'CHANNEL_BATCH', ...batch }, amount: line.amount }], {
      code: 'CHANNEL_BATCH',
      figures: { reference: batch.code, count: String(batch.lineIds.length) },
    });
  const byName = claims.ofPayer(line.counterpartyName);
  const byAccount = claims.ofAccount(line.counterpartyAccount);
  const bare = distinct(bareCodesIn(line.remark).flatMap((code) => claims.payer('UNIT', code) ?? []));
  const [named, namesake] = byName;
  const [seen, other] = byAccount;
  if (bare.length > 0) return placeByBareCode(line, bare, { byName, byAccount, claims });
  if (namesake) return suspense(line, 'AMBIGUOUS', { count: String(byName.length), reference: codesOf(byName) });
  const known = other ? undefined : seen;
  if (named && known && named !== known) return suspense(line, 'TWO_CANDIDATES', { reference: codesOf([named, known]) });
  const payer = named ?? known;
  if (!payer) return suspense(line, 'UNKNOWN_PAYER');
  if (!claims.fits(payer, line))
    return likely([ofPayer(payer, line.amount)], { code: 'AMOUNT_DIFFERS', figures: { amount: line.amount.toString(), reference: payer.code } });
  return sure([ofPayer(payer, line.amount)], { code: named ? 'AMOUNT_AND_PAYER' : 'PAYER_ACCOUNT', figures: { reference: payer.code } });
}

/** A code without WY may be a date or somebody else's; it counts when it is one, and exact amount, or payer, or account speaks for it and nothing against it. */
function placeByBareCode(
  line: MatchableLine,
  bare: readonly MatchablePayer[],
  { byName, byAccount, claims }: { byName: readonly MatchablePayer[]; byAccount: readonly MatchablePayer[]; claims: OpenClaims },
): Verdict {
  const [unit, second] = bare;
  if (!unit || second) return suspense(line, 'SEVERAL_REFERENCES', { reference: codesOf(bare) });
  const others = distinct([...byName, ...byAccount]).filter((payer) => payer !== unit);
  const own = byName.includes(unit) || byAccount.includes(unit);
  if (others.length > 0 && !own) return suspense(line, 'TWO_CANDIDATES', { reference: codesOf([unit, ...others]) });
  const reason = { figures: { reference: unit.code, amount: line.amount.toString() } };
  if (claims.fits(unit, line))
    return sure([ofPayer(unit, line.amount, monthsIn(line.remark.replaceAll(/\d+-\d+/g, ' '), line.bookedOn))], { code: 'UNIT_CODE', ...reason });
  return likely([ofPayer(unit, line.amount)], { code: 'UNIT_CODE_AMOUNT', ...reason });
}

function payersNamed({ units, unitIds, leases }: References, claims: OpenClaims): { code: string; payer: MatchablePayer | undefined }[] {
  return [
    ...units.map((code) => ({ code, payer: claims.payer('UNIT', code) })),
    ...unitIds.map((id) => ({ code: `WY${id}`, payer: claims.unit(id) })),
    ...leases.map((code) => ({ code, payer: claims.payer('LEASE', code) })),
  ];
}

function allOf({ units, unitIds, leases, payouts }: References, claims: OpenClaims): string {
  return [...units.map((code) => `WY${code}`), ...unitIds.map((id) => `WY${claims.unit(id)?.code ?? id}`), ...leases, ...payouts].join(', ');
}

const CODES_SHOWN = 3;
function codesOf(payers: readonly MatchablePayer[]): string {
  const shown = payers.slice(0, CODES_SHOWN).map(({ code }) => code);
  return [...shown, ...(payers.length > shown.length ? ['…'] : [])].join(', ');
}

function distinct(payers: readonly MatchablePayer[]): MatchablePayer[] {
  return [...new Set(payers)];
}
