import { Entity, PrimaryColumn } from 'typeorm';
import type { BusinessDate, CommunityId, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, JsonColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { Fund } from '../../ledger/index.js';
import type { ResolutionId } from '../../resolutions/index.js';
import type { ClaimFigures, ClaimId, ClaimKind, ClaimState, CostCode } from '../domain/claim.js';
import type { LeaseId } from '../domain/lease.js';
import type { UseRuleId } from './use-rule.js';

@Entity({ schema: 'mingbai', name: 'claim' })
export class ClaimRow extends TenantRow<'claim'> {
  @IntegerColumn()
  year!: number;

  @IntegerColumn()
  serial!: number;

  @TextColumn()
  kind!: ClaimKind;

  @TextColumn()
  fund!: Fund;

  @TextColumn({ nullable: true })
  costCode!: CostCode | null;

  @IdColumn()
  payeeId!: number;

  @IdColumn({ nullable: true })
  firmId!: OrganisationId | null;

  @IdColumn({ nullable: true })
  leaseId!: LeaseId | null;

  @TextColumn()
  period!: string;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  description!: string;

  @TextColumn({ nullable: true })
  invoiceNo!: string | null;

  @IdColumn({ nullable: true })
  resolutionId!: ResolutionId | null;

  @IdColumn({ nullable: true })
  useRuleId!: UseRuleId | null;

  @JsonColumn({ nullable: true })
  figures!: ClaimFigures | null;

  @DateColumn()
  askedOn!: BusinessDate;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @InstantColumn()
  askedAt!: Instant;

  @TextColumn()
  state!: ClaimState;

  @DateColumn({ nullable: true })
  decidedOn!: BusinessDate | null;

  @IdColumn({ nullable: true })
  decidedBy!: PersonId | null;

  @IdColumn({ nullable: true })
  decidedFor!: OrganisationId | null;

  @InstantColumn({ nullable: true })
  decidedAt!: Instant | null;

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn({ nullable: true })
  entrySeq!: number | null;

  @DateColumn({ nullable: true })
  takenBackOn!: BusinessDate | null;

  @TextColumn({ nullable: true })
  takenBackReason!: string | null;

  @IdColumn({ nullable: true })
  takenBackBy!: PersonId | null;

  @IdColumn({ nullable: true })
  takenBackFor!: OrganisationId | null;

  @InstantColumn({ nullable: true })
  takenBackAt!: Instant | null;

  @IdColumn({ nullable: true })
  takenBackSeq!: number | null;
}

@Entity({ schema: 'mingbai', name: 'claim_evidence' })
export class ClaimEvidence {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'bigint' })
  claimId!: ClaimId;

  @PrimaryColumn({ type: 'text' })
  sha256!: string;

  @IntegerColumn()
  place!: number;
}
