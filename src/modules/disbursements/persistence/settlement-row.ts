import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';

/** The bank line that paid a payout; one at most that did not come back (I9). */
@Entity({ schema: 'mingbai', name: 'disbursement_settlement' })
export class SettlementRow extends TenantRow<'disbursement_settlement'> {
  @IdColumn()
  disbursementId!: number;

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
