import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock, quarter, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission, TakesUpload } from '../../../platform/http/index.js';
import { responseHoursOf } from '../../contracts/index.js';
import { AssessmentQueries } from '../application/assessment-queries.js';
import { ImportRepairLog, type RepairsImported } from '../application/import-repair-log.js';
import { RecordRepair, type RepairRecorded } from '../application/record-repair.js';
import { RepairQueries } from '../application/repair-queries.js';
import { ImportRepairsBody, RecordRepairBody, RepairLogResponse, RespondRepairBody } from './repair-requests.js';

/** Requests for repairs and when the firm answered them: what response times are counted from. */
@ApiTags('assessments')
@Controller('api/v1/communities/:c/repairs')
export class RepairsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repairs: RepairQueries,
    private readonly assessments: AssessmentQueries,
    private readonly record: RecordRepair,
    private readonly importing: ImportRepairLog,
    private readonly clock: Clock,
  ) {}

  /** Of one quarter: a log is counted whole, and so it is one page. */
  @Get()
  @RequirePermission('repair.read')
  @ApiQuery({ name: 'quarter', example: '2024-Q1' })
  @ApiOkResponse({ type: RepairLogResponse })
  async list(@CurrentActor() actor: Actor, @Query('quarter') q: string): Promise<RepairLogResponse> {
    const of = quarter(q);
    return this.unitOfWork.read(actor.communityId, async (tx) => {
      const log = await this.repairs.ofQuarter(tx, of);
      const version = await this.assessments.termsOf(tx, of);
      return RepairLogResponse.from(log, await this.repairs.measureOf(tx, of, { hours: responseHoursOf(version ?? {}), asOf: this.clock.now() }));
    });
  }

  @Post()
  @RequirePermission('repair.record')
  async write(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordRepairBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RepairRecorded> {
    return answer(reply, await this.record.execute(context, { ...body }));
  }

  @Post('import')
  @TakesUpload()
  @ApiConsumes('multipart/form-data')
  @RequirePermission('repair.respond')
  async importList(
    @MoneyContext() context: CommandContext,
    @Body() { file, dryRun }: ImportRepairsBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RepairsImported> {
    return answer(reply, await this.importing.execute(context, { file: file.bytes, dryRun: dryRun === 'true' }));
  }

  @Post(':number/response')
  @HttpCode(200)
  @RequirePermission('repair.respond')
  async respond(
    @MoneyContext() context: CommandContext,
    @Param('number') number: string,
    @Body() { respondedAt }: RespondRepairBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RepairRecorded> {
    return answer(reply, await this.record.respond(context, { number, respondedAt }));
  }
}
