import { Injectable } from '@nestjs/common';
import { assertAllowed, businessDate, Clock, DomainError } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { LedgerService } from '../../ledger/index.js';
import { askedOf, assertCoversUse, assertLines, type BudgetId, type BudgetLine } from '../domain/budget.js';
import { assertCovers } from '../domain/resolution.js';
import { Budget, BudgetLineRow } from '../persistence/budget.js';
import { BudgetQueries, yearOf } from './budget-queries.js';
import { ResolutionQueries, type ResolutionView } from './resolution-queries.js';

/** The lines of a year, by the resolution that allows them. */
export interface AdoptBudgetRequest {
  readonly year: number;
  readonly resolution: string;
  readonly lines: readonly BudgetLine[];
}

export type BudgetAdopted = { readonly year: number; readonly versionNo: number };

/** What a budget of a year may hold: no more than its resolution allows, and no less than what is used. */
@Injectable()
export class BudgetRules {
  constructor(
    private readonly clock: Clock,
    private readonly budgets: BudgetQueries,
    private readonly resolutions: ResolutionQueries,
  ) {}

  /** @throws BUDGET_YEAR RESOLUTION_UNKNOWN BUDGET_NO_LIMIT RESOLUTION_OF_A_YEAR BUDGET_BELOW_USED, and what a resolution refuses; `mayWait` for one that waits beside its budget */
  async refuse(tx: Tx, { year, resolution: number, lines }: AdoptBudgetRequest, { mayWait }: { readonly mayWait: boolean }): Promise<ResolutionView> {
    const today = this.clock.today();
    const present = yearOf(today);
    if (!Number.isInteger(year) || year < present || year > present + 1)
      throw new DomainError('BUDGET_YEAR', { field: 'year', year: String(year), first: present, last: present + 1 });
    const resolution = await this.resolutions.byNumber(tx, number);
    if (!resolution) throw new DomainError('RESOLUTION_UNKNOWN', { number: number.slice(0, 20) });
    const first = businessDate(`${year}-01-01`);
    const asked = askedOf(resolution.kind, lines, (await this.budgets.of(tx, year))?.lines ?? []);
    assertCovers(resolution, { kinds: ['BUDGET', 'SPENDING'], on: first > today ? first : today, asked, mayWait });
    if (resolution.limit === null) throw new DomainError('BUDGET_NO_LIMIT', { resolution: number });
    // one that was recorded before resolutions on a budget named their year
    if (resolution.kind === 'BUDGET' && resolution.from.slice(0, 4) !== resolution.to?.slice(0, 4)) throw new DomainError('RESOLUTION_OF_A_YEAR');
    assertCoversUse(year, lines, await this.budgets.use(tx, year, { today }));
    return resolution;
  }
}

/**
 * The owner side records what the owners allow to be spent in a year. It counts once another organisation has confirmed its lines, and then takes the place of the earlier
 * versions; until then it can be taken back. It never falls below what is used.
 */
@Injectable()
export class AdoptBudget {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly budgets: BudgetQueries,
    private readonly rules: BudgetRules,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED OWNER_SIDE_ONLY BUDGET_EMPTY BUDGET_LINE_UNKNOWN BUDGET_LINE_TWICE BUDGET_LINE_NEGATIVE BUDGET_RESOLUTION_USED BUDGET_WAITING, and what the rules of budgets refuse */
  async execute(context: CommandContext, request: AdoptBudgetRequest): Promise<Outcome<BudgetAdopted>> {
    assertAllowed(context.actor, 'budget.adopt');
    const { year, resolution, lines } = request;
    assertLines(lines);
    const kept = { year, resolution, lines: lines.map(({ fund, code, amount }) => ({ fund, code, amount: amount.toString() })) };
    return this.unitOfWork.once({ context, command: 'AdoptBudget', request: kept }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today());
      const { id: resolutionId } = await this.rules.refuse(tx, request, { mayWait: true });
      const versions = await this.budgets.all(tx);
      const used = versions.find((budget) => budget.resolution === resolution && budget.state !== 'REFUSED');
      if (used) throw new DomainError('BUDGET_RESOLUTION_USED', { resolution, year: used.year, versionNo: used.versionNo });
      const waiting = versions.find((budget) => budget.year === year && budget.state === 'WAITING');
      if (waiting) throw new DomainError('BUDGET_WAITING', { year, versionNo: waiting.versionNo });
      const versionNo = (versions.find((budget) => budget.year === year)?.versionNo ?? 0) + 1;
      await this.write(tx, context, { year, versionNo, resolutionId, lines });
      return { year, versionNo };
    });
  }

  private async write(
    tx: Tx,
    { actor }: CommandContext,
    { lines, ...version }: Pick<Budget, 'year' | 'versionNo' | 'resolutionId'> & Pick<AdoptBudgetRequest, 'lines'>,
  ): Promise<void> {
    const budgetId = (await this.ledger.takeIds(tx, 1)) as BudgetId;
    const adopted = { adoptedBy: actor.personId, adoptedFor: actor.organisationId, adoptedAt: this.clock.now() };
    await tx.manager.insert(Budget, { communityId: tx.communityId, id: budgetId, ...version, ...adopted });
    await insertRows(tx, BudgetLineRow, lines.map(({ fund, code, amount }) => ({ communityId: tx.communityId, budgetId, fund, code, amount }))); // prettier-ignore
  }
}
