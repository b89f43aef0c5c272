import { Injectable } from '@nestjs/common';
import type { AccountingPeriod, Id } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { AssessmentQueries } from '../../assessments/index.js';
import { ContractQueries, type ContractVersionView } from '../../contracts/index.js';
import { EntitlementQueries } from '../../entitlements/index.js';
import type { Claim } from '../domain/payable.js';

/** What a payout is asked from, as a request names it. */
export type SourceRequest =
  | { readonly kind: 'BASE'; readonly period: AccountingPeriod }
  | { readonly kind: 'PERFORMANCE'; readonly assessmentId: Id<'assessment'> };

/** Reads what the rules of the contract give for a source: the right on which a payout stands (G1). */
@Injectable()
export class ClaimReader {
  constructor(
    private readonly entitlements: EntitlementQueries,
    private readonly assessments: AssessmentQueries,
    private readonly contracts: ContractQueries,
  ) {}

  /** The claim as the rules give it now. @throws NOT_FOUND */
  async claim(tx: Tx, source: SourceRequest): Promise<Claim> {
    if (source.kind === 'PERFORMANCE') return this.entitlements.performanceClaim(tx, source.assessmentId);
    return { kind: 'BASE', period: source.period, score: null, ratio: null, ...(await this.entitlements.baseClaim(tx, source.period)) };
  }

  /** The version of the contract that rules over a source: that of its month, or the one by which its quarter is assessed. @throws NOT_FOUND CONTRACT_NONE */
  async contract(tx: Tx, source: SourceRequest): Promise<ContractVersionView> {
    if (source.kind === 'BASE') return this.contracts.versionFor(tx, source.period);
    return this.contracts.version(tx, (await this.assessments.byId(tx, source.assessmentId)).contractVersionId);
  }

  /** Every claim there is: the months that were posted and the quarters that are assessed, the latest first. */
  async all(tx: Tx): Promise<Claim[]> {
    const claims: Claim[] = [];
    for (const { id, state } of await this.assessments.all(tx))
      if (state !== 'VOID') claims.push(await this.claim(tx, { kind: 'PERFORMANCE', assessmentId: id }));
    for (const { period } of (await this.entitlements.months(tx)).toReversed()) claims.push(await this.claim(tx, { kind: 'BASE', period }));
    return claims;
  }
}
