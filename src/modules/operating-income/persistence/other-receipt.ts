import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

export type OtherReceiptKind = 'DEPOSIT' | 'OTHER' | 'FLOAT' | 'FOR_OTHERS';

/** Money of a bank line that is no rent. */
@Entity({ schema: 'mingbai', name: 'other_receipt' })
export class OtherReceipt extends TenantRow<'other_receipt'> {
  @TextColumn()
  kind!: OtherReceiptKind;

  @TextColumn()
  fund!: 'TRN' | 'COM';

  @IdColumn()
  bankLineId!: number;

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  receivedOn!: BusinessDate;

  @TextColumn()
  words!: string;

  @IdColumn({ nullable: true })
  leaseId!: LeaseId | null;

  @TextColumn({ nullable: true })
  payerName!: string | null;

  @IdColumn({ nullable: true })
  firmId!: OrganisationId | null;

  /** Whose money it is that came in for somebody else. */
  @IdColumn({ nullable: true })
  payeeId!: Id<'payee'> | null;

  /** The database writes it from the releases. */
  @MoneyColumn({ insert: false, update: false })
  released!: Money;

  @IdColumn()
  entrySeq!: number;

  @InstantColumn()
  recordedAt!: Instant;

  @DateColumn({ nullable: true, insert: false })
  voidedOn!: BusinessDate | null;

  @TextColumn({ nullable: true, insert: false })
  voidReason!: string | null;

  @IdColumn({ nullable: true, insert: false })
  voidSeq!: number | null;
}
