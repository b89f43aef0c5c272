import { Entity } from 'typeorm';
import type { Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BudgetId } from '../domain/budget.js';
import type { ConfirmationState, ResolutionId } from '../domain/resolution.js';

/** What another organisation says of a resolution by paper, or of a budget; or that it was taken back. */
@Entity({ schema: 'mingbai', name: 'confirmation' })
export class Confirmation extends TenantRow<'confirmation'> {
  @IdColumn({ nullable: true })
  resolutionId!: ResolutionId | null;

  @IdColumn({ nullable: true })
  budgetId!: BudgetId | null;

  @TextColumn()
  decision!: Exclude<ConfirmationState, 'WAITING'>;

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn()
  answeredBy!: PersonId;

  @IdColumn()
  answeredFor!: OrganisationId;

  @InstantColumn()
  answeredAt!: Instant;
}
