import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant, IsInstant, IsUploadedFile, type UploadedFile } from '../../../platform/http/index.js';
import { urgencies, type Urgency } from '../../contracts/index.js';
import type { LogMeasure, RepairView } from '../application/repair-queries.js';
import { lateCounts, type RepairCounts } from '../domain/repair-log.js';

export class RecordRepairBody {
  @ApiProperty({ example: 'the door of building 3 does not lock', description: 'what is broken; names, telephones and rooms are refused' })
  @IsString()
  @MaxLength(200)
  what!: string;

  @ApiProperty({ enum: urgencies })
  @IsIn(urgencies)
  urgency!: Urgency;

  @ApiInstant()
  @IsInstant()
  receivedAt!: Instant;
}

export class RespondRepairBody {
  @ApiInstant()
  @IsInstant()
  respondedAt!: Instant;
}

export class ImportRepairsBody {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'CSV with the columns number, what, urgency (URGENT, NORMAL), receivedAt, respondedAt, or their Chinese names',
  })
  @IsUploadedFile()
  file!: UploadedFile;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'true: say what is in it, write nothing' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}

/** A request of the log; who asked is kept nowhere. */
export class RepairResponse {
  number!: string;
  what!: string;
  @ApiProperty({ enum: urgencies })
  urgency!: Urgency;
  @ApiInstant()
  receivedAt!: Instant;
  @ApiProperty({ type: String, nullable: true })
  respondedAt!: string | null;
  @ApiInstant()
  recordedAt!: Instant;
  @ApiProperty({ type: String, nullable: true })
  responseRecordedAt!: string | null;
  /** Whether it came with a list. */
  imported!: boolean;

  static from({ number, what, urgency, receivedAt, respondedAt, recordedAt, responseRecordedAt, source }: RepairView): RepairResponse {
    return Object.assign(new RepairResponse(), { number, what, urgency, receivedAt, respondedAt, recordedAt, responseRecordedAt, imported: source !== null });
  }
}

/** The log of a quarter, and what it was counted to, or as long as it was not, what it comes to as things stand. */
export class RepairLogResponse {
  @ApiProperty({ type: [RepairResponse] })
  items!: RepairResponse[];
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'when the log was counted: the figures are of then, by the rule of then, and null where it had none; null as long as the figures are as things stand',
  })
  countedAt!: string | null;
  requests!: number;
  inTime!: number;
  open!: number;
  /** Requests that another body than the firm wrote down late and after the quarter, which do not count. */
  late!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'requests that the firm wrote down late, which are missed' })
  lateByFirm!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'requests that another body wrote down late within the quarter: due from then on, lateHoursMin hours later at the earliest, or from when they came where the firm states an answer of before the writing',
  })
  lateByOthers!: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 24 })
  lateHoursMin!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'answers that count from when they were written down' })
  lateAnswers!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '90.00' })
  score!: string | null;
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;

  static from(log: readonly RepairView[], { measure, countedAt }: LogMeasure): RepairLogResponse {
    const { requests, inTime, open, late, lateByFirm = null, lateByOthers = null, lateHoursMin = null, lateAnswers = null } = measure ?? uncounted(log);
    const figures = { requests, inTime, open, late, lateByFirm, lateByOthers, lateHoursMin, lateAnswers, score: measure?.score.toFixed(2) ?? null };
    return Object.assign(new RepairLogResponse(), { items: log.map((repair) => RepairResponse.from(repair)), countedAt, ...figures, nextCursor: null });
  }
}

function uncounted(log: readonly RepairView[]): RepairCounts {
  const late = lateCounts(log);
  return { requests: 0, inTime: 0, open: log.length - late.late, ...late, lateAnswers: 0 };
}
