import { Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProposeMaintenance, ProposeMaintenanceBody } from '../../modules/operating-income/index.js';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { ClaimAskPages } from '../desk/claims/claim-ask-pages.js';
import { ClaimDesk, claimsBase } from '../desk/claims/claim-desk.js';
import { attempt, postedText, requestOf } from '../desk/desk-form.js';
import { seeOther } from '../desk/send-page.js';
import { CurrentPost, type PostedVisit } from '../desk/visit.js';

/** The bookkeeper asks for costs, taxes, spending and floats, and proposes what is due to the maintenance fund. */
@Controller('b/:c/claims')
@RequirePermission('claim.ask-spending')
export class BookClaimsController extends ClaimAskPages {
  constructor(
    desk: ClaimDesk,
    private readonly proposeMaintenance: ProposeMaintenance,
  ) {
    super(desk, 'b');
  }

  @Post('maintenance')
  async propose(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, async () => {
      const [resolution, period, payee, description] = ['m-resolution', 'm-period', 'm-payee', 'm-description'].map((name) => postedText(posted, name));
      return this.proposeMaintenance.execute(context, await requestOf(ProposeMaintenanceBody, { resolution, period, payee, description }));
    });
    const own = claimsBase(visit, 'b');
    if ('done' in outcome) return seeOther(reply, `${own}?done=asked`);
    await this.desk.list(reply, { ...visit, path: own }, 'b', { notice: null, ...outcome });
  }
}
