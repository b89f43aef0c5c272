import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, PersonId, Rate } from '../../../kernel/index.js';
import { BooleanColumn, DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, RateColumn, TenantRow } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';

/** All that was late through a day, charged at once. */
@Entity({ schema: 'mingbai', name: 'late_fee_run' })
export class LateFeeRun extends TenantRow<'late_fee_run'> {
  @DateColumn()
  throughOn!: BusinessDate;

  @IntegerColumn()
  lateFees!: number;

  @MoneyColumn()
  total!: Money;

  @InstantColumn()
  ranAt!: Instant;

  @IdColumn()
  ranBy!: PersonId;
}

/** Interest on what was open of a bill on each of some days (P07). */
@Entity({ schema: 'mingbai', name: 'late_fee' })
export class LateFee extends TenantRow<'late_fee'> {
  @IdColumn()
  lateFeeRunId!: Id<'late_fee_run'>;

  @IdColumn()
  billId!: BillId;

  @IdColumn()
  unitId!: UnitId;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @IntegerColumn()
  days!: number;

  @MoneyColumn()
  principal!: Money;

  @RateColumn()
  rate!: Rate;

  @MoneyColumn()
  amount!: Money;

  @BooleanColumn()
  capped!: boolean;

  @DateColumn()
  billedOn!: BusinessDate;

  /** The database writes it from the allocations. */
  @MoneyColumn({ insert: false, update: false })
  paid!: Money;

  /** The database writes it from what was waived or written off. */
  @MoneyColumn({ insert: false, update: false })
  waived!: Money;

  @IdColumn()
  entrySeq!: number;
}

/** What a receipt paid of a late fee (P07p); one that gives back another has its amount with the other sign. */
@Entity({ schema: 'mingbai', name: 'late_fee_allocation' })
export class LateFeeAllocation extends TenantRow<'late_fee_allocation'> {
  @IdColumn()
  lateFeeId!: LateFeeId;

  @IdColumn()
  unitId!: UnitId;

  @IdColumn()
  receiptId!: Id<'receipt'>;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;

  @IdColumn({ nullable: true })
  givesBackId!: Id<'late_fee_allocation'> | null;
}
