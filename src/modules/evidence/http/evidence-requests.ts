import { ApiProperty } from '@nestjs/swagger';
import { IsUploadedFile, type UploadedFile } from '../../../platform/http/index.js';

/** A file in a multipart form. */
export class StoreEvidenceBody {
  @ApiProperty({ type: 'string', format: 'binary', description: 'PDF, JPEG, PNG, WebP, XLSX or DOCX by its content; at most 20 MB' })
  @IsUploadedFile()
  file!: UploadedFile;
}
