import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Instant, Money, OrganisationId, PersonId, Rate } from '../../../kernel/index.js';
import {
  BooleanColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  MoneyColumn,
  PeriodColumn,
  RateColumn,
  TenantRow,
  TextColumn,
} from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';
import type { DiscountGround } from '../domain/discount.js';
import type { FeeBasis, FeeCycle, FeeItemId } from '../domain/fee-item.js';

/** Something that is recorded by a person at a moment. */
abstract class Recorded<Name extends string> extends TenantRow<Name> {
  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}

@Entity({ schema: 'mingbai', name: 'fee_item' })
export class FeeItemRow extends Recorded<'fee_item'> {
  @TextColumn()
  code!: string;

  @TextColumn()
  name!: string;

  @TextColumn()
  basis!: FeeBasis;

  @TextColumn()
  cycle!: FeeCycle;

  @TextColumn({ array: true })
  unitKinds!: UnitKind[];

  @BooleanColumn()
  lateFees!: boolean;

  @PeriodColumn()
  fromPeriod!: AccountingPeriod;

  @PeriodColumn({ nullable: true })
  toPeriod!: AccountingPeriod | null;
}

@Entity({ schema: 'mingbai', name: 'fee_rate' })
export class FeeRateRow extends Recorded<'fee_rate'> {
  @IdColumn()
  feeItemId!: FeeItemId;

  @TextColumn()
  unitKind!: UnitKind;

  @PeriodColumn()
  fromPeriod!: AccountingPeriod;

  @RateColumn()
  rate!: Rate;

  @TextColumn()
  resolutionNo!: string;
}

@Entity({ schema: 'mingbai', name: 'fee_discount' })
export class FeeDiscount extends Recorded<'fee_discount'> {
  @TextColumn()
  item!: string;

  @IdColumn({ nullable: true })
  unitId!: UnitId | null;

  @TextColumn({ nullable: true })
  unitKind!: UnitKind | null;

  @RateColumn()
  percent!: Rate;

  @MoneyColumn()
  yuan!: Money;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @DateColumn({ nullable: true })
  endedOn!: BusinessDate | null;

  /** By which request it ended; null of those that ended before their ends were kept. */
  @IdColumn({ nullable: true })
  endId!: Id<'fee_discount_end'> | null;

  @TextColumn()
  ground!: DiscountGround;

  @TextColumn()
  document!: string;

  /** Null of those that were in force before the owner side was asked. */
  @IdColumn({ nullable: true })
  recordedFor!: OrganisationId | null;
}

/** What the owner side decided on a discount; what was refused is kept as well. */
@Entity({ schema: 'mingbai', name: 'fee_discount_decision' })
export class FeeDiscountDecision extends TenantRow<'fee_discount_decision'> {
  @IdColumn()
  discountId!: Id<'fee_discount'>;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @TextColumn()
  decision!: 'AGREED' | 'REFUSED';

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn()
  decidedBy!: PersonId;

  @IdColumn()
  decidedFor!: OrganisationId;

  @InstantColumn()
  decidedAt!: Instant;
}

/** A request that a discount end early. `withdrawn`: nobody had agreed to it yet, so it counted at once. */
@Entity({ schema: 'mingbai', name: 'fee_discount_end' })
export class FeeDiscountEnd extends TenantRow<'fee_discount_end'> {
  @IdColumn()
  discountId!: Id<'fee_discount'>;

  @DateColumn()
  lastOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @BooleanColumn()
  withdrawn!: boolean;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @InstantColumn()
  askedAt!: Instant;
}

/** What the owner side decided on an early end; what was refused is kept as well. */
@Entity({ schema: 'mingbai', name: 'fee_discount_end_decision' })
export class FeeDiscountEndDecision extends TenantRow<'fee_discount_end_decision'> {
  @IdColumn()
  endId!: Id<'fee_discount_end'>;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  decision!: 'AGREED' | 'REFUSED';

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn()
  decidedBy!: PersonId;

  @IdColumn()
  decidedFor!: OrganisationId;

  @InstantColumn()
  decidedAt!: Instant;
}

@Entity({ schema: 'mingbai', name: 'fee_meter' })
export class FeeMeter extends Recorded<'fee_meter'> {
  @IdColumn()
  feeItemId!: FeeItemId;

  @IdColumn()
  unitId!: UnitId;

  @TextColumn()
  serial!: string;

  @RateColumn()
  startReading!: Rate;
}

@Entity({ schema: 'mingbai', name: 'meter_reading' })
export class MeterReading extends Recorded<'meter_reading'> {
  @IdColumn()
  meterId!: Id<'fee_meter'>;

  @IdColumn()
  unitId!: UnitId;

  @PeriodColumn()
  period!: AccountingPeriod;

  @RateColumn()
  previous!: Rate;

  @RateColumn()
  reading!: Rate;

  @RateColumn({ nullable: true })
  oldFinal!: Rate | null;

  @RateColumn({ nullable: true })
  newStart!: Rate | null;

  @RateColumn()
  quantity!: Rate;
}

@Entity({ schema: 'mingbai', name: 'unit_term' })
export class UnitTermRow extends Recorded<'unit_term'> {
  @IdColumn()
  unitId!: UnitId;

  @DateColumn({ nullable: true })
  fromOn!: BusinessDate | null;

  @DateColumn({ nullable: true })
  toOn!: BusinessDate | null;

  @TextColumn()
  reason!: string;
}
