import { Entity } from 'typeorm';
import type { BusinessDate, Id, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { BillId, LateFeeId } from '../domain/allocation.js';
import type { WaiverKind } from '../domain/waiver.js';

export type WaiverId = Id<'waiver'>;

/** P04 as the bookkeeper asked for it. */
@Entity({ schema: 'mingbai', name: 'waiver' })
export class Waiver extends TenantRow<'waiver'> {
  @TextColumn()
  kind!: WaiverKind;

  @IdColumn({ nullable: true })
  billId!: BillId | null;

  @IdColumn({ nullable: true })
  lateFeeId!: LateFeeId | null;

  @IdColumn()
  unitId!: UnitId;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  reason!: string;

  @TextColumn()
  document!: string;

  @TextColumn({ nullable: true })
  resolutionNo!: string | null;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @InstantColumn()
  askedAt!: Instant;
}

/** What the owner side decided on it; what was refused is kept as well. */
@Entity({ schema: 'mingbai', name: 'waiver_decision' })
export class WaiverDecision extends TenantRow<'waiver_decision'> {
  @IdColumn()
  waiverId!: WaiverId;

  @IdColumn()
  askedBy!: PersonId;

  @IdColumn()
  askedFor!: OrganisationId;

  @TextColumn()
  decision!: 'APPROVED' | 'REFUSED';

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn()
  decidedBy!: PersonId;

  @IdColumn()
  decidedFor!: OrganisationId;

  @InstantColumn()
  decidedAt!: Instant;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn({ nullable: true })
  entrySeq!: number | null;
}

/** The owner side took an approved one back: from `effectiveOn` on its bill or late fee is owed again. */
@Entity({ schema: 'mingbai', name: 'waiver_undo' })
export class WaiverUndo extends TenantRow<'waiver_undo'> {
  @IdColumn()
  waiverId!: WaiverId;

  @IdColumn({ nullable: true })
  billId!: BillId | null;

  @IdColumn({ nullable: true })
  lateFeeId!: LateFeeId | null;

  @MoneyColumn()
  amount!: Money;

  @TextColumn()
  reason!: string;

  @DateColumn()
  effectiveOn!: BusinessDate;

  @IdColumn()
  undoSeq!: number;

  @IdColumn()
  undoneBy!: PersonId;

  @IdColumn()
  undoneFor!: OrganisationId;

  @InstantColumn()
  undoneAt!: Instant;
}
