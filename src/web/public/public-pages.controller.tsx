import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { Clock, DomainError, type BusinessDate } from '../../kernel/index.js';
import { SurveyQueries } from '../../modules/assessments/index.js';
import { CommunityQueries } from '../../modules/communities/index.js';
import { PublicPayouts, PublicStatements, sendPublished, statementPeriod, type StatementAddress } from '../../modules/statements/index.js';
import { Settings } from '../../platform/config/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Public, Unmetered } from '../../platform/http/index.js';
import { DemoProgress } from '../../platform/jobs/index.js';
import { messages, type Messages } from '../messages/index.js';
import { renderPage } from '../render.js';
import { CompoundPage } from './compound-page.js';
import { HomePage, type HomeView } from './home-page.js';
import { inBoth, localeOf } from './locale.js';
import { PayoutPage } from './payout-page.js';

const SEARCH_LENGTH_MAX = 60;
/** Pages made of what changes: nobody keeps them. */
const FRESH = 'no-cache';

interface Named {
  readonly slug: string;
  readonly period: string;
  readonly version: string;
  readonly number: string;
}

/** The pages that everybody may read, without signing in and without script. */
@Public()
@Controller()
export class PublicPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly surveys: SurveyQueries,
    private readonly statements: PublicStatements,
    private readonly payouts: PublicPayouts,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly progress: DemoProgress,
  ) {}

  @Get(inBoth(''))
  async home(@Query('q') query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const m = messages[localeOf(request)];
    const wanted = typeof query === 'string' ? query.trim().slice(0, SEARCH_LENGTH_MAX) : '';
    const communities = await this.statements.list(wanted);
    await send(reply, <HomePage m={m} view={{ query: wanted, communities, demo: this.demo(), demoTime: this.demoTime(m) }} />);
  }

  @Get(inBoth('p/:slug'))
  async compound(@Param() { slug }: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const m = messages[localeOf(request)];
    const compound = await this.statements.compound(slug);
    await send(reply, <CompoundPage m={m} view={{ ...compound, surveyUntil: await this.surveyUntil(slug), demoTime: this.demoTime(m) }} />);
  }

  /** The newest statement of a month, a quarter or a year: the stored bytes under an address that is asked for again within a minute. */
  @Get(inBoth('p/:slug/:period'))
  @Unmetered()
  async statement(@Param() { slug, period }: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendStatement(request, reply, { slug, period: known(() => statementPeriod(period)) });
  }

  /** A version that stays for ever. */
  @Get(inBoth('p/:slug/:period/v/:version'))
  @Unmetered()
  async version(@Param() { slug, period, version }: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!/^[1-9]\d{0,3}$/.test(version)) throw new DomainError('NOT_FOUND');
    await this.sendStatement(request, reply, { slug, period: known(() => statementPeriod(period)), version: Number.parseInt(version, 10) });
  }

  /** A payment that the bank has made stands in the statement of its month; it leads there. */
  @Get(inBoth('p/:slug/payouts/:number'))
  async payout(@Param() { slug, number }: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendPayout(request, reply, { slug, number, period: null });
  }

  @Get(inBoth('p/:slug/:period/payouts/:number'))
  async payoutOfMonth(@Param() named: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendPayout(request, reply, named);
  }

  private async sendPayout(request: FastifyRequest, reply: FastifyReply, asked: { slug: string; number: string; period: string | null }): Promise<void> {
    const m = messages[localeOf(request)];
    const payout = await this.payouts.byNumber(asked.slug, asked.number);
    if (payout.period !== asked.period) {
      // what came back stands in the statements of more months than the one in which it was paid at last
      if (asked.period !== null && !payout.periods.some((period) => period === asked.period)) throw new DomainError('NOT_FOUND');
      const month = payout.period === null ? '' : `/${payout.period}`;
      return void (await reply.status(303).header('location', `${m.base}/p/${payout.slug}${month}/payouts/${payout.number}`).send());
    }
    await send(reply, <PayoutPage m={m} view={{ ...payout, demoTime: this.demoTime(m) }} />);
  }

  private async sendStatement(request: FastifyRequest, reply: FastifyReply, address: StatementAddress): Promise<void> {
    const page = await this.statements.page(address, localeOf(request));
    void reply.header('content-security-policy', page.policy);
    await sendPublished(request, reply, { body: page.bytes, sha256: page.sha256, type: 'text/html; charset=utf-8', frozen: address.version !== undefined });
  }

  /** The last day of a survey that takes answers now. */
  private async surveyUntil(slug: string): Promise<BusinessDate | null> {
    const { id } = await this.communities.bySlug(slug);
    const survey = await this.unitOfWork.read(id, (tx) => this.surveys.running(tx));
    return survey !== null && this.clock.today() <= survey.closesOn ? survey.closesOn : null;
  }

  private demo(): HomeView['demo'] {
    if (!this.settings.demo) return null;
    const { state, signIns } = this.progress;
    return {
      loading: state && { done: state.month, of: state.months, failed: state.failure !== null },
      signIns: signIns && {
        password: signIns.password,
        people: signIns.people.map(({ login, name, organisation }) => ({ who: `${organisation} ${name}`, login })),
      },
    };
  }

  /** The clock of the demo; the real one is nothing to be told. */
  private demoTime(m: Messages): string | null {
    return this.settings.demo ? m.moment(this.clock.now()) : null;
  }
}

/** What no address of ours can be is not found rather than invalid. */
function known<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError('NOT_FOUND');
    throw error;
  }
}

async function send(reply: FastifyReply, page: VNode): Promise<void> {
  await reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', FRESH).send(renderPage(page));
}
