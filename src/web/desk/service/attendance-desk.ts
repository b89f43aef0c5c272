import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, isAllowed, periodOf, quarter, quarterOf, type Quarter } from '../../../kernel/index.js';
import { AssessmentQueries, AttendanceQueries, RecordAttendance, SpotCheckBody } from '../../../modules/assessments/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { UploadedFile } from '../../../platform/http/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attemptIn, formJson, postedText, requestOf, type Attempted, type Fields } from '../desk-form.js';
import { formSeal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Posted, Visit } from '../visit.js';
import { AttendancePage, type AttendanceDone } from './attendance-page.js';
import { momentOf, type After, type Sent } from './sent.js';

/** Who was on duty: counted by those who supervise, and by the firm's own roster. */
@Injectable()
export class AttendanceDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly attendance: AttendanceQueries,
    private readonly assessments: AssessmentQueries,
    private readonly record: RecordAttendance,
    private readonly clock: Clock,
  ) {}

  async page(reply: FastifyReply, visit: Visit, area: Area, after: After = {}): Promise<void> {
    const { m } = visit;
    const present = quarterOf(periodOf(this.clock.today()));
    const shown = typeof after.quarter === 'string' && after.quarter !== '' ? quarter(after.quarter) : present;
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(visit.actor.roles, permission);
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const version = await this.assessments.termsOf(tx, shown);
      const quarters = (await this.assessments.all(tx)).map((assessment) => assessment.quarter);
      return {
        frame: await this.frames.frame(tx, visit, { area, current: 'serviceLog' }),
        base: baseOf(visit, area),
        quarter: shown,
        quarters: [...new Set<Quarter>([present, ...quarters])].toSorted((a, b) => b.localeCompare(a)),
        posts: await this.attendance.ofQuarter(tx, shown, version?.staffing ?? []),
        checks: await this.attendance.checks(tx, shown),
        mayCheck: may('attendance.check') && shown === present,
        mayImport: may('attendance.roster'),
        seal: () => formSeal(visit.session.formToken),
        today: this.clock.today(),
        done: (Object.keys(m.service.attendance.done) as AttendanceDone[]).find((known) => known === after.done) ?? null,
        brought: after.brought ?? null,
        refusal: after.refusal ?? null,
      };
    });
    await sendPage(reply, AttendancePage({ m, view }), after.status);
  }

  async check(reply: FastifyReply, sent: Sent): Promise<void> {
    const { visit } = sent.post;
    const outcome = await this.attempt(sent, 'check', async (own) => {
      const { day: _day, time: _time, ...rest } = own;
      const { posts = [] } = formJson(rest, ['present']) as { posts?: Record<string, unknown>[] };
      const body = await requestOf(SpotCheckBody, { checkedAt: momentOf(own), posts: posts.filter((post) => post['present'] !== undefined) });
      await this.record.check(sent.context, { ...body });
    });
    if ('done' in outcome) return seeOther(reply, `${baseOf(visit, sent.area)}?done=checked`);
    await this.page(reply, { ...visit, path: baseOf(visit, sent.area) }, sent.area, outcome);
  }

  async roster(reply: FastifyReply, sent: Sent): Promise<void> {
    const { visit } = sent.post;
    const dryRun = postedText(sent.post.posted, 'roster_dryRun') !== '';
    const outcome = await this.attempt(sent, 'roster', async (own) => {
      const { file } = own;
      if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
      return (await this.record.importRoster(sent.context, { file: file.bytes, dryRun })).value;
    });
    const own = { ...visit, path: baseOf(visit, sent.area) };
    if (!('done' in outcome)) return this.page(reply, own, sent.area, outcome);
    const { added, unchanged } = outcome.done;
    await this.page(reply, own, sent.area, { done: dryRun ? 'tried' : 'imported', brought: visit.m.service.attendance.brought(added, unchanged) });
  }

  private attempt<T>({ post: { visit, posted } }: Sent, form: string, act: (own: Posted) => Promise<T>): Promise<Attempted<T>> {
    const texts = visit.m.service.attendance;
    const fields: Fields = {
      labels: { day: texts.day, time: texts.time, file: texts.file },
      codes: {
        ATTENDANCE_MOMENT: 'time',
        ATTENDANCE_CLOSED: form === 'check' ? 'day' : 'file',
        CONTRACT_NONE: form === 'check' ? 'day' : 'file',
      },
    };
    return attemptIn(visit, { posted, form }, act, fields);
  }
}

function baseOf({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/attendance`;
}
