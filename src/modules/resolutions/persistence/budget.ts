import { Entity, PrimaryColumn } from 'typeorm';
import type { CommunityId, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { BudgetCode, BudgetFund, BudgetId } from '../domain/budget.js';
import type { ResolutionId } from '../domain/resolution.js';

@Entity({ schema: 'mingbai', name: 'budget' })
export class Budget extends TenantRow<'budget'> {
  @IntegerColumn()
  year!: number;

  @IntegerColumn()
  versionNo!: number;

  @IdColumn()
  resolutionId!: ResolutionId;

  @IdColumn()
  adoptedBy!: PersonId;

  @IdColumn()
  adoptedFor!: OrganisationId;

  @InstantColumn()
  adoptedAt!: Instant;
}

@Entity({ schema: 'mingbai', name: 'budget_line' })
export class BudgetLineRow {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'bigint' })
  budgetId!: BudgetId;

  @PrimaryColumn({ type: 'text' })
  fund!: BudgetFund;

  @PrimaryColumn({ type: 'text' })
  code!: BudgetCode;

  @MoneyColumn()
  amount!: Money;
}
