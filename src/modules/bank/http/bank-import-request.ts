import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsUploadedFile, type UploadedFile } from '../../../platform/http/index.js';

/** A statement as the bank sent it, in a multipart form. */
export class BankImportRequest {
  @ApiProperty({ type: 'string', format: 'binary', description: 'camt.053.001.02, camt.053.001.08 or CSV; at most 5 MB' })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ enum: ['true', 'false'], required: false, description: 'true: say what would happen and write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}
