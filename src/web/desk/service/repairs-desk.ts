import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, isAllowed, periodOf, quarter, quarterOf, type Quarter } from '../../../kernel/index.js';
import { AssessmentQueries, ImportRepairLog, RecordRepair, RecordRepairBody, RepairQueries, type RepairsImported } from '../../../modules/assessments/index.js';
import { responseHoursOf } from '../../../modules/contracts/index.js';
import { UnitOfWork } from '../../../platform/database/index.js';
import { UploadedFile } from '../../../platform/http/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attemptIn, postedText, requestOf, type Attempted, type Fields } from '../desk-form.js';
import { formSeal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Posted, Visit } from '../visit.js';
import { RepairsPage, type RepairsDone } from './repairs-page.js';
import { momentOf, type After, type Sent } from './sent.js';

/** The log of repairs, which the firm keeps and the owner side adds to. */
@Injectable()
export class RepairsDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly repairs: RepairQueries,
    private readonly assessments: AssessmentQueries,
    private readonly record: RecordRepair,
    private readonly importing: ImportRepairLog,
    private readonly clock: Clock,
  ) {}

  async page(reply: FastifyReply, visit: Visit, area: Area, after: After = {}): Promise<void> {
    const { m } = visit;
    const present = quarterOf(periodOf(this.clock.today()));
    const shown = typeof after.quarter === 'string' && after.quarter !== '' ? quarter(after.quarter) : present;
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(visit.actor.roles, permission);
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      const log = await this.repairs.ofQuarter(tx, shown);
      const hours = responseHoursOf((await this.assessments.termsOf(tx, shown)) ?? {});
      return {
        frame: await this.frames.frame(tx, visit, { area, current: 'serviceLog' }),
        base: baseOf(visit, area),
        quarter: shown,
        quarters: [...new Set<Quarter>([present, ...(await this.repairs.quarters(tx))])].toSorted((a, b) => b.localeCompare(a)),
        log,
        ...(await this.repairs.measureOf(tx, shown, { hours, asOf: this.clock.now() })),
        hours,
        mayRecord: may('repair.record'),
        mayRespond: may('repair.respond'),
        seal: () => formSeal(visit.session.formToken),
        today: this.clock.today(),
        done: (Object.keys(m.service.repairs.done) as RepairsDone[]).find((known) => known === after.done) ?? null,
        brought: after.brought ?? null,
        refusal: after.refusal ?? null,
      };
    });
    await sendPage(reply, RepairsPage({ m, view }), after.status);
  }

  async write(reply: FastifyReply, sent: Sent): Promise<void> {
    await this.act(reply, sent, { form: 'record', done: 'recorded' }, async (own) => {
      const body = await requestOf(RecordRepairBody, { what: postedText(own, 'what'), urgency: postedText(own, 'urgency'), receivedAt: momentOf(own) });
      await this.record.execute(sent.context, { ...body });
    });
  }

  async respond(reply: FastifyReply, sent: Sent): Promise<void> {
    await this.act(reply, sent, { form: 'respond', done: 'responded' }, async (own) => {
      await this.record.respond(sent.context, { number: postedText(own, 'number'), respondedAt: momentOf(own) });
    });
  }

  /** A list is tried first, or taken in: what it brings is said in both cases. */
  async importList(reply: FastifyReply, sent: Sent): Promise<void> {
    const { visit } = sent.post;
    const dryRun = postedText(sent.post.posted, 'import_dryRun') !== '';
    const outcome = await this.attempt(sent, 'import', async (own) => {
      const { file } = own;
      if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
      return (await this.importing.execute(sent.context, { file: file.bytes, dryRun })).value;
    });
    const own = { ...visit, path: baseOf(visit, sent.area) };
    if (!('done' in outcome)) return this.page(reply, own, sent.area, outcome);
    const { added, answered, unchanged }: RepairsImported = outcome.done;
    const brought = visit.m.service.repairs.brought(added, answered, unchanged);
    await this.page(reply, own, sent.area, { done: dryRun ? 'tried' : 'imported', brought });
  }

  private async act(reply: FastifyReply, sent: Sent, { form, done }: { form: string; done: RepairsDone }, act: (own: Posted) => Promise<void>): Promise<void> {
    const { visit } = sent.post;
    const outcome = await this.attempt(sent, form, act);
    if ('done' in outcome) return seeOther(reply, `${baseOf(visit, sent.area)}?done=${done}`);
    await this.page(reply, { ...visit, path: baseOf(visit, sent.area) }, sent.area, outcome);
  }

  private attempt<T>({ post: { visit, posted } }: Sent, form: string, act: (own: Posted) => Promise<T>): Promise<Attempted<T>> {
    const fields: Fields = {
      labels: visit.m.service.repairs.fields,
      names: { receivedAt: 'time' },
      codes: {
        REPAIR_WORDS: 'what',
        REPAIR_PERSONAL: form === 'import' ? 'file' : 'what',
        REPAIR_TIMES: form === 'import' ? 'file' : 'time',
        REPAIR_NUMBER: 'file',
        REPAIR_NUMBER_OURS: 'file',
        REPAIR_UNKNOWN: 'number',
        REPAIR_ANSWERED: 'number',
        REPAIR_COUNTED: form === 'import' ? 'file' : 'day',
        CONTRACT_NONE: form === 'import' ? 'file' : 'day',
      },
    };
    return attemptIn(visit, { posted, form }, act, fields);
  }
}

function baseOf({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/repairs`;
}
