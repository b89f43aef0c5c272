import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, Length, Matches, ValidateIf } from 'class-validator';
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

/** A dry run (`"dryRun": true`) tells what of the month is not billed yet and keeps nothing. */
export class BillMissingBody {
  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;

  /** Of the dry run that is confirmed. */
  @ValidateIf((body: BillMissingBody) => !body.dryRun)
  @Matches(/^[0-9a-f]{64}$/)
  fingerprint?: string;

  /** Codes of the units that are billed; all where it is left out. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  units?: string[];
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
