import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, CurrentActor, CurrentContext, pageOf, PageRequest, RequirePermission, type Page } from '../../../platform/http/index.js';
import { BuildStatement } from '../application/build-statement.js';
import { PublishStatement } from '../application/publish-statement.js';
import { StatementQueries } from '../application/statement-queries.js';
import { statementPeriod } from '../domain/statement-period.js';
import { BuildStatementBody } from './build-statement-body.js';
import { PublishStatementBody } from './publish-statement-body.js';
import { StatementBuiltResponse, StatementPublishedResponse, StatementResponse } from './statement-responses.js';

@ApiTags('statements')
@Controller('api/v1/communities/:c/statements')
export class StatementsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: StatementQueries,
    private readonly buildStatement: BuildStatement,
    private readonly publishStatement: PublishStatement,
  ) {}

  /** Every version of every statement, the latest first, what is only ready too. */
  @Get()
  @RequirePermission('book.read')
  async list(@CurrentActor() actor: Actor, @Query() page: PageRequest): Promise<Page<StatementResponse>> {
    const [beforeId = 0] = page.position(1);
    const rows = await this.unitOfWork.read(actor.communityId, (tx) => this.queries.versions(tx, { beforeId, limit: page.limit + 1 }));
    const { items, nextCursor } = pageOf(rows, page.limit, (last) => [last.id]);
    return { items: items.map((view) => StatementResponse.from(view)), nextCursor };
  }

  /** Freezes what the statement of a closed month, quarter or year says; nobody but those who work on it sees it before it is published. */
  @Post()
  @RequirePermission('statement.build')
  @ApiCreatedResponse({ type: StatementBuiltResponse })
  async build(
    @CurrentContext() context: CommandContext,
    @Body() body: BuildStatementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatementBuiltResponse> {
    return answer(reply, await this.buildStatement.execute(context, { period: body.period }));
  }

  /** Publishes what was built, as the publisher has seen it. */
  @Post(':period/publish')
  @HttpCode(200)
  @RequirePermission('statement.publish')
  @ApiOkResponse({ type: StatementPublishedResponse })
  async publish(
    @CurrentContext() context: CommandContext,
    @Param('period') period: string,
    @Body() { jsonSha256 }: PublishStatementBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatementPublishedResponse> {
    const { pages, ...published } = answer(reply, await this.publishStatement.execute(context, { period: statementPeriod(period), jsonSha256 }));
    return { ...published, pages: [...pages] };
  }
}
