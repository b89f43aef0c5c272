import { Entity } from 'typeorm';
import type { BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId } from '../domain/allocation.js';

/**
 * Without a receipt it is a prepayment that was applied (P03), or money that the firm took (P24). One that gives back another has its amount
 * with the other sign: without a receipt the money is a prepayment again (P03e), with one the receipt was taken back (P22b).
 */
@Entity({ schema: 'mingbai', name: 'allocation' })
export class BillAllocation extends TenantRow<'allocation'> {
  @IdColumn()
  billId!: BillId;

  @IdColumn()
  unitId!: UnitId;

  @IdColumn({ nullable: true })
  receiptId!: Id<'receipt'> | null;

  /** Money that the firm took outside the account (P24). */
  @IdColumn({ nullable: true })
  firmDueId!: Id<'firm_due'> | null;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;

  @IdColumn({ nullable: true })
  givesBackId!: Id<'allocation'> | null;
}
