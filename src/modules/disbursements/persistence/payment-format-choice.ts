import { Entity } from 'typeorm';
import type { Instant, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PaymentFormat } from '../domain/payment-order.js';

/** In which form the payment files of an account are made, from a moment on. */
@Entity({ schema: 'mingbai', name: 'payment_format_choice' })
export class PaymentFormatChoice extends TenantRow<'payment_format_choice'> {
  @IdColumn()
  bankAccountId!: number;

  @TextColumn()
  format!: PaymentFormat;

  @IdColumn()
  chosenBy!: PersonId;

  @InstantColumn()
  chosenAt!: Instant;
}
