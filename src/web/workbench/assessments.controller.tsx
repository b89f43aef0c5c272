import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { quarter, type Quarter } from '../../kernel/index.js';
import {
  DraftBody,
  HearingBody,
  InspectionBody,
  MeasureBody,
  MeasureFromLog,
  OpenAssessment,
  OpenAssessmentBody,
  RecordHearing,
  RecordInspection,
  RecordMeasure,
  RecordSurvey,
  ReviewAppeal,
  ReviewBody,
  SaveDraft,
  ScoreAssessment,
  SurveyBody,
} from '../../modules/assessments/index.js';
import { FinaliseAssessment } from '../../modules/entitlements/index.js';
import { UnitOfWork, type CommandContext } from '../../platform/database/index.js';
import { CurrentContext, MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { AssessmentReader, draftJson, itemLabels } from '../desk/assessment/index.js';
import { attempt, attemptIn, formJson, postedText, requestOf, type Attempted, type Fields } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { AssessmentListPage } from './assessment-list-page.js';
import type { AssessmentDone } from './assessment-page-view.js';
import { AssessmentPage } from './assessment-page.js';
import { AssessmentViews } from './assessment-views.js';

/** A step of the quarter that a form asks for. */
interface StepForm {
  readonly quarter: string;
  readonly posted: Posted;
  readonly done: AssessmentDone;
  readonly fields?: Fields;
}

/** The quarter's assessment for those who inspect, score and decide. */
@Controller('w/:c/assessments')
@RequirePermission('disbursement.decide')
export class AssessmentPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: AssessmentViews,
    private readonly reader: AssessmentReader,
    private readonly open: OpenAssessment,
    private readonly inspect: RecordInspection,
    private readonly drafts: SaveDraft,
    private readonly surveyed: RecordSurvey,
    private readonly measure: RecordMeasure,
    private readonly measureFromLog: MeasureFromLog,
    private readonly scoring: ScoreAssessment,
    private readonly hearing: RecordHearing,
    private readonly reviewing: ReviewAppeal,
    private readonly finalising: FinaliseAssessment,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.listPage(reply, visit, { refusal: null, voided: done === 'voided' });
  }

  @Get(':q')
  async one(@CurrentVisit() visit: Visit, @Param('q') q: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const told = (Object.keys(visit.m.workbench.assessments.done) as AssessmentDone[]).find((known) => known === done) ?? null;
    await this.page(reply, visit, quarter(q), { done: told, refusal: null });
  }

  @Post()
  @RequirePermission('assessment.open')
  async openQuarter(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await attempt(visit, posted, async () => {
      const body = await requestOf(OpenAssessmentBody, formJson(posted));
      await this.open.execute(context, body);
      return body.quarter;
    });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/assessments/${outcome.done}?done=opened`);
    await this.listPage(reply, { ...visit, path: `/w/${visit.slug}/assessments` }, { ...outcome, voided: false });
  }

  @Post(':q/inspection')
  @RequirePermission('assessment.inspect')
  async inspection(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { facts } = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.reader.read(tx, quarter(q)));
    await this.step(reply, visit, { quarter: q, posted, done: 'inspected', fields: { labels: itemLabels(visit.m, facts.items) } }, async (of) => {
      const json = formJson(posted, ['present']);
      const body = await requestOf(InspectionBody, withoutBlanks(json, { staffing: 'present', adjustments: 'score' }));
      await this.inspect.execute(context, { ...body, quarter: of });
    });
  }

  @Post(':q/draft')
  @RequirePermission('assessment.inspect')
  async keep(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { facts } = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.reader.read(tx, quarter(q)));
    await this.step(reply, visit, { quarter: q, posted, done: 'drafted', fields: { labels: itemLabels(visit.m, facts.items) } }, async (of) => {
      await this.drafts.execute(context, { ...(await requestOf(DraftBody, draftJson(formJson(posted)))), quarter: of });
    });
  }

  @Post(':q/survey')
  @RequirePermission('assessment.inspect')
  async survey(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = visit.m.workbench.assessments.form;
    const labels = { openedOn: texts.openedOn, closedOn: texts.closedOn, answers: texts.answers, score: texts.surveyScore };
    await this.step(reply, visit, { quarter: q, posted, done: 'surveyed', fields: { labels } }, async (of) => {
      const body = await requestOf(SurveyBody, withoutBlanks(formJson(posted, ['answers']), { items: 'name' }));
      await this.surveyed.execute(context, { ...body, quarter: of });
    });
  }

  @Post(':q/measures')
  @RequirePermission('assessment.inspect')
  async measured(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const code = postedText(posted, 'code');
    const [score, note] = [`${code}.score`, `${code}.note`];
    const fields: Fields = { codes: { RATE_INVALID: score, ASSESSMENT_SCORE_OUTSIDE: score, ASSESSMENT_NOTE: note, MEASURE_BESIDE_LOG: note } };
    await this.step(reply, visit, { quarter: q, posted, done: 'measured', fields }, async (of) => {
      const body = await requestOf(MeasureBody, { code, score: postedText(posted, score), note: postedText(posted, note) });
      await this.measure.execute(context, { ...body, quarter: of });
    });
  }

  @Post(':q/measures/from-log')
  @RequirePermission('assessment.inspect')
  async fromLog(@CurrentVisit() visit: Visit, @MoneyContext() context: CommandContext, @Param('q') q: string, @Res() reply: FastifyReply): Promise<void> {
    await this.step(reply, visit, { quarter: q, posted: {}, done: 'measured' }, (of) => this.measureFromLog.execute(context, { quarter: of }));
  }

  @Post(':q/score')
  @RequirePermission('assessment.score')
  async score(@CurrentVisit() visit: Visit, @MoneyContext() context: CommandContext, @Param('q') q: string, @Res() reply: FastifyReply): Promise<void> {
    await this.step(reply, visit, { quarter: q, posted: {}, done: 'scored' }, (of) => this.scoring.execute(context, { quarter: of }));
  }

  @Post(':q/hearing')
  @RequirePermission('assessment.review')
  async heard(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) =>
      this.hearing.execute(context, { ...(await requestOf(HearingBody, { heard: '', minutes: '', ...formJson(own) })), quarter: quarter(q) });
    const outcome = await attemptIn(visit, { posted, form: 'hearing' }, act, { labels: visit.m.survey.hearing });
    const own = `/w/${visit.slug}/assessments/${quarter(q)}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=heard`);
    await this.page(reply, { ...visit, path: own }, quarter(q), { done: null, ...outcome });
  }

  @Post(':q/review')
  @RequirePermission('assessment.review')
  async review(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.step(reply, visit, { quarter: q, posted, done: 'reviewed', fields: { codes: { ASSESSMENT_NOTE: 'reason' } } }, async (of) => {
      const { form, eventsSetAside } = tickedEvents(posted);
      const body = await requestOf(ReviewBody, { reason: '', ...withoutBlanks(formJson(form), { corrections: 'score' }), eventsSetAside });
      await this.reviewing.execute(context, { ...body, quarter: of });
    });
  }

  @Post(':q/finalise')
  @RequirePermission('assessment.finalise')
  async finalise(@CurrentVisit() visit: Visit, @MoneyContext() context: CommandContext, @Param('q') q: string, @Res() reply: FastifyReply): Promise<void> {
    await this.step(reply, visit, { quarter: q, posted: {}, done: 'final' }, (of) => this.finalising.execute(context, { quarter: of }));
  }

  private async step(reply: FastifyReply, visit: Visit, form: StepForm, act: (of: Quarter) => Promise<unknown>): Promise<void> {
    const of = quarter(form.quarter);
    const own = `/w/${visit.slug}/assessments/${of}`;
    const outcome: Attempted<unknown> = await attempt(visit, form.posted, () => act(of), form.fields);
    if ('done' in outcome) return seeOther(reply, `${own}?done=${form.done}`);
    await this.page(reply, { ...visit, path: own }, of, { done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    of: Quarter,
    after: { done: AssessmentDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { done, refusal } = after;
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.page(tx, visit, of, { done, refusal }));
    await sendPage(reply, AssessmentPage({ m: visit.m, view }), after.status);
  }

  private async listPage(reply: FastifyReply, visit: Visit, after: { refusal: Refusal | null; voided: boolean; status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.views.list(tx, visit, after));
    await sendPage(reply, AssessmentListPage({ m: visit.m, view }), after.status);
  }
}

/** The safety events that are ticked on the form of a review, and its other fields. */
function tickedEvents(posted: Posted): { form: Posted; eventsSetAside: number[] } {
  const ticked = Object.keys(posted).filter((name) => name.startsWith('aside_'));
  return {
    form: Object.fromEntries(Object.entries(posted).filter(([name]) => !ticked.includes(name))),
    eventsSetAside: ticked.map((name) => Number.parseInt(String(posted[name]), 10)),
  };
}

/** Rows of a form that were left empty: those of a list without the value that counts. */
function withoutBlanks(json: Record<string, unknown>, lists: Readonly<Record<string, string>>): Record<string, unknown> {
  const filled = Object.entries(lists).map(([list, counts]) => {
    const rows = (json[list] ?? []) as readonly Record<string, unknown>[];
    return [list, rows.filter((row) => row[counts] !== undefined)];
  });
  return { ...json, ...Object.fromEntries(filled) };
}
