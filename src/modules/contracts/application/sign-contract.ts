import { Injectable } from '@nestjs/common';
import { assertAllowed, Clock, DomainError, periodOf, type BusinessDate, type OrganisationId } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { Parties } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { refuseWeakPolicy } from '../domain/approval-policy.js';
import { assertWholeMonths, contractTermsJson, readContractTerms, type ContractTermsJson } from '../domain/contract-terms.js';
import { readText } from '../domain/terms-check.js';
import { Contract } from '../persistence/contract.js';
import { ContractVersion } from '../persistence/contract-version.js';
import type { ContractId, ContractVersionId } from './contract-queries.js';
import { SubstitutionQueries } from './substitution-queries.js';

/** A contract as both sides signed it; `from` and `to` are its first and last day, whole months. */
export type SignContractRequest = {
  readonly number: string;
  readonly firmId: OrganisationId;
  readonly signedOn: BusinessDate;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly terms: ContractTermsJson;
};

export type ContractSigned = { readonly contractId: ContractId; readonly versionId: ContractVersionId };

export const CONTRACT_NUMBER_MAX = 60;

/**
 * Records the compound's first contract, as its paper was signed before anybody worked with this product. Whatever comes later hangs out and is signed by both
 * sides here (ProposeContract, SignProposal).
 */
@Injectable()
export class SignContract {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly ledger: LedgerService,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws NOT_ALLOWED OWNER_SIDE_NONE OWNER_SIDE_ONLY CONTRACT_MONTHS_NOT_WHOLE CONTRACT_SIGNED_LATER CONTRACT_FIRM_UNKNOWN CONTRACT_NEEDS_NOTICE CONTRACT_POLICY_ALONE CONTRACT_POLICY_LESS CONTRACT_POLICY_UNSIGNED, and what readContractTerms throws */
  async execute(context: CommandContext, request: SignContractRequest): Promise<Outcome<ContractSigned>> {
    assertAllowed(context.actor, 'contract.manage');
    const { firmId, signedOn, from, to } = request;
    const number = readText('number', request.number, CONTRACT_NUMBER_MAX);
    const read = readContractTerms(request.terms);
    refuseWeakPolicy(read.approvalPolicy, this.settings.production);
    const terms = contractTermsJson(read);
    assertWholeMonths(from, to);
    const today = this.clock.today();
    if (signedOn > today) throw new DomainError('CONTRACT_SIGNED_LATER', { signedOn, today });
    return this.unitOfWork.once({ context, command: 'SignContract', request: { number, firmId, signedOn, from, to, terms } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseUnlessOwnerSide(tx, context.actor, today);
      const firms = await this.parties.inRole(tx, 'FIRM', from);
      if (!firms.some((firm) => firm.id === firmId)) throw new DomainError('CONTRACT_FIRM_UNKNOWN', { firmId, from });
      const earlier = await tx.manager.findOneBy(Contract, { communityId: tx.communityId });
      if (earlier) throw new DomainError('CONTRACT_NEEDS_NOTICE', { number: earlier.number });
      const contractId = (await this.ledger.takeIds(tx, 2)) as ContractId;
      const versionId = (contractId + 1) as ContractVersionId;
      const recorded = { communityId: tx.communityId, signedOn, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(Contract, { ...recorded, id: contractId, number, firmId, fromOn: from, toOn: to });
      await tx.manager.insert(ContractVersion, { ...recorded, id: versionId, contractId, versionNo: 1, fromPeriod: periodOf(from), terms });
      return { contractId, versionId };
    });
  }
}
