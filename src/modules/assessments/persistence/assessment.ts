import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Quarter, Rate } from '../../../kernel/index.js';
import { BooleanColumn, DateColumn, IdColumn, InstantColumn, JsonColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { ScoreTemplateJson } from '../../contracts/index.js';
import type { AssessmentState } from '../domain/assessment-state.js';

@Entity({ schema: 'mingbai', name: 'assessment' })
export class Assessment extends TenantRow<'assessment'> {
  @TextColumn()
  quarter!: Quarter;

  @IdColumn()
  contractId!: Id<'contract'>;

  @IdColumn()
  contractVersionId!: Id<'contract_version'>;

  /** Whose name the money withheld in the quarter stands under (2103): the first assessment of the quarter, also after it became VOID. */
  @IdColumn()
  withholdingId!: Id<'assessment'>;

  @TextColumn()
  state!: AssessmentState;

  @JsonColumn()
  template!: ScoreTemplateJson;

  @DateColumn({ nullable: true })
  scoredOn!: BusinessDate | null;

  @DateColumn({ nullable: true })
  appealUntil!: BusinessDate | null;

  @BooleanColumn({ nullable: true })
  inspectionAlone!: boolean | null;

  @BooleanColumn({ nullable: true })
  severeSafetyEvent!: boolean | null;

  @RateColumn({ nullable: true })
  adjustment!: Rate | null;

  @RateColumn({ nullable: true })
  scoreUnrounded!: Rate | null;

  @RateColumn({ nullable: true })
  score!: Rate | null;

  @DateColumn({ nullable: true })
  finalOn!: BusinessDate | null;

  @InstantColumn()
  openedAt!: Instant;

  /** From when the days of its calendar count: the end of the quarter, or its opening where that is later. The database says it. */
  @DateColumn({ insert: false, update: false })
  countsFrom!: BusinessDate;
}
