import { Injectable } from '@nestjs/common';
import { addDays, DomainError } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import type { BankAccountFacts } from '../domain/bank-account.js';
import type { BankAccountId } from '../domain/unit.js';
import { BankAccount } from '../persistence/bank-account.js';
import { BankAccountQueries } from './bank-account-queries.js';

export type BankAccountOpened = { readonly bankAccountId: BankAccountId; readonly last4: string };

/** Writes the co-managed accounts of a compound, one at a time (I28). The caller's command holds the lock of the book; whole numbers stand in no error. */
@Injectable()
export class BankAccounts {
  constructor(
    private readonly accounts: BankAccountQueries,
    private readonly ledger: LedgerService,
  ) {}

  /** The first account. @throws COMMUNITY_ACCOUNT_ACTIVE where there is or was one on these days */
  async open(tx: Tx, account: BankAccountFacts): Promise<BankAccountOpened> {
    const { openedOn } = account;
    const inTheWay = (await this.accounts.all(tx)).find(({ closedOn }) => closedOn === null || closedOn >= openedOn);
    if (inTheWay) throw new DomainError('COMMUNITY_ACCOUNT_ACTIVE', { last4: inTheWay.last4, openedOn: inTheWay.openedOn });
    return this.insert(tx, await this.takeId(tx), account);
  }

  /** For an account that another row names before it is there. */
  async takeId(tx: Tx): Promise<BankAccountId> {
    return (await this.ledger.takeIds(tx, 1)) as BankAccountId;
  }

  /** The account that follows another, which is the compound's through the day before. @throws COMMUNITY_ACCOUNT_ACTIVE where the present one is not older, COMMUNITY_ACCOUNT_KNOWN */
  async succeed(tx: Tx, id: BankAccountId, account: BankAccountFacts): Promise<BankAccountOpened> {
    await this.refuseNoSuccessor(tx, account);
    const lastDay = addDays(account.openedOn, -1);
    await tx.query(`update mingbai.bank_account set closed_on = $2 where community_id = $1 and closed_on is null`, [tx.communityId, lastDay]);
    return this.insert(tx, id, account);
  }

  /** @throws COMMUNITY_ACCOUNT_ACTIVE, COMMUNITY_ACCOUNT_KNOWN */
  async refuseNoSuccessor(tx: Tx, { accountNo, openedOn }: Pick<BankAccountFacts, 'accountNo' | 'openedOn'>): Promise<void> {
    const all = await this.accounts.all(tx);
    const inTheWay = all.find((account) => (account.closedOn ?? account.openedOn) >= openedOn);
    if (inTheWay) throw new DomainError('COMMUNITY_ACCOUNT_ACTIVE', { last4: inTheWay.last4, openedOn: inTheWay.openedOn });
    if (all.some((account) => account.accountNo === accountNo)) throw new DomainError('COMMUNITY_ACCOUNT_KNOWN', { last4: accountNo.slice(-4) });
  }

  private async insert(tx: Tx, id: BankAccountId, { bankName, accountName, accountNo, openedOn }: BankAccountFacts): Promise<BankAccountOpened> {
    await tx.manager.insert(BankAccount, { communityId: tx.communityId, id, bankName, accountName, accountNo, openedOn, closedOn: null });
    return { bankAccountId: id, last4: accountNo.slice(-4) };
  }
}
