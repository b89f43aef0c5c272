import { Money, type BusinessDate, type Id } from '../../../kernel/index.js';

/** A receipt in force with what of it became a prepayment. `account` is the one that its money came from; null where no bank line names it. */
export interface PrepaidReceipt {
  readonly id: Id<'receipt'>;
  readonly number: string;
  readonly effectiveOn: BusinessDate;
  readonly account: string | null;
  readonly prepaid: Money;
}

export type StandingReceipt = PrepaidReceipt & { readonly standing: Money };

export const paperRefundStates = ['ASKED', 'CONFIRMED', 'REFUSED'] as const;
export type PaperRefundState = (typeof paperRefundStates)[number];

/** What was owed back, or was paid, to an account before; `account` null where no bank line named one, so that a paper did. */
export interface RefundedBefore {
  readonly account: string | null;
  readonly amount: Money;
}

/**
 * What still stands of each receipt's prepayment, out of `held`, which the unit has in advance: refunds take from the receipts of their account,
 * and bills have used up the oldest money first. Example: 100.00 came from A, then 50.00 from B, and a bill took 75.23: 24.77 of A and 50.00 of B stand.
 * Σ standing ≤ held. @returns the receipts, newest first, with what stands
 */
export function standingPrepayments<Receipt extends PrepaidReceipt>(
  receipts: readonly Receipt[],
  refunds: readonly RefundedBefore[],
  held: Money,
): (Receipt & { readonly standing: Money })[] {
  const refunded = new Map<string | null, Money>();
  for (const { account, amount } of refunds) refunded.set(account, (refunded.get(account) ?? Money.zero).plus(amount));
  let left = held;
  return receipts
    .toSorted((a, b) => (a.effectiveOn > b.effectiveOn ? -1 : a.effectiveOn < b.effectiveOn ? 1 : b.id - a.id))
    .map((receipt) => {
      const of = refunded.get(receipt.account) ?? Money.zero;
      const gone = Money.min(receipt.prepaid, of);
      refunded.set(receipt.account, of.minus(gone));
      const standing = Money.min(receipt.prepaid.minus(gone), left);
      left = left.minus(standing);
      return { ...receipt, standing };
    });
}

/** What of `held` no account is known for: it came with the opening balances, through a channel, or on lines that name none. It alone may go back by a paper. */
export function withoutAccount(held: Money, receipts: readonly StandingReceipt[]): Money {
  return held.minus(Money.sum(receipts.flatMap(({ account, standing }) => (account === null ? [] : [standing]))));
}
