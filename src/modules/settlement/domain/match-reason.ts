import type { DomainError, Json } from '../../../kernel/index.js';

/** Why a line went where it went. Kept with the line; the words for a person are in match-reason-words. */
export const matchReasonCodes = [
  'UNIT_REFERENCE',
  'LEASE_REFERENCE',
  'PAYOUT_REFERENCE',
  'AMOUNT_AND_PAYER',
  'AMOUNT_AND_PAYEE',
  'SEVERAL_EXACT',
  'PAYER_ACCOUNT',
  'UNIT_CODE',
  'TOGETHER',
  'RULE',
  'BANK_INTEREST',
  'PAYOUT_CAME_BACK',
  'CHANNEL_BATCH',
  'BANK_CHARGE',
  'UNIT_CODE_AMOUNT',
  'TWO_CANDIDATES',
  'RULES_DISAGREE',
  'BY_HAND',
  'SEVERAL_REFERENCES',
  'UNKNOWN_REFERENCE',
  'RETURNED_PAYOUT',
  'REVERSAL',
  'UNKNOWN_PAYER',
  'AMOUNT_DIFFERS',
  'AMBIGUOUS',
  'PAYOUT_NOT_INSTRUCTED',
  'PAYOUT_AMOUNT_DIFFERS',
  'PAYOUT_PAYEE_DIFFERS',
  'PAYOUT_TOO_EARLY',
  'NO_PAYOUT',
  'OWN_ACCOUNT',
  'NAMED',
  'SAME_NAME',
  'SAME_ACCOUNT',
  'EXACT_AMOUNT',
  'TAKEN_BACK',
  'SENT_BACK',
  'OPENING',
  'CHANNEL_REFUND',
  'WRONGLY_PAID',
  'SAME_PAYMENT',
  'NO_PAYMENT',
  'ERROR_WAITS',
  'CREDIT_WAITS',
  'REFUSED',
] as const;
export type MatchReasonCode = (typeof matchReasonCodes)[number];

/** A document or the books refused the place that the rules gave: with the code and figures of the refusal. */
export function refusedReason({ code, details }: DomainError): MatchReason {
  const figures = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  return { code: 'REFUSED', figures: { ...figures, error: code } };
}

/** Whether a person decided where a line is, or took its place back: the rules leave it alone. */
export function isByHand(reason: Json): boolean {
  const { code } = (reason ?? { code: 'BY_HAND' }) as { readonly code?: unknown };
  return code === 'BY_HAND';
}

/** The code, and the reference or figures that the sentence needs; no names of people. */
export interface MatchReason {
  readonly code: MatchReasonCode;
  readonly figures: Readonly<Record<string, string>>;
}
