import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import type { BusinessDate } from '../../../kernel/index.js';
import { IsBusinessDate } from '../../../platform/http/index.js';

const TEXT_MAX = 200;
/** A request holds at most 2,000 members; more papers are handed in as another batch. */
const SHEETS_MAX = 900;

export class OpenSurveyBody {
  /** The last day for answers. */
  @IsBusinessDate()
  closesOn!: BusinessDate;

  /** Each is answered with 1 (very bad) to 5 (very good). */
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(TEXT_MAX, { each: true })
  questions!: string[];
}

export class SurveyLettersBody {
  /** The code of one unit whose letter was lost; left out: every household that has not answered. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  unit: string | null = null;
}

export class SurveyPapersBody {
  /** The codes of the units on the envelopes. */
  @IsArray()
  @ArrayMaxSize(SHEETS_MAX)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  units!: string[];

  /** One a sheet, in any order: the answers 1 to 5 in the order of the questions, written together, "45344". */
  @IsArray()
  @ArrayMaxSize(SHEETS_MAX)
  @IsString({ each: true })
  @MaxLength(20, { each: true })
  sheets!: string[];
}

export class DecidePapersBody {
  @IsInt()
  @Min(1)
  paperId!: number;

  @IsIn(['CONFIRMED', 'REJECTED'])
  decision!: 'CONFIRMED' | 'REJECTED';
}
