import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

@Entity({ schema: 'mingbai', name: 'lease_receipt' })
export class LeaseReceipt extends TenantRow<'lease_receipt'> {
  @IdColumn()
  leaseId!: LeaseId;

  @MoneyColumn()
  amount!: Money;

  @MoneyColumn()
  excess!: Money;

  @TextColumn()
  origin!: 'BANK' | 'FOUND';

  @IdColumn()
  bankLineId!: number;

  @DateColumn()
  receivedOn!: BusinessDate;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;

  @InstantColumn()
  recordedAt!: Instant;

  /** The receipt that this one takes back; its amounts then have the other sign. */
  @IdColumn({ nullable: true })
  undoes!: LeaseReceipt['id'] | null;
}
