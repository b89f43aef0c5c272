import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Money, Rate } from '../../../kernel/index.js';
import { DateColumn, IdColumn, IntegerColumn, MoneyColumn, PeriodColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';

@Entity({ schema: 'mingbai', name: 'bill' })
export class Bill extends TenantRow<'bill'> {
  /** Null for a bill from before the books. */
  @IdColumn({ nullable: true })
  billRunId!: Id<'bill_run'> | null;

  /** Of a bill from before the books: the day on which they opened with it (P26). */
  @DateColumn({ nullable: true })
  openedOn!: BusinessDate | null;

  /** Of a bill that was made after its month was closed: the day from which it counts (P01); else that is the first day of its month. */
  @DateColumn({ nullable: true })
  bookedOn!: BusinessDate | null;

  /** The month in which it is owed; of a longer cycle the first of its months. */
  @PeriodColumn()
  period!: AccountingPeriod;

  @IdColumn()
  unitId!: UnitId;

  @TextColumn()
  unitKind!: UnitKind;

  /** Code of the fee item. */
  @TextColumn()
  item!: string;

  @IdColumn({ nullable: true })
  feeItemId!: Id<'fee_item'> | null;

  /** The contract version of the property fee's rate, or the rate of the item. */
  @IdColumn()
  rateSourceId!: number;

  @IdColumn({ nullable: true })
  meterReadingId!: Id<'meter_reading'> | null;

  @RateColumn()
  quantity!: Rate;

  @RateColumn()
  rate!: Rate;

  @IntegerColumn()
  months!: number;

  @IntegerColumn()
  billedDays!: number;

  @IntegerColumn()
  cycleDays!: number;

  @IdColumn({ nullable: true })
  discountId!: Id<'fee_discount'> | null;

  @IntegerColumn()
  discountDays!: number;

  @RateColumn()
  discountPercent!: Rate;

  @MoneyColumn()
  discountYuan!: Money;

  @MoneyColumn()
  amount!: Money;

  /** The last day on which paying is in time. */
  @DateColumn()
  dueOn!: BusinessDate;

  /** The database writes it from the allocations. */
  @MoneyColumn({ insert: false, update: false })
  paid!: Money;

  /** The database writes it from what was waived or written off. */
  @MoneyColumn({ insert: false, update: false })
  waived!: Money;

  @IdColumn()
  entrySeq!: number;

  @DateColumn({ nullable: true, insert: false })
  voidedOn!: BusinessDate | null;

  @TextColumn({ nullable: true, insert: false })
  voidReason!: string | null;

  @IdColumn({ nullable: true, insert: false })
  voidSeq!: number | null;
}
