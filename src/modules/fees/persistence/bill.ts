import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Money, Rate } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, PeriodColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';

@Entity({ schema: 'mingbai', name: 'bill' })
export class Bill extends TenantRow<'bill'> {
  @IdColumn()
  billRunId!: Id<'bill_run'>;

  @PeriodColumn()
  period!: AccountingPeriod;

  @IdColumn()
  unitId!: UnitId;

  @TextColumn()
  unitKind!: UnitKind;

  @RateColumn()
  area!: Rate;

  @RateColumn()
  rate!: Rate;

  @MoneyColumn()
  amount!: Money;

  /** The database writes it from the allocations. */
  @MoneyColumn({ insert: false, update: false })
  paid!: Money;

  @IdColumn()
  entrySeq!: number;

  @DateColumn({ nullable: true, insert: false })
  voidedOn!: BusinessDate | null;

  @TextColumn({ nullable: true, insert: false })
  voidReason!: string | null;

  @IdColumn({ nullable: true, insert: false })
  voidSeq!: number | null;
}
