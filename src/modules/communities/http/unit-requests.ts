import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import type { AccountingPeriod, BusinessDate } from '../../../kernel/index.js';
import { ApiDate, ApiPeriod, IsBusinessDate, IsPeriod } from '../../../platform/http/index.js';
import { unitKinds, type UnitKind } from '../domain/unit.js';

export class ChangeUnitOwnerBody {
  @ApiProperty()
  @IsString()
  @Length(1, 60)
  ownerName!: string;

  @ApiDate({ description: 'first day of the new owner' })
  @IsBusinessDate()
  from!: BusinessDate;
}

export class CorrectUnitBody {
  @ApiPeriod({ description: 'first month that the corrected facts count for' })
  @IsPeriod()
  from!: AccountingPeriod;

  @ApiProperty({ enum: unitKinds })
  @IsIn(unitKinds)
  kind!: UnitKind;

  @ApiProperty({ description: 'square metres', example: '88.50' })
  @IsString()
  @Length(1, 9)
  area!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 200)
  reason!: string;

  @ApiProperty({ description: 'the paper that says so' })
  @IsString()
  @Length(1, 200)
  document!: string;
}
