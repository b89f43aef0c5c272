import { Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { addDays, Clock, DomainError, isAllowed, quarter, type Quarter } from '../../kernel/index.js';
import {
  AssessmentQueries,
  CloseSurvey,
  DecidePapersBody,
  DecideSurveyPapers,
  IssueSurveyLetters,
  OpenSurvey,
  OpenSurveyBody,
  RecordSurveyPapers,
  sheetOf,
  SurveyLettersBody,
  SurveyPapersBody,
  SurveyQueries,
  type AssessmentView,
  type SurveyPaperId,
} from '../../modules/assessments/index.js';
import { CommunityQueries } from '../../modules/communities/index.js';
import { ContractQueries } from '../../modules/contracts/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { renderPdf } from '../../platform/files/index.js';
import { CurrentContext, MoneyContext, RequirePermission } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attempt, attemptIn, formJson, postedText, requestOf, type Attempted } from '../desk/desk-form.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { surveyLettersSheet } from './survey-letters.js';
import { SurveyDeskPage, type SurveyDeskView, type SurveyDone } from './survey-page.js';

/** How a page is shown after an act: what was done, or why not. */
interface After {
  readonly done: SurveyDone | null;
  readonly refusal: Refusal | null;
  readonly status?: number;
}

/** The survey of a quarter for those who run it, and for those who count its papers a second time. */
@Controller('w/:c/assessments/:q/survey')
@RequirePermission('survey.confirm')
export class SurveyPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly communities: CommunityQueries,
    private readonly assessments: AssessmentQueries,
    private readonly contracts: ContractQueries,
    private readonly surveys: SurveyQueries,
    private readonly opening: OpenSurvey,
    private readonly issue: IssueSurveyLetters,
    private readonly papers: RecordSurveyPapers,
    private readonly decide: DecideSurveyPapers,
    private readonly closing: CloseSurvey,
  ) {}

  @Get()
  async show(@CurrentVisit() visit: Visit, @Param('q') q: string, @Query('done') done: unknown, @Res() reply: FastifyReply): Promise<void> {
    const told = (Object.keys(visit.m.survey.desk.done) as SurveyDone[]).find((known) => known === done) ?? null;
    await this.page(reply, visit, quarter(q), { done: told, refusal: null });
  }

  @Post('open')
  @RequirePermission('survey.run')
  async open(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const body = await requestOf(OpenSurveyBody, { ...formJson(own), questions: linesOf(own, 'questions') });
      await this.opening.execute(context, { ...body, quarter: quarter(q) });
    };
    const fields = {
      codes: { SURVEY_QUESTIONS: 'questions' },
      labels: { closesOn: visit.m.survey.desk.closesOn, questions: visit.m.survey.desk.questions },
    } as const;
    await this.answer(reply, visit, { of: quarter(q), done: 'opened' }, await attemptIn(visit, { posted, form: 'open' }, act, fields));
  }

  /** The letters come as a file; nothing of them is kept, so that there is no page to go on to. */
  @Post('letters')
  @HttpCode(200)
  @RequirePermission('survey.run')
  async letters(
    @CurrentPost() { visit, posted }: PostedVisit,
    @CurrentContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => this.issue.execute(context, { ...(await requestOf(SurveyLettersBody, formJson(own))), quarter: quarter(q) });
    const codes = { SURVEY_UNITS_UNKNOWN: 'unit', SURVEY_UNITS_ANSWERED: 'unit' } as const;
    const outcome = await attemptIn(visit, { posted, form: 'letters' }, act, { codes });
    if (!('done' in outcome)) return this.page(reply, visit, quarter(q), { done: null, ...outcome });
    const { name } = await this.communities.byId(visit.actor.communityId);
    const about = { community: name, address: `${this.settings.publicUrl}${visit.m.base}/p/${visit.slug}/survey`, at: this.clock.now() };
    const pdf = await renderPdf(surveyLettersSheet(visit.m, outcome.done, about));
    await reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="survey-${outcome.done.quarter}.pdf"`)
      .header('cache-control', 'no-store')
      .send(pdf);
  }

  @Post('papers')
  @RequirePermission('survey.run')
  async recordPapers(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const { units, sheets } = await requestOf(SurveyPapersBody, { units: linesOf(own, 'units'), sheets: linesOf(own, 'sheets') });
      await this.papers.execute(context, { quarter: quarter(q), units, sheets: sheets.map(sheetOf) });
    };
    const codes = { SURVEY_ANSWERS: 'sheets', SURVEY_SHEETS: 'sheets', SURVEY_UNITS_UNKNOWN: 'units', SURVEY_UNITS_ANSWERED: 'units' } as const;
    await this.answer(reply, visit, { of: quarter(q), done: 'recorded' }, await attemptIn(visit, { posted, form: 'papers' }, act, { codes }));
  }

  @Post('papers/decision')
  async decidePapers(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async () => {
      const { paperId, decision } = await requestOf(DecidePapersBody, formJson(posted, ['paperId']));
      await this.decide.execute(context, { quarter: quarter(q), paperId: paperId as SurveyPaperId, decision });
    };
    const done = postedText(posted, 'decision') === 'CONFIRMED' ? 'confirmed' : 'rejected';
    await this.answer(reply, visit, { of: quarter(q), done }, await attempt(visit, posted, act));
  }

  @Post('close')
  @RequirePermission('assessment.inspect')
  async close(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('q') q: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = () => this.closing.execute(context, { quarter: quarter(q) });
    await this.answer(reply, visit, { of: quarter(q), done: 'closed' }, await attempt(visit, posted, act));
  }

  private async answer(reply: FastifyReply, visit: Visit, asked: { of: Quarter; done: SurveyDone }, outcome: Attempted<unknown>): Promise<void> {
    const { of, done } = asked;
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/assessments/${of}/survey?done=${done}`);
    await this.page(reply, visit, of, { done: null, ...outcome });
  }

  private async page(reply: FastifyReply, visit: Visit, of: Quarter, { status, ...after }: After): Promise<void> {
    const own = { ...visit, path: `/w/${visit.slug}/assessments/${of}/survey` };
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, own, of, after));
    await sendPage(reply, SurveyDeskPage({ m: visit.m, view }), status);
  }

  private async view(tx: Tx, visit: Visit, of: Quarter, after: Pick<SurveyDeskView, 'done' | 'refusal'>): Promise<SurveyDeskView> {
    const assessment = await this.assessments.byQuarter(tx, of);
    if (!assessment) throw new DomainError('ASSESSMENT_NONE', { quarter: of });
    const survey = await this.surveys.progress(tx, assessment.id);
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(visit.actor.roles, permission);
    const seal = () => formSeal(visit.session.formToken);
    const version = await this.contracts.version(tx, assessment.contractVersionId);
    const isOpen = assessment.state === 'SURVEY_OPEN';
    const today = this.clock.today();
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'assessments' }),
      quarter: of,
      acts: {
        ...(mayOpen(assessment) && may('survey.run') && { open: seal() }),
        ...(isOpen && survey !== null && today <= survey.closesOn && may('survey.run') && { letters: seal() }),
        ...(isOpen && may('survey.run') && { papers: seal() }),
        ...(isOpen && may('assessment.inspect') && { close: seal() }),
      },
      survey,
      agreed: version.survey?.questions ?? null,
      over: survey !== null && !isOpen,
      waiting: (survey?.papers ?? [])
        .filter(({ state }) => state === 'RECORDED')
        .map((paper) => ({
          paper,
          own: paper.recordedFor === visit.actor.organisationId || paper.recordedBy === visit.actor.personId,
          seal: isOpen ? seal() : null,
        })),
      proposedUntil: assessment.dates.surveyUntil > today ? assessment.dates.surveyUntil : addDays(today, 3),
      ...after,
    };
  }
}

/** Whether a survey by letters may begin. */
export function mayOpen({ state, template }: AssessmentView): boolean {
  return state === 'INSPECTED' && template.components.some(({ code }) => code === 'SURVEY');
}

function linesOf(posted: Posted, name: string): string[] {
  return postedText(posted, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
