import type { BankLineView } from '../../bank/index.js';
import { transfer, type EntryDraft } from '../../ledger/index.js';

/** P21, unidentified: TRN 1001/2301[line], on the bank's booking day. A bank fact: whoever it belongs to, it is here. */
export function journalForSuspense({ id, bookedOn, amount, accountId }: Pick<BankLineView, 'id' | 'bookedOn' | 'amount' | 'accountId'>): EntryDraft {
  const cash = { code: '1001', holder: { type: 'bank_account', id: accountId } } as const;
  const suspense = { code: '2301', holder: { type: 'bank_line', id } } as const;
  return {
    rule: 'P21',
    effectiveOn: bookedOn,
    source: { type: 'bank_line', id },
    description: 'receipt not identified yet',
    transfers: transfer('TRN', amount, cash, suspense),
  };
}
