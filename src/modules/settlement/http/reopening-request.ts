import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { Instant } from '../../../kernel/index.js';
import { IsInstant } from '../../../platform/http/index.js';

/** Why a closed month must be opened again, and until when at the latest. */
export class ProposeReopeningBody {
  @ApiProperty({ example: 'a bill of January was another flat’s' })
  @IsString()
  @Length(1, 200)
  reason!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'at most 30 days ahead' })
  @IsInstant()
  expiresAt!: Instant;
}
