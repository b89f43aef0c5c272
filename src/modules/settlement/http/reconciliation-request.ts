import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import type { AccountingPeriod } from '../../../kernel/index.js';
import { IsPeriod } from '../../../platform/http/index.js';

export class PrepareReconciliationBody {
  @ApiProperty({ type: String, example: '2024-01' })
  @IsPeriod()
  month!: AccountingPeriod;
}

export class SignReconciliationBody {
  @ApiProperty({ description: 'fingerprint of the reconciliation that was read' })
  @Matches(/^[0-9a-f]{64}$/)
  sha256!: string;
}

export class WithdrawReconciliationBody {
  @ApiProperty({ example: 'a receipt is missing' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}
