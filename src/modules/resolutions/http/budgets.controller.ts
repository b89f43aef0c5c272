import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock, Money, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiMoney, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { AdoptBudget, type BudgetAdopted } from '../application/adopt-budget.js';
import { AnswerRecord, type BudgetAnswered } from '../application/answer-record.js';
import { BudgetQueries, type BudgetView } from '../application/budget-queries.js';
import { readBudgetVersion, type BudgetUse } from '../domain/budget.js';
import { AdoptBudgetBody } from './budget-requests.js';
import { AnswerBody } from './resolution-requests.js';

export class BudgetLineResponse {
  @ApiProperty()
  fund!: string;
  @ApiProperty()
  code!: string;
  @ApiMoney()
  amount!: Money;
  @ApiMoney({ description: 'Paid in the year, and in the present one asked for and not ended' })
  used!: Money;
}

/** A version of a year: the one that counts, or one later than it that waits or was refused. */
export class BudgetResponse {
  @ApiProperty()
  year!: number;
  @ApiProperty()
  version!: number;
  @ApiProperty({ enum: ['WAITING', 'CONFIRMED', 'REFUSED'], description: 'It counts once another organisation has confirmed it' })
  state!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of one that was refused' })
  reason!: string | null;
  @ApiProperty({ example: 'JY2024-001' })
  resolution!: string;
  @ApiProperty({ type: [BudgetLineResponse] })
  lines!: BudgetLineResponse[];

  static from({ year, versionNo: version, state, answer: told, resolution, lines }: BudgetView, use: readonly BudgetUse[]): BudgetResponse {
    const usedOf = (line: { readonly fund: string; readonly code: string }) =>
      use.find(({ fund, code }) => fund === line.fund && code === line.code)?.used ?? Money.zero;
    const counted = lines.map((line) => Object.assign(new BudgetLineResponse(), { ...line, used: usedOf(line) }));
    return Object.assign(new BudgetResponse(), { year, version, state, reason: told?.reason ?? null, resolution, lines: counted });
  }
}

export class BudgetsResponse {
  @ApiProperty({ type: [BudgetResponse] })
  items!: BudgetResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiTags('budgets')
@Controller('api/v1/communities/:c/budgets')
export class BudgetsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly budgets: BudgetQueries,
    private readonly adoptBudget: AdoptBudget,
    private readonly answerRecord: AnswerRecord,
  ) {}

  /** The budget of each year, the latest first, with what is used of it; before it what waits to take its place. */
  @Get()
  @RequirePermission('budget.read')
  async list(@CurrentActor() actor: Actor): Promise<BudgetsResponse> {
    const today = this.clock.today();
    const items = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const told: BudgetResponse[] = [];
      for (const view of await this.budgets.present(tx)) told.push(BudgetResponse.from(view, await this.budgets.use(tx, view.year, { today })));
      return told;
    });
    return { items, nextCursor: null };
  }

  /** Records the budget of this year or the next; it counts once another organisation has confirmed it. */
  @Post()
  @RequirePermission('budget.adopt')
  async adopt(@MoneyContext() context: CommandContext, @Body() body: AdoptBudgetBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<BudgetAdopted> {
    return answer(reply, await this.adoptBudget.execute(context, body));
  }

  /** Confirms a version, "2024-1", for another organisation, with the resolution that waits beside it, or refuses it; the organisation that recorded it takes it back by a refusal. */
  @Post(':version/answer')
  @RequirePermission('resolution.answer')
  async answer(
    @MoneyContext() context: CommandContext,
    @Param('version') version: string,
    @Body() { decision, reason }: AnswerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BudgetAnswered> {
    return answer(reply, await this.answerRecord.budget(context, { ...readBudgetVersion(version), decision, reason: reason ?? null }));
  }
}
