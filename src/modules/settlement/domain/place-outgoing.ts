import { batchOf, channelOf } from './channel-batches.js';
import { remarkWords } from './remark-words.zh-CN.js';
import type { MatchableLine, MatchablePayout, Verdict } from './matchables.js';
import type { MatchReason } from './match-reason.js';
import type { OpenClaims } from './open-claims.js';
import { mayBeCharge } from './other-side.js';
import { hasWord, plainName, sameName, type References } from './references.js';
import { ofPayout, sure, unplaced } from './verdicts.js';

/** Money out: only to an instructed payout of exactly that amount and payee, or a charge that the bank took for itself. */
export function placeOutgoing(line: MatchableLine, references: References, claims: OpenClaims): Verdict {
  if (line.reversal) return unplaced('REVERSAL');
  const [reference, second] = references.payouts;
  if (second !== undefined) return unplaced('SEVERAL_REFERENCES', { reference: references.payouts.join(', ') });
  if (reference !== undefined) {
    const payout = claims.payouts.get(reference);
    if (!payout) return unplaced('PAYOUT_NOT_INSTRUCTED', { reference });
    const obstacle = payoutObstacle(line, payout);
    return obstacle ? unplaced(obstacle.code, obstacle.figures) : paid(line, payout, 'PAYOUT_REFERENCE');
  }
  const fitting = [...claims.payouts.values()].filter((payout) => payoutObstacle(line, payout) === null);
  const [only, other] = fitting;
  if (only && other) return unplaced('AMBIGUOUS', { count: String(fitting.length), reference: fitting.map(({ number }) => number).join(', ') });
  if (only) return paid(line, only, 'AMOUNT_AND_PAYEE');
  const channel = claims.channelDays.length > 0 ? channelOf(line) : null;
  const batch = channel && batchOf(channel, line, claims.channelDays);
  if (batch)
    return sure([{ place: { kind: 'CHANNEL_BATCH', ...batch }, amount: line.amount }], {
      code: 'CHANNEL_BATCH',
      figures: { reference: batch.code, count: String(batch.lineIds.length) },
    });
  if (mayBeCharge(line) && hasWord(line.remark, remarkWords.charge))
    return sure([{ place: { kind: 'CHARGE' }, amount: line.amount }], { code: 'BANK_CHARGE', figures: {} });
  return unplaced('NO_PAYOUT');
}

/** What keeps a line from being the payment of a payout: exactly its amount, its payee and account, and not before it was instructed. Null when nothing does. */
export function payoutObstacle({ amount, bookedOn, counterpartyName, counterpartyAccount }: MatchableLine, payout: MatchablePayout): MatchReason | null {
  const { number: reference, instructedOn } = payout;
  const spent = amount.negated();
  if (!spent.equals(payout.amount))
    return { code: 'PAYOUT_AMOUNT_DIFFERS', figures: { reference, instructed: payout.amount.toString(), paid: spent.toString() } };
  if (bookedOn < instructedOn) return { code: 'PAYOUT_TOO_EARLY', figures: { reference, instructedOn, bookedOn } };
  const sameAccount = counterpartyAccount === '' || counterpartyAccount === payout.payeeAccountNo;
  return sameAccount && sameName(counterpartyName, payout.payeeName) ? null : { code: 'PAYOUT_PAYEE_DIFFERS', figures: { reference } };
}

/** An instructed payout that a line may be, whatever a person or a rule says: its number, or since it was instructed its amount or its payee's account. */
export function perhapsPayout(
  { amount, bookedOn, counterpartyAccount, remark }: MatchableLine,
  payouts: Iterable<MatchablePayout>,
): MatchablePayout | undefined {
  const fits = (payout: MatchablePayout): boolean => amount.negated().equals(payout.amount) || counterpartyAccount === payout.payeeAccountNo;
  return [...payouts].find((payout) => plainName(remark).includes(payout.number) || (bookedOn >= payout.instructedOn && fits(payout)));
}

function paid({ amount }: MatchableLine, payout: MatchablePayout, code: 'PAYOUT_REFERENCE' | 'AMOUNT_AND_PAYEE'): Verdict {
  return sure([ofPayout(payout, amount)], { code, figures: { reference: payout.number } });
}
