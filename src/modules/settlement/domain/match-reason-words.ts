import type { MatchReason, MatchReasonCode } from './match-reason.js';
import { matchReasonWordsZhCn } from './match-reason-words.zh-CN.js';

const matchReasonWordsEn: Record<MatchReasonCode, string> = {
  UNIT_REFERENCE: 'The remark names unit {reference}.',
  LEASE_REFERENCE: 'The remark names lease {reference}.',
  PAYOUT_REFERENCE: 'Payout {reference}: number, amount and payee are as instructed.',
  AMOUNT_AND_PAYER: 'Without a reference, but payer and exact amount fit {reference} alone.',
  AMOUNT_AND_PAYEE: 'Without a reference, but payee and exact amount fit payout {reference} alone.',
  SEVERAL_EXACT: 'The remark names {reference}, and what is open there adds up to exactly this amount in one way.',
  PAYER_ACCOUNT: 'Without a reference, but this account has paid for {reference} alone before, and the amount is exactly what is open.',
  UNIT_CODE: 'The remark has the code {reference}, and the amount is exactly what is open there.',
  TOGETHER: '{count} payments of one payer add up to {total}, exactly what is open for {reference}.',
  RULE: 'Placed by the bookkeeper’s rule {rule}.',
  PAYOUT_CAME_BACK: 'Payout {reference} came back whole.',
  CHANNEL_BATCH: '{count} payments of {reference}, less their charge, are exactly this amount, in one way.',
  BANK_INTEREST: 'The bank pays interest.',
  BANK_CHARGE: 'The bank takes a charge.',
  UNIT_CODE_AMOUNT: 'The remark has the code {reference}, but {amount} is not what is open there.',
  TWO_CANDIDATES: 'The payer’s name, account or remark point to different ones: {reference}. Only a person can tell.',
  RULES_DISAGREE: 'Rules {rule} give this line different places. Switch one of them off.',
  BY_HAND: 'Assigned by hand to {reference}.',
  SEVERAL_REFERENCES: 'The remark names more than one thing: {reference}. Split it by hand.',
  UNKNOWN_REFERENCE: 'The remark names {reference}, which is not known here.',
  RETURNED_PAYOUT: 'Money came in under the number of a payout, {reference}: probably a payment that was returned.',
  REVERSAL: 'The bank marks it as taking an earlier booking back.',
  UNKNOWN_PAYER: 'No reference, and nobody here has the payer’s name.',
  AMOUNT_DIFFERS: 'No reference; the payer stands for {reference}, but {amount} is not what is open.',
  AMBIGUOUS: 'No reference, and {count} candidates cannot be told apart: {reference}.',
  PAYOUT_NOT_INSTRUCTED: 'Payout {reference} is not waiting for the bank.',
  PAYOUT_AMOUNT_DIFFERS: 'Payout {reference} was instructed over {instructed}; the bank paid {paid}.',
  PAYOUT_PAYEE_DIFFERS: 'Payout {reference} was instructed to another payee or account.',
  PAYOUT_TOO_EARLY: 'Payout {reference} was instructed on {instructedOn}; this was booked on {bookedOn}.',
  OWN_ACCOUNT: 'The other side is the compound’s own account ending in {reference}: place it together with the line there.',
  NO_PAYOUT: 'Money went out and no instructed payout fits amount and payee.',
  NAMED: 'The remark names {reference}.',
  SAME_NAME: 'The payer has the name that {reference} is registered under.',
  SAME_ACCOUNT: 'This account has paid for {reference} before.',
  EXACT_AMOUNT: 'Exactly {amount} is open for {reference}; nothing else speaks for it.',
  TAKEN_BACK: 'The bank took this credit back with its line {reference}.',
  SENT_BACK: 'Nobody can place it: it goes back to the account it came from.',
  OPENING: 'It is the balance with which the books began.',
  WRONGLY_PAID: 'The bank paid payout {reference} with another amount or to another account; it has to give this back.',
  SAME_PAYMENT: 'The same account had paid this very amount on {paidOn}, under {reference}.',
  CHANNEL_REFUND: 'The channel gives back what {reference} paid on {paidOn}.',
  NO_PAYMENT: 'No payment of {amount} is placed that the channel could have given back.',
  ERROR_WAITS: 'The bank took it by mistake with line {reference} of {bookedOn}, and has not given all of it back.',
  CREDIT_WAITS: 'Exactly this amount waits under line {reference} of {bookedOn}: the bank may take its credit back.',
  REFUSED: 'The rules have a place for it, and that was refused. {why}',
};

export const matchReasonWords = { 'zh-CN': matchReasonWordsZhCn, en: matchReasonWordsEn } as const;

/** The reason as a sentence for a person. */
export function describeMatchReason(reason: MatchReason, language: keyof typeof matchReasonWords): string {
  return matchReasonWords[language][reason.code].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => reason.figures[name] ?? placeholder);
}
