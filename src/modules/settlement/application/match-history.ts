import { Injectable } from '@nestjs/common';
import { Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { MatchRuleTerms, SeenAccount } from '../domain/matchables.js';

/** What earlier matches and the bookkeeper's rules say about lines to come. */
@Injectable()
export class MatchHistory {
  /** For whom these accounts have paid before, by lines that named it or that a person placed; guesses teach nothing. */
  seenAccounts(tx: Tx, accounts: readonly string[]): Promise<SeenAccount[]> {
    if (accounts.length === 0) return Promise.resolve([]);
    return tx.query<SeenAccount>(
      `select distinct l.counterparty_account as "accountNo", case m.target_type when 'RECEIPT' then 'UNIT' else 'LEASE' end as kind, coalesce(r.unit_id, s.lease_id) as id
       from mingbai.bank_line l join mingbai.bank_match m on m.community_id = $1 and m.line_id = l.id and m.target_type in ('RECEIPT', 'LEASE_RECEIPT') and m.undoes is null
         left join mingbai.receipt r on r.community_id = $1 and r.id = m.target_id and m.target_type = 'RECEIPT'
         left join mingbai.lease_receipt s on s.community_id = $1 and s.id = m.target_id and m.target_type = 'LEASE_RECEIPT'
       where l.community_id = $1 and l.counterparty_account = any ($2::text[]) and l.state in ('MATCHED', 'RECONCILED')
         and l.reason ->> 'code' in ('UNIT_REFERENCE', 'LEASE_REFERENCE', 'SEVERAL_EXACT', 'BY_HAND')
         and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id)`,
      [tx.communityId, accounts],
    );
  }

  /** Rules in force, in the order in which they were made. */
  async rules(tx: Tx): Promise<MatchRuleTerms[]> {
    const rows = await tx.query<Omit<MatchRuleTerms, 'amount'> & { amount: string | null }>(
      `select no, direction, counterparty, remark, amount, target, reference from mingbai.match_rule where community_id = $1 and switched_off_at is null order by no`,
      [tx.communityId],
    );
    return rows.map((row) => ({ ...row, amount: row.amount === null ? null : Money.parse(row.amount) }));
  }
}
