import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, OrganisationId, PersonId, Rate } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, JsonColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { InspectionBodyName, RecordContent, RecordKind } from '../domain/record-content.js';

/** What somebody found or said about a quarter, and for whom; rows only grow. */
@Entity({ schema: 'mingbai', name: 'assessment_record' })
export class AssessmentRecord extends TenantRow<'assessment_record'> {
  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @TextColumn()
  kind!: RecordKind;

  /** The component that a MEASURE is for. */
  @TextColumn({ nullable: true })
  code!: string | null;

  /** The body whose sheet of the inspection it is; null for one that stands for both. */
  @TextColumn({ nullable: true })
  body!: InspectionBodyName | null;

  @RateColumn({ nullable: true })
  score!: Rate | null;

  @IntegerColumn({ nullable: true })
  answers!: number | null;

  @DateColumn()
  happenedOn!: BusinessDate;

  @JsonColumn()
  content!: RecordContent;

  @IdColumn()
  personId!: PersonId;

  @IdColumn()
  organisationId!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}
