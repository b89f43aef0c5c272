import { Entity, PrimaryColumn } from 'typeorm';
import type { BusinessDate, CommunityId, Instant, OrganisationId, PersonId } from '../../../kernel/index.js';
import { BooleanColumn, DateColumn, IdColumn, InstantColumn, IntegerColumn, TextColumn } from '../../../platform/database/index.js';
import type { UnitId } from '../../communities/index.js';
import type { VoteChoice, VoteId, VoteWay } from '../domain/vote.js';

abstract class VoteRow {
  @PrimaryColumn({ type: 'integer' })
  communityId!: CommunityId;

  @PrimaryColumn({ type: 'bigint' })
  voteId!: VoteId;
}

/** A ballot as it was recorded; the latest revision counts. */
@Entity({ schema: 'mingbai', name: 'vote_ballot' })
export class VoteBallot extends VoteRow {
  @PrimaryColumn({ type: 'bigint' })
  unitId!: UnitId;

  @PrimaryColumn({ type: 'integer' })
  revision!: number;

  @TextColumn()
  choice!: VoteChoice;

  @DateColumn()
  castOn!: BusinessDate;

  @TextColumn()
  way!: VoteWay;

  @TextColumn({ nullable: true })
  reason!: string | null;

  @TextColumn()
  documentSha256!: string;

  @IdColumn()
  recordedBy!: PersonId;

  @IdColumn()
  recordedFor!: OrganisationId;

  @InstantColumn()
  recordedAt!: Instant;
}

/** What the ballots came to when they were counted. Areas in 1/100 m². */
@Entity({ schema: 'mingbai', name: 'vote_count' })
export class VoteCount extends VoteRow {
  @IdColumn()
  totalArea!: number;

  @IntegerColumn()
  totalHeads!: number;

  @BooleanColumn()
  special!: boolean;

  @IdColumn()
  votingArea!: number;

  @IntegerColumn()
  votingHeads!: number;

  @IdColumn()
  forArea!: number;

  @IntegerColumn()
  forHeads!: number;

  @IdColumn()
  againstArea!: number;

  @IntegerColumn()
  againstHeads!: number;

  @BooleanColumn()
  passed!: boolean;

  @DateColumn()
  countedOn!: BusinessDate;

  @TextColumn()
  documentSha256!: string;

  @IdColumn()
  countedBy!: PersonId;

  @IdColumn()
  countedFor!: OrganisationId;

  @InstantColumn()
  countedAt!: Instant;
}

/** Who confirmed a count, or called a vote off and why. */
@Entity({ schema: 'mingbai', name: 'vote_end' })
export class VoteEnd extends VoteRow {
  @TextColumn()
  kind!: 'CONFIRMED' | 'CANCELLED';

  @TextColumn({ nullable: true })
  reason!: string | null;

  @IdColumn()
  endedBy!: PersonId;

  @IdColumn()
  endedFor!: OrganisationId;

  @InstantColumn()
  endedAt!: Instant;
}
