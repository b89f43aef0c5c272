import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import type { AccountingPeriod } from '../../../kernel/index.js';
import { IsPeriod } from '../../../platform/http/index.js';

/** A dry run (`"dryRun": true`) tells what would be billed and keeps nothing. */
export class RunBillsRequestBody {
  @IsPeriod()
  period!: AccountingPeriod;

  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;
}

export class ReverseEntryRequestBody {
  @IsString()
  @Length(1, 200)
  reason!: string;
}
