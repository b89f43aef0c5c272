import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, Matches, Max, Min, ValidateNested } from 'class-validator';
import type { Money } from '../../../kernel/index.js';
import { ApiMoney, IsMoney } from '../../../platform/http/index.js';
import { budgetLines, type BudgetCode, type BudgetFund } from '../domain/budget.js';

const funds = ['SVC', 'COM', 'QLT'] as const;
const codes = [...new Set(budgetLines.map(({ code }) => code))];

export class BudgetLineBody {
  @ApiProperty({ enum: funds })
  @IsIn(funds)
  fund!: BudgetFund;

  @ApiProperty({ enum: codes })
  @IsIn(codes)
  code!: BudgetCode;

  @ApiMoney()
  @IsMoney()
  amount!: Money;
}

/** What may be spent in a year, line by line. */
export class AdoptBudgetBody {
  @ApiProperty({ example: 2025 })
  @IsInt()
  @Min(2000)
  @Max(2200)
  year!: number;

  /** The resolution that allows it, of kind BUDGET or SPENDING. */
  @Matches(/^JY\d{4}-\d{3}$/)
  resolution!: string;

  @ApiProperty({ type: [BudgetLineBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(11)
  @ValidateNested({ each: true })
  @Type(() => BudgetLineBody)
  lines!: BudgetLineBody[];
}
