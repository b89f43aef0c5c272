import { Entity } from 'typeorm';
import type { Id, Instant, Money, OrganisationId, PersonId, Rate } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, MoneyColumn, RateColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { ResolutionId } from '../../resolutions/index.js';
import type { UseBasis } from '../domain/maintenance.js';

export type UseRuleId = Id<'use_rule'>;

/** By resolution, a share of the net common income is due to the maintenance fund. */
@Entity({ schema: 'mingbai', name: 'use_rule' })
export class UseRule extends TenantRow<'use_rule'> {
  @IdColumn()
  resolutionId!: ResolutionId;

  @RateColumn()
  share!: Rate;

  @TextColumn()
  basis!: UseBasis;

  @MoneyColumn({ nullable: true })
  reaches!: Money | null;

  @MoneyColumn({ nullable: true })
  keeps!: Money | null;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}
