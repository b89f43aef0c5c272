import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** The statement that the publisher has seen. */
export class PublishStatementBody {
  @ApiProperty({ description: 'SHA-256 of the snapshot that was shown: one that was built again since then is refused' })
  @Matches(/^[0-9a-f]{64}$/)
  jsonSha256!: string;
}
