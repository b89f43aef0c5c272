import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor, Money, OrganisationId } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiMoney, CurrentActor, IsMoney, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { FirmDisputeQueries } from '../application/firm-dispute-queries.js';
import { AnswerFirmDispute, AskDisputeDecision, AskFirmDispute, type FirmDisputeStep } from '../application/firm-disputes.js';
import { firmDisputeAnswers, firmDisputeKinds, firmDisputeStates, type FirmDisputeAnswer, type FirmDisputeView } from '../domain/dispute.js';

/** What of the firm's payable is disputed, yuan. */
export class FirmDisputeBody {
  @ApiProperty({ type: Number, required: false, description: 'the firm; needed where several are owed something' })
  @IsOptional()
  @IsInt()
  firmId?: OrganisationId;

  @IsMoney()
  amount!: Money;

  @IsString()
  @Length(5, 200)
  reason!: string;

  @ApiProperty({ description: 'SHA-256 of the paper among the evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

/** What becomes of a dispute, yuan; the rest stays disputed. */
export class DisputeDecisionBody {
  @IsMoney()
  toFirm!: Money;

  @IsMoney()
  toOwners!: Money;

  @IsString()
  @Length(5, 200)
  reason!: string;

  @ApiProperty({ description: 'SHA-256 of the paper among the evidence' })
  @Matches(/^[0-9a-f]{64}$/)
  documentSha256!: string;
}

export class AnswerFirmDisputeBody {
  @ApiProperty({ enum: firmDisputeAnswers })
  @IsIn(firmDisputeAnswers)
  answer!: FirmDisputeAnswer;

  @ApiProperty({ required: false, description: 'needed for REFUSE and WITHDRAW' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  reason?: string;
}

export class FirmDisputeResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ enum: firmDisputeKinds })
  kind!: string;

  @ApiProperty({ type: Number, nullable: true })
  disputeId!: number | null;

  @ApiProperty()
  firm!: string;

  @ApiMoney()
  amount!: string;

  @ApiMoney()
  toFirm!: string;

  @ApiMoney()
  toOwners!: string;

  @ApiMoney({ description: 'of a confirmed dispute what no decision has settled' })
  open!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty()
  documentSha256!: string;

  @ApiProperty()
  asker!: string;

  @ApiProperty({ enum: firmDisputeStates })
  state!: string;

  @ApiProperty({ type: String, nullable: true })
  answerer!: string | null;

  @ApiProperty({ type: String, nullable: true })
  answerReason!: string | null;

  @ApiProperty({ type: String, nullable: true })
  effectiveOn!: string | null;

  static from(view: FirmDisputeView): FirmDisputeResponse {
    const { id, kind, disputeId, firm, reason, documentSha256, asker, state, answerer, answerReason, effectiveOn } = view;
    const amounts = { amount: view.amount.toString(), toFirm: view.toFirm.toString(), toOwners: view.toOwners.toString(), open: view.open.toString() };
    return Object.assign(new FirmDisputeResponse(), {
      id,
      kind,
      disputeId,
      firm,
      ...amounts,
      reason,
      documentSha256,
      asker,
      state,
      answerer,
      answerReason,
      effectiveOn,
    });
  }
}

/** Disputes of a handover: what the firm is owed and somebody contests (P28a), and what becomes of it (P28b). */
@ApiTags('entitlements')
@Controller('api/v1/communities/:c/firm-disputes')
export class FirmDisputesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly disputes: FirmDisputeQueries,
    private readonly askDispute: AskFirmDispute,
    private readonly askDecision: AskDisputeDecision,
    private readonly answerDispute: AnswerFirmDispute,
  ) {}

  /** Newest first. */
  @Get()
  @RequirePermission('firm-dispute.read')
  async list(@CurrentActor() actor: Actor): Promise<{ items: FirmDisputeResponse[] }> {
    const all = await this.unitOfWork.read(actor.communityId, (tx) => this.disputes.all(tx));
    return { items: all.map((view) => FirmDisputeResponse.from(view)) };
  }

  @Post()
  @HttpCode(200)
  @RequirePermission('firm-dispute.ask')
  async ask(@MoneyContext() context: CommandContext, @Body() body: FirmDisputeBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<FirmDisputeStep> {
    return answer(reply, await this.askDispute.execute(context, body));
  }

  @Post(':id/decisions')
  @HttpCode(200)
  @RequirePermission('firm-dispute.ask-decision')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() body: DisputeDecisionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirmDisputeStep> {
    return answer(reply, await this.askDecision.execute(context, { disputeId: id, ...body }));
  }

  @Post(':id/answer')
  @HttpCode(200)
  @RequirePermission('firm-dispute.answer')
  async respond(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() body: AnswerFirmDisputeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirmDisputeStep> {
    return answer(reply, await this.answerDispute.execute(context, { id, answer: body.answer, reason: body.reason ?? null }));
  }
}
