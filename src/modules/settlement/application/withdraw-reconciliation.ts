import { Injectable } from '@nestjs/common';
import { Clock, DomainError, isAllowed, type AccountingPeriod } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { ReconciliationQueries, Reconciliations } from '../../bank/index.js';
import { LedgerService } from '../../ledger/index.js';
import { oneLine } from '../domain/reason.js';

export interface WithdrawReconciliationRequest {
  readonly id: number;
  readonly reason: string;
}

export type ReconciliationWithdrawn = { readonly id: number; readonly month: AccountingPeriod };

/** Either side takes its word back before the close, saying why; what was signed stays as it was. */
@Injectable()
export class WithdrawReconciliation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly queries: ReconciliationQueries,
    private readonly reconciliations: Reconciliations,
  ) {}

  /** @throws NOT_ALLOWED, RECONCILIATION_REASON, RECONCILIATION_MISSING, RECONCILIATION_STATE */
  async execute(context: CommandContext, request: WithdrawReconciliationRequest): Promise<Outcome<ReconciliationWithdrawn>> {
    const { actor } = context;
    if (!isAllowed(actor.roles, 'reconciliation.prepare') && !isAllowed(actor.roles, 'reconciliation.sign')) throw new DomainError('NOT_ALLOWED');
    const reason = oneLine(request.reason);
    if (reason === null) throw new DomainError('RECONCILIATION_REASON');
    return this.unitOfWork.once({ context, command: 'WithdrawReconciliation', request: { id: request.id, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const view = await this.queries.byId(tx, request.id);
      if (!view) throw new DomainError('RECONCILIATION_MISSING', { id: request.id });
      await this.reconciliations.withdraw(tx, { by: actor.personId, at: this.clock.now() }, view, reason);
      return { id: view.id, month: view.month };
    });
  }
}
