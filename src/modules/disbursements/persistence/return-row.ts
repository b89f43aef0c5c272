import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';

/** The bank line by which a paid payout came back; one at most for each settlement (I9). */
@Entity({ schema: 'mingbai', name: 'disbursement_return' })
export class ReturnRow extends TenantRow<'disbursement_return'> {
  @IdColumn()
  disbursementId!: number;

  @IdColumn()
  settlementId!: number;

  @IdColumn()
  bankLineId!: number;

  @DateColumn()
  bookedOn!: BusinessDate;

  @MoneyColumn()
  amount!: Money;

  @IdColumn()
  entrySeq!: number;

  @InstantColumn()
  at!: Instant;
}
