import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';

/** A prepayment that is owed back; it may be cancelled once, while no payout has taken it. */
@Entity({ schema: 'mingbai', name: 'fee_refund' })
export class FeeRefund extends TenantRow<'fee_refund'> {
  @IdColumn()
  unitId!: UnitId;

  /** The one whose account the money goes back to; else it goes to that of a paper. */
  @IdColumn({ nullable: true })
  receiptId!: Id<'receipt'> | null;

  @IdColumn({ nullable: true })
  paperRefundId!: Id<'paper_refund'> | null;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  reason!: string;

  @TextColumn()
  document!: string;

  @DateColumn()
  askedOn!: BusinessDate;

  @IdColumn()
  askedBy!: PersonId;

  @InstantColumn()
  askedAt!: Instant;

  @IdColumn()
  entrySeq!: number;

  @DateColumn({ nullable: true, insert: false })
  cancelledOn!: BusinessDate | null;

  @TextColumn({ nullable: true, insert: false })
  cancelReason!: string | null;

  @IdColumn({ nullable: true, insert: false })
  cancelledBy!: PersonId | null;

  @IdColumn({ nullable: true, insert: false })
  cancelSeq!: number | null;
}
