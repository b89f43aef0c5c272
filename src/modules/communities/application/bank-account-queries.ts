import { Injectable } from '@nestjs/common';
import { DomainError, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { BankAccountView } from '../domain/unit.js';

const SELECT = `select a.id, a.bank_name as "bankName", a.account_name as "accountName", a.account_no as "accountNo", right(a.account_no, 4) as last4,
    a.opened_on as "openedOn", a.closed_on as "closedOn", e.ended_on as "endedOn"
  from mingbai.bank_account a left join mingbai.bank_account_end e on e.community_id = $1 and e.account_id = a.id and e.state in ('RECORDED', 'CONFIRMED') where a.community_id = $1`;

/** Reads the co-managed account of a compound and those before it. */
@Injectable()
export class BankAccountQueries {
  /** The account that is open on a day; there is never more than one (I28). @throws COMMUNITY_ACCOUNT_NONE */
  async active(tx: Tx, on: BusinessDate): Promise<BankAccountView> {
    const [account] = await tx.query<BankAccountView>(`${SELECT} and a.opened_on <= $2 and (a.closed_on is null or a.closed_on >= $2)`, [tx.communityId, on]);
    if (!account) throw new DomainError('COMMUNITY_ACCOUNT_NONE', { date: on });
    return account;
  }

  /** Every account the compound has had, oldest first. */
  all(tx: Tx): Promise<BankAccountView[]> {
    return tx.query<BankAccountView>(`${SELECT} order by a.opened_on`, [tx.communityId]);
  }
}
