import { Entity } from 'typeorm';
import type { Instant } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

/** What was submitted, in the text that was hashed. */
@Entity({ schema: 'mingbai', name: 'disbursement_payload' })
export class DisbursementPayload extends TenantRow<'disbursement_payload'> {
  @IdColumn()
  disbursementId!: number;

  @IntegerColumn()
  revision!: number;

  @TextColumn()
  sha256!: string;

  @TextColumn()
  text!: string;

  @InstantColumn()
  submittedAt!: Instant;
}
