import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** A decision for the firm after its score was FINAL; rows only grow. */
@Entity({ schema: 'mingbai', name: 'later_decision' })
export class LaterDecision extends TenantRow<'later_decision'> {
  @IdColumn()
  performanceId!: Id<'performance'>;

  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @IdColumn()
  firmId!: OrganisationId;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  decidedOn!: BusinessDate;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @TextColumn()
  document!: string;

  @IdColumn()
  entrySeq!: number;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
