import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, TakesUpload } from '../../platform/http/index.js';
import { AttendanceDesk } from '../desk/service/attendance-desk.js';
import { CurrentPost, CurrentVisit, type PostedVisit, type Visit } from '../desk/visit.js';

/** Who was on duty, for the firm: its own roster beside what spot checks found. */
@Controller('f/:c/attendance')
@RequirePermission('attendance.roster')
export class FirmAttendancePagesController {
  constructor(private readonly desk: AttendanceDesk) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() asked: { quarter?: string; done?: string }, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.page(reply, visit, 'f', { quarter: asked.quarter, done: asked.done });
  }

  @Post('roster')
  @TakesUpload()
  async roster(@CurrentPost() post: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    await this.desk.roster(reply, { area: 'f', post, context });
  }
}
