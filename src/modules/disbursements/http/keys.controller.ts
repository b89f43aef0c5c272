import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, pageOf, PageRequest, RequirePermission } from '../../../platform/http/index.js';
import { AskKeyAdmission, type KeyAdmissionAsked } from '../application/ask-key-admission.js';
import { ConfirmKey, RefuseKey, type KeyConfirmed, type KeyRefused } from '../application/confirm-key.js';
import { KeyAdmissions } from '../application/key-admissions.js';
import { KeyFingerprintBody, ReasonBody } from './disbursement-requests.js';
import { KeyAdmissionResponse, KeyAdmissionsResponse } from './signature-responses.js';

/** The keys that sign decisions in a compound, each named by the SHA-256 of its public key. */
@ApiTags('disbursements')
@Controller('api/v1/communities/:c/keys')
export class KeysController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admissions: KeyAdmissions,
    private readonly asking: AskKeyAdmission,
    private readonly confirming: ConfirmKey,
    private readonly refusing: RefuseKey,
  ) {}

  /** The latest first. */
  @Get()
  @RequirePermission('key.read')
  @ApiOkResponse({ type: KeyAdmissionsResponse })
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<KeyAdmissionsResponse> {
    const [beforeId = 0] = page.position(1);
    const views = await this.unitOfWork.read(actor.communityId, (tx) => this.admissions.list(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(views, page.limit, (last) => [last.id]);
    return { items: items.map((view) => KeyAdmissionResponse.from(view)), nextCursor };
  }

  /** Asks that a key of one's own be admitted here. */
  @Post()
  @RequirePermission('key.ask')
  async ask(
    @MoneyContext() context: CommandContext,
    @Body() { key: keyHash }: KeyFingerprintBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyAdmissionAsked> {
    return answer(reply, await this.asking.execute(context, { keyHash }));
  }

  /** Says that a key is its person's, after comparing its fingerprint with them. */
  @Post(':key/confirmations')
  @HttpCode(200)
  @RequirePermission('key.confirm')
  async confirm(
    @MoneyContext() context: CommandContext,
    @Param() { key: keyHash }: KeyFingerprintBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyConfirmed> {
    return answer(reply, await this.confirming.execute(context, { keyHash }));
  }

  /** Says why a key is not its person's, while it signs nothing yet: with the second party that says so nobody confirms it any more. */
  @Post(':key/refusals')
  @HttpCode(200)
  @RequirePermission('key.confirm')
  async refuse(
    @MoneyContext() context: CommandContext,
    @Param() { key: keyHash }: KeyFingerprintBody,
    @Body() { reason }: ReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyRefused> {
    return answer(reply, await this.refusing.execute(context, { keyHash, reason }));
  }
}
