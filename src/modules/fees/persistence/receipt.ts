import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { ReceiptOrigin } from '../domain/receipt.js';

@Entity({ schema: 'mingbai', name: 'receipt' })
export class Receipt extends TenantRow<'receipt'> {
  @IntegerColumn()
  year!: number;

  @IntegerColumn()
  no!: number;

  @IdColumn()
  unitId!: UnitId;

  @MoneyColumn()
  amount!: Money;

  @MoneyColumn()
  excess!: Money;

  @TextColumn()
  origin!: ReceiptOrigin;

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
}
