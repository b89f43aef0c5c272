import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { LeaseId } from '../domain/lease.js';

@Entity({ schema: 'mingbai', name: 'deposit_release' })
export class DepositRelease extends TenantRow<'deposit_release'> {
  @IdColumn()
  depositId!: Id<'other_receipt'>;

  @TextColumn()
  kind!: 'BACK' | 'KEPT';

  @MoneyColumn()
  amount!: Money;

  @DateColumn()
  releasedOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @TextColumn({ nullable: true })
  documentSha256!: string | null;

  @IdColumn()
  entrySeq!: number;

  @IdColumn()
  decidedBy!: PersonId;

  @IdColumn()
  decidedFor!: OrganisationId;

  @InstantColumn()
  decidedAt!: Instant;
}

/** What a lease paid in advance and is owed back. */
@Entity({ schema: 'mingbai', name: 'lease_refund' })
export class LeaseRefund extends TenantRow<'lease_refund'> {
  @IdColumn()
  leaseId!: LeaseId;

  @MoneyColumn()
  amount!: Money;

  /** Of the register, where no line of the bank names the account that the money came from. */
  @IdColumn({ nullable: true })
  payeeId!: number | null;

  @DateColumn()
  refundedOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @IdColumn()
  entrySeq!: number;

  @IdColumn()
  decidedBy!: PersonId;

  @IdColumn()
  decidedFor!: OrganisationId;

  @InstantColumn()
  decidedAt!: Instant;
}
