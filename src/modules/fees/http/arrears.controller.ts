import { Body, Controller, Get, Header, HttpCode, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { accountingPeriod, Clock, DomainError, isAllowed, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import {
  answer,
  CurrentActor,
  CurrentContext,
  MoneyContext,
  pageOf,
  PageRequest,
  RequirePermission,
  Reveals,
  type Page,
} from '../../../platform/http/index.js';
import { maskedName } from '../../communities/index.js';
import { arrearsCsv } from '../application/arrears-csv.js';
import { ArrearsQueries } from '../application/arrears-queries.js';
import { DecideWaiver, type WaiverDecided } from '../application/decide-waiver.js';
import { RecordReminders, type RemindersRecorded } from '../application/record-reminders.js';
import { RequestWaiver, type WaiverRequested } from '../application/request-waiver.js';
import { RunLateFees, type LateFeesRun } from '../application/run-late-fees.js';
import { UndoBillRun, type BillRunUndone } from '../application/undo-bill-run.js';
import { UndoWaiver, type WaiverUndone } from '../application/undo-waiver.js';
import { WaiverQueries } from '../application/waiver-queries.js';
import type { BillId } from '../domain/allocation.js';
import type { DecideWaiverRequest } from '../application/decide-waiver.js';
import type { RequestWaiverRequest } from '../application/request-waiver.js';
import { DecideWaiverBody, UndoWaiverBody, RecordRemindersBody, RequestWaiverBody, RunLateFeesBody, UndoBillRunBody } from './billing-requests.js';
import { ArrearsResponse, WaiverResponse } from './billing-responses.js';

/** What becomes of bills that are wrong or late: runs undone, late fees, arrears, notices, waivers. */
@Controller('api/v1/communities/:c')
export class ArrearsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly arrears: ArrearsQueries,
    private readonly waivers: WaiverQueries,
    private readonly undoWaiver: UndoWaiver,
    private readonly undoBillRun: UndoBillRun,
    private readonly runLateFees: RunLateFees,
    private readonly requestWaiver: RequestWaiver,
    private readonly decideWaiver: DecideWaiver,
    private readonly recordReminders: RecordReminders,
  ) {}

  /** Takes a month's bill run back whole, or one of its supplements, while nobody has paid. */
  @Post('bill-runs/:period/undo')
  @HttpCode(200)
  @RequirePermission('fee.bill')
  async undo(
    @MoneyContext() context: CommandContext,
    @Param('period') period: string,
    @Body() { reason, supplement }: UndoBillRunBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BillRunUndone> {
    return answer(
      reply,
      await this.undoBillRun.execute(context, { period: accountingPeriod(period), reason, ...(supplement !== undefined && { supplement }) }),
    );
  }

  /** Charges late fees through a day of a closed month; first for a look, then with the fingerprint of what was seen. */
  @Post('late-fee-runs')
  @HttpCode(200)
  @RequirePermission('fee.bill')
  async lateFees(
    @CurrentContext() context: CommandContext,
    @Body() body: RunLateFeesBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LateFeesRun> {
    if (!body.dryRun && context.idempotencyKey === null) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
    return answer(reply, await this.runLateFees.execute(context, { through: body.through, dryRun: body.dryRun, fingerprint: body.fingerprint ?? null }));
  }

  /** Units with something overdue today; names are masked unless the role may read whole ones. */
  @Get('arrears')
  @Reveals()
  @RequirePermission('arrears.read')
  async list(@CurrentActor() actor: Actor, @Query('building') building?: string): Promise<ArrearsResponse[]> {
    const units = await this.unitOfWork.read(actor.communityId, (tx) => this.arrears.overdue(tx, this.clock.today(), building));
    return units.map((one) => ArrearsResponse.from(one, nameFor(actor)));
  }

  /** The same for a spreadsheet. */
  @Get('arrears.csv')
  @Reveals()
  @RequirePermission('arrears.read')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="arrears.csv"')
  async csv(@CurrentActor() actor: Actor): Promise<string> {
    const units = await this.unitOfWork.read(actor.communityId, (tx) => this.arrears.overdue(tx, this.clock.today()));
    return arrearsCsv(units, nameFor(actor));
  }

  /** Records the notices that go out today, to a building or a unit. */
  @Post('reminders')
  @HttpCode(200)
  @RequirePermission('arrears.remind')
  async remind(
    @MoneyContext() context: CommandContext,
    @Body() body: RecordRemindersBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RemindersRecorded> {
    const { building, unit } = body;
    return answer(reply, await this.recordReminders.execute(context, building === undefined ? { building: null, unit: unit ?? '' } : { building, unit: null }));
  }

  @Get('waivers')
  @RequirePermission('fee.read')
  async listWaivers(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<WaiverResponse>> {
    const [beforeId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.waivers.page(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    const reasons = isAllowed(actor.roles, 'fee.read-reasons');
    return { items: items.map((waiver) => WaiverResponse.from(waiver, { reasons })), nextCursor };
  }

  /** Asks for a waiver or write-off; nothing is booked before the owner side approves. */
  @Post('waivers')
  @HttpCode(200)
  @RequirePermission('waiver.request')
  async ask(
    @MoneyContext() context: CommandContext,
    @Body() body: RequestWaiverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WaiverRequested> {
    const { kind, amount, reason, document, resolutionNo = null } = body;
    const target = { billId: (body.billId ?? null) as BillId | null, lateFeeId: (body.lateFeeId ?? null) as RequestWaiverRequest['lateFeeId'] };
    return answer(reply, await this.requestWaiver.execute(context, { kind, ...target, amount, reason, document, resolutionNo }));
  }

  @Post('waivers/:id/decision')
  @HttpCode(200)
  @RequirePermission('waiver.decide')
  async decide(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { decision, reason }: DecideWaiverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WaiverDecided> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.decideWaiver.execute(context, { id: id as DecideWaiverRequest['id'], decision, reason: reason ?? null }));
  }

  /** Takes back a waiver that was approved: the unit owes it again. */
  @Post('waivers/:id/undo')
  @HttpCode(200)
  @RequirePermission('waiver.decide')
  async takeBackWaiver(
    @MoneyContext() context: CommandContext,
    @Param('id', ParseIntPipe) id: number,
    @Body() { reason }: UndoWaiverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WaiverUndone> {
    if (!Number.isSafeInteger(id)) throw new DomainError('NOT_FOUND');
    return answer(reply, await this.undoWaiver.execute(context, { id: id as DecideWaiverRequest['id'], reason }));
  }
}

const nameFor =
  ({ roles }: Actor) =>
  (name: string): string =>
    isAllowed(roles, 'unit.read-owner-name') ? name : maskedName(name);
