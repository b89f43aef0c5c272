import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { Money } from '../../../kernel/index.js';
import { IsMoney } from '../../../platform/http/index.js';
import type { MatchRuleView } from '../application/match-rules.js';

/** Why the matches of a line are taken back. */
export class UndoMatchBody {
  @ApiProperty({ example: 'the payer meant 03-210' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}

const directions = ['IN', 'OUT'] as const;
const ruleTargets = ['UNIT', 'LEASE', 'OTHER_INCOME', 'FOR_OTHERS', 'INTEREST', 'CHARGE', 'SUSPENSE'] as const;

/** If counterparty and remark contain these words, and the amount is that one, the line goes to the target. */
export class MatchRuleBody {
  @ApiProperty({ enum: directions })
  @IsIn(directions)
  direction!: (typeof directions)[number];

  @ApiProperty({ required: false, example: 'parking', description: 'part of the counterparty’s name' })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  counterparty?: string;

  @ApiProperty({ required: false, example: 'rent', description: 'part of the remark' })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  remark?: string;

  @ApiProperty({ type: String, required: false, example: '8000.00', description: 'yuan, above zero; any amount when left out' })
  @IsOptional()
  @IsMoney()
  amount?: Money;

  @ApiProperty({ enum: ruleTargets })
  @IsIn(ruleTargets)
  target!: (typeof ruleTargets)[number];

  @ApiProperty({ required: false, example: 'ZL01', description: 'code of the unit or lease, number of the payee' })
  @IsOptional()
  @Matches(/^[0-9A-Z-]{1,40}$/)
  reference?: string;
}

export class MatchRuleResponse {
  @ApiProperty({ example: 'R1' })
  rule!: string;

  @ApiProperty()
  no!: number;

  @ApiProperty({ enum: directions })
  direction!: string;

  @ApiProperty()
  counterparty!: string;

  @ApiProperty()
  remark!: string;

  @ApiProperty({ type: String, nullable: true })
  amount!: string | null;

  @ApiProperty({ enum: ruleTargets })
  target!: string;

  @ApiProperty({ type: String, nullable: true })
  reference!: string | null;

  @ApiProperty()
  madeAt!: string;

  @ApiProperty({ type: String, nullable: true })
  switchedOffAt!: string | null;

  @ApiProperty({ description: 'lines that stand where the rule put them' })
  uses!: number;

  static from({ no, direction, counterparty, remark, amount, target, reference, madeAt, switchedOffAt, uses }: MatchRuleView): MatchRuleResponse {
    const terms = { direction, counterparty, remark, amount: amount?.toString() ?? null, target, reference };
    return Object.assign(new MatchRuleResponse(), { rule: `R${no}`, no, ...terms, madeAt, switchedOffAt, uses });
  }
}
