import { Injectable } from '@nestjs/common';
import { Money, type AccountingPeriod, type BusinessDate, type Rate } from '../../../kernel/index.js';
import type { Raw, Tx } from '../../../platform/database/index.js';
import { ContractQueries } from '../../contracts/index.js';
import type { BillId } from '../domain/allocation.js';
import { PROPERTY_FEE } from '../domain/fee.js';
import { lateFeesOf, type LateBill, type PlannedLateFee, type PrincipalMove } from '../domain/late-fee.js';
import { WAIVER_MOVES } from './waiver-moves.js';

type BillRow = Raw<Omit<LateBill, 'moves'>>;

/** Reads which bills were late and what was open of them on each day, and plans their late fees. */
@Injectable()
export class LateFeePlanner {
  constructor(private readonly contracts: ContractQueries) {}

  /** Of every bill that bears late fees, through a day, at the rate of the contract of the bill's month. */
  async plan(tx: Tx, through: BusinessDate): Promise<PlannedLateFee[]> {
    const bills = await this.lateBills(tx, through);
    const moves = await this.moves(
      tx,
      bills.map((bill) => bill.id),
    );
    const rateOf = new Map<AccountingPeriod, Rate | null>();
    for (const period of new Set(bills.map((bill) => bill.period))) rateOf.set(period, (await this.contracts.findVersion(tx, period))?.lateFeePerDay ?? null);
    return bills.flatMap((bill) => {
      const rate = rateOf.get(bill.period) ?? null;
      const late = { ...bill, amount: Money.parse(bill.amount), charged: Money.parse(bill.charged), moves: moves.get(bill.id) ?? [] };
      return rate === null ? [] : lateFeesOf(late, rate, through);
    });
  }

  /** Those that are open, or were on a day that no late fee was charged for. Days that a wrong bill was charged for, which this one replaces, were paid or let off with it. */
  private lateBills(tx: Tx, through: BusinessDate): Promise<BillRow[]> {
    return tx.query<BillRow>(
      `select b.id, b.unit_id as "unitId", u.code as "unitCode", b.item, b.period, b.amount, b.due_on as "dueOn", c.late_through as "lateThrough", b.late_fees as charged
       from mingbai.bill b join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id left join mingbai.fee_item i on i.community_id = $1 and i.id = b.fee_item_id
         cross join lateral (select greatest(b.late_through, (select max(v.late_through) from mingbai.bill v where v.community_id = $1 and v.unit_id = b.unit_id and v.item = b.item
           and v.period = b.period and v.voided_on is not null and v.meter_reading_id is not distinct from b.meter_reading_id)) as late_through) c
       where b.community_id = $1 and b.voided_on is null and b.due_on < $2 and b.late_fees < b.amount and (b.item = '${PROPERTY_FEE}' or i.late_fees)
         and (b.paid + b.waived < b.amount or exists (select from mingbai.allocation a left join mingbai.receipt r on r.community_id = $1 and r.id = a.receipt_id
           where a.community_id = $1 and a.bill_id = b.id and coalesce(r.received_on, a.effective_on) > coalesce(c.late_through, b.due_on)))
       order by b.period, b.id`,
      [tx.communityId, through],
    );
  }

  /**
   * Payments by the bank's day, prepayments by the day on which they were applied. A receipt that was taken back never paid: it and what
   * gave it back are both left out.
   */
  private async moves(tx: Tx, billIds: readonly BillId[]): Promise<Map<BillId, PrincipalMove[]>> {
    const rows = await tx.query<{ billId: BillId; on: BusinessDate; amount: string }>(
      `select a.bill_id as "billId", coalesce(r.received_on, a.effective_on) as "on", a.amount from mingbai.allocation a
         left join mingbai.receipt r on r.community_id = $1 and r.id = a.receipt_id
         where a.community_id = $1 and a.bill_id = any ($2::bigint[]) and not (a.gives_back_id is not null and a.receipt_id is not null)
           and not exists (select from mingbai.allocation g where g.community_id = $1 and g.gives_back_id = a.id and g.receipt_id is not null)
       union all select w.bill_id, w.effective_on, w.amount from ${WAIVER_MOVES} w where w.bill_id = any ($2::bigint[])`,
      [tx.communityId, billIds],
    );
    const moves = new Map<BillId, PrincipalMove[]>();
    for (const { billId, on, amount } of rows) moves.set(billId, [...(moves.get(billId) ?? []), { on, amount: Money.parse(amount) }]);
    return moves;
  }
}
