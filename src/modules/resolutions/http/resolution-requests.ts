import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { BusinessDate, Money } from '../../../kernel/index.js';
import { IsBusinessDate, IsMoney } from '../../../platform/http/index.js';
import { resolutionKinds, type ResolutionKind } from '../domain/resolution.js';

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

  /** Its last day; left out while it is open. */
  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  /** What it allows in all, in yuan; left out where nothing limits it. */
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
