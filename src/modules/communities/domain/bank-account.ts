import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import { isPlainText } from './plain-text.js';

/** An account as the bank opened it; `openedOn` is the first day on which it is the compound's. */
export interface BankAccountFacts {
  readonly bankName: string;
  readonly accountName: string;
  readonly accountNo: string;
  readonly openedOn: BusinessDate;
}

const TEXT_MAX = 60;

/** @throws COMMUNITY_TEXT_INVALID, COMMUNITY_ACCOUNT_NO_INVALID, COMMUNITY_ACCOUNT_LATER */
export function assertBankAccount({ bankName, accountName, accountNo, openedOn }: BankAccountFacts, today: BusinessDate): void {
  for (const [field, text] of Object.entries({ bankName, accountName }))
    if (!isPlainText(text, TEXT_MAX)) throw new DomainError('COMMUNITY_TEXT_INVALID', { field, max: TEXT_MAX });
  if (!/^[0-9A-Z]{8,34}$/.test(accountNo)) throw new DomainError('COMMUNITY_ACCOUNT_NO_INVALID');
  if (openedOn > today) throw new DomainError('COMMUNITY_ACCOUNT_LATER', { openedOn, today });
}
