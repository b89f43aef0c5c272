import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { suspenseReturnStates, type SuspenseReturnState } from '../domain/suspense-return-state.js';
import type { SuspenseReturnView } from '../application/suspense-returns.js';

/** Why money in suspense goes back to whom it came from. */
export class AskSuspenseReturnBody {
  @ApiProperty({ example: 'nobody here knows the payer' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

const decisions = ['CONFIRM', 'REFUSE'] as const;

/** The second person's word. */
export class DecideSuspenseReturnBody {
  @ApiProperty({ enum: decisions })
  @IsIn(decisions)
  decision!: (typeof decisions)[number];

  @ApiProperty({ type: String, required: false, description: 'why it is refused' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class SuspenseReturnResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty()
  lineId!: number;

  @ApiProperty({ example: '75.23' })
  amount!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ enum: suspenseReturnStates })
  state!: SuspenseReturnState;

  @ApiProperty({ type: String, nullable: true })
  decisionReason!: string | null;

  static from({ id, lineId, amount, reason, state, decisionReason }: SuspenseReturnView): SuspenseReturnResponse {
    return Object.assign(new SuspenseReturnResponse(), { id, lineId, amount: amount.toString(), reason, state, decisionReason });
  }
}
