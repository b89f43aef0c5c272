import { Entity } from 'typeorm';
import type { Id, Rate } from '../../../kernel/index.js';
import { IdColumn, IntegerColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** A component as it counted in a score; revision 1 is the scoring, 2 what a review made of it. Rows only grow. */
@Entity({ schema: 'mingbai', name: 'assessment_component' })
export class AssessmentComponent extends TenantRow<'assessment_component'> {
  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @IntegerColumn()
  revision!: number;

  @TextColumn()
  code!: string;

  @TextColumn()
  name!: string;

  @RateColumn()
  weight!: Rate;

  @RateColumn({ nullable: true })
  score!: Rate | null;

  @RateColumn()
  points!: Rate;
}
