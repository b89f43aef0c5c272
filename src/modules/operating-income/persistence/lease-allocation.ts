import { Entity } from 'typeorm';
import type { BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';
import type { ChargeId } from '../domain/settlement.js';

/** Without a receipt it is an advance that was recognised. */
@Entity({ schema: 'mingbai', name: 'lease_allocation' })
export class LeaseAllocation extends TenantRow<'lease_allocation'> {
  @IdColumn()
  chargeId!: ChargeId;

  @IdColumn()
  leaseId!: LeaseId;

  @IdColumn({ nullable: true })
  receiptId!: Id<'lease_receipt'> | null;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;
}
