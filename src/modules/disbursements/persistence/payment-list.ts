import { Entity } from 'typeorm';
import type { Instant, Money, PersonId } from '../../../kernel/index.js';
import { BytesColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PaymentFormat } from '../domain/payment-order.js';

/** A file that tells the bank what to pay. People name it by the SHA-256 of its bytes. */
@Entity({ schema: 'mingbai', name: 'payment_list' })
export class PaymentList extends TenantRow<'payment_list'> {
  @TextColumn()
  sha256!: string;

  @BytesColumn()
  bytes!: Buffer;

  @TextColumn()
  format!: PaymentFormat;

  /** Unique in the compound: MsgId of an ISO 20022 file. */
  @TextColumn()
  messageId!: string;

  /** The account out of which the bank is told to pay. */
  @IdColumn()
  bankAccountId!: number;

  @MoneyColumn()
  total!: Money;

  @IdColumn()
  instructedBy!: PersonId;

  @InstantColumn()
  instructedAt!: Instant;
}
