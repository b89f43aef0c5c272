import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock, Money, type Actor } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { answer, ApiMoney, CurrentActor, MoneyContext, RequirePermission } from '../../../platform/http/index.js';
import { AdoptBudget, type BudgetAdopted } from '../application/adopt-budget.js';
import { BudgetQueries, type BudgetView } from '../application/budget-queries.js';
import type { BudgetUse } from '../domain/budget.js';
import { AdoptBudgetBody } from './budget-requests.js';

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

/** The version of a year that counts. */
export class BudgetResponse {
  @ApiProperty()
  year!: number;
  @ApiProperty()
  version!: number;
  @ApiProperty({ example: 'JY2024-001' })
  resolution!: string;
  @ApiProperty({ type: [BudgetLineResponse] })
  lines!: BudgetLineResponse[];

  static from({ year, versionNo: version, resolution, lines }: BudgetView, use: readonly BudgetUse[]): BudgetResponse {
    const usedOf = (line: { readonly fund: string; readonly code: string }) =>
      use.find(({ fund, code }) => fund === line.fund && code === line.code)?.used ?? Money.zero;
    const told = lines.map((line) => Object.assign(new BudgetLineResponse(), { ...line, used: usedOf(line) }));
    return Object.assign(new BudgetResponse(), { year, version, resolution, lines: told });
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
  ) {}

  /** The budget of each year, the latest first, with what is used of it. */
  @Get()
  @RequirePermission('budget.read')
  async list(@CurrentActor() actor: Actor): Promise<BudgetsResponse> {
    const today = this.clock.today();
    const items = await this.unitOfWork.read(actor.communityId, async (tx) => {
      const latest = (await this.budgets.all(tx)).filter((view, index, all) => all.findIndex(({ year }) => year === view.year) === index);
      const told: BudgetResponse[] = [];
      for (const view of latest) told.push(BudgetResponse.from(view, await this.budgets.use(tx, view.year, { today })));
      return told;
    });
    return { items, nextCursor: null };
  }

  /** Records the budget of this year or the next. */
  @Post()
  @RequirePermission('budget.adopt')
  async adopt(@MoneyContext() context: CommandContext, @Body() body: AdoptBudgetBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<BudgetAdopted> {
    return answer(reply, await this.adoptBudget.execute(context, body));
  }
}
