import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { AttendanceDesk } from '../desk/service/attendance-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** Spot checks of those who supervise: who was on duty when they came. */
@Controller('w/:c/attendance')
@RequirePermission('attendance.read')
export class AttendancePagesController {
  constructor(private readonly desk: AttendanceDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() asked: { quarter?: string; done?: string }, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'w', { quarter: asked.quarter, done: asked.done });
  }

  @Post('check')
  @RequirePermission('attendance.check')
  async check(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.check(reply, { area: 'w', post, context });
  }
}
