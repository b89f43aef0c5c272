import { Entity } from 'typeorm';
import type { AccountingPeriod, Id, Instant, Money, OrganisationId, PersonId, Quarter, Rate } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { EntitlementBasis } from '../../contracts/index.js';

/** What the firm earned in a month, and how it was split; rows only grow. A row with a posting number above 1 is the difference that a later close found. */
@Entity({ schema: 'mingbai', name: 'entitlement_month' })
export class EntitlementMonth extends TenantRow<'entitlement_month'> {
  @IntegerColumn()
  postingNo!: number;

  @PeriodColumn()
  period!: AccountingPeriod;

  @TextColumn()
  quarter!: Quarter;

  @IdColumn()
  assessmentId!: Id<'assessment'>;

  @IdColumn()
  contractVersionId!: Id<'contract_version'>;

  @IdColumn()
  firmId!: OrganisationId;

  @TextColumn()
  basis!: EntitlementBasis;

  @RateColumn()
  shareAtRisk!: Rate;

  @MoneyColumn()
  earned!: Money;

  @MoneyColumn()
  withheld!: Money;

  @MoneyColumn()
  base!: Money;

  /** What of a negative base the firm owes (1104), since nothing was owed to it any more. */
  @MoneyColumn()
  dueFromFirm!: Money;

  /** Null for a month that moved nothing. */
  @IdColumn({ nullable: true })
  entrySeq!: number | null;

  @IdColumn({ nullable: true })
  postedBy!: PersonId | null;

  @InstantColumn()
  postedAt!: Instant;
}
