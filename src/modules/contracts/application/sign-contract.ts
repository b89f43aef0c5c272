import { Injectable } from '@nestjs/common';
import { addMonths, assertAllowed, Clock, DomainError, monthsOf, periodOf, quarterOf, type BusinessDate, type OrganisationId } from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { Parties } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { refuseUnsigned } from '../domain/approval-policy.js';
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

const NUMBER_MAX = 60;

/** Records a signed contract with the first version of its terms. It is active on its own days; one contract for each day (I28) and for each quarter. */
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

  /** @throws NOT_ALLOWED OWNER_SIDE_NONE OWNER_SIDE_ONLY CONTRACT_MONTHS_NOT_WHOLE CONTRACT_SIGNED_LATER CONTRACT_FIRM_UNKNOWN CONTRACT_NUMBER_TAKEN CONTRACT_OVERLAPS CONTRACT_QUARTER_SPLIT CONTRACT_POLICY_UNSIGNED, and what readContractTerms throws */
  async execute(context: CommandContext, request: SignContractRequest): Promise<Outcome<ContractSigned>> {
    assertAllowed(context.actor, 'contract.manage');
    const { firmId, signedOn, from, to } = request;
    const number = readText('number', request.number, NUMBER_MAX);
    const read = readContractTerms(request.terms);
    refuseUnsigned(read.approvalPolicy, this.settings.production);
    const terms = contractTermsJson(read);
    assertWholeMonths(from, to);
    const today = this.clock.today();
    if (signedOn > today) throw new DomainError('CONTRACT_SIGNED_LATER', { signedOn, today });
    return this.unitOfWork.once({ context, command: 'SignContract', request: { number, firmId, signedOn, from, to, terms } }, async (tx) => {
      await this.ledger.lock(tx);
      await this.substitutions.refuseUnlessOwnerSide(tx, context.actor, today);
      const firms = await this.parties.inRole(tx, 'FIRM', from);
      if (!firms.some((firm) => firm.id === firmId)) throw new DomainError('CONTRACT_FIRM_UNKNOWN', { firmId, from });
      await this.refuseConflict(tx, { number, from, to });
      const contractId = (await this.ledger.takeIds(tx, 2)) as ContractId;
      const versionId = (contractId + 1) as ContractVersionId;
      const recorded = { communityId: tx.communityId, signedOn, recordedBy: context.actor.personId, recordedAt: this.clock.now() };
      await tx.manager.insert(Contract, { ...recorded, id: contractId, number, firmId, fromOn: from, toOn: to });
      await tx.manager.insert(ContractVersion, { ...recorded, id: versionId, contractId, versionNo: 1, fromPeriod: periodOf(from), terms });
      return { contractId, versionId };
    });
  }

  private async refuseConflict(tx: Tx, contract: { number: string; from: BusinessDate; to: BusinessDate }): Promise<void> {
    const { number, from, to } = contract;
    const contracts = await tx.manager.findBy(Contract, { communityId: tx.communityId });
    if (contracts.some((other) => other.number === number)) throw new DomainError('CONTRACT_NUMBER_TAKEN', { number });
    const other = contracts.find((candidate) => candidate.fromOn <= to && from <= candidate.toOn);
    if (other) throw new DomainError('CONTRACT_OVERLAPS', { number: other.number, from: other.fromOn, to: other.toOn });
    refuseSplitQuarter(contract, contracts);
  }
}

/** A quarter has one score and one holder of what it withholds, so its months have one contract and one firm (domain.md 5). @throws CONTRACT_QUARTER_SPLIT */
function refuseSplitQuarter({ from, to }: { from: BusinessDate; to: BusinessDate }, others: readonly Contract[]): void {
  const quarter = (date: BusinessDate) => quarterOf(periodOf(date));
  const other = others.find((candidate) => quarter(candidate.fromOn) <= quarter(to) && quarter(from) <= quarter(candidate.toOn));
  if (!other) return;
  const shared = quarter(from > other.fromOn ? from : other.fromOn);
  const [first, , last] = monthsOf(shared);
  throw new DomainError('CONTRACT_QUARTER_SPLIT', { number: other.number, quarter: shared, startsFrom: addMonths(last, 1), endsWith: addMonths(first, -1) });
}
