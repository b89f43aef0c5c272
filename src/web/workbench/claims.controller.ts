import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DecideClaim, DecideClaimBody, RecordUseRule, RecordUseRuleBody } from '../../modules/operating-income/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { claimsBase, ClaimDesk, noticeOf } from '../desk/claims/claim-desk.js';
import { attempt, formJson, requestOf } from '../desk/desk-form.js';
import { seeOther } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** Those who approve look at claims; the owner side decides on them, and turns resolutions into rules. */
@Controller('w/:c/claims')
@RequirePermission('claim.read')
export class ClaimPagesController {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly decideClaim: DecideClaim,
    private readonly recordUseRule: RecordUseRule,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.list(reply, visit, 'w', { notice: noticeOf(visit, done), refusal: null });
  }

  @Post('rules')
  @RequirePermission('use-rule.record')
  async rule(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const body = await requestOf(RecordUseRuleBody, formJson(posted));
        return this.recordUseRule.execute(context, { ...body, reaches: body.reaches ?? null, keeps: body.keeps ?? null });
      },
      { labels: visit.m.income.claims.ruleFields, codes: { RESOLUTION_UNKNOWN: 'resolution', USE_RULE_EXISTS: 'resolution' } },
    );
    const own = claimsBase(visit, 'w');
    if ('done' in outcome) return seeOther(reply, `${own}?done=rule`);
    await this.desk.list(reply, { ...visit, path: own }, 'w', { notice: null, ...outcome });
  }

  @Get(':number')
  async one(@CurrentVisit() visit: Visit, @Param('number') number: string, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.one(reply, visit, 'w', { number, refusal: null });
  }

  @Post(':number/decision')
  @RequirePermission('claim.decide')
  async decide(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attempt(
      visit,
      posted,
      async () => {
        const { decision, reason } = await requestOf(DecideClaimBody, formJson(posted));
        await this.decideClaim.execute(context, { number, decision, reason: reason ?? null });
        return decision;
      },
      { labels: { reason: visit.m.income.claims.reason }, codes: { CLAIM_REASON_MISSING: 'reason' } },
    );
    const own = claimsBase(visit, 'w');
    if ('done' in outcome) return seeOther(reply, `${own}?done=${outcome.done}`);
    await this.desk.one(reply, { ...visit, path: `${own}/${number}` }, 'w', { number, ...outcome });
  }
}
