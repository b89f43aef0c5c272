import { dateOf, type CommunityId, type Instant, type Money } from '../../../kernel/index.js';
import type { PaymentOrder } from '../domain/payment-order.js';
import { purposeOf } from './payment-list-file.js';

/** A payout as its payment needs it. */
export type PaidOut = Omit<PaymentOrder['payments'][number], 'purpose' | 'amount'> & Parameters<typeof purposeOf>[0] & { readonly amount: Money };

/** MsgId of a list: compound and list, so that no other of this product has it. */
export function messageIdOf(communityId: CommunityId, listId: number): string {
  return `MB${communityId}-${listId}`;
}

/** The order by which the bank pays some payouts out of an account: the value that a file is made from, now and whenever it is checked again. */
export function paymentOrder(
  list: { readonly messageId: string; readonly instructedAt: Instant },
  debtor: PaymentOrder['debtor'],
  payouts: readonly PaidOut[],
): PaymentOrder {
  const { messageId, instructedAt } = list;
  const { accountName, accountNo, bankName } = debtor;
  const payments = payouts.map((payout) => {
    const { number, attempt, amount, payeeAccountName, payeeAccountNo, payeeBankName } = payout;
    return { number, attempt, amount, payeeAccountName, payeeAccountNo, payeeBankName, purpose: purposeOf(payout) };
  });
  return { messageId, createdAt: instructedAt, executeOn: dateOf(instructedAt), debtor: { accountName, accountNo, bankName }, payments };
}
