import { Injectable } from '@nestjs/common';
import { Money, required, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { FirmDisputeView } from '../domain/dispute.js';

/** Sums of what was confirmed through a day, in yuan. */
export interface FirmDisputeSums {
  /** Held apart (2601) at the end of the day. */
  readonly disputed: Money;
  /** Taken off what is payable to the firm: disputed, less what came back to it. */
  readonly offPayable: Money;
  /** What became the owners', with its cash, from SVC to QLT. */
  readonly toOwners: Money;
}

/** Reads disputes of the firm's payable and what became of them. */
@Injectable()
export class FirmDisputeQueries {
  /** Newest first; decisions with their dispute's firm. */
  async all(tx: Tx): Promise<FirmDisputeView[]> {
    const rows = await tx.query<Raw<FirmDisputeView>>(
      `select d.id, d.kind, d.dispute_id as "disputeId", d.firm_id as "firmId", f.name as firm, d.amount, d.to_firm as "toFirm", d.to_owners as "toOwners",
         case when d.kind = 'DISPUTE' and d.state = 'CONFIRMED' then d.amount - coalesce(x.amount, 0) else 0 end::numeric(18,2) as open, d.reason, d.document_sha256 as "documentSha256",
         d.asked_for as "askedFor", d.asked_party as "askedParty", a.short_name as asker, d.asked_at as "askedAt", d.state, b.short_name as answerer, d.answer_reason as "answerReason", d.effective_on as "effectiveOn"
       from mingbai.firm_dispute d join mingbai.organisation f on f.id = d.firm_id join mingbai.organisation a on a.id = d.asked_for
       left join mingbai.organisation b on b.id = d.answered_for
       left join (select dispute_id, sum(amount) as amount from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED' and kind = 'DECISION' group by dispute_id) x on x.dispute_id = d.id
       where d.community_id = $1 order by d.id desc`,
      [tx.communityId],
    );
    return rows.map((row) => readMoney<FirmDisputeView>(row, ['amount', 'toFirm', 'toOwners', 'open']));
  }

  async sums(tx: Tx, through: BusinessDate): Promise<FirmDisputeSums> {
    const [row] = await tx.query<Raw<FirmDisputeSums>>(
      `select (s.disputed - s.decided)::numeric(18,2) as disputed, (s.disputed - s.to_firm)::numeric(18,2) as "offPayable", s.to_owners::numeric(18,2) as "toOwners"
       from (select coalesce(sum(amount) filter (where kind = 'DISPUTE'), 0) as disputed, coalesce(sum(amount) filter (where kind = 'DECISION'), 0) as decided,
           coalesce(sum(to_firm), 0) as to_firm, coalesce(sum(to_owners), 0) as to_owners
         from mingbai.firm_dispute where community_id = $1 and state = 'CONFIRMED' and effective_on <= $2) s`,
      [tx.communityId, through],
    );
    return readMoney<FirmDisputeSums>(required(row, 'sums'), ['disputed', 'offPayable', 'toOwners']);
  }
}
