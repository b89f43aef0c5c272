import { Entity } from 'typeorm';
import type { Money } from '../../../kernel/index.js';
import { IdColumn, IntegerColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';

/** A payout inside a payment list; `attempt` counts how often the bank was told to pay it. */
@Entity({ schema: 'mingbai', name: 'payment_line' })
export class PaymentLine extends TenantRow<'payment_line'> {
  @IdColumn()
  listId!: number;

  @IdColumn()
  disbursementId!: number;

  @IntegerColumn()
  attempt!: number;

  @MoneyColumn()
  amount!: Money;
}
