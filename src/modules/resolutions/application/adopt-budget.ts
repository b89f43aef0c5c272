import { Injectable } from '@nestjs/common';
import { assertAllowed, businessDate, Clock, DomainError, Money } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { assertCoversUse, assertLines, type BudgetId, type BudgetLine } from '../domain/budget.js';
import { Budget, BudgetLineRow } from '../persistence/budget.js';
import { BudgetQueries, yearOf } from './budget-queries.js';
import { ResolutionQueries } from './resolution-queries.js';

/** The lines of a year, by the resolution that allows them. */
export interface AdoptBudgetRequest {
  readonly year: number;
  readonly resolution: string;
  readonly lines: readonly BudgetLine[];
}

export type BudgetAdopted = { readonly year: number; readonly versionNo: number };

/** The owner side records what the owners allow to be spent in a year; a later version takes the place of the earlier ones, and never falls below what is used. */
@Injectable()
export class AdoptBudget {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly budgets: BudgetQueries,
    private readonly resolutions: ResolutionQueries,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_ONLY, BUDGET_YEAR, BUDGET_EMPTY, BUDGET_LINE_UNKNOWN, BUDGET_LINE_TWICE, BUDGET_LINE_NEGATIVE, BUDGET_RESOLUTION_USED, BUDGET_BELOW_USED, and what a resolution refuses */
  async execute(context: CommandContext, request: AdoptBudgetRequest): Promise<Outcome<BudgetAdopted>> {
    assertAllowed(context.actor, 'budget.adopt');
    const { year, resolution, lines } = request;
    const today = this.clock.today();
    const present = yearOf(today);
    if (!Number.isInteger(year) || year < present || year > present + 1)
      throw new DomainError('BUDGET_YEAR', { field: 'year', year: String(year), first: present, last: present + 1 });
    assertLines(lines);
    const kept = { year, resolution, lines: lines.map(({ fund, code, amount }) => ({ fund, code, amount: amount.toString() })) };
    return this.unitOfWork.once({ context, command: 'AdoptBudget', request: kept }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, today);
      const first = businessDate(`${year}-01-01`);
      const asked = lines.reduce((sum, { amount }) => sum.plus(amount), Money.zero);
      const { id: resolutionId } = await this.resolutions.covering(tx, resolution, { kinds: ['BUDGET', 'SPENDING'], on: first > today ? first : today, asked });
      const used = (await this.budgets.all(tx)).find((budget) => budget.resolution === resolution);
      if (used) throw new DomainError('BUDGET_RESOLUTION_USED', { resolution, year: used.year, versionNo: used.versionNo });
      assertCoversUse(year, lines, await this.budgets.use(tx, year, { today }));
      return this.adopt(tx, context, { ...request, resolutionId });
    });
  }

  private async adopt(
    tx: Tx,
    context: CommandContext,
    { year, lines, resolutionId }: AdoptBudgetRequest & Pick<Budget, 'resolutionId'>,
  ): Promise<BudgetAdopted> {
    const versionNo = ((await this.budgets.of(tx, year))?.versionNo ?? 0) + 1;
    const budgetId = (await this.ledger.takeIds(tx, 1)) as BudgetId;
    const { personId: adoptedBy, organisationId: adoptedFor } = context.actor;
    await tx.manager.insert(Budget, {
      communityId: tx.communityId,
      id: budgetId,
      year,
      versionNo,
      resolutionId,
      adoptedBy,
      adoptedFor,
      adoptedAt: this.clock.now(),
    });
    await insertRows(tx, BudgetLineRow, lines.map(({ fund, code, amount }) => ({ communityId: tx.communityId, budgetId, fund, code, amount }))); // prettier-ignore
    return { year, versionNo };
  }
}
