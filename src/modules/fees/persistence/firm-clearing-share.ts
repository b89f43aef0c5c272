import { Entity } from 'typeorm';
import type { BusinessDate, Id, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, MoneyColumn, TenantRow } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';

/** What the firm made good of an owner's money; below 0 where that was undone. Rows only grow. */
@Entity({ schema: 'mingbai', name: 'firm_clearing_share' })
export class FirmClearingShare extends TenantRow<'firm_clearing_share'> {
  @IdColumn()
  firmDueId!: Id<'firm_due'>;

  @IdColumn()
  unitId!: UnitId;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;
}
