import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import type { FirmSide } from '../domain/matchables.js';

/** How banks may name the firms of a compound: by their own names and those of their accounts, and by every number that was ever registered for them. */
@Injectable()
export class FirmSides {
  all(tx: Tx): Promise<FirmSide[]> {
    return tx.query<FirmSide>(
      `select c.firm_id as "firmId", array_agg(distinct n.name) as names, coalesce(array_agg(distinct a.account_no) filter (where a.account_no is not null), '{}') as "accountNos"
       from mingbai.contract c join mingbai.organisation o on o.id = c.firm_id
         left join mingbai.payee p on p.community_id = $1 and p.contract_id = c.id left join mingbai.payee_account a on a.community_id = $1 and a.payee_id = p.id
         cross join lateral (select o.name union select a.account_name where a.account_name is not null) n
       where c.community_id = $1 group by c.firm_id order by c.firm_id`,
      [tx.communityId],
    );
  }
}
