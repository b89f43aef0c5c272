import { Money, type BusinessDate } from '../../../kernel/index.js';
import type { BankLineView } from '../../bank/index.js';
import { funds, transfer, type AccountBalance, type AccountRef, type ChartCode, type EntryDraft, type Fund, type TransferDraft } from '../../ledger/index.js';

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

/** Where the result of a fund ends; TRN owns nothing and has no result. */
const BALANCE_OF_FUND: Readonly<Partial<Record<Fund, ChartCode>>> = { SVC: '3001', COM: '3002', QLT: '3003' };
const RESULT: AccountRef = { code: '3101' };

/**
 * P27: every account of classes 4 and 5 into 3101 of its fund, and 3101 into the fund's balance, each pair in the direction that
 * empties the account: 4xxx with a balance in debit, or 5xxx in credit, is emptied the other way round.
 * @param balances of the books at the end of the year @returns null when all of them are empty already
 */
export function journalForYearEnd(
  balances: readonly Pick<AccountBalance, 'fund' | 'code' | 'normalSide' | 'balance'>[],
  { on, source, occurrence }: { on: BusinessDate; source: { type: string; id: number }; occurrence: number },
): EntryDraft | null {
  const transfers = funds.flatMap((fund) => {
    const own = balances.filter((account) => account.fund === fund && /^([45]|3101$)/.test(account.code)).toSorted((a, b) => a.code.localeCompare(b.code));
    const inCredit = own.map((account) => ({ ref: { code: account.code }, amount: account.normalSide === 'C' ? account.balance : account.balance.negated() }));
    const results = inCredit.filter(({ ref }) => ref.code !== RESULT.code);
    const target = BALANCE_OF_FUND[fund];
    const emptied = results.flatMap(({ ref, amount }) => emptying(fund, amount, ref, RESULT));
    return target === undefined ? emptied : [...emptied, ...emptying(fund, Money.sum(inCredit.map(({ amount }) => amount)), RESULT, { code: target })];
  });
  if (transfers.length === 0) return null;
  return { rule: 'P27', effectiveOn: on, source, occurrence, description: `Year end ${on.slice(0, 4)}`, transfers };
}

/** What an account holds, positive in credit, moved into another. */
function emptying(fund: Fund, inCredit: Money, account: AccountRef, into: AccountRef): TransferDraft[] {
  return inCredit.isNegative ? transfer(fund, inCredit.negated(), into, account) : transfer(fund, inCredit, account, into);
}
