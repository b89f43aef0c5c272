import { Entity } from 'typeorm';
import type { AccountingPeriod, Instant, Money, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'income_accrual' })
export class IncomeAccrual extends TenantRow<'income_accrual'> {
  @PeriodColumn()
  period!: AccountingPeriod;

  @IntegerColumn()
  charges!: number;

  @MoneyColumn()
  total!: Money;

  @InstantColumn()
  accruedAt!: Instant;

  @IdColumn()
  accruedBy!: PersonId;
}
