import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { quarter } from '../../../kernel/index.js';
import type { CommandContext } from '../../../platform/database/index.js';
import { answer, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { FinaliseAssessment, type AssessmentFinalised } from '../application/finalise-assessment.js';

@ApiTags('assessments')
@Controller('api/v1/communities/:c/assessments')
export class FinaliseController {
  constructor(private readonly finalise: FinaliseAssessment) {}

  /** `:p` is the quarter, 2024-Q1. */
  @Post(':p/finalise')
  @HttpCode(200)
  @RequirePermission('assessment.finalise')
  async finaliseQuarter(
    @MoneyContext() context: CommandContext,
    @Param('p') p: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentFinalised> {
    return answer(reply, await this.finalise.execute(context, { quarter: quarter(p) }));
  }
}
