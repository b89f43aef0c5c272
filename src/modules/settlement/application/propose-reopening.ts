import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, type AccountingPeriod, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { LedgerService } from '../../ledger/index.js';
import { refuseFinalQuarters } from '../domain/reopening.js';

export interface ProposeReopeningRequest {
  readonly month: AccountingPeriod;
  readonly reason: string;
  readonly expiresAt: Instant;
}

export type ReopeningProposed = {
  readonly number: number;
  readonly month: AccountingPeriod;
  readonly expiresAt: Instant;
};

/**
 * Asks for a closed month, and every later one, to be opened again until a moment (domain.md 6). Nothing is open before a second
 * person of another organisation confirms it. The same asks for more time where a reopening is running out or has.
 */
@Injectable()
export class ProposeReopening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly entitlements: EntitlementQueries,
  ) {}

  /** @throws NOT_ALLOWED, REOPENING_QUARTER_FINAL, LEDGER_PERIOD_NOT_CLOSED, LEDGER_REOPENING_REASON, LEDGER_REOPENING_EXPIRY */
  async execute(context: CommandContext, { month, reason, expiresAt }: ProposeReopeningRequest): Promise<Outcome<ReopeningProposed>> {
    const { actor } = context;
    assertAllowed(actor, 'period.reopen');
    return this.unitOfWork.once({ context, command: 'ProposeReopening', request: { month, reason, expiresAt } }, async (tx) => {
      await this.ledger.lock(tx);
      refuseFinalQuarters(month, await this.entitlements.performance(tx));
      const party = { by: actor.personId, for: actor.organisationId, at: this.clock.now() };
      const number = await this.ledger.proposeReopening(tx, party, { month, reason, expiresAt });
      return { number, month, expiresAt };
    });
  }
}
