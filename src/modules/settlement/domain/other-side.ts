import { channelOf } from './channel-batches.js';
import type { ChannelName, FirmSide, MatchableLine, OtherSide, PaidPayout } from './matchables.js';
import { CHARGE_MAX } from './payee-reached.js';
import { hasWord, plainName, referencesIn, sameName, type PaymentReferenceReader } from './references.js';
import { remarkWords } from './remark-words.zh-CN.js';

type Line = Pick<MatchableLine, 'amount' | 'counterpartyName' | 'counterpartyAccount' | 'remark' | 'reversal'>;

/** The number of an account without what banks put between its digits. */
function plainNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s-]/g, '');
}

/** Digits of an account number that is written out whole; fewer, or masked, are its end. */
const WHOLE = /^\d{12,}$/;

export function isWholeNumber(text: string): boolean {
  return WHOLE.test(plainNumber(text));
}

/** Whether what the bank writes is the number of that account: whole, or its last digits, at least four, where it writes no more. */
export function isNumberOf(text: string, accountNo: string): boolean {
  const plain = plainNumber(text);
  if (plain === '' || isWholeNumber(text)) return plain !== '' && plain === plainNumber(accountNo);
  const [last] = /\d{4,}$/.exec(plain) ?? [];
  return last !== undefined && plainNumber(accountNo).endsWith(last);
}

/** Whether two lines have the same other side: the same number, or the same name where the bank gives a number for one of them at most. */
export function isSameSide(one: OtherSide, other: OtherSide): boolean {
  const [first, second] = [plainNumber(one.counterpartyAccount), plainNumber(other.counterpartyAccount)];
  return first !== '' && second !== '' ? first === second : sameName(one.counterpartyName, other.counterpartyName);
}

/** Whether the bank itself is the other side: it names nobody, or a bank. */
export function isOfTheBank({ counterpartyName }: Pick<MatchableLine, 'counterpartyName'>): boolean {
  return counterpartyName.trim() === '' || hasWord(counterpartyName, remarkWords.bank);
}

/**
 * Whether the bank itself is the other side, or nobody: a bank's name or none, no whole number of somebody who is not named, and, of money that came in, no unit and
 * no lease in the remark. Cash that an owner brings to the counter names nobody; what the owner writes to it says whose it is.
 */
export function isTheBanksOwn(line: Line, readPaymentReferences?: PaymentReferenceReader): boolean {
  const isSomebody = line.counterpartyName.trim() === '' && isWholeNumber(line.counterpartyAccount);
  return isOfTheBank(line) && !isSomebody && (line.amount.isNegative || !namesPayer(line, readPaymentReferences));
}

function namesPayer({ remark }: Pick<Line, 'remark'>, readPaymentReferences?: PaymentReferenceReader): boolean {
  const { units, unitIds, leases } = referencesIn(remark, readPaymentReferences);
  return units.length + unitIds.length + leases.length > 0;
}

/** Whether a debit may be a charge: the bank's own, of more than it may take for a transfer only what it calls a charge; to a whole number without a name only both together. */
export function mayBeCharge(line: Line): boolean {
  const [isSmall, isSaid] = [CHARGE_MAX.atLeast(line.amount.negated()), hasWord(line.remark, remarkWords.charge)];
  return isTheBanksOwn(line) ? isSmall || isSaid : isOfTheBank(line) && isSmall && isSaid;
}

/** Whether the bank, or nobody, is the other side and does not say itself what it is: its interest corrects no error, and its charge takes no owner's money back, but where it marks the line. */
function isForAnything(line: Line, readPaymentReferences?: PaymentReferenceReader): boolean {
  const own = line.amount.isNegative ? remarkWords.charge : remarkWords.interest;
  return isTheBanksOwn(line, readPaymentReferences) && (line.reversal || !hasWord(line.remark, own));
}

/** Whether a remark carries the number of a payout: money in under it is that payout, which came back. */
export function namesPayout({ remark }: Pick<Line, 'remark'>): boolean {
  return referencesIn(remark).payouts.length > 0;
}

/** Whether money that came in may be interest: the bank's own, or of an account of the bank that says so. */
export function mayBeInterest(line: Line, readPaymentReferences?: PaymentReferenceReader): boolean {
  const said = hasWord(line.counterpartyName, remarkWords.interest) || (isOfTheBank(line) && hasWord(line.remark, remarkWords.interest));
  return isTheBanksOwn(line, readPaymentReferences) || (said && !namesPayer(line, readPaymentReferences));
}

/** Whether a line may give back, or take back, the money of an earlier one: the bank's own, or of the account that was its other side. */
export function mayUndo(line: Line, earlier: OtherSide, readPaymentReferences?: PaymentReferenceReader): boolean {
  return isForAnything(line, readPaymentReferences) || isSameSide(line, earlier);
}

/** Whether money may be a payout that came back: from the payee's account, under the number of the payout, by the bank's mark, or the bank's own. */
export function mayBeReturned(
  line: Line,
  payout: Pick<PaidPayout, 'number' | 'payeeName' | 'payeeAccountNo'>,
  readPaymentReferences?: PaymentReferenceReader,
): boolean {
  const payee = { counterpartyName: payout.payeeName, counterpartyAccount: payout.payeeAccountNo };
  return line.reversal || referencesIn(line.remark).payouts.includes(payout.number) || mayUndo(line, payee, readPaymentReferences);
}

/** Whether money may be the firm's: from its account, under its name or that of a branch of it, or nobody's, as cash is. */
export function mayBeFirms(line: Line, firm: FirmSide | undefined, readPaymentReferences?: PaymentReferenceReader): boolean {
  if (isForAnything(line, readPaymentReferences)) return true;
  const [name, number] = [plainName(line.counterpartyName), plainNumber(line.counterpartyAccount)];
  return firm !== undefined && (firm.accountNos.includes(number) || firm.names.some((own) => name.startsWith(plainName(own))));
}

/** Whether a line may be a batch of a channel: the channel's own name, that of whoever clears for it, or the bank's own; its word in a remark alone not where a unit or lease is named. */
export function mayBeChannels(line: Line, channel: ChannelName, readPaymentReferences?: PaymentReferenceReader): boolean {
  if (hasWord(line.counterpartyName, `${remarkWords.channels[channel]}|${remarkWords.clearing}`)) return true;
  return isForAnything(line, readPaymentReferences) || (channelOf(line) === channel && !namesPayer(line, readPaymentReferences));
}
