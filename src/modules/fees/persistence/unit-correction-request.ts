import { Entity } from 'typeorm';
import type { AccountingPeriod, Id, Instant, OrganisationId, PersonId, Rate } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, PeriodColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId, UnitKind } from '../../communities/index.js';

export type UnitCorrectionRequestId = Id<'unit_correction_request'>;

/** What the bookkeeper asks to be corrected of a unit: bills follow it, so another agrees. */
@Entity({ schema: 'mingbai', name: 'unit_correction_request' })
export class UnitCorrectionRequest extends TenantRow<'unit_correction_request'> {
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
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @InstantColumn()
  askedAt!: Instant;
}

/** What the owner side decided on it; what was refused is kept as well. */
@Entity({ schema: 'mingbai', name: 'unit_correction_decision' })
export class UnitCorrectionDecision extends TenantRow<'unit_correction'> {
  @IdColumn()
  requestId!: UnitCorrectionRequestId;

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
