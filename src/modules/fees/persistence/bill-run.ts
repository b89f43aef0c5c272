import { Entity } from 'typeorm';
import type { AccountingPeriod, Instant, Money, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'bill_run' })
export class BillRun extends TenantRow<'bill_run'> {
  @PeriodColumn()
  period!: AccountingPeriod;

  /** The run of a month is made once; what it lacked comes by supplements. */
  @TextColumn()
  kind!: 'MONTH' | 'SUPPLEMENT';

  @IntegerColumn()
  bills!: number;

  @MoneyColumn()
  total!: Money;

  @InstantColumn()
  ranAt!: Instant;

  @IdColumn()
  ranBy!: PersonId;

  @InstantColumn({ nullable: true, insert: false })
  undoneAt!: Instant | null;

  @IdColumn({ nullable: true, insert: false })
  undoneBy!: PersonId | null;

  @TextColumn({ nullable: true, insert: false })
  undoReason!: string | null;
}
