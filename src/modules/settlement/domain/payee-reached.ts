import { Money } from '../../../kernel/index.js';
import type { MatchableLine, MatchablePayout } from './matchables.js';
import { sameName } from './references.js';

/** The most that a bank may take for one transfer, yuan: 发改价格〔2014〕268 号, a firm's transfer over the counter to another bank. */
export const CHARGE_MAX = Money.parse('200.00');

/** Whether a debit since the instruction brought the payee more than the payout: to its account, or to its name where the bank gives no account. */
export function reachesPayee({ amount, bookedOn, counterpartyName, counterpartyAccount }: MatchableLine, payout: MatchablePayout): boolean {
  const toPayee = counterpartyAccount === '' ? sameName(counterpartyName, payout.payeeName) : counterpartyAccount === payout.payeeAccountNo;
  return toPayee && bookedOn >= payout.instructedOn && payout.amount.lessThan(amount.negated());
}
