import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readClaimWords } from '../domain/claim.js';
import { ClaimRegister, type ClaimAsked } from './claim-register.js';
import { CollectedQueries } from './collected-queries.js';

/** What of the money of a payee goes on to it: the number of the payee, of which period, and the paper by which it asks for it: its bill, or the list of who paid. */
export interface PassOnRequest {
  readonly payee: string;
  readonly period: string;
  readonly amount: Money;
  readonly description: string;
  readonly invoiceNo: string | null;
  readonly evidence: readonly string[];
}

export type PassedOn = ClaimAsked & { readonly held: string };

/**
 * Passes on what was collected for others (P31b: TRN 2502[payee]/2302). Nobody decides whose money it is; a payout to the payee's registered account then
 * needs every approval that a payout needs.
 */
@Injectable()
export class PassOnCollected {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly register: ClaimRegister,
    private readonly collected: CollectedQueries,
  ) {}

  /** @throws NOT_ALLOWED, CLAIM_FIELD_INVALID, CLAIM_EVIDENCE_MISSING, COLLECTED_PAYEE_REFUSED, COLLECTED_SHORT, EVIDENCE_UNKNOWN, CLAIM_INVOICE_USED, CLAIM_EVIDENCE_USED, and what posting throws */
  async execute(context: CommandContext, request: PassOnRequest): Promise<Outcome<PassedOn>> {
    assertAllowed(context.actor, 'collected.pass-on');
    const { payee, ...stated } = readClaimWords(request);
    const { amount } = stated;
    return this.unitOfWork.once({ context, command: 'PassOnCollected', request: { ...stated, payee, amount: amount.toString() } }, async (tx) => {
      await this.ledger.lock(tx);
      const payeeId = await this.register.collectedFor(tx, payee);
      const { total } = await this.collected.heldFor(tx, payeeId);
      if (!total.atLeast(amount)) throw new DomainError('COLLECTED_SHORT', { payee, held: total.toString(), asked: amount.toString() });
      const none = { firmId: null, leaseId: null, resolutionId: null, useRuleId: null, figures: null };
      const asked = await this.register.record(tx, context.actor, { kind: 'PASS_ON', fund: 'TRN', costCode: '2502', payeeId, ...stated, ...none });
      return { ...asked, held: total.minus(amount).toString() };
    });
  }
}
