import type { Money } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import type { LineCandidate } from './candidates.js';
import type { MatchableLine } from './matchables.js';
import { mayUndo } from './other-side.js';
import type { PaymentReferenceReader } from './references.js';

/** An earlier line under which money waits for the bank: what it took by mistake and has not given back, or a credit that it may take back. */
export type OpenBankLine = Pick<BankLineView, 'id' | 'bookedOn' | 'counterpartyName' | 'counterpartyAccount' | 'remark'> & { readonly open: Money };

const SHOWN_MAX = 3;

/**
 * What a line of the bank itself may put right, the exact amount first: a correction of an error of which at least as much is open, or the
 * taking back of a credit of exactly that amount; not before that line, and only where the hand may place it.
 * @returns the lines, not more than a few
 */
export function linesPutRight(line: MatchableLine, open: readonly OpenBankLine[], readPaymentReferences?: PaymentReferenceReader): OpenBankLine[] {
  const isOut = line.amount.isNegative;
  const fits = ({ open: waits }: OpenBankLine): boolean => (isOut ? waits.equals(line.amount.negated()) : waits.atLeast(line.amount));
  const rank = ({ open: waits }: OpenBankLine): number => (waits.equals(line.amount) ? 0 : 1);
  return open
    .filter((other) => other.id !== line.id && other.bookedOn <= line.bookedOn && fits(other) && mayUndo(line, other, readPaymentReferences))
    .toSorted((a, b) => rank(a) - rank(b) || (a.bookedOn > b.bookedOn ? -1 : 1))
    .slice(0, SHOWN_MAX);
}

/** A line that this one puts right, as a place for it. */
export function bankCandidate(line: MatchableLine, { id, bookedOn, remark, counterpartyName }: OpenBankLine): LineCandidate {
  return {
    parts: [{ target: line.amount.isNegative ? 'TAKEN_BACK' : 'CORRECTION', reference: String(id), amount: line.amount.toString() }],
    name: counterpartyName.trim() || remark.trim() || null,
    reason: { code: line.amount.isNegative ? 'CREDIT_WAITS' : 'ERROR_WAITS', figures: { reference: String(id), bookedOn } },
  };
}
