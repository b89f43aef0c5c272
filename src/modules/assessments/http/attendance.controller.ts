import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { quarter, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, TakesUpload } from '../../../platform/http/index.js';
import { AssessmentQueries } from '../application/assessment-queries.js';
import { AttendanceQueries } from '../application/attendance-queries.js';
import { RecordAttendance, type RosterImported, type SpotCheckRecorded } from '../application/record-attendance.js';
import { AttendanceResponse, ImportRosterBody, SpotCheckBody } from './attendance-requests.js';

/** Who was on duty, against what the contract promises. */
@ApiTags('assessments')
@Controller('api/v1/communities/:c/attendance')
export class AttendanceController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attendance: AttendanceQueries,
    private readonly assessments: AssessmentQueries,
    private readonly record: RecordAttendance,
  ) {}

  @Get()
  @RequirePermission('attendance.read')
  @ApiQuery({ name: 'quarter', example: '2024-Q1' })
  @ApiOkResponse({ type: AttendanceResponse })
  async one(@CurrentActor() actor: Actor, @Query('quarter') q: string): Promise<AttendanceResponse> {
    const of = quarter(q);
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const version = await this.assessments.termsOf(tx, of);
      return AttendanceResponse.from(await this.attendance.ofQuarter(tx, of, version?.staffing ?? []), await this.attendance.checks(tx, of));
    });
  }

  @Post('checks')
  @RequirePermission('attendance.check')
  async check(
    @MoneyContext() context: CommandContext,
    @Body() body: SpotCheckBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpotCheckRecorded> {
    return answer(reply, await this.record.check(context, { ...body }));
  }

  @Post('roster')
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  @RequirePermission('attendance.roster')
  async roster(
    @MoneyContext() context: CommandContext,
    @Body() { file, dryRun }: ImportRosterBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RosterImported> {
    return answer(reply, await this.record.importRoster(context, { file: file.bytes, dryRun: dryRun === 'true' }));
  }
}
