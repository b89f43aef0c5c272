import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { BusinessDate } from '../../../kernel/index.js';
import { IsBusinessDate, IsUploadedFile, type UploadedFile } from '../../../platform/http/index.js';

/** A statement as the bank sent it, in a multipart form. */
export class BankImportRequest {
  @ApiProperty({ type: 'string', format: 'binary', description: 'camt.053.001.02 to .12, MT940, CSV or XLSX; at most 96 MB and 120,000 bookings' })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ enum: ['true', 'false'], required: false, description: 'true: say what would happen and write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';

  @ApiProperty({ required: false, example: 'icbc', description: 'mapping profile of a table; left out: whichever knows its headings (GET …/mapping-profiles)' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{2,40}$/)
  profile?: string;

  @ApiProperty({ required: false, format: 'date', description: 'first day of a table that does not say it itself' })
  @IsOptional()
  @IsBusinessDate()
  from?: BusinessDate;

  @ApiProperty({ required: false, format: 'date', description: 'last day of a table that does not say it itself' })
  @IsOptional()
  @IsBusinessDate()
  to?: BusinessDate;

  @ApiProperty({
    required: false,
    example: '8866',
    description: 'the end of the number of the account, four characters or more: for a table that names none, once the compound has had two',
  })
  @IsOptional()
  @Matches(/^[0-9A-Z]{4,34}$/)
  account?: string;
}
