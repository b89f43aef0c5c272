import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { RequirePermission } from '../../platform/http/index.js';
import { LongWork, type KeptRefusal, type LongWorkView } from '../../platform/jobs/index.js';
import { describeError } from '../../platform/messages/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { sendPage } from '../desk/send-page.js';
import { CurrentVisit, type Visit } from '../desk/visit.js';
import { refusalsOf } from './bill-refusals.js';
import { sendRefusals } from './send-refusals.js';
import { UploadShelf } from './upload-shelf.js';
import { WorkListPage, WorkPage, type WorkRowView } from './work-page.js';

const SHOWN = 20;
const REFRESH_SECONDS = 2;

/** Imports and bill runs that go on by themselves, to look at and to come back to. */
@Controller('b/:c/work')
@RequirePermission('bank.match')
export class WorkController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly work: LongWork,
    private readonly shelf: UploadShelf,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: null }),
      works: await this.work.recent(tx, ['BANK_IMPORT', 'BILL_RUN'], SHOWN),
    }));
    await sendPage(reply, WorkListPage({ m: visit.m, view }));
  }

  /** While it goes on the browser asks again by itself, without script; the page ends with what came of it. */
  @Get(':id')
  async one(@CurrentVisit() visit: Visit, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const { frame, found } = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'b', current: null }),
      found: await this.work.find(tx, id),
    }));
    if (!found) throw new DomainError('NOT_FOUND');
    if (found.state === 'RUNNING') void reply.header('refresh', String(REFRESH_SECONDS));
    await sendPage(reply, WorkPage({ m: visit.m, view: { frame, work: await this.rowOf(visit, found) } }));
  }

  /** What a bill run has no bill for, as a file. */
  @Get(':id/refused.csv')
  async refused(@CurrentVisit() visit: Visit, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.work.find(tx, id));
    const refusals = found?.kind === 'BILL_RUN' && found.state === 'DONE' ? refusalsOf(found.result) : null;
    if (!found || !refusals) throw new DomainError('NOT_FOUND');
    await sendRefusals(reply, visit, { label: found.label, refusals });
  }

  private async rowOf(visit: Visit, work: LongWorkView): Promise<WorkRowView> {
    const billed = work.kind === 'BILL_RUN' && work.state === 'DONE' ? refusalsOf(work.result) : null;
    if (work.state !== 'REFUSED') return { ...work, why: null, rejectedHref: billed && `/b/${visit.slug}/work/${work.id}/refused.csv` };
    const { code, details, fields, rows } = work.result as unknown as KeptRefusal;
    const isKept = rows > 0 && work.upload !== null && (await this.shelf.look(visit.actor.communityId, work.upload)) !== null;
    const why = describeError(new DomainError(code, details, fields), visit.language);
    if (code === 'FEES_RATE_MISSING') return { ...work, why, rejectedHref: `/b/${visit.slug}/bills/refused.csv?month=${work.label}` };
    return { ...work, why, rejectedHref: isKept ? `/b/${visit.slug}/bank/import/${work.upload}/rejected` : null };
  }
}
