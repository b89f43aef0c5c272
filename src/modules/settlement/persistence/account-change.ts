import { Entity } from 'typeorm';
import type { BusinessDate, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankAccountId } from '../../communities/index.js';
import type { AccountChangeState } from '../domain/account-change.js';

/** The bank account that is to follow the present one: asked by the owner side with the bank's paper, answered by another party. */
@Entity({ schema: 'mingbai', name: 'account_change' })
export class AccountChange extends TenantRow<'account_change'> {
  @TextColumn()
  bankName!: string;

  @TextColumn()
  accountName!: string;

  @TextColumn()
  accountNo!: string;

  @DateColumn()
  openedOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @TextColumn()
  documentSha256!: string;

  @InstantColumn()
  askedAt!: Instant;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  state!: AccountChangeState;

  @InstantColumn({ nullable: true })
  answeredAt!: Instant | null;

  @IdColumn({ nullable: true })
  answeredBy!: PersonId | null;

  @IdColumn({ nullable: true })
  answeredFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  answerReason!: string | null;

  @IdColumn({ nullable: true })
  accountId!: BankAccountId | null;
}
