import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  FirmDueQueries,
  FirmWriteOffBody,
  FirmWriteOffUndoBody,
  RecordTaking,
  TakingBody,
  UndoFirmDueWriteOff,
  WriteOffFirmDue,
} from '../../modules/entitlements/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { attempt, attemptIn, formJson, ONE_DUE, postedText, requestOf, type Attempted } from '../desk/desk-form.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { formSeal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { FirmDuesPage, type FirmDuesView } from './firm-dues-page.js';

const AMOUNT = /^\d{1,13}\.\d{2}$/;
const DONE = ['taken', 'written-off', 'taken-back'] as const;
/** What is wrong with a resolution is told beside its field. */
const RESOLUTION = {
  RESOLUTION_UNKNOWN: 'resolution',
  RESOLUTION_KIND_DIFFERS: 'resolution',
  RESOLUTION_NOT_IN_FORCE: 'resolution',
  RESOLUTION_LIMIT_EXCEEDED: 'resolution',
} as const;

/** What the firm owes: money that it took outside the account, and what is given up of it or asked for again. */
@Controller('b/:c/firm-dues')
@RequirePermission('firm-due.record')
export class FirmDuePagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly dues: FirmDueQueries,
    private readonly recordTaking: RecordTaking,
    private readonly writeOffDue: WriteOffFirmDue,
    private readonly undoWriteOff: UndoFirmDueWriteOff,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const [what, amount] = [DONE.find((known) => known === postedText(query, 'done')), postedText(query, 'amount')];
    await this.page(reply, visit, { done: what && AMOUNT.test(amount) ? { what, amount } : null, refusal: null });
  }

  @Post()
  async take(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const { unit, amount, takenOn, reason, document } = visit.m.feeReceipts.dues;
    const act = async () => (await this.recordTaking.execute(context, await requestOf(TakingBody, formJson(posted)))).value.amount;
    const codes = { FIRM_TAKEN_TOO_MUCH: 'amount', FIRM_TAKEN_DAY: 'takenOn' } as const;
    await this.answer(reply, visit, 'taken', await attempt(visit, posted, act, { labels: { unit, amount, takenOn, reason, document }, codes }));
  }

  @Post('write-offs')
  @RequirePermission('firm-due.write-off')
  async writeOff(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const [kind = '', id = ''] = postedText(own, 'due').split('-');
      const clears = [{ kind, id: Number.parseInt(id, 10), amount: postedText(own, 'amount') }];
      const body = await requestOf(FirmWriteOffBody, { clears, resolution: postedText(own, 'resolution') });
      return (await this.writeOffDue.execute(context, body)).value.amount;
    };
    const { due, amount, resolution } = visit.m.firmDues.forms;
    const fields = { labels: { due, amount, resolution }, names: ONE_DUE };
    const codes = { FIRM_DUE_NOT_OPEN: 'amount', FIRM_DUE_MONTH_OPEN: 'due', ...RESOLUTION } as const;
    await this.answer(reply, visit, 'written-off', await attemptIn(visit, { posted, form: 'off' }, act, { ...fields, codes }));
  }

  @Post('undo')
  @RequirePermission('firm-due.write-off')
  async takeBack(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const body = await requestOf(FirmWriteOffUndoBody, { resolution: postedText(own, 'resolution'), reason: postedText(own, 'reason') });
      return (await this.undoWriteOff.execute(context, { ...body, clearingId: Number.parseInt(postedText(own, 'writeOff'), 10) || 0 })).value.amount;
    };
    const { resolution, reason } = visit.m.firmDues.forms;
    const codes = {
      FIRM_WRITE_OFF_SAME_RESOLUTION: 'resolution',
      FIRM_WRITE_OFF_CLOSED: 'writeOff',
      FIRM_WRITE_OFF_UNDONE: 'writeOff',
      ...RESOLUTION,
    } as const;
    await this.answer(reply, visit, 'taken-back', await attemptIn(visit, { posted, form: 'back' }, act, { labels: { resolution, reason }, codes }));
  }

  private async answer(reply: FastifyReply, visit: Visit, what: (typeof DONE)[number], outcome: Attempted<string>): Promise<void> {
    const own = `/b/${visit.slug}/firm-dues`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${what}&amount=${outcome.done}`);
    await this.page(reply, { ...visit, path: own }, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { status, ...after }: Pick<FirmDuesView, 'done' | 'refusal'> & { status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'receipts' }),
      rows: (await this.dues.dues(tx)).toReversed(),
      writeOffs: (await this.dues.writeOffs(tx)).toReversed(),
      seal: () => formSeal(visit.session.formToken),
      ...after,
    }));
    await sendPage(reply, FirmDuesPage({ m: visit.m, view }), status);
  }
}
