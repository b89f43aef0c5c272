import { Entity } from 'typeorm';
import type { BusinessDate, Instant, Money, OrganisationId, PersonId } from '../../../kernel/index.js';
import { DateColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, TenantRow, TextColumn } from '../../../platform/database/index.js';
import type { ResolutionId, ResolutionKind } from '../domain/resolution.js';
import type { VoteId } from '../domain/vote.js';

@Entity({ schema: 'mingbai', name: 'resolution' })
export class Resolution extends TenantRow<'resolution'> {
  @IntegerColumn()
  year!: number;

  @IntegerColumn()
  serial!: number;

  @TextColumn()
  kind!: ResolutionKind;

  @TextColumn()
  title!: string;

  @DateColumn()
  decidedOn!: BusinessDate;

  @DateColumn()
  effectiveFrom!: BusinessDate;

  @DateColumn({ nullable: true })
  effectiveTo!: BusinessDate | null;

  @MoneyColumn({ nullable: true })
  limitAmount!: Money | null;

  @TextColumn()
  documentSha256!: string;

  @IdColumn({ nullable: true })
  replacesId!: ResolutionId | null;

  /** The vote that it rests on; null where its paper alone says so. */
  @IdColumn({ nullable: true })
  voteId!: VoteId | null;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}
