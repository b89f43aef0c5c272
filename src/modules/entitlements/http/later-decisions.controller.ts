import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { quarter, type BusinessDate, type Money } from '../../../kernel/index.js';
import type { CommandContext } from '../../../platform/database/index.js';
import { answer, IsBusinessDate, IsMoney, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { DecideLater, type LaterDecided } from '../application/decide-later.js';

/** A decision for the firm after the score of a quarter was FINAL. */
export class LaterDecisionBody {
  /** What is given back of what the score deducted, yuan. */
  @IsMoney()
  amount!: Money;

  @IsBusinessDate()
  decidedOn!: BusinessDate;

  @IsString()
  @Length(5, 200)
  reason!: string;

  /** The paper that decided. */
  @IsString()
  @Length(1, 200)
  document!: string;
}

@ApiTags('assessments')
@Controller('api/v1/communities/:c/assessments')
export class LaterDecisionsController {
  constructor(private readonly decideLater: DecideLater) {}

  /** `:p` is the quarter, 2024-Q1. */
  @Post(':p/later-decisions')
  @HttpCode(200)
  @RequirePermission('assessment.decide-later')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Body() body: LaterDecisionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LaterDecided> {
    return answer(reply, await this.decideLater.execute(context, { quarter: quarter(p), ...body }));
  }
}
