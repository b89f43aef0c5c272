import { Entity } from 'typeorm';
import type { Id, Instant, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';

@Entity({ schema: 'mingbai', name: 'payee_account' })
export class PayeeAccount extends TenantRow<'payee_account'> {
  @IdColumn()
  payeeId!: Id<'payee'>;

  @IntegerColumn()
  version!: number;

  @TextColumn()
  bankName!: string;

  @TextColumn()
  accountNo!: string;

  @TextColumn()
  accountName!: string;

  @IdColumn()
  registeredBy!: PersonId;

  @InstantColumn()
  registeredAt!: Instant;
}
