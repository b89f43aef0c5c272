import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { BusinessDate } from '../../../kernel/index.js';
import { ApiDate, IsBusinessDate } from '../../../platform/http/index.js';

export class ChangeUnitOwnerBody {
  @ApiProperty()
  @IsString()
  @Length(1, 60)
  ownerName!: string;

  @ApiDate({ description: 'first day of the new owner' })
  @IsBusinessDate()
  from!: BusinessDate;
}

export class RevealOwnerBody {
  @ApiProperty({ description: 'why; kept in the access log' })
  @IsString()
  @Length(5, 200)
  reason!: string;
}
