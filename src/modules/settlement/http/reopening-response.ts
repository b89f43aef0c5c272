import { ApiProperty } from '@nestjs/swagger';
import type { AccountingPeriod, Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { ReopeningView } from '../../ledger/index.js';

/** A reopening: the first month, why, until when; `confirmedAt` null while nobody has agreed. */
export class ReopeningResponse {
  @ApiProperty()
  number!: number;
  @ApiProperty({ type: String, example: '2024-01' })
  month!: AccountingPeriod;
  @ApiProperty()
  reason!: string;
  @ApiInstant()
  expiresAt!: Instant;
  @ApiInstant()
  proposedAt!: Instant;
  @ApiProperty({ description: 'organisation that asked' })
  proposedFor!: number;
  @ApiInstant({ nullable: true })
  confirmedAt!: Instant | null;
  @ApiProperty({ type: Number, nullable: true, description: 'organisation that agreed' })
  confirmedFor!: number | null;

  static from(view: ReopeningView): ReopeningResponse {
    const { number, month, reason, expiresAt, proposedAt, proposedFor, confirmedAt, confirmedFor } = view;
    return { number, month, reason, expiresAt, proposedAt, proposedFor, confirmedAt, confirmedFor };
  }
}

export class ReopeningsResponse {
  @ApiProperty({ type: [ReopeningResponse] })
  items!: ReopeningResponse[];
}
