import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { Clock, DomainError, quarter, withoutPersonalData } from '../../kernel/index.js';
import { AnswerSurvey, AssessmentQueries, SurveyQueries, type OpenedSurvey } from '../../modules/assessments/index.js';
import { CommunityQueries } from '../../modules/communities/index.js';
import { PublicStatements } from '../../modules/statements/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Public, type AccessRequest } from '../../platform/http/index.js';
import { AssessmentReader } from '../desk/assessment/index.js';
import { attempt, postedText } from '../desk/desk-form.js';
import type { Refusal } from '../desk/form-parts.js';
import { seeOther } from '../desk/send-page.js';
import type { Posted } from '../desk/visit.js';
import { messages, type Messages } from '../messages/index.js';
import { pagePolicy, renderPage } from '../render.js';
import { inBoth, localeOf } from './locale.js';
import { ScorePage } from './score-page.js';
import { SurveyPage } from './survey-page.js';

/** How a score came about; and where households answer a survey by the code of their letter. The code is in the body of a form alone: addresses end up in logs. */
@Public()
@Controller()
export class SurveyController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly communities: CommunityQueries,
    private readonly assessments: AssessmentQueries,
    private readonly surveys: SurveyQueries,
    private readonly answer: AnswerSurvey,
    private readonly reader: AssessmentReader,
    private readonly statements: PublicStatements,
  ) {}

  @Get(inBoth('p/:slug/survey'))
  async form(@Param('slug') slug: string, @Query('done') done: unknown, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page(request, reply, { slug, done: done === '1', refusal: null });
  }

  @Post(inBoth('p/:slug/survey'))
  async answered(@Param('slug') slug: string, @Body() posted: Posted, @Req() request: AccessRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeOf(request);
    const m = messages[locale];
    const { survey, id: communityId } = await this.runningOf(slug);
    const missing = refusalOf(m, survey, posted);
    if (missing) return this.page(request, reply, { slug, done: false, refusal: missing, status: 422 });
    const answers = (survey?.questions ?? []).map((_, at) => Number.parseInt(postedText(posted, `q${at + 1}`), 10));
    const codes = { SURVEY_CODE_UNKNOWN: 'code', SURVEY_CODE_USED: 'code', SURVEY_NONE: 'code' } as const;
    const outcome = await attempt({ language: locale, m }, posted, () => this.answer.execute({ communityId, code: postedText(posted, 'code'), answers }), {
      codes,
    });
    if ('done' in outcome) return seeOther(reply, `${m.base}/p/${slug}/survey?done=1`);
    await this.page(request, reply, { slug, done: false, ...outcome });
  }

  /** Everything that a FINAL score was made of. */
  @Get(inBoth('p/:slug/:quarter/score'))
  async score(
    @Param() { slug, quarter: q }: { readonly slug: string; readonly quarter: string },
    @Req() request: AccessRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const m = messages[localeOf(request)];
    const { id, name: communityName } = await this.communities.bySlug(slug);
    if (!QUARTER.test(q)) throw new DomainError('NOT_FOUND');
    const view = await this.unitOfWork.read(id, async (tx) => {
      const assessment = await this.assessments.byQuarter(tx, quarter(q));
      if (assessment?.state !== 'FINAL') throw new DomainError('NOT_FOUND');
      const { facts } = await this.reader.read(tx, assessment.quarter);
      const voided = (await this.statements.voided(tx)).filter((before) => before.quarter === q);
      return { slug, communityName, facts: withoutPersonalData(facts), voided, demoTime: this.demoTime(m) };
    });
    await sendFresh(reply, <ScorePage m={m} view={view} />);
  }

  private demoTime(m: Messages): string | null {
    return this.settings.demo ? m.moment(this.clock.now()) : null;
  }

  private async runningOf(slug: string) {
    const { id, name } = await this.communities.bySlug(slug);
    const running = await this.unitOfWork.read(id, (tx) => this.surveys.running(tx));
    return { id, name, survey: running !== null && this.clock.today() <= running.closesOn ? running : null };
  }

  private async page(
    request: AccessRequest,
    reply: FastifyReply,
    after: { slug: string; done: boolean; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const { slug, done, refusal, status = 200 } = after;
    const m = messages[localeOf(request)];
    const { name: communityName, survey } = await this.runningOf(slug);
    const formToken = request.access?.session?.formToken;
    const hidden: Record<string, string> = formToken === undefined ? {} : { formToken };
    await sendFresh(reply, <SurveyPage m={m} view={{ slug, communityName, survey, done, hidden, refusal, demoTime: this.demoTime(m) }} />, status);
  }
}

const QUARTER = /^[12]\d{3}-Q[1-4]$/;

async function sendFresh(reply: FastifyReply, page: VNode, status = 200): Promise<void> {
  await reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy)
    .header('cache-control', 'no-store')
    .send(renderPage(page));
}

/** Questions left open, each by its name; a browser asks for them before it sends. */
function refusalOf(m: Messages, survey: OpenedSurvey | null, posted: Posted): Refusal | null {
  const open = (survey?.questions ?? [])
    .map((question, at) => ({ question, name: `q${at + 1}` }))
    .filter(({ name }) => !/^[1-5]$/.test(postedText(posted, name)));
  if (open.length === 0) return null;
  const typed = Object.fromEntries(Object.keys(posted).map((name) => [name, postedText(posted, name)]));
  return { typed, errors: open.map(({ question, name }) => ({ name, message: m.survey.unanswered(question) })) };
}
