import { Entity } from 'typeorm';
import type { Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { BankLineId } from '../../bank/index.js';
import type { SuspenseReturnState } from '../domain/suspense-return-state.js';

/** Money in suspense that goes back to whom it came from: asked by one person, decided by another of another organisation. */
@Entity({ schema: 'mingbai', name: 'suspense_return' })
export class SuspenseReturn extends TenantRow<'suspense_return'> {
  @IdColumn()
  lineId!: BankLineId;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  reason!: string;

  /** Where the bank's line names no account: the one that was written down by the bank or the payer, with that paper. */
  @TextColumn({ nullable: true })
  accountNo!: string | null;

  @TextColumn({ nullable: true })
  accountName!: string | null;

  @TextColumn({ nullable: true })
  documentSha256!: string | null;

  @InstantColumn()
  askedAt!: Instant;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn({ nullable: true })
  askedFor!: OrganisationId | null;

  @TextColumn()
  state!: SuspenseReturnState;

  @InstantColumn({ nullable: true })
  decidedAt!: Instant | null;

  @IdColumn({ nullable: true })
  decidedBy!: PersonId | null;

  @IdColumn({ nullable: true })
  decidedFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  decisionReason!: string | null;

  @IdColumn({ nullable: true })
  entrySeq!: number | null;
}
