import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { CountVote, type VoteCounted } from '../application/count-vote.js';
import { CancelVote, ConfirmCount, type CountConfirmed } from '../application/end-vote.js';
import { OpenVote } from '../application/open-vote.js';
import { RecordBallots, type BallotsRecorded } from '../application/record-ballots.js';
import { VoteQueries } from '../application/vote-queries.js';
import { CancelVoteBody, CountVoteBody, OpenVoteBody, RecordBallotsBody } from './vote-requests.js';
import { BallotResponse, BallotsResponse, VoteResponse, VotesResponse } from './vote-responses.js';

@ApiTags('votes')
@Controller('api/v1/communities/:c/votes')
export class VotesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: VoteQueries,
    private readonly openVote: OpenVote,
    private readonly recordBallots: RecordBallots,
    private readonly countVote: CountVote,
    private readonly confirmCount: ConfirmCount,
    private readonly cancelVote: CancelVote,
  ) {}

  /** Every vote, the latest first: a compound has few, so they are one page. */
  @Get()
  @RequirePermission('vote.read')
  async list(@CurrentActor() actor: Actor): Promise<VotesResponse> {
    const found = await this.unitOfWork.read(actor.communityId, (tx) => this.votes.all(tx));
    return { items: found.map((vote) => VoteResponse.from(vote)), nextCursor: null };
  }

  @Get(':n')
  @RequirePermission('vote.read')
  async one(@CurrentActor() actor: Actor, @Param('n') number: string): Promise<VoteResponse> {
    return VoteResponse.from(await this.unitOfWork.read(actor.communityId, (tx) => this.votes.byNumber(tx, number)));
  }

  /** What stands for each unit, for those who hold and confirm the vote. */
  @Get(':n/ballots')
  @RequirePermission('vote.read-ballots')
  async ballots(@CurrentActor() actor: Actor, @Param('n') number: string): Promise<BallotsResponse> {
    const found = await this.unitOfWork.read(actor.communityId, async (tx) => this.votes.ballots(tx, (await this.votes.byNumber(tx, number)).id));
    return { items: found.map((ballot) => BallotResponse.from(ballot)), nextCursor: null };
  }

  /** Opens a vote today, with the electorate of this day. */
  @Post()
  @RequirePermission('vote.hold')
  async open(
    @MoneyContext() context: CommandContext,
    @Body() body: OpenVoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ number: string }> {
    const { to = null, limit = null, replaces = null, owners = [] } = body;
    return answer(reply, await this.openVote.execute(context, { ...body, to, limit, replaces, owners: owners.map(({ units }) => units) }));
  }

  /** Records ballots: all of the list, or none of it. */
  @Post(':n/ballots')
  @RequirePermission('vote.hold')
  async record(
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Body() { ballots, documentSha256 }: RecordBallotsBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BallotsRecorded> {
    const stated = ballots.map(({ reason = null, ...ballot }) => ({ ...ballot, reason }));
    return answer(reply, await this.recordBallots.execute(context, { number, ballots: stated, documentSha256 }));
  }

  /** Counts a vote after its last day. */
  @Post(':n/count')
  @RequirePermission('vote.hold')
  async count(
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Body() { documentSha256 }: CountVoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VoteCounted> {
    return answer(reply, await this.countVote.execute(context, { number, documentSha256 }));
  }

  /** Confirms a count for another organisation; a vote that passed becomes a resolution. */
  @Post(':n/confirm')
  @RequirePermission('vote.confirm')
  async confirm(@MoneyContext() context: CommandContext, @Param('n') number: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<CountConfirmed> {
    return answer(reply, await this.confirmCount.execute(context, { number }));
  }

  /** Calls a vote off. */
  @Post(':n/cancel')
  @RequirePermission('vote.cancel')
  async cancel(
    @MoneyContext() context: CommandContext,
    @Param('n') number: string,
    @Body() { reason }: CancelVoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ number: string }> {
    return answer(reply, await this.cancelVote.execute(context, { number, reason }));
  }
}
