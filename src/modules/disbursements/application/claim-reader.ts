import { Injectable } from '@nestjs/common';
import { type AccountingPeriod, type BusinessDate, type Id, type OrganisationId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { ContractQueries, type ContractVersionView } from '../../contracts/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import type { Claim, DocumentKind, ServiceClaim } from '../domain/payable.js';
import { DocumentClaims } from './document-claims.js';

export type ServiceRequest =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod }
  | { readonly kind: 'PERFORMANCE'; readonly assessmentId: Id<'assessment'> };

/** What a payout is asked from, as a request names it. */
export type SourceRequest = ServiceRequest | { readonly kind: DocumentKind; readonly claimId: number };

/** Reads what a payout may be asked for: the right on which it stands (G1). */
@Injectable()
export class ClaimReader {
  constructor(
    private readonly entitlements: EntitlementQueries,
    private readonly assessments: AssessmentQueries,
    private readonly contracts: ContractQueries,
    private readonly documents: DocumentClaims,
  ) {}

  /** The claim as the rules give it now. @throws NOT_FOUND */
  async claim(tx: Tx, source: SourceRequest): Promise<Claim> {
    return 'claimId' in source ? this.documents.claim(tx, source.kind, source.claimId) : this.service(tx, source);
  }

  /**
   * The version of the contract whose policy rules over a source: that of its month (of a month before the books, that of the day on which they opened), the one by which its quarter is assessed, or for a document the one in
   * force today, after a contract has ended the last one. @throws NOT_FOUND CONTRACT_NONE
   */
  async contract(tx: Tx, source: SourceRequest, today: BusinessDate): Promise<ContractVersionView> {
    if (source.kind === 'BASE') return this.ofMonth(tx, source.period);
    if (source.kind === 'PERFORMANCE') return this.contracts.version(tx, (await this.assessments.standing(tx, source.assessmentId)).contractVersionId);
    return this.contracts.policyFor(tx, today);
  }

  /** The firm whose claim it is. @throws NOT_FOUND CONTRACT_NONE */
  async firmOf(tx: Tx, claim: ServiceClaim): Promise<OrganisationId> {
    if (claim.kind === 'BASE') return (await this.ofMonth(tx, claim.period)).firmId;
    return (await this.contracts.version(tx, (await this.assessments.standing(tx, claim.assessmentId)).contractVersionId)).firmId;
  }

  /** Every claim of the firm: the months that were posted, those that it brought into the books, and the quarters that are assessed, the latest first. */
  async ofFirm(tx: Tx): Promise<ServiceClaim[]> {
    const claims: ServiceClaim[] = [];
    for (const { id, state } of await this.assessments.all(tx))
      if (state !== 'VOID') claims.push(await this.service(tx, { kind: 'PERFORMANCE', assessmentId: id }));
    for (const { period } of (await this.entitlements.months(tx)).toReversed()) claims.push(await this.service(tx, { kind: 'BASE', period }));
    for (const { period } of (await this.entitlements.openedMonths(tx)).toReversed()) claims.push(await this.service(tx, { kind: 'BASE', period }));
    return claims;
  }

  private async ofMonth(tx: Tx, period: AccountingPeriod): Promise<ContractVersionView> {
    const opened = await this.entitlements.openedMonth(tx, period);
    return opened ? this.contracts.version(tx, opened.contractVersionId) : this.contracts.versionFor(tx, period);
  }

  private async service(tx: Tx, source: ServiceRequest): Promise<ServiceClaim> {
    if (source.kind === 'PERFORMANCE') return this.entitlements.performanceClaim(tx, source.assessmentId);
    return { kind: 'BASE', period: source.period, score: null, ratio: null, ...(await this.entitlements.baseClaim(tx, source.period)) };
  }
}
