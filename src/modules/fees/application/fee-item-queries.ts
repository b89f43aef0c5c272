import { Injectable } from '@nestjs/common';
import { Money, Rate, type AccountingPeriod, type BusinessDate, type Id, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { UnitTerm } from '../domain/bill-plan.js';
import type { Discount, DiscountEndState, DiscountGround, DiscountState } from '../domain/discount.js';
import type { FeeItem, FeeItemId, FeeItemRate } from '../domain/fee-item.js';

type RateRow = Omit<FeeItemRate, 'rate'> & { readonly rate: string; readonly feeItemId: FeeItemId };

/** The last request that a discount end early, and what became of it. */
export interface DiscountEndView {
  readonly id: Id<'fee_discount_end'>;
  readonly lastOn: BusinessDate;
  readonly reason: string;
  readonly state: DiscountEndState;
  readonly askedBy: PersonId;
  readonly askedFor: OrganisationId;
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decisionReason: string | null;
}

/**
 * A discount as it was recorded, and what the owner side said; `to` is the day on which it ended where that was earlier. `recordedFor` is null
 * of those that were in force before the owner side was asked: they count as agreed.
 */
export interface DiscountView extends Discount {
  readonly unitCode: string | null;
  readonly ground: DiscountGround;
  readonly document: string;
  readonly state: DiscountState;
  /** It was ended before the day that was agreed. */
  readonly endedEarly: boolean;
  readonly recordedBy: PersonId;
  readonly recordedFor: OrganisationId | null;
  readonly recordedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decisionReason: string | null;
  readonly end: DiscountEndView | null;
}

/** A meter of a unit with its last reading. */
export interface MeterView {
  readonly id: Id<'fee_meter'>;
  readonly feeItemId: FeeItemId;
  readonly item: string;
  readonly unitId: UnitId;
  readonly unitCode: string;
  readonly serial: string;
  readonly lastReading: Rate;
  /** The month of the last reading; null before the first. */
  readonly readThrough: AccountingPeriod | null;
}

/** Reads what units are billed for besides the property fee. */
@Injectable()
export class FeeItemQueries {
  /** From when to when a unit is billed, by the latest record; null where it always is. */
  async term(tx: Tx, unitId: UnitId): Promise<UnitTerm | null> {
    const [row] = await tx.query<UnitTerm>(
      `select from_on as "from", to_on as "to" from mingbai.unit_term where community_id = $1 and unit_id = $2 order by id desc limit 1`,
      [tx.communityId, unitId],
    );
    return row ?? null;
  }

  /** Every item with its rates, in the order in which they were recorded. */
  async all(tx: Tx): Promise<FeeItem[]> {
    const items = await tx.query<Omit<FeeItem, 'rates'>>(
      `select id, code, name, basis, cycle, unit_kinds as "unitKinds", late_fees as "lateFees", from_period as "from", to_period as "to"
       from mingbai.fee_item where community_id = $1 order by id`,
      [tx.communityId],
    );
    if (items.length === 0) return [];
    const rates = await tx.query<RateRow>(
      `select id, fee_item_id as "feeItemId", unit_kind as "unitKind", from_period as "from", rate, resolution_no as "resolutionNo"
       from mingbai.fee_rate where community_id = $1 order by from_period, id`,
      [tx.communityId],
    );
    return items.map((item) => ({
      ...item,
      rates: rates.filter(({ feeItemId }) => feeItemId === item.id).map((rate) => ({ ...rate, rate: Rate.parse(rate.rate) })),
    }));
  }

  async byCode(tx: Tx, code: string): Promise<FeeItem | null> {
    return (await this.all(tx)).find((item) => item.code === code) ?? null;
  }

  /** Discounts, the latest first: all, or at most `limit` before the one with the id `beforeId` (0: from the newest). One that waits has lapsed once a month from its first day on is billed. */
  async discounts(tx: Tx, page?: { readonly beforeId: number; readonly limit: number }): Promise<DiscountView[]> {
    type Row = Omit<DiscountView, 'percent' | 'yuan' | 'end'> & { percent: string; yuan: string; to: BusinessDate };
    const ends = await this.discountEnds(tx);
    const rows = await tx.query<Row>(
      `select d.id, d.item, d.unit_id as "unitId", u.code as "unitCode", d.unit_kind as "unitKind", d.percent, d.yuan, d.from_on as "from", coalesce(d.ended_on, d.to_on) as "to", d.ended_on is not null as "endedEarly",
         d.ground, d.document, d.recorded_by as "recordedBy", d.recorded_for as "recordedFor", d.recorded_at as "recordedAt", c.decided_at as "decidedAt", c.reason as "decisionReason",
         case when d.recorded_for is null then 'AGREED' when c.decision is not null then c.decision when d.ended_on < d.from_on or left(d.from_on::text, 7) <=
           (select max(r.period) from mingbai.bill_run r where r.community_id = $1 and r.undone_at is null) then 'LAPSED' else 'WAITING' end as state
       from mingbai.fee_discount d left join mingbai.unit u on u.community_id = $1 and u.id = d.unit_id
       left join mingbai.fee_discount_decision c on c.community_id = $1 and c.discount_id = d.id where d.community_id = $1
         and ($2::bigint = 0 or d.id < $2) order by d.id desc limit $3`,
      [tx.communityId, page?.beforeId ?? 0, page?.limit ?? null],
    );
    return rows.map((row) => ({ ...row, percent: Rate.parse(row.percent), yuan: Money.parse(row.yuan), end: ends.get(row.id) ?? null }));
  }

  /** The last end that was asked for of each discount; one that waits has lapsed once a day after it is billed. */
  private async discountEnds(tx: Tx): Promise<ReadonlyMap<Discount['id'], DiscountEndView>> {
    const rows = await tx.query<DiscountEndView & { readonly discountId: Discount['id'] }>(
      `select e.id, e.discount_id as "discountId", e.last_on as "lastOn", e.reason, e.asked_by as "askedBy", e.asked_for as "askedFor", e.asked_at as "askedAt",
         c.decided_at as "decidedAt", c.reason as "decisionReason", case when e.withdrawn then 'WITHDRAWN' when c.decision is not null then c.decision
           when left((e.last_on + 1)::text, 7) <= (select max(r.period) from mingbai.bill_run r where r.community_id = $1 and r.undone_at is null) then 'LAPSED' else 'WAITING' end as state
       from mingbai.fee_discount_end e left join mingbai.fee_discount_end_decision c on c.community_id = $1 and c.end_id = e.id where e.community_id = $1 order by e.id`,
      [tx.communityId],
    );
    return new Map(rows.map(({ discountId, ...end }) => [discountId, end]));
  }

  /** Every meter with its last reading, by item and unit. */
  async meters(tx: Tx): Promise<MeterView[]> {
    const rows = await tx.query<Omit<MeterView, 'lastReading'> & { lastReading: string }>(
      `select m.id, m.fee_item_id as "feeItemId", i.code as item, m.unit_id as "unitId", u.code as "unitCode", m.serial, coalesce(r.reading, m.start_reading) as "lastReading", r.period as "readThrough"
       from mingbai.fee_meter m join mingbai.fee_item i on i.community_id = $1 and i.id = m.fee_item_id join mingbai.unit u on u.community_id = $1 and u.id = m.unit_id
       left join lateral (select x.reading, x.period from mingbai.meter_reading x where x.community_id = $1 and x.meter_id = m.id order by x.period desc limit 1) r on true
       where m.community_id = $1 order by m.fee_item_id, m.unit_id`,
      [tx.communityId],
    );
    return rows.map((row) => ({ ...row, lastReading: Rate.parse(row.lastReading) }));
  }
}
