import { Injectable } from '@nestjs/common';
import { assertAllowed, DomainError, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { readClaimWords } from '../domain/claim.js';
import { ClaimRegister, type ClaimAsked } from './claim-register.js';

/** A tax that is due: of which fund, to which tax office of the register, for which period, and the paper that says so. */
export interface RecordTaxRequest {
  readonly fund: 'SVC' | 'COM';
  readonly payee: string;
  readonly period: string;
  readonly amount: Money;
  readonly description: string;
  readonly invoiceNo: string | null;
  readonly evidence: readonly string[];
}

/** Records a tax that is due (P11). Nobody decides on it: the law did; its payment needs every approval that a payout needs. */
@Injectable()
export class RecordTax {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly register: ClaimRegister,
  ) {}

  /** @throws NOT_ALLOWED, CLAIM_FIELD_INVALID, CLAIM_EVIDENCE_MISSING, CLAIM_PAYEE_REFUSED, EVIDENCE_UNKNOWN, CLAIM_INVOICE_USED, CLAIM_EVIDENCE_USED, and what posting throws */
  async execute(context: CommandContext, request: RecordTaxRequest): Promise<Outcome<ClaimAsked>> {
    assertAllowed(context.actor, 'tax.record');
    const { fund, payee, ...stated } = readClaimWords(request);
    if (!['SVC', 'COM'].includes(fund)) throw new DomainError('CLAIM_FIELD_INVALID', { field: 'fund', value: String(fund) });
    const compared = { ...stated, fund, payee, amount: stated.amount.toString() };
    return this.unitOfWork.once({ context, command: 'RecordTax', request: compared }, async (tx) => {
      await this.ledger.lock(tx);
      const payeeId = await this.register.payee(tx, 'TAX', payee);
      const none = { firmId: null, leaseId: null, resolutionId: null, useRuleId: null, figures: null };
      return this.register.record(tx, context.actor, { kind: 'TAX', fund, costCode: '5201', payeeId, ...stated, ...none });
    });
  }
}
