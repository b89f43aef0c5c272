import { Entity } from 'typeorm';
import type { AccountingPeriod, BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, IntegerColumn, MoneyColumn, PeriodColumn, TenantRow } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

@Entity({ schema: 'mingbai', name: 'lease_charge' })
export class LeaseCharge extends TenantRow<'lease_charge'> {
  /** Null of a charge from before the books. */
  @IdColumn({ nullable: true })
  accrualId!: Id<'income_accrual'> | null;

  /** Of a charge from before the books: the day on which they opened with it (P26). */
  @DateColumn({ nullable: true })
  openedOn!: BusinessDate | null;

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

  /** The entry P08 in force, or P26; null where an advance covers the whole charge. */
  @IdColumn({ nullable: true })
  accrualSeq!: number | null;

  /** How many entries P08 were posted for it. */
  @IntegerColumn()
  postings!: number;
}
