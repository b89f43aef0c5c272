import { Injectable } from '@nestjs/common';
import { Money } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { receiptNumber } from '../../fees/index.js';
import type { MatchRuleTerms, ReceivedPayment, SeenAccount } from '../domain/matchables.js';

/** Bank line l is a batch of a channel: its account is the channel's and says nothing of who paid. */
const OF_CHANNEL = `exists (select from mingbai.channel_batch c where c.community_id = $1 and c.bank_line_id = l.id and c.undone_at is null)`;

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
         and not exists (select from mingbai.bank_match u where u.community_id = $1 and u.undoes = m.id) and not ${OF_CHANNEL}`,
      [tx.communityId, accounts],
    );
  }

  /** Payments of these accounts whose receipts are all in force and are the whole of them, the newest first. */
  async received(tx: Tx, accounts: readonly string[]): Promise<ReceivedPayment[]> {
    if (accounts.length === 0) return [];
    type Row = Omit<ReceivedPayment, 'amount' | 'receipts'> & { amount: string; receipts: { year: number; no: number; amount: string }[] };
    const rows = await tx.query<Row>(
      `select l.counterparty_account as "accountNo", l.amount, l.booked_on as "paidOn", jsonb_agg(jsonb_build_object('year', r.year, 'no', r.no, 'amount', r.amount::text) order by r.id) as receipts
       from mingbai.bank_line l join mingbai.receipt r on r.community_id = $1 and r.bank_line_id = l.id and r.void_kind is null
       where l.community_id = $1 and l.counterparty_account = any ($2::text[]) and not ${OF_CHANNEL} group by l.id, l.counterparty_account, l.amount, l.booked_on
       having sum(r.amount) = l.amount order by l.booked_on desc, l.id desc limit 50`,
      [tx.communityId, accounts],
    );
    return rows.map(({ receipts, amount, ...row }) => ({
      ...row,
      amount: Money.parse(amount),
      receipts: receipts.map(({ year, no, amount: own }) => ({ number: receiptNumber(year, no), amount: Money.parse(own) })),
    }));
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
