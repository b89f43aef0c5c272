import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId, PersonId, Quarter, Rate } from '../../../kernel/index.js';
import { BooleanColumn, DateColumn, IdColumn, InstantColumn, MoneyColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** What a FINAL score made of the money withheld in its quarter; rows only grow. */
@Entity({ schema: 'mingbai', name: 'performance' })
export class Performance extends TenantRow<'performance'> {
  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @TextColumn()
  quarter!: Quarter;

  @IdColumn()
  contractVersionId!: Id<'contract_version'>;

  @IdColumn()
  firmId!: OrganisationId;

  @RateColumn()
  score!: Rate;

  @RateColumn()
  ratio!: Rate;

  @RateColumn({ nullable: true })
  bandLo!: Rate | null;

  @RateColumn({ nullable: true })
  bandHi!: Rate | null;

  @BooleanColumn()
  lowered!: boolean;

  @MoneyColumn()
  earned!: Money;

  @MoneyColumn()
  base!: Money;

  @MoneyColumn()
  withheld!: Money;

  @MoneyColumn()
  released!: Money;

  @MoneyColumn()
  deducted!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  /** Null where nothing was withheld. */
  @IdColumn({ nullable: true })
  entrySeq!: number | null;

  @IdColumn()
  postedBy!: PersonId;

  @InstantColumn()
  postedAt!: Instant;
}
