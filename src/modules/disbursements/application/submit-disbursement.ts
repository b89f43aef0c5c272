import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, together, type Id, type Money } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { disbursementNumber } from '../domain/disbursement-number.js';
import { fundOf, isDocumentClaim, sourceAccount, type Claim } from '../domain/payable.js';
import type { Disbursement } from '../persistence/disbursement.js';
import { DisbursementRepository } from '../persistence/disbursement-repository.js';
import { ClaimReader, type SourceRequest } from './claim-reader.js';
import type { PaperFacts } from './gate-keeper.js';
import { Office } from './office.js';
import { askingPermission, assertMayAsk, readPapers, Submission, type DisbursementSubmitted } from './submission.js';

/**
 * What is asked for, all of it or a part, in yuan: by the firm the base part of a month or the performance money of a quarter, by the bookkeeper what a document
 * gives. `bankName` for money that goes back to the account that it came from: the bank's line does not say it.
 */
export type SubmitDisbursementRequest = SourceRequest & {
  readonly amount: Money;
  readonly bankName?: string | null;
  /** Of the firm for what it earns: its invoice and the files, handed in before. */
  readonly papers?: PaperFacts;
};

/** The firm asks for what it has earned, the bookkeeper for what a document gives. The payout gets its number and its payload, and goes to the approvers if its gates let it. */
@Injectable()
export class SubmitDisbursement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly claims: ClaimReader,
    private readonly submission: Submission,
    private readonly payouts: DisbursementRepository,
    private readonly office: Office,
    private readonly evidence: EvidenceQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NOT_ALLOWED NOT_FOUND CONTRACT_NONE DISBURSEMENT_NOT_YOURS DISBURSEMENT_AMOUNT DISBURSEMENT_NO_PAYEE_ACCOUNT DISBURSEMENT_NOT_POSTED
   * DISBURSEMENT_NOT_FINAL DISBURSEMENT_APPEAL_OPEN DISBURSEMENT_OVER_BASE DISBURSEMENT_OVER_PERFORMANCE
   */
  async execute(context: CommandContext, request: SubmitDisbursementRequest): Promise<Outcome<DisbursementSubmitted>> {
    const permission = askingPermission(request.kind);
    assertAllowed(context.actor, permission);
    const bankName = request.bankName ?? null;
    const { papers: given = null, ...plain } = request;
    const papers = readPapers(given ?? { invoiceNo: null, documents: [] });
    return this.unitOfWork.once(
      { context, command: 'SubmitDisbursement', request: { ...plain, bankName, amount: request.amount.toString(), ...(given && { papers: { ...papers } }) } },
      async (tx) => {
        await this.ledger.lock(tx);
        const [actor, contract, claim] = await together([
          this.office.held(tx, context.actor, permission),
          this.claims.contract(tx, request, this.clock.today()),
          this.claims.claim(tx, request),
        ]);
        assertMayAsk(actor, contract, claim);
        const [, numbered] = await together([this.evidence.refuseUnknown(tx, papers.documents), this.number(tx)]);
        const asked = { claim, contract, bankName, amount: request.amount, papers, actor };
        const examined = await this.submission.examine(tx, asked, { ...numbered, returns: 0 });
        const frozen = this.submission.freeze(asked, examined, { number: numbered.number, revision: 1 });
        const source = sourceColumns(claim, contract.firmId);
        const draft: Disbursement = { communityId: tx.communityId, ...numbered, ...frozen.content, ...source, firmId: contract.firmId, ...UNTOUCHED };
        return this.submission.submit(tx, draft, frozen, { ...examined, isFirst: true });
      },
    );
  }

  private async number(tx: Tx): Promise<Pick<Disbursement, 'id' | 'numberYear' | 'numberNo' | 'number'>> {
    const numberYear = Number.parseInt(this.clock.today().slice(0, 4), 10);
    const [numberNo, id] = await together([this.payouts.nextNumberNo(tx, numberYear), this.payouts.takeIds(tx, 1)]);
    return { id: id as Id<'disbursement'>, numberYear, numberNo, number: disbursementNumber(numberYear, numberNo) };
  }
}

/** Every payout begins as a draft of which nothing was done yet. */
const UNTOUCHED = { state: 'DRAFT', version: 1, holds: 0, instructions: 0, releases: 0, returns: 0 } as const;

type SourceColumns = Pick<
  Disbursement,
  'kind' | 'period' | 'assessmentId' | 'quarter' | 'claimId' | 'claimNumber' | 'claimWords' | 'fund' | 'sourceCode' | 'sourceHolderType' | 'sourceHolderId'
>;

function sourceColumns(claim: Claim, firmId: number): SourceColumns {
  const { code, holder } = sourceAccount(claim, firmId);
  const account = { fund: fundOf(claim), sourceCode: code, sourceHolderType: holder?.type ?? null, sourceHolderId: holder?.id ?? null };
  const none = { period: null, assessmentId: null, quarter: null, claimId: null, claimNumber: null, claimWords: null };
  const { kind } = claim;
  if (isDocumentClaim(claim)) return { ...none, ...account, kind, claimId: claim.claimId, claimNumber: claim.claimNumber, claimWords: claim.words };
  return claim.kind === 'BASE'
    ? { ...none, ...account, kind, period: claim.period }
    : { ...none, ...account, kind, assessmentId: claim.assessmentId, quarter: claim.quarter };
}
