import { DomainError } from '../../../kernel/index.js';

/** Where the firm is paid. The whole number is for payment files only; `last4` may be shown. */
export interface PayeeAccountFacts {
  readonly bankName: string;
  readonly accountNo: string;
  readonly accountName: string;
}

const NAME_MAX = 60;

/** Reads an account as the firm wrote it; blanks inside the number are only for the eye. The number stands in no error. @throws CONTRACT_PAYEE_ACCOUNT */
export function readPayeeAccount(facts: PayeeAccountFacts): PayeeAccountFacts {
  const bankName = facts.bankName.trim();
  const accountName = facts.accountName.trim();
  const accountNo = facts.accountNo.replaceAll(' ', '');
  const isName = (text: string) => text !== '' && text.length <= NAME_MAX && !/\p{Cc}/u.test(text);
  if (!isName(bankName)) throw new DomainError('CONTRACT_PAYEE_ACCOUNT', { field: 'bankName' });
  if (!isName(accountName)) throw new DomainError('CONTRACT_PAYEE_ACCOUNT', { field: 'accountName' });
  if (!/^[0-9A-Z]{8,34}$/.test(accountNo)) throw new DomainError('CONTRACT_PAYEE_ACCOUNT', { field: 'accountNo' });
  return { bankName, accountNo, accountName };
}

export function isSameAccount(a: PayeeAccountFacts, b: PayeeAccountFacts): boolean {
  return a.bankName === b.bankName && a.accountNo === b.accountNo && a.accountName === b.accountName;
}
