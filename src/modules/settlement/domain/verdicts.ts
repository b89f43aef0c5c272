import type { AccountingPeriod, Money } from '../../../kernel/index.js';
import type { MatchablePayer, MatchablePayout, MatchableLine, PlacedPart, Verdict } from './matchables.js';
import type { MatchReason, MatchReasonCode } from './match-reason.js';

/** Certain: what will be booked. */
export function sure(parts: readonly PlacedPart[], reason: MatchReason): Verdict {
  const [first] = parts;
  return { place: first?.place ?? { kind: 'NONE' }, parts, suggested: false, reason };
}

/** Likely: what a person may confirm. */
export function likely(parts: readonly PlacedPart[], reason: MatchReason): Verdict {
  return { place: { kind: 'NONE' }, parts, suggested: true, reason };
}

export function suspense({ amount }: Pick<MatchableLine, 'amount'>, code: MatchReasonCode, figures: MatchReason['figures'] = {}): Verdict {
  return sure([{ place: { kind: 'SUSPENSE' }, amount }], { code, figures });
}

export function unplaced(code: MatchReasonCode, figures: MatchReason['figures'] = {}): Verdict {
  return sure([], { code, figures });
}

export function ofPayer({ kind, id, code }: MatchablePayer, amount: Money, months: readonly AccountingPeriod[] = []): PlacedPart {
  return { place: { kind, id, code, ...(months.length > 0 && { months }) }, amount };
}

export function ofPayout({ id, number }: MatchablePayout, amount: Money): PlacedPart {
  return { place: { kind: 'PAYOUT', id, code: number }, amount };
}
