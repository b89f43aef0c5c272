import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { UnitOfWork } from '../../platform/database/index.js';
import { RequirePermission } from '../../platform/http/index.js';
import { sendPage } from '../desk/send-page.js';
import { CurrentVisit, type Visit } from '../desk/visit.js';
import { FirmHomePage } from './firm-home-page.js';
import { FirmViews } from './firm-views.js';

/** Where the firm begins: what it may ask for and what waits. */
@Controller('f/:c')
@RequirePermission('disbursement.submit')
export class FirmController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: FirmViews,
  ) {}

  @Get()
  async home(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.home(tx, visit));
    await sendPage(reply, FirmHomePage({ m: visit.m, view }));
  }
}
