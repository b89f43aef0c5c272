import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../../kernel/index.js';
import type { ChannelLineId, ChannelLineView } from '../../modules/bank/index.js';
import {
  AssignChannelLine,
  AssignChannelLineBody,
  ChannelPlaceQueries,
  describeMatchReason,
  MatchChannelLines,
  UndoChannelLine,
  UndoChannelLineBody,
} from '../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { MoneyContext, RequirePermission, Reveals } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, formJson, requestOf } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { ChannelsPage, type ChannelRow, type ChannelsView } from './channels-page.js';

const ROWS = 30;

interface Asked {
  readonly told: string | null;
  readonly about: number | null;
  readonly refusal: Refusal | null;
  readonly status?: number;
}

/** Payments of channels: by rule, by hand, and taken back. */
@Controller('b/:c/bank/channels')
@Reveals()
@RequirePermission('bank.match')
export class ChannelPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly places: ChannelPlaceQueries,
    private readonly matchChannelLines: MatchChannelLines,
    private readonly assignChannelLine: AssignChannelLine,
    private readonly undoChannelLine: UndoChannelLine,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, { told: toldBy(visit, query), about: null, refusal: null });
  }

  @Post('match')
  async match(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, () => this.matchChannelLines.execute(context));
    if ('refusal' in outcome) return this.page(reply, visit, { told: null, about: null, ...outcome });
    const { placed, left } = outcome.done.value;
    await seeOther(reply, `${ownPath(visit)}?matched=${placed}.${left}`);
  }

  @Post(':line')
  async place(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lineId = idOf(line);
    const act = async () => {
      const json = formJson(posted);
      const unit = typeof json['unit'] === 'string' ? json['unit'].toUpperCase() : json['unit'];
      return this.assignChannelLine.execute(context, { lineId, ...(await requestOf(AssignChannelLineBody, { ...json, unit })) });
    };
    const outcome = await attempt(visit, posted, act, { codes: { CHANNEL_REFUND_UNCOVERED: 'unit' }, labels: { unit: visit.m.channels.unit } });
    if ('done' in outcome) return seeOther(reply, `${ownPath(visit)}?done=placed`);
    await this.page(reply, visit, { told: null, about: lineId, ...outcome });
  }

  @Post(':line/undo')
  async undo(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('line') line: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lineId = idOf(line);
    const act = async () => this.undoChannelLine.execute(context, { lineId, ...(await requestOf(UndoChannelLineBody, formJson(posted))) });
    const outcome = await attempt(visit, posted, act, { codes: { CHANNEL_UNDO_REASON: 'reason' }, labels: { reason: visit.m.channels.reason } });
    if ('done' in outcome) return seeOther(reply, `${ownPath(visit)}?done=undone`);
    await this.page(reply, visit, { told: null, about: lineId, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, { status, ...asked }: Asked): Promise<void> {
    const own = { ...visit, path: ownPath(visit) };
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, own, asked));
    await sendPage(reply, ChannelsPage({ m: visit.m, view }), status);
  }

  private async view(tx: Tx, visit: Visit, asked: Omit<Asked, 'status'>): Promise<ChannelsView> {
    const { NEW: waiting, RECEIVED: inTransit } = await this.places.counts(tx);
    const seal = () => formSeal(visit.session.formToken);
    const words = (reason: Parameters<typeof describeMatchReason>[0]): string => describeMatchReason(reason, visit.language);
    return {
      frame: await this.frames.frame(tx, visit, { area: 'b', current: 'bank' }),
      counts: { waiting, inTransit },
      waiting: (await this.places.waiting(tx, ROWS)).map(({ line, reason, candidates }) => ({
        ...rowOf(line, words(reason)),
        candidates: candidates.slice(0, 3).map(({ unit, name, reason: why }) => ({
          unit,
          label: name === null ? unit : `${unit} · ${name}`,
          why: words(why),
          seal: seal(),
        })),
        seal: seal(),
      })),
      placed: (await this.places.inTransit(tx, ROWS)).map(({ line, unit, receiptNumber, reason }) => ({
        ...rowOf(line, reason && words(reason)),
        unit,
        receipt: receiptNumber,
        seal: seal(),
      })),
      match: waiting > 0 ? seal() : null,
      ...asked,
    };
  }
}

function rowOf(line: ChannelLineView, why: string | null): ChannelRow {
  const { id, channel, kind, orderNo, paidOn, remark } = line;
  return { id, channel, kind, orderNo, paidOn, remark, gross: line.gross.toString(), fee: line.fee.toString(), payer: line.payerName, why };
}

function ownPath({ slug }: Visit): string {
  return `/b/${slug}/bank/channels`;
}

function toldBy({ m }: Visit, query: Posted): string | null {
  const [imported, matched] = [pairOf(query['imported']), pairOf(query['matched'])];
  if (imported) return m.channels.imported(...imported);
  if (matched) return m.channels.matched(...matched);
  return query['done'] === 'placed' ? m.channels.placed : query['done'] === 'undone' ? m.channels.undone : null;
}

/** Two whole numbers out of an address, "12.3". */
function pairOf(text: unknown): [number, number] | null {
  const [, one = '', other = ''] = (typeof text === 'string' && /^(\d{1,9})\.(\d{1,9})$/.exec(text)) || [];
  return one === '' ? null : [Number.parseInt(one, 10), Number.parseInt(other, 10)];
}

function idOf(text: string): ChannelLineId {
  if (!/^\d{1,15}$/.test(text)) throw new DomainError('NOT_FOUND');
  return Number.parseInt(text, 10) as ChannelLineId;
}
