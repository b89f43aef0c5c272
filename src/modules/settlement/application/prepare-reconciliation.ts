import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type AccountingPeriod } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { FIGURES_CHANGED, Reconciliations } from '../../bank/index.js';
import { LedgerService } from '../../ledger/index.js';
import { CloseChecklist } from './close-checklist.js';
import { MonthReconciliations } from './month-reconciliation.js';

/** What the second signature names. */
export type ReconciliationPrepared = {
  readonly id: number;
  readonly month: AccountingPeriod;
  readonly bankBalance: string;
  readonly sha256: string;
};

/**
 * The bookkeeper states that bank, books and documents of a month agree, with everything that is under way: the first signature. One
 * that a later entry or line has outdated is withdrawn by it.
 */
@Injectable()
export class PrepareReconciliation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly checklist: CloseChecklist,
    private readonly months: MonthReconciliations,
    private readonly reconciliations: Reconciliations,
  ) {}

  /** @throws NOT_ALLOWED, RECONCILIATION_STATE (one is prepared already), and what blocks the close of the month besides the signatures */
  async execute(context: CommandContext, { month }: { readonly month: AccountingPeriod }): Promise<Outcome<ReconciliationPrepared>> {
    const { actor } = context;
    assertAllowed(actor, 'reconciliation.prepare');
    return this.unitOfWork.once({ context, command: 'PrepareReconciliation', request: { month } }, async (tx) => {
      await this.ledger.lock(tx);
      const { steps, ...known } = await this.checklist.of(tx, month);
      const blocker = steps.find((step) => step.name !== 'SIGNED' && step.blocker !== null)?.blocker;
      if (blocker) throw new DomainError(blocker.code, blocker.details);
      const party = { by: actor.personId, for: actor.organisationId, at: this.clock.now() };
      const pending = await this.months.pending(tx, month, known);
      if (pending && pending.state !== 'OUTDATED') throw new DomainError('RECONCILIATION_STATE', { month, state: pending.state });
      if (pending) await this.reconciliations.withdraw(tx, party, pending.view, FIGURES_CHANGED);
      const facts = required(await this.months.facts(tx, month, known), 'the statement of a month that is not blocked');
      const { id, sha256 } = await this.reconciliations.prepare(tx, party, facts);
      return { id, month, bankBalance: facts.bankBalance.toString(), sha256 };
    });
  }
}
