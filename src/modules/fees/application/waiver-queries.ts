import { Injectable } from '@nestjs/common';
import { Money, required, type AccountingPeriod, type BusinessDate, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';
import type { WaiverKind, WaiverState } from '../domain/waiver.js';
import type { WaiverId } from '../persistence/waiver.js';

/** A waiver with what it is of and what became of it; `open` is what its bill or late fee has open now. */
export interface WaiverView {
  readonly id: WaiverId;
  readonly kind: WaiverKind;
  readonly state: WaiverState;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly billId: BillId | null;
  readonly lateFeeId: LateFeeId | null;
  readonly item: string;
  readonly period: AccountingPeriod;
  readonly amount: Money;
  readonly open: Money;
  readonly reason: string;
  readonly document: string;
  readonly resolutionNo: string | null;
  readonly askedBy: PersonId;
  readonly askedFor: OrganisationId;
  readonly askedAt: Instant;
  readonly decisionReason: string | null;
  readonly decidedAt: Instant | null;
  readonly effectiveOn: BusinessDate | null;
  readonly entrySeq: number | null;
  readonly billVoidedOn: BusinessDate | null;
  /** Since when it is owed again, and why. */
  readonly undoneOn: BusinessDate | null;
  readonly undoReason: string | null;
}

/** What the owner side took back was approved before. */
const STATE = `case when o.id is null then coalesce(d.decision, 'ASKED') else 'UNDONE' end`;
const WAIVER = `select w.id, w.kind, ${STATE} as state, w.unit_id as "unitId", u.code as "unitCode", w.bill_id as "billId", w.late_fee_id as "lateFeeId",
    b.item, b.period, w.amount, coalesce(f.amount - f.paid - f.waived, b.amount - b.paid - b.waived) as open, w.reason, w.document, w.resolution_no as "resolutionNo",
    w.asked_by as "askedBy", w.asked_for as "askedFor", w.asked_at as "askedAt", d.reason as "decisionReason", d.decided_at as "decidedAt", d.effective_on as "effectiveOn", d.entry_seq as "entrySeq",
    b.voided_on as "billVoidedOn", o.effective_on as "undoneOn", o.reason as "undoReason"
  from mingbai.waiver w join mingbai.unit u on u.community_id = $1 and u.id = w.unit_id left join mingbai.late_fee f on f.community_id = $1 and f.id = w.late_fee_id
  join mingbai.bill b on b.community_id = $1 and b.id = coalesce(w.bill_id, f.bill_id) left join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id
  left join mingbai.waiver_undo o on o.community_id = $1 and o.waiver_id = w.id where w.community_id = $1`;

/** Reads waivers and write-offs. */
@Injectable()
export class WaiverQueries {
  /** The newest first, before the one with the id `beforeId` (0: from the newest), at most `limit`; of a state, or of all. */
  async page(tx: Tx, page: { beforeId: number; limit: number; state?: WaiverState }): Promise<WaiverView[]> {
    const rows = await tx.query<Raw<WaiverView>>(
      `${WAIVER} and ($2::bigint = 0 or w.id < $2) and ($4::text is null or ${STATE} = $4) order by w.id desc limit $3`,
      [tx.communityId, page.beforeId, page.limit, page.state ?? null],
    );
    return rows.map(viewOf);
  }

  async byId(tx: Tx, id: WaiverId): Promise<WaiverView | null> {
    const [row] = await tx.query<Raw<WaiverView>>(`${WAIVER} and w.id = $2`, [tx.communityId, id]);
    return row ? viewOf(row) : null;
  }

  /** What was asked for of a unit in a calendar year ("2024") without a resolution, and approved or not decided yet. */
  async withoutResolution(tx: Tx, unitId: UnitId, year: string): Promise<Money> {
    const [row] = await tx.query<{ amount: string }>(
      `select coalesce(sum(w.amount), 0)::numeric(18,2) as amount from mingbai.waiver w left join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id
       where w.community_id = $1 and w.unit_id = $2 and w.resolution_no is null and d.decision is distinct from 'REFUSED'
         and not exists (select from mingbai.waiver_undo o where o.community_id = $1 and o.waiver_id = w.id)
         and to_char(w.asked_at at time zone 'Asia/Shanghai', 'YYYY') = $3`,
      [tx.communityId, unitId, year],
    );
    return Money.parse(required(row, 'sum').amount);
  }

  /** Whether something is asked for of the same bill or late fee and not decided yet. */
  async isPending(tx: Tx, target: { billId: BillId | null; lateFeeId: LateFeeId | null }): Promise<boolean> {
    const [row] = await tx.query(`${WAIVER} and d.id is null and (w.bill_id = $2 or w.late_fee_id = $3) limit 1`, [
      tx.communityId,
      target.billId,
      target.lateFeeId,
    ]);
    return row !== undefined;
  }
}

const viewOf = (row: Raw<WaiverView>): WaiverView => readMoney<WaiverView>(row, ['amount', 'open']);
