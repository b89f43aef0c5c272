import { Entity } from 'typeorm';
import type { Id, Instant, PersonId } from '../../../kernel/index.js';
import { BooleanColumn, IdColumn, InstantColumn, IntegerColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PayeeKind } from '../domain/payee.js';

/** Somebody to whom money may be paid. Its account is in versions of its own. */
@Entity({ schema: 'mingbai', name: 'payee' })
export class Payee extends TenantRow<'payee'> {
  @IntegerColumn()
  numberNo!: number;

  @TextColumn()
  number!: string;

  @TextColumn()
  kind!: PayeeKind;

  @TextColumn()
  name!: string;

  /** Said when it is registered, and never changed; null: registered before anybody was asked. */
  @BooleanColumn({ nullable: true })
  isPerson!: boolean | null;

  /** For the firm alone, which is a payee by its contract. */
  @IdColumn({ nullable: true })
  contractId!: Id<'contract'> | null;

  @IdColumn()
  registeredBy!: PersonId;

  @InstantColumn()
  registeredAt!: Instant;
}
