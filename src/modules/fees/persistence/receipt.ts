import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { ReceiptOrigin, ReceiptVoid } from '../domain/receipt.js';

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

  /** What of it settled late fees (P07p). */
  @MoneyColumn()
  lateFees!: Money;

  @TextColumn()
  origin!: ReceiptOrigin;

  @IdColumn({ nullable: true })
  bankLineId!: number | null;

  /** Of a payment through a channel, whose money reaches the bank with its batch. */
  @IdColumn({ nullable: true })
  channelLineId!: number | null;

  @DateColumn()
  receivedOn!: BusinessDate;

  @DateColumn()
  effectiveOn!: BusinessDate;

  /** Null when it settles late fees alone. */
  @IdColumn({ nullable: true })
  entrySeq!: number | null;

  @IdColumn({ nullable: true })
  lateFeeSeq!: number | null;

  @InstantColumn()
  recordedAt!: Instant;

  @DateColumn({ nullable: true, insert: false })
  voidedOn!: BusinessDate | null;

  @TextColumn({ nullable: true, insert: false })
  voidKind!: ReceiptVoid | null;

  @TextColumn({ nullable: true, insert: false })
  voidReason!: string | null;

  /** The bank line with which the money left again. */
  @IdColumn({ nullable: true, insert: false })
  voidLineId!: number | null;

  /** What of a bounced receipt was a prepayment when it bounced. */
  @MoneyColumn({ nullable: true, insert: false })
  voidPrepaid!: Money | null;

  @IdColumn({ nullable: true, insert: false })
  voidSeq!: number | null;

  @IdColumn({ nullable: true, insert: false })
  voidLateFeeSeq!: number | null;
}
