import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError, required, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, RequirePermission } from '../../../platform/http/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { CancelDisbursement } from '../application/cancel-disbursement.js';
import type { SourceRequest } from '../application/claim-reader.js';
import { DecideDisbursement, type DisbursementDecided } from '../application/decide-disbursement.js';
import { DisbursementQueries } from '../application/disbursement-queries.js';
import { FailDisbursement } from '../application/fail-disbursement.js';
import { InstructDisbursements, type DisbursementsInstructed } from '../application/instruct-disbursements.js';
import { OpenApproval } from '../application/open-approval.js';
import { ReviseDisbursement } from '../application/revise-disbursement.js';
import { SignedDecisions } from '../application/signed-decisions.js';
import type { DisbursementSubmitted } from '../application/submission.js';
import { SubmitDisbursement } from '../application/submit-disbursement.js';
import { WithdrawApproval } from '../application/withdraw-approval.js';
import {
  ChallengeBody,
  DecisionBody,
  givenSignature,
  DisbursementPageRequest,
  ReasonBody,
  ReviseDisbursementBody,
  SeenPayoutBody,
  SeenReasonBody,
  SubmitDisbursementBody,
} from './disbursement-requests.js';
import { ChallengeResponse, SignedDecisionsResponse } from './signature-responses.js';
import { DisbursementDetailResponse, DisbursementResponse, DisbursementsResponse } from './disbursement-responses.js';

/** Payouts, each named by its number. */
@ApiTags('disbursements')
@Controller('api/v1/communities/:c/disbursements')
export class DisbursementsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: DisbursementQueries,
    private readonly assessments: AssessmentQueries,
    private readonly submission: SubmitDisbursement,
    private readonly revision: ReviseDisbursement,
    private readonly opening: OpenApproval,
    private readonly signed: SignedDecisions,
    private readonly decision: DecideDisbursement,
    private readonly withdrawal: WithdrawApproval,
    private readonly instruction: InstructDisbursements,
    private readonly failure: FailDisbursement,
    private readonly cancellation: CancelDisbursement,
  ) {}

  /** The latest first. */
  @Get()
  @RequirePermission('disbursement.read')
  @ApiOkResponse({ type: DisbursementsResponse })
  async list(@CurrentActor() actor: Actor, @Query() page: DisbursementPageRequest): Promise<DisbursementsResponse> {
    const [beforeId = 0] = page.position(1);
    const filter = { beforeId, limit: page.limit + 1, ...(page.state && { state: page.state }) };
    const views = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.list(tx, filter));
    const { items, nextCursor } = pageOf(views, page.limit, (last) => [last.id]);
    return { items: items.map((view) => DisbursementResponse.from(view, actor)), nextCursor };
  }

  @Get(':d')
  @RequirePermission('disbursement.read')
  @ApiOkResponse({ type: DisbursementDetailResponse })
  async one(@CurrentActor() actor: Actor, @Param('d') number: string): Promise<DisbursementDetailResponse> {
    const view = await this.unitOfWork.read(actor.communityId, async (tx) => this.queries.byId(tx, await this.queries.idOf(tx, number)));
    return DisbursementDetailResponse.from(view, actor);
  }

  /** Asks for money. What stops it is named in the answer: state GATE_FAILED and the gates. */
  @Post()
  @RequirePermission('disbursement.ask')
  async submit(
    @MoneyContext() context: CommandContext,
    @Body() body: SubmitDisbursementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementSubmitted> {
    const source = await this.sourceOf(context.actor, body);
    return answer(reply, await this.submission.execute(context, { ...source, amount: body.amount, bankName: body.bankName ?? null, ...papersOf(body) }));
  }

  /** Submits again what was returned or stopped. */
  @Post(':d/submit')
  @HttpCode(200)
  @RequirePermission('disbursement.ask')
  async revise(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() body: ReviseDisbursementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementSubmitted> {
    const id = await this.idOf(context.actor, number);
    const { version, amount = null, bankName = null } = body;
    return answer(reply, await this.revision.execute(context, { id, version, amount, bankName, ...papersOf(body) }));
  }

  @Post(':d/decisions')
  @HttpCode(200)
  @RequirePermission('disbursement.decide')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { version, payloadSha256, decision, reason, signature }: DecisionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementDecided> {
    const id = await this.idOf(context.actor, number);
    const given = givenSignature(signature);
    return answer(reply, await this.decision.execute(context, { id, version, payloadSha256, decision, reason: reason ?? null, signature: given }));
  }

  /** The text of a decision, to be signed within 10 minutes; it is used once. */
  @Post(':d/challenges')
  @RequirePermission('disbursement.decide')
  @ApiCreatedResponse({ type: ChallengeResponse })
  async open(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { version, payloadSha256, decision, reason, key }: ChallengeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChallengeResponse> {
    const id = await this.idOf(context.actor, number);
    const opened = await this.opening.execute(context, { id, version, payloadSha256, decision, reason: reason ?? null, key: key ?? null });
    return ChallengeResponse.from(answer(reply, opened));
  }

  /** Every decision with all that it takes to check its signature elsewhere. */
  @Get(':d/approvals')
  @RequirePermission('book.read')
  @ApiOkResponse({ type: SignedDecisionsResponse })
  async approvals(@CurrentActor() actor: Actor, @Param('d') number: string): Promise<SignedDecisionsResponse> {
    return this.unitOfWork.read(actor.communityId, async (tx) => SignedDecisionsResponse.from(await this.signed.of(tx, await this.queries.idOf(tx, number))));
  }

  /** Takes one's own approval back, within 10 minutes. */
  @Post(':d/withdraw')
  @HttpCode(200)
  @RequirePermission('disbursement.decide')
  async withdraw(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { reason }: ReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementDecided> {
    const id = await this.idOf(context.actor, number);
    return answer(reply, await this.withdrawal.execute(context, { id, reason }));
  }

  /** Tells the bank to pay this one payout. */
  @Post(':d/instruct')
  @HttpCode(200)
  @RequirePermission('disbursement.instruct')
  async instruct(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { version }: SeenPayoutBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementsInstructed> {
    const id = await this.idOf(context.actor, number);
    return answer(reply, await this.instruction.execute(context, { payouts: [{ id, version }] }));
  }

  /** The bank did not execute the instruction, and has debited nothing. */
  @Post(':d/fail')
  @HttpCode(200)
  @RequirePermission('disbursement.instruct')
  async fail(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { version, reason }: SeenReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementDecided> {
    const id = await this.idOf(context.actor, number);
    return answer(reply, await this.failure.execute(context, { id, version, reason }));
  }

  @Post(':d/cancel')
  @HttpCode(200)
  @RequirePermission('disbursement.cancel')
  async cancel(
    @MoneyContext() context: CommandContext,
    @Param('d') number: string,
    @Body() { version, reason }: SeenReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisbursementDecided> {
    const id = await this.idOf(context.actor, number);
    return answer(reply, await this.cancellation.execute(context, { id, version, reason }));
  }

  private idOf(actor: Actor, number: string): Promise<number> {
    return this.unitOfWork.read(actor.communityId, (tx) => this.queries.idOf(tx, number));
  }

  private async sourceOf(actor: Actor, body: SubmitDisbursementBody): Promise<SourceRequest> {
    const { kind } = body;
    const wanted = kind === 'BASE' ? 'period' : kind === 'PERFORMANCE' ? 'quarter' : 'claim';
    const stray = (['period', 'quarter', 'claim'] as const).find((field) => field !== wanted && body[field] !== undefined);
    if (stray !== undefined) throw new DomainError('REQUEST_INVALID', {}, [{ path: stray, message: `not for ${kind}` }]);
    if (kind === 'BASE') return { kind, period: required(body.period, 'a validated period') };
    if (kind !== 'PERFORMANCE') {
      const number = required(body.claim, 'a validated document');
      const { claimId } = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.documentClaim(tx, kind, number));
      return { kind, claimId };
    }
    const quarter = required(body.quarter, 'a validated quarter');
    const assessment = await this.unitOfWork.read(actor.communityId, (tx) => this.assessments.byQuarter(tx, quarter));
    if (!assessment) throw new DomainError('NOT_FOUND');
    return { kind: 'PERFORMANCE', assessmentId: assessment.id };
  }
}

/** Papers of a request; left out where it names none. */
function papersOf({ invoiceNo, documents = [] }: Pick<SubmitDisbursementBody, 'invoiceNo' | 'documents'>) {
  return invoiceNo === undefined && documents.length === 0 ? {} : { papers: { invoiceNo: invoiceNo ?? null, documents } };
}
