import { Entity } from 'typeorm';
import type { AccountingPeriod, Instant, Money, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'bill_run' })
export class BillRun extends TenantRow<'bill_run'> {
  @PeriodColumn()
  period!: AccountingPeriod;

  @IntegerColumn()
  bills!: number;

  @MoneyColumn()
  total!: Money;

  @InstantColumn()
  ranAt!: Instant;

  @IdColumn()
  ranBy!: PersonId;
}
