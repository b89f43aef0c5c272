import { ApiProperty } from '@nestjs/swagger';
import { AreArrivedFiles, IsUploadedFile, type ArrivedFile, type UploadedFile } from '../../../platform/http/index.js';
import { EVIDENCE_FILES_MAX } from '../domain/media-type.js';

const KINDS = 'PDF, JPEG, PNG, WebP, HEIC, XLSX or DOCX by its content, at most 20 MB';

/** A file in a multipart form. */
export class StoreEvidenceBody {
  @ApiProperty({ type: 'string', format: 'binary', description: KINDS })
  @IsUploadedFile()
  file!: UploadedFile;
}

/** Several files in a multipart form. */
export class StoreEvidenceFilesBody {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'binary' },
    maxItems: EVIDENCE_FILES_MAX,
    description: `Each ${KINDS}, or MP4 of at most 50 MB`,
  })
  @AreArrivedFiles()
  files!: ArrivedFile[];
}

export class EvidenceStoredResponse {
  @ApiProperty()
  sha256!: string;
  @ApiProperty({ description: 'The name under which these bytes came first' })
  name!: string;
  @ApiProperty()
  mediaType!: string;
  @ApiProperty()
  byteCount!: number;
}

export class EvidenceFilesStoredResponse {
  @ApiProperty({ type: [EvidenceStoredResponse] })
  items!: readonly EvidenceStoredResponse[];
}
