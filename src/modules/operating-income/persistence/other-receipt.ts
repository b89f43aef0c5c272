import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

export type OtherReceiptKind = 'DEPOSIT' | 'OTHER' | 'FLOAT' | 'FOR_OTHERS';

/** Money of a bank line that is no rent, or what was held for others when the books opened. */
@Entity({ schema: 'mingbai', name: 'other_receipt' })
export class OtherReceipt extends TenantRow<'other_receipt'> {
  @TextColumn()
  kind!: OtherReceiptKind;

  @TextColumn()
  fund!: 'TRN' | 'COM';

  @IdColumn({ nullable: true })
  bankLineId!: number | null;

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

  /** The opening balances that brought it; there is no bank line of it then. */
  @IdColumn({ nullable: true })
  openingId!: number | null;

  /** Whose money it is that came in for somebody else, and who gets back a deposit from before the books. */
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
