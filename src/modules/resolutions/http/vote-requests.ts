import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { IsBusinessDate, IsMoney } from '../../../platform/http/index.js';
import { resolutionKinds, type ResolutionKind } from '../domain/resolution.js';
import { voteChoices, voteMatters, voteWays, type VoteChoice, type VoteMatter, type VoteWay } from '../domain/vote.js';

/** Units that one owner has. */
export class SharedOwnerBody {
  @ApiProperty({ type: [String], example: ['01-101', '01-102'] })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  units!: string[];
}

/** A vote as it is announced, and the resolution that it becomes when it passes. */
export class OpenVoteBody {
  @ApiProperty({
    enum: voteMatters,
    description: 'The matter by Article 278 of the Civil Code; it decides whether more than half or three quarters must agree',
  })
  @IsIn(voteMatters)
  matter!: VoteMatter;

  @ApiProperty({ enum: resolutionKinds })
  @IsIn(resolutionKinds)
  kind!: ResolutionKind;

  @ApiProperty({ description: 'Published: no personal data in it' })
  @IsString()
  @MaxLength(120)
  title!: string;

  /** The last day on which a ballot may be cast. */
  @IsBusinessDate()
  closesOn!: BusinessDate;

  /** From when the resolution is in force; after the last day of the vote. */
  @IsBusinessDate()
  from!: BusinessDate;

  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  /** What it allows in all, in yuan; left out where nothing limits it. */
  @IsOptional()
  @IsMoney()
  limit?: Money;

  /** The notice with the question, handed in before. */
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;

  /** The resolution whose place it takes. */
  @IsOptional()
  @Matches(/^JY\d{4}-\d{3}$/)
  replaces?: string;

  /** Owners of several units: each counts as one head. */
  @ApiProperty({ type: [SharedOwnerBody], required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  @Type(() => SharedOwnerBody)
  owners?: SharedOwnerBody[];
}

export class BallotBody {
  @ApiProperty({ example: '01-101' })
  @IsString()
  @MaxLength(40)
  unit!: string;

  @ApiProperty({ enum: voteChoices, description: 'NONE only where a ballot that was recorded by mistake is taken away' })
  @IsIn(voteChoices)
  choice!: VoteChoice;

  @IsBusinessDate()
  castOn!: BusinessDate;

  @ApiProperty({ enum: voteWays })
  @IsIn(voteWays)
  way!: VoteWay;

  /** Why it takes the place of the ballot that is recorded. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class RecordBallotsBody {
  @ApiProperty({ type: [BallotBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  @Type(() => BallotBody)
  ballots!: BallotBody[];

  /** The ballots on paper, or the protocol of the platform. */
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class CountVoteBody {
  /** The sealed sheet of the result. */
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class CancelVoteBody {
  @IsString()
  @MaxLength(200)
  reason!: string;
}
