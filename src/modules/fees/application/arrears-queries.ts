import { Injectable } from '@nestjs/common';
import { Money, type AccountingPeriod, type BusinessDate } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { UnitQueries, type UnitId, type UnitView } from '../../communities/index.js';
import { arrearsAges, byAge, type ArrearsAge } from '../domain/arrears.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';

/** One bill or late fee that is overdue. A late fee is due at once: its age is counted from the day on which it was charged. */
export interface ArrearsRow {
  readonly unitId: UnitId;
  readonly billId: BillId;
  /** Null for the bill itself. */
  readonly lateFeeId: LateFeeId | null;
  readonly item: string;
  readonly period: AccountingPeriod;
  readonly dueOn: BusinessDate;
  readonly open: Money;
}

/** A reminder as it was sent; the stage counts from 1. */
export interface ReminderView {
  readonly stage: number;
  readonly noticedOn: BusinessDate;
  readonly amount: Money;
}

/** What one unit owes beyond its due dates. `unit.ownerName` is personal data. */
export interface UnitArrears {
  readonly unit: UnitView;
  readonly total: Money;
  /** Of it late fees. */
  readonly lateFees: Money;
  readonly ages: Readonly<Record<ArrearsAge, Money>>;
  readonly oldestDueOn: BusinessDate;
  readonly rows: readonly ArrearsRow[];
  readonly lastReminder: ReminderView | null;
}

export interface BuildingArrears {
  readonly building: string;
  readonly units: number;
  readonly total: Money;
  readonly ages: Readonly<Record<ArrearsAge, Money>>;
}

/** Reads who owes what for how long, from bills and late fees as they stand. */
@Injectable()
export class ArrearsQueries {
  constructor(private readonly units: UnitQueries) {}

  /** Units with something overdue on a day, in the order of the units; of one building, or of all. */
  async overdue(tx: Tx, on: BusinessDate, building?: string): Promise<UnitArrears[]> {
    const rows = await this.rows(tx, on);
    const reminders = await this.lastReminders(tx);
    const ofUnit = new Map<UnitId, ArrearsRow[]>();
    for (const row of rows) ofUnit.set(row.unitId, [...(ofUnit.get(row.unitId) ?? []), row]);
    return (await this.units.all(tx)).flatMap((unit): UnitArrears[] => {
      const own = ofUnit.get(unit.id);
      if (own === undefined || (building !== undefined && unit.building !== building)) return [];
      return [
        {
          unit,
          total: Money.sum(own.map((row) => row.open)),
          lateFees: Money.sum(own.filter((row) => row.lateFeeId !== null).map((row) => row.open)),
          ages: byAge(own, on),
          oldestDueOn: own.reduce((oldest, row) => (row.dueOn < oldest ? row.dueOn : oldest), on),
          rows: own,
          lastReminder: reminders.get(unit.id) ?? null,
        },
      ];
    });
  }

  private async rows(tx: Tx, on: BusinessDate): Promise<ArrearsRow[]> {
    const rows = await tx.query<Omit<ArrearsRow, 'open'> & { open: string }>(
      `select b.unit_id as "unitId", b.id as "billId", null::bigint as "lateFeeId", b.item, b.period, b.due_on as "dueOn", b.amount - b.paid - b.waived as open
         from mingbai.bill b where b.community_id = $1 and b.is_open and b.due_on < $2
       union all select f.unit_id, f.bill_id, f.id, b.item, b.period, f.billed_on, f.amount - f.paid - f.waived from mingbai.late_fee f
         join mingbai.bill b on b.community_id = $1 and b.id = f.bill_id where f.community_id = $1 and f.paid + f.waived < f.amount and f.billed_on < $2
       order by "dueOn", "billId", "lateFeeId" nulls first`,
      [tx.communityId, on],
    );
    return rows.map((row) => ({ ...row, open: Money.parse(row.open) }));
  }

  private async lastReminders(tx: Tx): Promise<Map<UnitId, ReminderView>> {
    const rows = await tx.query<{ unitId: UnitId; stage: number; noticedOn: BusinessDate; amount: string }>(
      `select distinct on (unit_id) unit_id as "unitId", stage, noticed_on as "noticedOn", amount from mingbai.reminder where community_id = $1 order by unit_id, noticed_on desc`,
      [tx.communityId],
    );
    return new Map(rows.map(({ unitId, amount, ...rest }) => [unitId, { ...rest, amount: Money.parse(amount) }]));
  }
}

/** The same by building, in the order in which they come. */
export function arrearsByBuilding(units: readonly UnitArrears[]): BuildingArrears[] {
  return [...new Set(units.map(({ unit }) => unit.building))].map((building) => {
    const own = units.filter(({ unit }) => unit.building === building);
    const ages = Object.fromEntries(arrearsAges.map((age) => [age, Money.sum(own.map((one) => one.ages[age]))])) as Record<ArrearsAge, Money>;
    return { building, units: own.length, total: Money.sum(own.map((one) => one.total)), ages };
  });
}
