import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import type { BusinessDate, Quarter } from '../../../kernel/index.js';
import { IsBusinessDate, IsQuarter } from '../../../platform/http/index.js';
import { ITEM_EVIDENCE_MAX } from '../domain/score-records.js';

const TEXT_MAX = 500;
const LIST_MAX = 200;

/** A named score; numbers are text, "18.00". */
export class NamedScoreBody {
  @IsString()
  @MaxLength(TEXT_MAX)
  name!: string;

  @IsString()
  @MaxLength(20)
  score!: string;

  @IsString()
  @MaxLength(TEXT_MAX)
  note: string = '';
}

/** An item of the contract. */
export class ItemScoreBody extends NamedScoreBody {
  /** SHA-256 of its files; each was stored as evidence before. Left out: those of the draft. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ITEM_EVIDENCE_MAX)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  evidence?: string[];
}

export class SurveyItemBody {
  @IsString()
  @MaxLength(TEXT_MAX)
  name!: string;

  @IsString()
  @MaxLength(20)
  score!: string;
}

export class PresentBody {
  @IsString()
  @MaxLength(TEXT_MAX)
  post!: string;

  @IsInt()
  @Min(0)
  present!: number;
}

export class CorrectionBody {
  @IsString()
  @MaxLength(TEXT_MAX)
  code!: string;

  @IsString()
  @MaxLength(20)
  score!: string;
}

export class OpenAssessmentBody {
  @IsQuarter()
  quarter!: Quarter;
}

export class SelfEvaluationBody {
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => ItemScoreBody)
  items!: ItemScoreBody[];
}

/** Items of a draft; those that are named replace what the draft says of them. A score may be left empty. */
export class DraftBody extends SelfEvaluationBody {}

export class InspectionBody {
  @IsBusinessDate()
  inspectedOn!: BusinessDate;

  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => ItemScoreBody)
  items!: ItemScoreBody[];

  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => NamedScoreBody)
  adjustments: NamedScoreBody[] = [];

  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => PresentBody)
  staffing: PresentBody[] = [];

  /** Refused: a severe safety event is recorded by the centre with its papers. */
  @IsOptional()
  @IsString()
  @MaxLength(TEXT_MAX)
  severeSafetyEvent: string | null = null;
}

export class SurveyBody {
  @IsBusinessDate()
  openedOn!: BusinessDate;

  @IsBusinessDate()
  closedOn!: BusinessDate;

  @IsInt()
  @Min(0)
  answers!: number;

  @IsString()
  @MaxLength(20)
  score!: string;

  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => SurveyItemBody)
  items: SurveyItemBody[] = [];
}

export class MeasureBody {
  @IsString()
  @MaxLength(40)
  code!: string;

  @IsString()
  @MaxLength(20)
  score!: string;

  @IsString()
  @MaxLength(TEXT_MAX)
  note: string = '';
}

/** The reason of an appeal, or for which an assessment becomes VOID. */
export class ReasonBody {
  @IsString()
  @MaxLength(TEXT_MAX)
  reason!: string;
}

/** A severe safety event; its words are published, its papers were stored as evidence before. */
export class SafetyEventBody {
  @IsBusinessDate()
  happenedOn!: BusinessDate;

  @IsString()
  @MaxLength(TEXT_MAX)
  what!: string;

  @IsArray()
  @ArrayMaxSize(ITEM_EVIDENCE_MAX)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  documents!: string[];
}

/** The hearing about an appeal; both texts are published. */
export class HearingBody {
  @IsBusinessDate()
  heldOn!: BusinessDate;

  @IsString()
  @MaxLength(TEXT_MAX)
  heard!: string;

  @IsString()
  @MaxLength(TEXT_MAX)
  minutes!: string;
}

export class ReviewBody extends ReasonBody {
  @IsIn(['DISMISSED', 'CORRECTED'])
  decision!: 'DISMISSED' | 'CORRECTED';

  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @ValidateNested({ each: true })
  @Type(() => CorrectionBody)
  corrections: CorrectionBody[] = [];

  /** Ids of safety events of the assessment that were none, or are not the firm's: they lower nothing any more. */
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsInt({ each: true })
  eventsSetAside: number[] = [];
}
