import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { FirmDisputeKind, FirmDisputeParty, FirmDisputeState } from '../domain/dispute.js';

/** What of the firm's payable is disputed, or what becomes of it; answered once, by another party. */
@Entity({ schema: 'mingbai', name: 'firm_dispute' })
export class FirmDispute extends TenantRow<'firm_dispute'> {
  @TextColumn()
  kind!: FirmDisputeKind;

  @IdColumn({ nullable: true })
  disputeId!: FirmDispute['id'] | null;

  @IdColumn()
  firmId!: OrganisationId;

  @MoneyColumn()
  amount!: Money;

  @MoneyColumn()
  toFirm!: Money;

  @MoneyColumn()
  toOwners!: Money;

  @TextColumn()
  reason!: string;

  @TextColumn()
  documentSha256!: string;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  askedParty!: FirmDisputeParty;

  @InstantColumn()
  askedAt!: Instant;

  @TextColumn()
  state!: FirmDisputeState;

  @IdColumn({ nullable: true })
  answeredBy!: PersonId | null;

  @IdColumn({ nullable: true })
  answeredFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  answeredParty!: FirmDisputeParty | null;

  @InstantColumn({ nullable: true })
  answeredAt!: Instant | null;

  @TextColumn({ nullable: true })
  answerReason!: string | null;

  @DateColumn({ nullable: true })
  effectiveOn!: BusinessDate | null;

  @IdColumn({ nullable: true })
  entrySeq!: number | null;
}
