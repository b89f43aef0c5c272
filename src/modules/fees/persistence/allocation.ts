import { Entity } from 'typeorm';
import type { BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId } from '../domain/allocation.js';

/** Without a receipt it is a prepayment that was applied. */
@Entity({ schema: 'mingbai', name: 'allocation' })
export class BillAllocation extends TenantRow<'allocation'> {
  @IdColumn()
  billId!: BillId;

  @IdColumn()
  unitId!: UnitId;

  @IdColumn({ nullable: true })
  receiptId!: Id<'receipt'> | null;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;
}
