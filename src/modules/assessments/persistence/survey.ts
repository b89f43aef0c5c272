import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, JsonColumn, TenantRow } from '../../../platform/database/index.js';

/** A survey among the households of a compound about a quarter; the row stays as it was opened. */
@Entity({ schema: 'mingbai', name: 'survey' })
export class Survey extends TenantRow<'survey'> {
  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @JsonColumn()
  questions!: readonly string[];

  @DateColumn()
  openedOn!: BusinessDate;

  /** The last day on which answers are taken. */
  @DateColumn()
  closesOn!: BusinessDate;

  @IdColumn()
  openedBy!: PersonId;

  @IdColumn()
  openedFor!: OrganisationId;

  @InstantColumn()
  openedAt!: Instant;
}
