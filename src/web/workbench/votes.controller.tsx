import { Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock, DomainError, isAllowed } from '../../kernel/index.js';
import { StoreEvidence } from '../../modules/evidence/index.js';
import { Parties } from '../../modules/identity/index.js';
import {
  ballotColumns,
  ballotWords,
  CancelVote,
  CancelVoteBody,
  ConfirmCount,
  CountVote,
  OpenVote,
  OpenVoteBody,
  readBallotsFile,
  RecordBallots,
  ResolutionQueries,
  VoteQueries,
} from '../../modules/resolutions/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../platform/database/index.js';
import { neutralCell } from '../../platform/files/index.js';
import { MoneyContext, RequirePermission, TakesUpload, UploadedFile } from '../../platform/http/index.js';
import { DeskFrames } from '../desk/desk-frames.js';
import { attemptIn, formJson, postedText, requestOf, typedTexts, type Attempted } from '../desk/desk-form.js';
import { storePosted } from '../desk/evidence-link.js';
import { formSeal, type Refusal } from '../desk/form-parts.js';
import { seeOther, sendPage } from '../desk/send-page.js';
import { CurrentPost, CurrentVisit, type Posted, type PostedVisit, type Visit } from '../desk/visit.js';
import { VotePage, type VoteDone, type VotePageView } from './vote-page.js';
import { VotesPage } from './votes-page.js';

const evidenceCodes = (name: string) => ({ EVIDENCE_TYPE_REFUSED: name, EVIDENCE_EMPTY: name, EVIDENCE_TOO_LARGE: name }) as const;

/** Votes of the owners: the owner side holds them, another organisation confirms their count. */
@Controller('w/:c/votes')
@RequirePermission('vote.read')
export class VotePagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly frames: DeskFrames,
    private readonly parties: Parties,
    private readonly votes: VoteQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly storeEvidence: StoreEvidence,
    private readonly openVote: OpenVote,
    private readonly recordBallots: RecordBallots,
    private readonly countVote: CountVote,
    private readonly confirmCount: ConfirmCount,
    private readonly cancelVote: CancelVote,
  ) {}

  @Get()
  async list(@CurrentVisit() visit: Visit, @Res() reply: FastifyReply): Promise<void> {
    await this.listPage(reply, visit, { refusal: null });
  }

  @Get(':n')
  async show(@CurrentVisit() visit: Visit, @Param('n') number: string, @Query('done') said: unknown, @Res() reply: FastifyReply): Promise<void> {
    const done = (Object.keys(visit.m.votes.done) as VoteDone[]).find((known) => known === said) ?? null;
    await this.page(reply, visit, number, { done, refusal: null });
  }

  /** What stands for each unit, in the columns in which a list is handed in. */
  @Get(':n/ballots.csv')
  @RequirePermission('vote.read-ballots')
  @Header('content-disposition', 'attachment; filename="ballots.csv"')
  async csv(@CurrentVisit() visit: Visit, @Param('n') number: string, @Res() reply: FastifyReply): Promise<void> {
    const ballots = await this.unitOfWork.read(visit.actor.communityId, async (tx) => this.votes.ballots(tx, (await this.votes.byNumber(tx, number)).id));
    const rows = ballots.map(({ unit, choice, castOn, way, reason }) =>
      [unit, choice === null ? '' : ballotWords[choice], castOn, ballotWords[way], reason ?? ''].map(neutralCell),
    );
    const text = [Object.values(ballotColumns), ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    await reply.header('content-type', 'text/csv; charset=utf-8').header('cache-control', 'no-store').send(`\u{feff}${text}\r\n`);
  }

  @Post()
  @TakesUpload()
  @RequirePermission('vote.hold')
  async open(@CurrentPost() { visit, posted }: PostedVisit, @MoneyContext() context: CommandContext, @Res() reply: FastifyReply): Promise<void> {
    const act = async (own: Posted) => {
      const { owners: _, ...typed } = typedTexts(own);
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, own, 'document');
      const body = await requestOf(OpenVoteBody, { ...formJson(typed), documentSha256 });
      const { to = null, limit = null, replaces = null } = body;
      return this.openVote.execute(context, { ...body, to, limit, replaces, owners: sharedUnits(postedText(own, 'owners')) });
    };
    const codes = { VOTE_DAYS: 'closesOn', RESOLUTION_TITLE: 'title', RESOLUTION_LIMIT_INVALID: 'limit', ...evidenceCodes('document') } as const;
    const outcome = await attemptIn(visit, { posted, form: 'new' }, act, { labels: visit.m.votes.fields, codes });
    if ('done' in outcome) return seeOther(reply, `/w/${visit.slug}/votes/${outcome.done.value.number}?done=opened`);
    await this.listPage(reply, { ...visit, path: `/w/${visit.slug}/votes` }, outcome);
  }

  @Post(':n/ballots')
  @TakesUpload()
  @RequirePermission('vote.hold')
  async record(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const { file } = own;
      if (!(file instanceof UploadedFile) || file.bytes.length === 0) throw new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'missing' }]);
      const ballots = readBallotsFile(file.bytes);
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, own, 'paper');
      return this.recordBallots.execute(context, { number, ballots, documentSha256 });
    };
    const ofList = { VOTE_UNIT_UNKNOWN: 'file', VOTE_BALLOT_TWICE: 'file', VOTE_BALLOT_NONE: 'file', VOTE_OUTSIDE_DAYS: 'file', VOTE_REASON: 'file' } as const;
    const codes = { VOTE_BALLOTS_SIZE: 'file', ...ofList, ...evidenceCodes('paper') } as const;
    await this.answer(
      reply,
      visit,
      { number, done: 'recorded' },
      await attemptIn(visit, { posted, form: 'list' }, act, { labels: visit.m.votes.fields, codes }),
    );
  }

  @Post(':n/count')
  @TakesUpload()
  @RequirePermission('vote.hold')
  async count(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) => {
      const { sha256: documentSha256 } = await storePosted(this.storeEvidence, context, own, 'sheet');
      return this.countVote.execute(context, { number, documentSha256 });
    };
    const naming = { labels: visit.m.votes.fields, codes: { ...evidenceCodes('sheet'), RESOLUTION_PAPER_USED: 'sheet' } as const };
    await this.answer(reply, visit, { number, done: 'counted' }, await attemptIn(visit, { posted, form: 'count' }, act, naming));
  }

  @Post(':n/confirm')
  @RequirePermission('vote.confirm')
  async confirm(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await attemptIn(visit, { posted, form: 'confirm' }, () => this.confirmCount.execute(context, { number }));
    await this.answer(reply, visit, { number, done: 'confirmed' }, outcome);
  }

  @Post(':n/cancel')
  @RequirePermission('vote.cancel')
  async cancel(
    @CurrentPost() { visit, posted }: PostedVisit,
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = async (own: Posted) =>
      this.cancelVote.execute(context, { number, ...(await requestOf(CancelVoteBody, { reason: postedText(own, 'reason') })) });
    const outcome = await attemptIn(visit, { posted, form: 'cancel' }, act, { labels: visit.m.votes.fields });
    await this.answer(reply, visit, { number, done: 'cancelled' }, outcome);
  }

  private async answer(reply: FastifyReply, visit: Visit, { number, done }: { number: string; done: VoteDone }, outcome: Attempted<unknown>): Promise<void> {
    const own = `/w/${visit.slug}/votes/${number}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.page(reply, { ...visit, path: own }, number, { done: null, ...outcome });
  }

  private async listPage(reply: FastifyReply, visit: Visit, { refusal, status }: { refusal: Refusal | null; status?: number }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx) => ({
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
      votes: await this.votes.all(tx),
      resolutions: await this.resolutions.all(tx),
      seal: isAllowed(visit.actor.roles, 'vote.hold') ? formSeal(visit.session.formToken) : null,
      refusal,
    }));
    await sendPage(reply, VotesPage({ m: visit.m, view }), status);
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    number: string,
    { status, ...after }: { done: VoteDone | null; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.view(tx, visit, number));
    await sendPage(reply, VotePage({ m: visit.m, view: { ...view, ...after } }), status);
  }

  private async view(tx: Tx, visit: Visit, number: string): Promise<Omit<VotePageView, 'done' | 'refusal'>> {
    const vote = await this.votes.byNumber(tx, number);
    const { roles, organisationId } = visit.actor;
    const own = vote.openedFor === organisationId || vote.count?.for === organisationId;
    const name = async (id: typeof vote.openedFor | undefined) => (id === undefined ? null : (await this.parties.organisation(tx, id)).shortName);
    const hold = vote.state === 'OPEN' && isAllowed(roles, 'vote.hold');
    const beside = !own && isAllowed(roles, 'vote.confirm');
    const confirm = vote.state === 'COUNTED' && beside;
    const cancel = vote.state === 'OPEN' ? (vote.ballots === 0 ? hold : beside) : confirm;
    return {
      frame: await this.frames.frame(tx, visit, { area: 'w', current: 'resolutions' }),
      vote,
      sharedOwners: isAllowed(roles, 'vote.read-ballots') ? await this.votes.sharedOwners(tx, vote.id) : [],
      names: { countedBy: await name(vote.count?.for), endedBy: await name(vote.end?.for) },
      seal: formSeal(visit.session.formToken),
      may: { hold, confirm, count: this.clock.today() > vote.closesOn, cancel, readBallots: isAllowed(roles, 'vote.read-ballots') },
    };
  }
}

/** Units of one owner, a line each. */
function sharedUnits(text: string): string[][] {
  const lines = text.split(/[\r\n]+/).map((line) =>
    line
      .toUpperCase()
      .split(/[^0-9A-Z-]+/)
      .filter((code) => code !== ''),
  );
  return lines.filter((codes) => codes.length > 0);
}
