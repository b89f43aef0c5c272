import { IsBoolean, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { AccountingPeriod } from '../../../kernel/index.js';
import { IsPeriod } from '../../../platform/http/index.js';

/** A dry run (`"dryRun": true`) tells what would be billed and keeps nothing. */
export class RunBillsRequestBody {
  @IsPeriod()
  period!: AccountingPeriod;

  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;

  /** Of the dry run that is confirmed. */
  @ValidateIf((body: RunBillsRequestBody) => !body.dryRun)
  @Matches(/^[0-9a-f]{64}$/)
  fingerprint?: string;
}

export class ReverseEntryRequestBody {
  @IsString()
  @Length(1, 200)
  reason!: string;

  /** What was paid of the bill becomes a prepayment first; else a bill that was paid is refused. */
  @IsOptional()
  @IsBoolean()
  returnPayments: boolean = false;
}
