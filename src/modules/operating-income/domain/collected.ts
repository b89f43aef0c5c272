import { DomainError, Money, type BusinessDate, type Id } from '../../../kernel/index.js';
import { collectedFor } from './claim.js';

/** The payee of the register with a number, where money may be collected for it. @throws COLLECTED_PAYEE_REFUSED for none, and for a party of the account */
export function payeeCollectedFor(
  payees: readonly { readonly id: Id<'payee'>; readonly number: string; readonly kind: string }[],
  number: string,
): Id<'payee'> {
  const payee = payees.find((known) => known.number === number);
  const kinds: readonly string[] = collectedFor;
  if (!payee || !kinds.includes(payee.kind)) throw new DomainError('COLLECTED_PAYEE_REFUSED', { payee: number.slice(0, 20), kinds: kinds.join(', ') });
  return payee.id;
}

/** Money of one payee that came in by one bank line. */
export interface CollectedReceipt {
  readonly id: Id<'other_receipt'>;
  readonly receivedOn: BusinessDate;
  readonly amount: Money;
}

/**
 * What of each receipt of one payee is still held, by its id: money that is passed on is the oldest that came in. 80.00 of the 1st and 50.00 of the 2nd, of
 * which 100.00 were passed on: nothing of the first, 30.00 of the second.
 */
export function heldOfReceipts(receipts: readonly CollectedReceipt[], passedOn: Money): ReadonlyMap<Id<'other_receipt'>, Money> {
  let left = passedOn;
  const held = new Map<Id<'other_receipt'>, Money>();
  for (const { id, amount } of receipts.toSorted(byDay)) {
    const taken = Money.min(left, amount);
    held.set(id, amount.minus(taken));
    left = left.minus(taken);
  }
  return held;
}

function byDay(one: CollectedReceipt, other: CollectedReceipt): number {
  return one.receivedOn.localeCompare(other.receivedOn) || one.id - other.id;
}
