import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { businessDate, isAllowed, type BusinessDate } from '../../kernel/index.js';
import { RevealOwner, type OwnerRevealed } from '../../modules/communities/index.js';
import { AccessLogRows } from '../../modules/identity/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { accessKinds, CurrentReveal, RequirePermission, type AccessNote } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, postedText } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
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
    private readonly revealOwner: RevealOwner,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Query() query: Posted, @Res() reply: FastifyReply): Promise<void> {
    await this.page(reply, visit, query, { revealed: null, refusal: null });
  }

  /** The name is in the answer to the form and nowhere else: whoever wants to see it again asks again. */
  @Post('owner-name')
  @RequirePermission('unit.reveal-owner')
  async reveal(@CurrentPost() { visit, posted }: PostedVisit, @CurrentReveal() note: AccessNote, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => this.revealOwner.execute(note, { unit: postedText(own, 'unit'), reason: postedText(own, 'reason') });
    const naming = { labels: visit.m.access.revealFields, codes: { UNITS_REVEAL_REASON: 'reason', NOT_FOUND: 'unit' } as const };
    const outcome = await attemptIn(visit, { posted, form: 'see' }, act, naming);
    const after = 'done' in outcome ? { revealed: outcome.done, refusal: null } : { revealed: null, ...outcome };
    await this.page(reply, { ...visit, path: `/w/${visit.slug}/access` }, {}, after);
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    query: Posted,
    { status, ...after }: { revealed: OwnerRevealed | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
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
        seal: isAllowed(visit.actor.roles, 'unit.reveal-owner') ? formSeal(visit.session.formToken) : null,
        ...after,
        nextHref: lines.length > PAGE && last ? href({ before: last.id }) : null,
      };
    });
    await sendPage(reply, AccessPage({ m: visit.m, view }), status);
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
