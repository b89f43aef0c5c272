import { Entity } from 'typeorm';
import type { Id, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, JsonColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

export type SurveyPaperState = 'RECORDED' | 'CONFIRMED' | 'REJECTED';

/** A batch of answers on paper: the envelopes by unit and the sheets counted, so that nobody can tell which sheet lay in which. */
@Entity({ schema: 'mingbai', name: 'survey_paper' })
export class SurveyPaper extends TenantRow<'survey_paper'> {
  @IdColumn()
  surveyId!: Id<'survey'>;

  @JsonColumn()
  units!: readonly Id<'unit'>[];

  @IntegerColumn()
  answers!: number;

  /** By question, how often 1 to 5 stands on a sheet. */
  @JsonColumn()
  tally!: readonly (readonly number[])[];

  @TextColumn()
  state!: SurveyPaperState;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;

  @IdColumn({ nullable: true })
  decidedBy!: PersonId | null;

  @IdColumn({ nullable: true })
  decidedFor!: OrganisationId | null;

  @InstantColumn({ nullable: true })
  decidedAt!: Instant | null;
}
