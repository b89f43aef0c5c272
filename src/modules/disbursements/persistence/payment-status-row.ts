import { Entity } from 'typeorm';
import type { Instant, PersonId } from '../../../kernel/index.js';
import { BytesColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PaymentStatusCode } from '../domain/payment-status.js';

/** A status report of the bank, as it came. */
@Entity({ schema: 'mingbai', name: 'payment_status_file' })
export class PaymentStatusFile extends TenantRow<'payment_status_file'> {
  @IdColumn()
  listId!: number;

  @TextColumn()
  sha256!: string;

  @BytesColumn()
  bytes!: Buffer;

  @IdColumn()
  importedBy!: PersonId;

  @InstantColumn()
  importedAt!: Instant;
}

/** What a report said about one payment. It never settles a payout. */
@Entity({ schema: 'mingbai', name: 'payment_status' })
export class PaymentStatusRow extends TenantRow<'payment_status'> {
  @IdColumn()
  fileId!: number;

  @IdColumn()
  lineId!: number;

  @TextColumn()
  status!: PaymentStatusCode;

  @TextColumn()
  reason!: string;
}
