import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { maskedName } from '../../communities/index.js';
import { suspenseReturnStates, type SuspenseReturnState } from '../domain/suspense-return-state.js';
import type { SuspenseReturnView } from '../application/suspense-returns.js';

/** Where the money is to go, for a line of the bank that names no account. */
export class RecordedAccountBody {
  @ApiProperty({ description: '8 to 34 digits or capital letters' })
  @IsString()
  @Length(1, 60)
  accountNo!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 60)
  accountName!: string;

  @ApiProperty({ description: 'SHA-256 of what the bank or the payer wrote, among the evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

/** Why money in suspense goes back to whom it came from. */
export class AskSuspenseReturnBody {
  @ApiProperty({ example: 'nobody here knows the payer' })
  @IsString()
  @Length(1, 200)
  reason!: string;

  @ApiProperty({ type: RecordedAccountBody, required: false, description: 'only where the bank’s line names no account' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RecordedAccountBody)
  account?: RecordedAccountBody;
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

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'recorded where the bank’s line names no account; whole for those who ask and decide, else its last four',
  })
  accountNo!: string | null;

  @ApiProperty({ type: String, nullable: true })
  accountName!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the paper that names the account' })
  documentSha256!: string | null;

  @ApiProperty({ enum: suspenseReturnStates })
  state!: SuspenseReturnState;

  @ApiProperty({ type: String, nullable: true })
  decisionReason!: string | null;

  static from(view: SuspenseReturnView, { whole }: { whole: boolean }): SuspenseReturnResponse {
    const { id, lineId, amount, reason, accountNo, accountName, documentSha256, state, decisionReason } = view;
    const account = whole ? { accountNo, accountName } : { accountNo: accountNo?.slice(-4) ?? null, accountName: accountName && maskedName(accountName) };
    return Object.assign(new SuspenseReturnResponse(), { id, lineId, amount: amount.toString(), reason, ...account, documentSha256, state, decisionReason });
  }
}
