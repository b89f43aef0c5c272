import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, type AccountingPeriod } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { ReconciliationQueries, Reconciliations } from '../../bank/index.js';
import { LedgerService } from '../../ledger/index.js';
import { MonthReconciliations } from './month-reconciliation.js';

/** `sha256` is that of the reconciliation which the person has read. */
export interface SignReconciliationRequest {
  readonly id: number;
  readonly sha256: string;
}

export type ReconciliationSigned = { readonly id: number; readonly month: AccountingPeriod };

/** The second signature: the owner side or the centre, never who prepared it and never the same organisation. */
@Injectable()
export class SignReconciliation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly months: MonthReconciliations,
    private readonly queries: ReconciliationQueries,
    private readonly reconciliations: Reconciliations,
    private readonly substitutions: SubstitutionQueries,
  ) {}

  /** @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, RECONCILIATION_MISSING, RECONCILIATION_OTHER, RECONCILIATION_STATE, RECONCILIATION_OUTDATED, RECONCILIATION_SAME_PARTY */
  async execute(context: CommandContext, { id, sha256 }: SignReconciliationRequest): Promise<Outcome<ReconciliationSigned>> {
    const { actor } = context;
    assertAllowed(actor, 'reconciliation.sign');
    return this.unitOfWork.once({ context, command: 'SignReconciliation', request: { id, sha256 } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      const view = await this.queries.byId(tx, id);
      if (!view) throw new DomainError('RECONCILIATION_MISSING', { id });
      const { month } = view;
      if (view.sha256 !== sha256) throw new DomainError('RECONCILIATION_OTHER', { month });
      const pending = await this.months.pending(tx, month);
      if (pending?.view.id === id && pending.state === 'OUTDATED') throw new DomainError('RECONCILIATION_OUTDATED', { month });
      await this.reconciliations.sign(tx, { by: actor.personId, for: actor.organisationId, at: this.clock.now() }, view);
      return { id, month };
    });
  }
}
