import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

@Entity({ schema: 'mingbai', name: 'lease_charge' })
export class LeaseCharge extends TenantRow<'lease_charge'> {
  @IdColumn()
  accrualId!: Id<'income_accrual'>;

  @PeriodColumn()
  period!: AccountingPeriod;

  @IdColumn()
  leaseId!: LeaseId;

  @DateColumn()
  dueOn!: BusinessDate;

  @MoneyColumn()
  amount!: Money;

  /** The database writes it from the allocations. */
  @MoneyColumn({ insert: false, update: false })
  paid!: Money;

  /** The entry P08 in force; null where an advance covers the whole charge. */
  @IdColumn({ nullable: true })
  accrualSeq!: number | null;

  /** How many entries P08 were posted for it. */
  @IntegerColumn()
  postings!: number;
}
