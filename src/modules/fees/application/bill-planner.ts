import { Injectable } from '@nestjs/common';
import { addMonths, DomainError, Money, Rate, type AccountingPeriod } from '../../../kernel/index.js';
import type { Raw, Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitId } from '../../communities/index.js';
import { ContractQueries } from '../../contracts/index.js';
import { billedFor, planBills, type BillPlan, type BillTakenBack, type PlannedBill, type UnbilledReading, type UnitTerm } from '../domain/bill-plan.js';
import type { ComparedBill } from '../domain/bill-differences.js';
import type { FeeItem, FeeItemId } from '../domain/fee-item.js';
import { FeeItemQueries } from './fee-item-queries.js';

type ReadingRow = Omit<UnbilledReading, 'quantity'> & { readonly quantity: string };

/** Reads what the bills of a month follow from, and plans them. */
@Injectable()
export class BillPlanner {
  constructor(
    private readonly units: UnitQueries,
    private readonly contracts: ContractQueries,
    private readonly feeItems: FeeItemQueries,
  ) {}

  /** @throws CONTRACT_NONE where no contract covers the month */
  async plan(tx: Tx, period: AccountingPeriod): Promise<BillPlan> {
    const { versionId, rates } = await this.contracts.versionFor(tx, period);
    const items = (await this.feeItems.all(tx)).filter((item) => item.from <= period);
    return planBills({
      period,
      units: await this.units.allIn(tx, period),
      terms: await this.terms(tx),
      contract: { versionId, rates },
      items,
      discounts: (await this.feeItems.discounts(tx)).filter(({ state }) => state === 'AGREED'),
      readings: await this.unbilledReadings(tx, period),
      metered: await this.metered(tx),
      billedInCycle: await this.billedInCycle(tx, period, items),
    });
  }

  /** `unit/item` of every bill of a month that is in force; what meters counted is left out, since each reading is billed once anyway. */
  async inForce(tx: Tx, period: AccountingPeriod): Promise<Set<string>> {
    const rows = await tx.query<{ unitId: UnitId; item: string }>(
      `select unit_id as "unitId", item from mingbai.bill where community_id = $1 and period = $2 and voided_on is null and meter_reading_id is null`,
      [tx.communityId, period],
    );
    return new Set(rows.map(({ unitId, item }) => `${unitId}/${item}`));
  }

  /** The last bill of a month that was taken back, by what it was for. */
  async takenBack(tx: Tx, period: AccountingPeriod): Promise<Map<string, BillTakenBack>> {
    const rows = await tx.query<Raw<BillTakenBack> & Pick<PlannedBill, 'unitId' | 'item' | 'meterReadingId'>>(
      `select distinct on (b.unit_id, b.item, b.meter_reading_id) b.unit_id as "unitId", b.item, b.meter_reading_id as "meterReadingId", b.amount, b.due_on as "dueOn", b.voided_on as "voidedOn",
         exists (select from mingbai.allocation g where g.community_id = $1 and g.bill_id = b.id and g.gives_back_id is not null and g.receipt_id is null) as "wasPaid"
       from mingbai.bill b where b.community_id = $1 and b.period = $2 and b.voided_on is not null order by b.unit_id, b.item, b.meter_reading_id, b.id desc`,
      [tx.communityId, period],
    );
    return new Map(rows.map(({ amount, ...row }) => [billedFor(row), { ...row, amount: Money.parse(amount) }]));
  }

  /** @throws BILLING_UNIT_UNKNOWN naming the first code that no unit has */
  async refuseUnknown(tx: Tx, codes: readonly string[]): Promise<void> {
    for (const code of codes)
      if (!(await this.units.byCode(tx, code))) throw new DomainError('BILLING_UNIT_UNKNOWN', { field: 'units', unit: code.slice(0, 40) });
  }

  /** Bills of the cycle before, of what is billed in a month; meters are left out, since theirs always differ. */
  async previous(tx: Tx, period: AccountingPeriod): Promise<ComparedBill[]> {
    const rows = await tx.query<Raw<ComparedBill>>(
      `select b.unit_id as "unitId", u.code as "unitCode", b.item, b.amount from mingbai.bill b join mingbai.unit u on u.community_id = $1 and u.id = b.unit_id
       where b.community_id = $1 and b.voided_on is null and b.meter_reading_id is null
         and (b.period = $2 and b.months = 1 or b.period = $3 and b.months = 3 or b.period = $4 and b.months = 12) order by b.unit_id, b.id`,
      [tx.communityId, addMonths(period, -1), addMonths(period, -3), addMonths(period, -12)],
    );
    return rows.map((row) => ({ ...row, amount: Money.parse(row.amount) }));
  }

  private async terms(tx: Tx): Promise<Map<UnitId, UnitTerm>> {
    const rows = await tx.query<UnitTerm & { unitId: UnitId }>(
      `select distinct on (unit_id) unit_id as "unitId", from_on as "from", to_on as "to" from mingbai.unit_term where community_id = $1 order by unit_id, id desc`,
      [tx.communityId],
    );
    return new Map(rows.map(({ unitId, from, to }) => [unitId, { from, to }]));
  }

  private async unbilledReadings(tx: Tx, period: AccountingPeriod): Promise<UnbilledReading[]> {
    const rows = await tx.query<ReadingRow>(
      `select r.id, r.unit_id as "unitId", m.fee_item_id as "feeItemId", r.period, r.quantity from mingbai.meter_reading r
       join mingbai.fee_meter m on m.community_id = $1 and m.id = r.meter_id
       where r.community_id = $1 and r.period < $2 and not exists (select from mingbai.bill b where b.community_id = $1 and b.meter_reading_id = r.id and b.voided_on is null)
       order by r.period, r.id`,
      [tx.communityId, period],
    );
    return rows.map((row) => ({ ...row, quantity: Rate.parse(row.quantity) }));
  }

  private async metered(tx: Tx): Promise<Map<FeeItemId, Set<UnitId>>> {
    const rows = await tx.query<{ feeItemId: FeeItemId; unitId: UnitId }>(
      `select fee_item_id as "feeItemId", unit_id as "unitId" from mingbai.fee_meter where community_id = $1`,
      [tx.communityId],
    );
    const metered = new Map<FeeItemId, Set<UnitId>>();
    for (const { feeItemId, unitId } of rows) metered.set(feeItemId, (metered.get(feeItemId) ?? new Set()).add(unitId));
    return metered;
  }

  /** What a cycle that is longer than a month has billed in another of its months, so that a unit whose days changed is not billed twice for it. */
  private async billedInCycle(tx: Tx, period: AccountingPeriod, items: readonly FeeItem[]): Promise<Set<string>> {
    if (items.every((item) => item.cycle === 'MONTHLY')) return new Set();
    const rows = await tx.query<{ unitId: UnitId; item: string; period: AccountingPeriod; months: number }>(
      `select unit_id as "unitId", item, period, months from mingbai.bill where community_id = $1 and voided_on is null and months > 1 and period between $2 and $3 and period <> $4`,
      [tx.communityId, addMonths(period, -11), addMonths(period, 11), period],
    );
    const [year, month] = [period.slice(0, 4), Number.parseInt(period.slice(5), 10)];
    const sameCycle = (billed: { period: AccountingPeriod; months: number }): boolean =>
      billed.period.startsWith(year) && (billed.months === 12 || Math.ceil(Number.parseInt(billed.period.slice(5), 10) / 3) === Math.ceil(month / 3));
    return new Set(rows.filter(sameCycle).map(({ unitId, item }) => `${unitId}/${item}`));
  }
}
