import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, type Page } from '../../../platform/http/index.js';
import { ContractQueries } from '../application/contract-queries.js';
import { RecordContractStep, type ContractStepRecorded } from '../application/record-contract-step.js';
import { ScoreTemplatesResponse } from './score-templates-response.js';
import { ContractResponse } from './contract-response.js';
import { ContractStepBody, ContractStepResponse, ContractStepsResponse } from './contract-steps.js';

@ApiTags('contracts')
@Controller('api/v1/communities/:c/contracts')
export class ContractsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly contracts: ContractQueries,
    private readonly recordStep: RecordContractStep,
    private readonly clock: Clock,
  ) {}

  /** Every version of every contract, the latest first: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('contract.read')
  async list(@CurrentActor() actor: Actor): Promise<Page<ContractResponse>> {
    const today = this.clock.today();
    const items = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const responses: ContractResponse[] = [];
      for (const version of await this.contracts.versions(tx))
        responses.push(ContractResponse.from(version, await this.contracts.steps(tx, version.contractId), today));
      return responses;
    });
    return { items, nextCursor: null };
  }

  /** Ready templates of the score, to be taken into the terms of a proposal as they are or with other weights. */
  @Get('templates')
  @RequirePermission('contract.read')
  @ApiOkResponse({ type: ScoreTemplatesResponse })
  templates(): ScoreTemplatesResponse {
    return ScoreTemplatesResponse.ready();
  }

  /** What became of a contract, in the order in which it was recorded. */
  @Get(':number/steps')
  @RequirePermission('contract.read')
  @ApiOkResponse({ type: ContractStepsResponse })
  async steps(@CurrentActor() actor: Actor, @Param('number') number: string): Promise<ContractStepsResponse> {
    const { steps } = await this.unitOfWork.read(actor.communityId, (tx) => this.contracts.life(tx, number));
    return { items: steps.map((step) => ContractStepResponse.from(step)), nextCursor: null };
  }

  /** Lets a contract go on, gives notice, hands it over, closes it; suspends payouts under it, and resumes them. */
  @Post(':number/steps')
  @HttpCode(200)
  @RequirePermission('contract.step')
  async step(
    @MoneyContext() context: CommandContext,
    @Param('number') contract: string,
    @Body() { kind, endsOn, reason, document }: ContractStepBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContractStepRecorded> {
    return answer(reply, await this.recordStep.execute(context, { contract, kind, endsOn: endsOn ?? null, reason, document: document ?? null }));
  }
}
