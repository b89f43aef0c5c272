import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { BusinessDate, Instant } from '../../../kernel/index.js';
import { ApiInstant, IsBusinessDate } from '../../../platform/http/index.js';
import type { ContractStepView } from '../application/contract-queries.js';
import { contractSteps, type ContractStep } from '../domain/contract-state.js';

export class ContractStepBody {
  @ApiProperty({ enum: contractSteps })
  @IsIn(contractSteps)
  kind!: ContractStep;

  @ApiProperty({ required: false, description: 'With NOTICE_GIVEN: the last day of the contract' })
  @IsOptional()
  @IsBusinessDate()
  endsOn?: BusinessDate;

  @ApiProperty({ description: 'It is published: no personal data in it' })
  @IsString()
  @Length(5, 200)
  reason!: string;

  @ApiProperty({ required: false, description: 'SHA-256 of a paper that was handed in; a notice always has one' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  document?: string;
}

export class ContractStepResponse {
  @ApiProperty({ enum: contractSteps })
  kind!: string;
  on!: string;
  @ApiProperty({ type: String, nullable: true })
  endsOn!: string | null;
  reason!: string;
  organisation!: string;
  @ApiProperty({ type: String, nullable: true })
  document!: string | null;
  @ApiInstant()
  recordedAt!: Instant;

  static from({ kind, on, endsOn, reason, organisation, documentSha256: document, recordedAt }: ContractStepView): ContractStepResponse {
    return Object.assign(new ContractStepResponse(), { kind, on, endsOn, reason, organisation, document, recordedAt });
  }
}

export class ContractStepsResponse {
  @ApiProperty({ type: [ContractStepResponse] })
  items!: ContractStepResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
