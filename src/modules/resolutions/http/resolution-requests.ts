import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { IsBusinessDate, IsMoney } from '../../../platform/http/index.js';
import { answerDecisions, type RecordAnswer } from '../application/answer-record.js';
import { resolutionKinds, type ResolutionKind } from '../domain/resolution.js';

/** Whether a paper says what was recorded of it. */
export class AnswerBody {
  @ApiProperty({ enum: answerDecisions })
  @IsIn(answerDecisions)
  decision!: RecordAnswer['decision'];

  /** Of a refusal: kept, and shown to those who read the record. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

/** A decision as its paper says it. */
export class RecordResolutionBody {
  @ApiProperty({ enum: resolutionKinds })
  @IsIn(resolutionKinds)
  kind!: ResolutionKind;

  @ApiProperty({ description: 'Published in the statements that rest on it: no personal data in it' })
  @IsString()
  @MaxLength(120)
  title!: string;

  @IsBusinessDate()
  decidedOn!: BusinessDate;

  @IsBusinessDate()
  from!: BusinessDate;

  /** Its last day; left out while it is open. Of one on a budget in the year of its first. */
  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  /** What it allows in all, in yuan; left out where nothing limits it. One on a budget has it. */
  @IsOptional()
  @IsMoney()
  limit?: Money;

  /** The paper, handed in before. */
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;

  /** The resolution whose place it takes. */
  @IsOptional()
  @Matches(/^JY\d{4}-\d{3}$/)
  replaces?: string;
}
