import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Min, ValidateIf, ValidateNested } from 'class-validator';
import { type AccountingPeriod, type BusinessDate, type Money } from '../../../kernel/index.js';
import { ApiDate, ApiMoney, ApiPeriod, IsBusinessDate, IsMoney, IsPeriod } from '../../../platform/http/index.js';
import { unitKinds, type UnitKind } from '../../communities/index.js';
import { discountGrounds, type DiscountGround } from '../domain/discount.js';
import { feeBases, feeCycles, type FeeBasis, type FeeCycle } from '../domain/fee-item.js';
import { waiverKinds, type WaiverKind } from '../domain/waiver.js';

const FINGERPRINT = /^[0-9a-f]{64}$/;

export class UndoBillRunBody {
  @ApiProperty()
  @IsString()
  @Length(1, 200)
  reason!: string;

  @ApiProperty({ required: false, description: 'the number of a supplementary run of the month; without it the run of the month itself' })
  @IsOptional()
  @IsInt()
  @Min(1)
  supplement?: number;
}

export class FeeRateBody {
  @ApiProperty({ enum: unitKinds })
  @IsIn(unitKinds)
  unitKind!: UnitKind;

  @ApiProperty({ example: '2.5' })
  @IsString()
  @Length(1, 20)
  rate!: string;
}

export class RecordFeeItemBody {
  @ApiProperty({ example: 'LIFT' })
  @IsString()
  @Length(1, 20)
  code!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 40)
  name!: string;

  @ApiProperty({ enum: feeBases })
  @IsIn(feeBases)
  basis!: FeeBasis;

  @ApiProperty({ enum: feeCycles })
  @IsIn(feeCycles)
  cycle!: FeeCycle;

  @ApiProperty({ description: 'whether unpaid bills of it bear late fees' })
  @IsBoolean()
  lateFees!: boolean;

  @ApiPeriod()
  @IsPeriod()
  from!: AccountingPeriod;

  @ApiProperty({ type: [FeeRateBody], description: 'one for each kind of unit that pays it; yuan per quantity and month, of a meter per quantity' })
  @IsArray()
  @ArrayMaxSize(unitKinds.length)
  @ValidateNested({ each: true })
  @Type(() => FeeRateBody)
  rates!: FeeRateBody[];

  @ApiProperty({ example: 'JY2024-001' })
  @IsString()
  @Length(1, 40)
  resolutionNo!: string;
}

export class GiveFeeRateBody extends FeeRateBody {
  @ApiPeriod()
  @IsPeriod()
  from!: AccountingPeriod;

  @ApiProperty({ example: 'JY2024-001' })
  @IsString()
  @Length(1, 40)
  resolutionNo!: string;
}

export class EndFeeItemBody {
  @ApiPeriod({ description: 'its last month' })
  @IsPeriod()
  to!: AccountingPeriod;
}

export class RecordDiscountBody {
  @ApiProperty({ example: 'PM' })
  @IsString()
  @Length(1, 8)
  item!: string;

  @ApiProperty({ required: false, description: 'code of a unit; else unitKind' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  unit?: string;

  @ApiProperty({ required: false, enum: unitKinds })
  @IsOptional()
  @IsIn(unitKinds)
  unitKind?: UnitKind;

  @ApiProperty({ required: false, example: '30' })
  @IsOptional()
  @IsString()
  @Length(1, 10)
  percent?: string;

  @ApiMoney({ required: false, description: 'off a whole cycle' })
  @IsOptional()
  @IsMoney()
  yuan?: Money;

  @ApiDate()
  @IsBusinessDate()
  from!: BusinessDate;

  @ApiDate()
  @IsBusinessDate()
  to!: BusinessDate;

  @ApiProperty({ enum: discountGrounds })
  @IsIn(discountGrounds)
  ground!: DiscountGround;

  @ApiProperty({ description: 'the paper behind it' })
  @IsString()
  @Length(1, 200)
  document!: string;
}

export class EndDiscountBody {
  @ApiDate({ description: 'its last day' })
  @IsBusinessDate()
  lastOn!: BusinessDate;

  @ApiProperty({ description: 'why it ends early; kept with who asked' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

export class DecideDiscountBody {
  @ApiProperty({ enum: ['AGREED', 'REFUSED'] })
  @IsIn(['AGREED', 'REFUSED'])
  decision!: 'AGREED' | 'REFUSED';

  @ApiProperty({ required: false, description: 'needed when it is refused' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class SetUnitTermBody {
  @ApiDate({ required: false })
  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @ApiDate({ required: false })
  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  @ApiProperty()
  @IsString()
  @Length(1, 200)
  reason!: string;
}

/** A CSV as text; a dry run (`"dryRun": true`) tells what is wrong, line by line, and keeps nothing. */
export class MeterFileBody {
  @ApiProperty({ example: 'WATER' })
  @IsString()
  @Length(1, 8)
  item!: string;

  @ApiProperty({ description: 'CSV with the columns unit,serial,start' })
  @IsString()
  @Length(1, 1_000_000)
  csv!: string;

  @ApiProperty({ required: false, default: false })
  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;
}

export class ReadingFileBody extends MeterFileBody {
  @ApiPeriod()
  @IsPeriod()
  period!: AccountingPeriod;
}

export class RunLateFeesBody {
  @ApiDate({ description: 'last day that is charged for, in a closed month' })
  @IsBusinessDate()
  through!: BusinessDate;

  @ApiProperty({ required: false, default: false })
  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;

  @ApiProperty({ required: false, description: 'of the dry run that is confirmed' })
  @ValidateIf((body: RunLateFeesBody) => !body.dryRun)
  @Matches(FINGERPRINT)
  fingerprint?: string;
}

export class RequestWaiverBody {
  @ApiProperty({ enum: waiverKinds })
  @IsIn(waiverKinds)
  kind!: WaiverKind;

  @ApiProperty({ required: false, type: Number, description: 'one of billId and lateFeeId' })
  @IsOptional()
  @IsInt()
  @Min(1)
  billId?: number;

  @ApiProperty({ required: false, type: Number })
  @IsOptional()
  @IsInt()
  @Min(1)
  lateFeeId?: number;

  @ApiMoney()
  @IsMoney()
  amount!: Money;

  @ApiProperty()
  @IsString()
  @Length(5, 200)
  reason!: string;

  @ApiProperty({ description: 'the paper behind it' })
  @IsString()
  @Length(1, 200)
  document!: string;

  @ApiProperty({ required: false, example: 'JY2024-001' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  resolutionNo?: string;
}

/** Why an approved waiver is taken back. */
export class UndoWaiverBody {
  @ApiProperty()
  @IsString()
  @Length(5, 200)
  reason!: string;
}

export class DecideWaiverBody {
  @ApiProperty({ enum: ['APPROVED', 'REFUSED'] })
  @IsIn(['APPROVED', 'REFUSED'])
  decision!: 'APPROVED' | 'REFUSED';

  @ApiProperty({ required: false, description: 'needed when it is refused' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class RecordRemindersBody {
  @ApiProperty({ required: false, description: 'every unit of it that owes; else unit' })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  building?: string;

  @ApiProperty({ required: false })
  @ValidateIf((body: RecordRemindersBody) => body.building === undefined)
  @IsString()
  @Length(1, 40)
  unit?: string;
}
