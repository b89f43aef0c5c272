import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { LeaseKind, LeaseSchedule } from '../domain/lease.js';

@Entity({ schema: 'mingbai', name: 'lease' })
export class Lease extends TenantRow<'lease'> {
  @IdColumn()
  assetId!: Id<'asset'>;

  @TextColumn()
  code!: string;

  @TextColumn()
  kind!: LeaseKind;

  @TextColumn()
  counterparty!: string;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  schedule!: LeaseSchedule;

  @DateColumn()
  firstDueOn!: BusinessDate;

  @DateColumn()
  fromOn!: BusinessDate;

  @DateColumn()
  toOn!: BusinessDate;

  @InstantColumn()
  createdAt!: Instant;
}
