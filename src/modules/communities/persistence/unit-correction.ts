import { Entity } from 'typeorm';
import type { AccountingPeriod, Instant, PersonId, Rate } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, PeriodColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../domain/unit.js';

/** What a unit is from a month on, in place of what was recorded of it before. */
@Entity({ schema: 'mingbai', name: 'unit_correction' })
export class UnitCorrection extends TenantRow<'unit_correction'> {
  @IdColumn()
  unitId!: UnitId;

  @PeriodColumn()
  fromPeriod!: AccountingPeriod;

  @TextColumn()
  kind!: UnitKind;

  @RateColumn()
  area!: Rate;

  @TextColumn()
  reason!: string;

  @TextColumn()
  document!: string;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
