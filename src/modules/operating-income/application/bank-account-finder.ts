import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BankAccountQueries } from '../../communities/index.js';

/** The co-managed account of a day. @throws COMMUNITY_ACCOUNT_NONE where there was none */
export async function bankAccountFinder(tx: Tx, bankAccounts: BankAccountQueries): Promise<(on: BusinessDate) => number> {
  const accounts = await bankAccounts.all(tx);
  return (on) => {
    const account = accounts.find(({ openedOn, closedOn }) => openedOn <= on && (closedOn === null || closedOn >= on));
    if (!account) throw new DomainError('COMMUNITY_ACCOUNT_NONE', { date: on });
    return account.id;
  };
}
