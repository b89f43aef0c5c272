import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { ResolutionId, ResolutionKind } from '../domain/resolution.js';
import type { VoteMatter, VoteState } from '../domain/vote.js';

/** A vote as it was opened; `kind`, `limitAmount`, the days and `replacesId` are those of the resolution that it becomes. */
@Entity({ schema: 'mingbai', name: 'vote' })
export class Vote extends TenantRow<'vote'> {
  @IntegerColumn()
  year!: number;

  @IntegerColumn()
  serial!: number;

  @TextColumn()
  title!: string;

  @TextColumn()
  matter!: VoteMatter;

  @TextColumn()
  kind!: ResolutionKind;

  @MoneyColumn({ nullable: true })
  limitAmount!: Money | null;

  @DateColumn()
  effectiveFrom!: BusinessDate;

  @DateColumn({ nullable: true })
  effectiveTo!: BusinessDate | null;

  @IdColumn({ nullable: true })
  replacesId!: ResolutionId | null;

  @DateColumn()
  openedOn!: BusinessDate;

  @DateColumn()
  closesOn!: BusinessDate;

  @IntegerColumn()
  totalUnits!: number;

  /** In 1/100 m². */
  @IdColumn()
  totalArea!: number;

  @IntegerColumn()
  totalHeads!: number;

  @TextColumn()
  documentSha256!: string;

  @TextColumn()
  state!: VoteState;

  @IdColumn()
  openedBy!: PersonId;

  @IdColumn()
  openedFor!: OrganisationId;

  @InstantColumn()
  openedAt!: Instant;
}
