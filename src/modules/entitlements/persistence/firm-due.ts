import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId, PersonId, Quarter } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { PenaltyParty } from '../domain/dispute.js';
import type { FirmClearingKind, FirmDueKind } from '../domain/firm-due.js';

/** A penalty on the firm, or money of an owner that it took outside the account; rows only grow, but that a penalty may be taken back. */
@Entity({ schema: 'mingbai', name: 'firm_due' })
export class FirmDue extends TenantRow<'firm_due'> {
  @TextColumn()
  kind!: Exclude<FirmDueKind, 'MONTH'>;

  @IdColumn()
  firmId!: OrganisationId;

  @IdColumn()
  contractVersionId!: Id<'contract_version'>;

  @IdColumn({ nullable: true })
  unitId!: Id<'unit'> | null;

  @TextColumn({ nullable: true })
  quarter!: Quarter | null;

  /** The event for which the contract fixes the fine; null for another penalty. */
  @TextColumn({ nullable: true })
  event!: string | null;

  /** The day of the event; null without an event, and for fines of before there were days. */
  @DateColumn({ nullable: true })
  eventOn!: BusinessDate | null;

  /** As it was asked for; a penalty counts up to its cap. */
  @MoneyColumn()
  stated!: Money;

  @MoneyColumn()
  amount!: Money;

  /** The part that was taken off what the firm had earned at once. */
  @MoneyColumn()
  fromPayable!: Money;

  @DateColumn()
  happenedOn!: BusinessDate;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @TextColumn()
  reason!: string;

  @TextColumn()
  document!: string;

  @IdColumn()
  entrySeq!: number;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;

  /** The entry that reversed a penalty, by two bodies. */
  @IdColumn({ nullable: true })
  undoneSeq!: number | null;
}

/** What of a due was paid, set off or written off; rows of one payment share its entry. */
@Entity({ schema: 'mingbai', name: 'firm_clearing' })
export class FirmClearing extends TenantRow<'firm_clearing'> {
  @TextColumn()
  kind!: FirmClearingKind;

  @TextColumn()
  dueKind!: FirmDueKind;

  @IdColumn()
  dueId!: number;

  @MoneyColumn()
  amount!: Money;

  @IdColumn({ nullable: true })
  bankLineId!: number | null;

  /** By which it was written off. */
  @IdColumn({ nullable: true })
  resolutionId!: Id<'resolution'> | null;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  entrySeq!: number;

  @IdColumn({ nullable: true })
  recordedBy!: PersonId | null;

  @InstantColumn()
  recordedAt!: Instant;

  /** The entry that reversed it. */
  @IdColumn({ nullable: true })
  undoneSeq!: number | null;
}

/** The paper by which a write-off was taken back; rows only grow. */
@Entity({ schema: 'mingbai', name: 'firm_write_off_undo' })
export class FirmWriteOffUndo extends TenantRow<'firm_write_off_undo'> {
  /** The first part of the write-off: the source of its entry. */
  @IdColumn()
  clearingId!: Id<'firm_clearing'>;

  @IdColumn()
  undoSeq!: number;

  @IdColumn()
  resolutionId!: Id<'resolution'>;

  @TextColumn()
  reason!: string;

  @IdColumn()
  recordedBy!: PersonId;

  @InstantColumn()
  recordedAt!: Instant;
}

/** What asks for a penalty to be taken back, and the answer of the other party; answered once. */
@Entity({ schema: 'mingbai', name: 'firm_penalty_undo' })
export class FirmPenaltyUndo extends TenantRow<'firm_penalty_undo'> {
  /** The penalty. */
  @IdColumn()
  dueId!: Id<'firm_due'>;

  @TextColumn()
  reason!: string;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  askedParty!: PenaltyParty;

  @InstantColumn()
  askedAt!: Instant;

  @TextColumn()
  state!: 'ASKED' | 'CONFIRMED' | 'REFUSED';

  @IdColumn({ nullable: true })
  answeredBy!: PersonId | null;

  @IdColumn({ nullable: true })
  answeredFor!: OrganisationId | null;

  @TextColumn({ nullable: true })
  answeredParty!: PenaltyParty | null;

  @InstantColumn({ nullable: true })
  answeredAt!: Instant | null;

  @TextColumn({ nullable: true })
  answerReason!: string | null;

  @DateColumn({ nullable: true })
  effectiveOn!: BusinessDate | null;

  /** The entry that reversed the penalty's. */
  @IdColumn({ nullable: true })
  undoSeq!: number | null;

  /** What had been paid or set off of it, and is owed to the firm again. */
  @MoneyColumn()
  madeGood!: Money;

  /** What the owners had given up of it. */
  @MoneyColumn()
  givenUp!: Money;

  /** The entry of both (P18u). */
  @IdColumn({ nullable: true })
  creditSeq!: number | null;
}
