import { ApiProperty } from '@nestjs/swagger';
import { ApiDate } from '../../../platform/http/index.js';
import type { BallotView, VoteView } from '../application/vote-queries.js';
import { isSpecial, squareMetres, testsOf, voteChoices, voteMatters, voteStates, voteWays, type VoteShare, type VoteTest } from '../domain/vote.js';

export class VoteShareResponse {
  @ApiProperty({ example: '43684.54', description: 'm²' })
  area!: string;
  @ApiProperty()
  heads!: number;

  static from({ area, heads }: VoteShare): VoteShareResponse {
    return Object.assign(new VoteShareResponse(), { area: squareMetres(area), heads });
  }
}

/** One of the four things that a vote needs, with what it has. */
export class VoteTestResponse {
  @ApiProperty({ enum: ['TURNOUT', 'AGREEMENT'] })
  test!: string;
  @ApiProperty({ enum: ['AREA', 'HEADS'] })
  measure!: string;
  @ApiProperty()
  has!: string;
  @ApiProperty({ description: 'The least that it needs' })
  needs!: string;
  @ApiProperty()
  met!: boolean;

  static from({ test, measure, has, needs, met }: VoteTest): VoteTestResponse {
    const shown = (value: number): string => (measure === 'AREA' ? squareMetres(value) : String(value));
    return Object.assign(new VoteTestResponse(), { test, measure, has: shown(has), needs: shown(needs), met });
  }
}

/** A vote: totals alone, never how a unit voted. How many agree is told once it is counted. */
export class VoteResponse {
  @ApiProperty({ example: 'TP2024-01' })
  number!: string;
  @ApiProperty()
  title!: string;
  @ApiProperty({ enum: voteMatters })
  matter!: string;
  @ApiProperty({ description: 'Three quarters must agree' })
  special!: boolean;
  @ApiProperty()
  kind!: string;
  @ApiProperty({ type: String, nullable: true })
  limit!: string | null;
  @ApiDate()
  from!: string;
  @ApiDate({ nullable: true })
  to!: string | null;
  @ApiDate()
  openedOn!: string;
  @ApiDate()
  closesOn!: string;
  @ApiProperty({ enum: voteStates })
  state!: string;
  @ApiProperty()
  total!: VoteShareResponse;
  @ApiProperty()
  voting!: VoteShareResponse;
  @ApiProperty({ type: VoteShareResponse, nullable: true })
  inFavour!: VoteShareResponse | null;
  @ApiProperty({ type: VoteShareResponse, nullable: true })
  against!: VoteShareResponse | null;
  @ApiProperty({ type: [VoteTestResponse], nullable: true })
  tests!: VoteTestResponse[] | null;
  @ApiProperty({ type: Boolean, nullable: true })
  passed!: boolean | null;
  @ApiDate({ nullable: true })
  countedOn!: string | null;
  @ApiProperty({ description: 'Ballots that were recorded in place of wrong ones' })
  corrections!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was called off' })
  reason!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'JY2024-001' })
  resolution!: string | null;

  static from(view: VoteView): VoteResponse {
    const { number, title, matter, kind, from, to, openedOn, closesOn, state, corrections, resolution, figures, count, end } = view;
    const told = { number, title, matter, special: isSpecial(matter), kind, from, to, openedOn, closesOn, state, corrections, resolution };
    return Object.assign(new VoteResponse(), {
      ...told,
      limit: view.limit?.toString() ?? null,
      total: VoteShareResponse.from(figures.total),
      voting: VoteShareResponse.from(figures.voting),
      inFavour: count && VoteShareResponse.from(figures.inFavour),
      against: count && VoteShareResponse.from(figures.against),
      tests: count && testsOf(figures, matter).map((test) => VoteTestResponse.from(test)),
      passed: count?.passed ?? null,
      countedOn: count?.on ?? null,
      reason: end?.reason ?? null,
    });
  }
}

/** What stands for a unit: for those who hold and confirm the vote. */
export class BallotResponse {
  @ApiProperty()
  unit!: string;
  @ApiProperty({ enum: voteChoices, nullable: true, description: 'Told once the vote is counted' })
  choice!: string | null;
  @ApiDate()
  castOn!: string;
  @ApiProperty({ enum: voteWays })
  way!: string;
  @ApiProperty({ description: 'Above 1 where a ballot was corrected' })
  revision!: number;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  static from({ unit, choice, castOn, way, revision, reason }: BallotView): BallotResponse {
    return Object.assign(new BallotResponse(), { unit, choice, castOn, way, revision, reason });
  }
}

export class VotesResponse {
  @ApiProperty({ type: [VoteResponse] })
  items!: VoteResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class BallotsResponse {
  @ApiProperty({ type: [BallotResponse] })
  items!: BallotResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
