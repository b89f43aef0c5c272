import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import type { Money } from '../../../kernel/index.js';
import { IsMoney } from '../../../platform/http/index.js';
import { assignmentTargets, type AssignmentTarget } from '../domain/assignment.js';

class AssignedPartRequest {
  @ApiProperty({ enum: assignmentTargets })
  @IsIn(assignmentTargets)
  target!: AssignmentTarget;

  @ApiProperty({
    required: false,
    example: '03-201',
    description: 'code of the unit or lease, number of the payout or of the payee whose money it is; none for SUSPENSE',
  })
  @IsOptional()
  @Matches(/^[0-9A-Z-]{1,40}$/)
  reference?: string;

  @ApiProperty({ type: String, required: false, example: '75.23', description: 'all of the line when left out' })
  @IsOptional()
  @IsMoney()
  amount?: Money;

  @ApiProperty({ required: false, description: 'what other income, a deposit or money for others is for' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  words?: string;
}

/** Where the money of a bank line belongs, in one part or several. */
export class AssignBankLineBody {
  @ApiProperty({ type: [AssignedPartRequest] })
  @ValidateNested({ each: true })
  @Type(() => AssignedPartRequest)
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  parts!: AssignedPartRequest[];
}
