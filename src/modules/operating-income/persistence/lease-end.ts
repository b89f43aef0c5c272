import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { ResolutionId } from '../../resolutions/index.js';
import type { LeaseId } from '../domain/lease.js';
import type { ChargeId } from '../domain/settlement.js';

/** A lease that ends before its last day. */
@Entity({ schema: 'mingbai', name: 'lease_end' })
export class LeaseEnd extends TenantRow<'lease_end'> {
  @IdColumn()
  leaseId!: LeaseId;

  @DateColumn()
  lastDay!: BusinessDate;

  @TextColumn()
  reason!: string;

  @TextColumn()
  documentSha256!: string;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}

/** What was taken off a charge. */
@Entity({ schema: 'mingbai', name: 'lease_adjustment' })
export class LeaseAdjustment extends TenantRow<'lease_adjustment'> {
  @TextColumn()
  kind!: 'ENDED' | 'WRITTEN_OFF';

  @IdColumn()
  chargeId!: ChargeId;

  @IdColumn()
  leaseId!: LeaseId;

  @MoneyColumn()
  fromReceivable!: Money;

  @MoneyColumn()
  toAdvance!: Money;

  @DateColumn()
  adjustedOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @IdColumn({ nullable: true })
  resolutionId!: ResolutionId | null;

  @IdColumn()
  entrySeq!: number;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}
