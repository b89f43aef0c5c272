import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { businessDate, type BusinessDate } from '../../kernel/index.js';
import { AccessLogRows } from '../../modules/identity/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { accessKinds, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { postedText } from '../desk/desk-form.js';
import { sendPage } from '../desk/send-page.js';
import { CurrentVisit, type Posted, type Visit } from '../desk/visit.js';
import { AccessPage } from './access-page.js';

const PAGE = 50;

/** The access log as a page: `?kind=&from=&to=&before=`. */
@Controller('w/:c/access')
@RequirePermission('access-log.read')
export class AccessPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly log: AccessLogRows,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    const kind = accessKinds.find((known) => known === query['kind']) ?? null;
    const [from, to] = [dayOf(query, 'from'), dayOf(query, 'to')];
    const before = postedText(query, 'before');
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const asked = { limit: PAGE + 1, ...(before !== '' && { before }), ...(kind && { kind }), ...(from && { from }), ...(to && { to }) };
      const lines = await this.log.lines(tx, asked);
      const href = (extra: Readonly<Record<string, string>>): string => {
        const chosen = new URLSearchParams({ ...(kind && { kind }), ...(from && { from }), ...(to && { to }), ...extra }).toString();
        return `/w/${visit.slug}/access${chosen === '' ? '' : `?${chosen}`}`;
      };
      const last = lines[PAGE - 1];
      return {
        frame: await this.frames.frame(tx, visit, { area: 'w', current: 'access' }),
        lines: lines.slice(0, PAGE),
        kind,
        from,
        to,
        firstHref: before === '' ? null : href({}),
        nextHref: lines.length > PAGE && last ? href({ before: last.id }) : null,
      };
    });
    await sendPage(reply, AccessPage({ m: visit.m, view }));
  }
}

/** A day of the address; what is none is as if it were not there. */
function dayOf(query: Posted, name: string): BusinessDate | null {
  try {
    return businessDate(postedText(query, name));
  } catch {
    return null;
  }
}
