import { Entity } from 'typeorm';
import type { BusinessDate, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankAccountId } from '../../communities/index.js';
import type { AccountEndState } from '../domain/account-end.js';

/** The day on which the bank closed an account that was given up, by its paper. */
@Entity({ schema: 'mingbai', name: 'bank_account_end' })
export class AccountEnd extends TenantRow<'bank_account_end'> {
  @IdColumn()
  accountId!: BankAccountId;

  @DateColumn()
  endedOn!: BusinessDate;

  @TextColumn()
  documentSha256!: string;

  @InstantColumn()
  recordedAt!: Instant;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @TextColumn()
  state!: AccountEndState;

  @InstantColumn({ nullable: true })
  answeredAt!: Instant | null;

  @IdColumn({ nullable: true })
  answeredBy!: PersonId | null;

  @IdColumn({ nullable: true })
  answeredFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  answerReason!: string | null;

  @InstantColumn({ nullable: true })
  withdrawnAt!: Instant | null;

  @IdColumn({ nullable: true })
  withdrawnBy!: PersonId | null;

  @IdColumn({ nullable: true })
  withdrawnFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  withdrawalReason!: string | null;
}
