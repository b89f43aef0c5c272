import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, required, type AccountingPeriod, type BusinessDate, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { BankLines } from '../../bank/index.js';
import { SubstitutionQueries } from '../../contracts/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import { LedgerQueries, LedgerService } from '../../ledger/index.js';
import { refuseFinalQuarters } from '../domain/reopening.js';

export interface ConfirmReopeningRequest {
  readonly number: number;
}

/** What is open again: from the month through `reopenedThrough`, until `expiresAt`. */
export type PeriodsReopened = {
  readonly number: number;
  readonly month: AccountingPeriod;
  readonly closedThrough: BusinessDate;
  readonly reopenedThrough: BusinessDate;
  readonly expiresAt: Instant;
};

/**
 * The second word on a reopening: a person who did not ask for it, of an organisation that did not. What was signed of the months proves
 * nothing from now on, and their bank lines may be taken back and placed anew until the next close.
 */
@Injectable()
export class ConfirmReopening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: LedgerService,
    private readonly books: LedgerQueries,
    private readonly entitlements: EntitlementQueries,
    private readonly substitutions: SubstitutionQueries,
    private readonly bankLines: BankLines,
  ) {}

  /**
   * @throws NOT_ALLOWED, OWNER_SIDE_OR_CENTRE_ONLY, LEDGER_REOPENING_MISSING, LEDGER_REOPENING_CONFIRMED, LEDGER_REOPENING_SAME_PARTY, LEDGER_REOPENING_LAPSED,
   * REOPENING_QUARTER_FINAL when a score became final since it was asked for
   */
  async execute(context: CommandContext, { number }: ConfirmReopeningRequest): Promise<Outcome<PeriodsReopened>> {
    const { actor } = context;
    assertAllowed(actor, 'period.confirm-reopening');
    return this.unitOfWork.once({ context, command: 'ConfirmReopening', request: { number } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseStranger(tx, context.actor, this.clock.today(), { orCentre: true });
      const asked = (await this.books.reopenings(tx)).find((reopening) => reopening.number === number);
      if (!asked) throw new DomainError('LEDGER_REOPENING_MISSING', { number });
      refuseFinalQuarters(asked.month, await this.entitlements.performance(tx));
      await this.ledger.reopen(tx, { by: actor.personId, for: actor.organisationId, at: this.clock.now() }, number);
      const { closedThrough, reopenedThrough } = required(await this.books.book(tx), 'the book that was reopened');
      await this.bankLines.openAfter(tx, closedThrough);
      return { number, month: asked.month, closedThrough, reopenedThrough: required(reopenedThrough, 'what was reopened'), expiresAt: asked.expiresAt };
    });
  }
}
