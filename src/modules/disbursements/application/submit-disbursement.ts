import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { LedgerService } from '../../ledger/index.js';
import { disbursementNumber } from '../domain/disbursement-number.js';
import type { Claim } from '../domain/payable.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader, type SourceRequest } from './claim-reader.js';
import { Office } from './office.js';
import { assertOwnContract, CLAIM_FUND, Submission, type DisbursementSubmitted } from './submission.js';

/** What the firm asks for: the base part of a month or the performance money of a quarter, all of it or a part, in yuan. */
export type SubmitDisbursementRequest = SourceRequest & { readonly amount: Money };

/** The firm asks for money that it has earned. The payout gets its number and its payload, and goes to the approvers if its gates let it. */
@Injectable()
export class SubmitDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly claims: ClaimReader,
    private readonly submission: Submission,
    private readonly payouts: DisbursementRepository,
    private readonly office: Office,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED NOT_FOUND CONTRACT_NONE DISBURSEMENT_NOT_YOURS DISBURSEMENT_AMOUNT DISBURSEMENT_NO_PAYEE_ACCOUNT DISBURSEMENT_NOT_POSTED
   * DISBURSEMENT_NOT_FINAL DISBURSEMENT_APPEAL_OPEN DISBURSEMENT_OVER_BASE DISBURSEMENT_OVER_PERFORMANCE
   */
  async execute(context: CommandContext, request: SubmitDisbursementRequest): Promise<Outcome<DisbursementSubmitted>> {
    assertAllowed(context.actor, 'disbursement.submit');
    return this.unitOfWork.once({ context, command: 'SubmitDisbursement', request: { ...request, amount: request.amount.toString() } }, async (tx) => {
      await this.ledger.lock(tx);
      const actor = await this.office.held(tx, context.actor, 'disbursement.submit');
      const contract = await this.claims.contract(tx, request);
      const claim = await this.claims.claim(tx, request);
      assertOwnContract(actor, contract, claim);
      const asked = { claim, contract, amount: request.amount, actor };
      const numbered = await this.number(tx);
      const examined = await this.submission.examine(tx, asked, numbered);
      const frozen = this.submission.freeze(asked, examined, { number: numbered.number, revision: 1 });
      const draft = await this.draft(tx, { ...numbered, ...frozen.content, ...sourceColumns(claim), fund: CLAIM_FUND, firmId: contract.firmId });
      return this.submission.submit(tx, draft, frozen, examined);
    });
  }

  private async number(tx: Tx): Promise<Pick<Disbursement, 'id' | 'numberYear' | 'numberNo' | 'number'>> {
    const numberYear = Number.parseInt(this.clock.today().slice(0, 4), 10);
    const numberNo = await this.payouts.nextNumberNo(tx, numberYear);
    return { id: (await this.payouts.takeId(tx)) as Id<'disbursement'>, numberYear, numberNo, number: disbursementNumber(numberYear, numberNo) };
  }

  private draft(tx: Tx, draft: Omit<Parameters<DisbursementRepository['insert']>[1], 'communityId'>): Promise<Disbursement> {
    return this.payouts.insert(
      tx,
      { communityId: tx.communityId, ...draft },
      { by: { organisationId: draft.firmId, personId: draft.submittedBy }, at: draft.submittedAt },
    );
  }
}

function sourceColumns(claim: Claim): Pick<Disbursement, 'kind' | 'period' | 'assessmentId' | 'quarter'> {
  return claim.kind === 'BASE'
    ? { kind: claim.kind, period: claim.period, assessmentId: null, quarter: null }
    : { kind: claim.kind, period: null, assessmentId: claim.assessmentId, quarter: claim.quarter };
}
