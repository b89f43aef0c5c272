import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { ProposalQueries } from '../application/proposal-queries.js';
import { ProposeContract, type ContractProposed } from '../application/propose-contract.js';
import { SignProposal, type NoticePublished, type ProposalSigned } from '../application/sign-proposal.js';
import { ProposeContractBody, PublishNoticeBody, ReviseProposalBody, SignProposalBody, WithdrawProposalBody } from './proposal-requests.js';
import { ProposalResponse, ProposalsResponse } from './proposal-response.js';

/** A further contract, or other terms: written by the owner side, hung out, signed by both sides. */
@ApiTags('contracts')
@Controller('api/v1/communities/:c/contracts/proposals')
export class ContractProposalsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: ProposalQueries,
    private readonly propose: ProposeContract,
    private readonly signing: SignProposal,
  ) {}

  /** The latest first: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('contract.read')
  @ApiOkResponse({ type: ProposalsResponse })
  async list(@CurrentActor() actor: Actor): Promise<ProposalsResponse> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.proposals.all(tx));
    return { items: all.map((view) => ProposalResponse.from(view)), nextCursor: null };
  }

  @Post()
  @RequirePermission('contract.manage')
  async write(
    @MoneyContext() context: CommandContext,
    @Body() body: ProposeContractBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContractProposed> {
    return answer(reply, await this.propose.execute(context, body.request()));
  }

  /** Another text: its notice, and whatever was signed, were of the earlier one and fall. */
  @Post(':number/revise')
  @HttpCode(200)
  @RequirePermission('contract.manage')
  async revise(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() body: ReviseProposalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContractProposed> {
    return answer(reply, await this.propose.revise(context, { number, sha256: body.sha256, to: body.request() }));
  }

  @Post(':number/notice')
  @HttpCode(200)
  @RequirePermission('contract.manage')
  async publish(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { sha256, until }: PublishNoticeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoticePublished> {
    return answer(reply, await this.signing.publish(context, { number, sha256, until }));
  }

  /** The word of one side; with the second the contract, or its next version, stands. */
  @Post(':number/sign')
  @HttpCode(200)
  @RequirePermission('contract.sign')
  async sign(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { sha256, document, resolution }: SignProposalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProposalSigned> {
    return answer(reply, await this.signing.sign(context, { number, sha256, document, resolution: resolution ?? null }));
  }

  @Post(':number/withdraw')
  @HttpCode(200)
  @RequirePermission('contract.manage')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { reason }: WithdrawProposalBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly number: string }> {
    return answer(reply, await this.signing.withdraw(context, { number, reason }));
  }
}
