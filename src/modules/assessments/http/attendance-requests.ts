import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant, IsInstant, IsUploadedFile, type UploadedFile } from '../../../platform/http/index.js';
import type { PostAttendance, SpotCheckView } from '../application/attendance-queries.js';
import { PresentBody } from './assessment-requests.js';

export class SpotCheckBody {
  @ApiInstant()
  @IsInstant()
  checkedAt!: Instant;

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PresentBody)
  posts!: PresentBody[];
}

export class ImportRosterBody {
  @ApiProperty({ type: 'string', format: 'binary', description: 'CSV with the columns day, post, present, or their Chinese names' })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'true: say what is in it, write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}

class PostAttendanceResponse {
  post!: string;
  promised!: number;
  @ApiProperty({ type: Object, nullable: true, example: { days: 31, mean: '3.90' } })
  roster!: PostAttendance['roster'];
  @ApiProperty({ type: Object, nullable: true, example: { count: 4, mean: '3.50' } })
  checks!: PostAttendance['checks'];
}

/** A quarter's posts against what the contract promises, and the spot checks behind it. */
export class AttendanceResponse {
  @ApiProperty({ type: [PostAttendanceResponse] })
  posts!: readonly PostAttendanceResponse[];
  @ApiProperty({ type: [Object] })
  checks!: readonly SpotCheckView[];

  static from(posts: readonly PostAttendance[], checks: readonly SpotCheckView[]): AttendanceResponse {
    return Object.assign(new AttendanceResponse(), { posts: posts.map((post) => Object.assign(new PostAttendanceResponse(), post)), checks });
  }
}
