import { Injectable } from '@nestjs/common';
import { Money, required, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import { readMoney, type Raw, type Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';
import { WAIVER_MOVES } from './waiver-moves.js';

/** A late fee of which something is unpaid. It is owed from `billedOn` on; `billedThrough` is the last day that it is for. */
export interface OpenLateFee {
  readonly id: LateFeeId;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly billId: BillId;
  /** Month of the bill that was late. */
  readonly period: AccountingPeriod;
  readonly item: string;
  readonly amount: Money;
  /** Yuan unpaid, above 0. */
  readonly open: Money;
  readonly billedOn: BusinessDate;
  readonly billedThrough: BusinessDate;
}

/** Reads late fees from their own documents, never from the accounts. */
@Injectable()
export class LateFeeQueries {
  /** Late fees of which something is unpaid, of the oldest bill first; of all units, or of those named. */
  async open(tx: Tx, unitIds?: readonly UnitId[]): Promise<OpenLateFee[]> {
    const rows = await tx.query<Raw<OpenLateFee>>(
      `select f.id, f.unit_id as "unitId", u.code as "unitCode", f.bill_id as "billId", b.period, b.item, f.amount, f.amount - f.paid - f.waived as open,
         f.billed_on as "billedOn", f.to_on as "billedThrough"
       from mingbai.late_fee f join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id join mingbai.unit u on u.community_id = $1 and u.id = f.unit_id
       where f.community_id = $1 and f.paid + f.waived < f.amount and ($2::bigint[] is null or f.unit_id = any ($2)) order by b.period, f.bill_id, f.from_on`,
      [tx.communityId, unitIds ?? null],
    );
    return rows.map((row) => readMoney<OpenLateFee>(row, ['amount', 'open']));
  }

  /** What units owed in late fees at the end of a day (1102 by the documents). */
  async owed(tx: Tx, through: BusinessDate): Promise<Money> {
    const [row] = await tx.query<{ owed: string }>(
      `select ((select coalesce(sum(amount), 0) from mingbai.late_fee where community_id = $1 and billed_on <= $2)
         - (select coalesce(sum(amount), 0) from mingbai.late_fee_allocation where community_id = $1 and effective_on <= $2)
         - (select coalesce(sum(w.amount), 0) from ${WAIVER_MOVES} w where w.late_fee_id is not null and w.effective_on <= $2))::numeric(18,2) as owed`,
      [tx.communityId, through],
    );
    return Money.parse(required(row, 'sum').owed);
  }
}
