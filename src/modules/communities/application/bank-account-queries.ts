import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BankAccountView } from '../domain/unit.js';

const SELECT = `select id, bank_name as "bankName", account_name as "accountName", account_no as "accountNo", right(account_no, 4) as last4,
    opened_on as "openedOn", closed_on as "closedOn"
  from mingbai.bank_account where community_id = $1`;

/** Reads the co-managed account of a compound and those before it. */
@Injectable()
export class BankAccountQueries {
  /** The account that is open on a day; there is never more than one (I28). @throws COMMUNITY_ACCOUNT_NONE */
  async active(tx: Tx, on: BusinessDate): Promise<BankAccountView> {
    const [account] = await tx.query<BankAccountView>(`${SELECT} and opened_on <= $2 and (closed_on is null or closed_on >= $2)`, [tx.communityId, on]);
    if (!account) throw new DomainError('COMMUNITY_ACCOUNT_NONE', { date: on });
    return account;
  }

  /** Every account the compound has had, oldest first. */
  all(tx: Tx): Promise<BankAccountView[]> {
    return tx.query<BankAccountView>(`${SELECT} order by opened_on`, [tx.communityId]);
  }
}
