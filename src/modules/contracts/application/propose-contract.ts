import { Injectable } from '@nestjs/common';
import {
  assertAllowed,
  Clock,
  DomainError,
  periodOf,
  required,
  sha256Hex,
  type AccountingPeriod,
  type BusinessDate,
  type OrganisationId,
} from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { Parties } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { refuseWeakPolicy } from '../domain/approval-policy.js';
import { changedTerms, contractTextOf, termsBase, type ContractText } from '../domain/contract-text.js';
import { assertWholeMonths, contractTermsJson, readUnknownTerms, type ContractTermsJson } from '../domain/contract-terms.js';
import { readText } from '../domain/terms-check.js';
import { ContractConflicts } from './contract-conflicts.js';
import { ContractQueries, termsOf, type ContractId } from './contract-queries.js';
import { ProposalQueries, type ProposalId, type ProposalView } from './proposal-queries.js';
import { CONTRACT_NUMBER_MAX } from './sign-contract.js';
import { SubstitutionQueries } from './substitution-queries.js';

/** A new contract with a firm, named by its name; `from` and `to` are its first and last day. */
export type NewContract = {
  readonly number: string;
  readonly firm: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly terms: ContractTermsJson;
};
/** Other terms of a contract that stands, from the first month of a quarter on. */
export type OtherTerms = {
  readonly contract: string;
  readonly fromPeriod: AccountingPeriod;
  readonly terms: ContractTermsJson;
  /** The version that was looked at when the terms were typed, where the asker names it; another one is refused. */
  readonly base?: number;
};
export type ProposeContractRequest = NewContract | OtherTerms;

/** `sha256`: of the text that is revised. */
export type ReviseProposalRequest = { readonly number: string; readonly sha256: string; readonly to: ProposeContractRequest };

export type ContractProposed = { readonly number: string; readonly revision: number; readonly sha256: string };

interface ProposedText {
  readonly contractId: ContractId | null;
  readonly firmId: OrganisationId;
  readonly text: ContractText;
}

/** Writes what is proposed; nothing counts before it has hung out and both sides have signed it. */
@Injectable()
export class ProposeContract {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly ledger: LedgerService,
    private readonly contracts: ContractQueries,
    private readonly proposals: ProposalQueries,
    private readonly conflicts: ContractConflicts,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws NOT_ALLOWED OWNER_SIDE_NONE OWNER_SIDE_ONLY CONTRACT_GATES_MISSING CONTRACT_POLICY_ALONE CONTRACT_POLICY_LESS CONTRACT_POLICY_UNSIGNED CONTRACT_MONTHS_NOT_WHOLE CONTRACT_FIRM_UNKNOWN CONTRACT_NUMBER_TAKEN
   * CONTRACT_OVERLAPS CONTRACT_QUARTER_SPLIT CONTRACT_UNKNOWN CONTRACT_BASE_CHANGED CONTRACT_STARTED CONTRACT_TERMS_SAME, and what readContractTerms throws
   */
  async execute(context: CommandContext, request: ProposeContractRequest): Promise<Outcome<ContractProposed>> {
    const asked = this.read(context, request);
    return this.unitOfWork.once({ context, command: 'ProposeContract', request: asked }, async (tx) => {
      const proposed = await this.proposed(tx, context, asked);
      const [row] = await tx.query<{ next: number }>('select coalesce(max(number_no), 0) + 1 as next from mingbai.contract_proposal where community_id = $1', [
        tx.communityId,
      ]);
      const id = (await this.ledger.takeIds(tx, 1)) as ProposalId;
      const { personId, organisationId } = context.actor;
      const numberNo = required(row, 'the next number').next;
      await tx.query(
        `insert into mingbai.contract_proposal (community_id, id, number_no, contract_id, firm_id, opened_by, opened_for, opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tx.communityId, id, numberNo, proposed.contractId, proposed.firmId, personId, organisationId, this.clock.now()],
      );
      return this.write(tx, context, { id, number: `HT${String(numberNo).padStart(3, '0')}`, revision: 1, text: proposed.text });
    });
  }

  /**
   * Another text of a proposal, which becomes a draft again: its notice and what was signed were of the earlier text. `sha256`: of the text that is revised.
   * @throws as `execute`; NOT_FOUND CONTRACT_PROPOSAL_ENDED CONTRACT_TEXT_CHANGED CONTRACT_PROPOSAL_OTHER
   */
  async revise(context: CommandContext, { number, sha256, to }: ReviseProposalRequest): Promise<Outcome<ContractProposed>> {
    const asked = this.read(context, to);
    return this.unitOfWork.once({ context, command: 'ReviseContractProposal', request: { number, sha256, to: asked } }, async (tx) => {
      const { contractId, firmId, text } = await this.proposed(tx, context, asked, number);
      const present = await this.proposals.byNumber(tx, number);
      refuseOther(present, sha256);
      if (present.contractId !== contractId || present.firmId !== firmId) throw new DomainError('CONTRACT_PROPOSAL_OTHER', { number });
      if (contractTextOf(present.text) === contractTextOf(text)) throw new DomainError('CONTRACT_TERMS_SAME', { number: text.number });
      return this.write(tx, context, { id: present.id, number, revision: present.revision + 1, text });
    });
  }

  private read({ actor }: CommandContext, request: ProposeContractRequest): ProposeContractRequest {
    assertAllowed(actor, 'contract.manage');
    const terms = readUnknownTerms(request.terms);
    refuseWeakPolicy(terms.approvalPolicy, this.settings.production);
    if (!terms.gates) throw new DomainError('CONTRACT_GATES_MISSING', { field: 'gates' });
    if ('fromPeriod' in request)
      return {
        contract: request.contract,
        fromPeriod: request.fromPeriod,
        terms: contractTermsJson(terms),
        ...(request.base !== undefined && { base: request.base }),
      };
    const { firm, from, to } = request;
    assertWholeMonths(from, to);
    return { number: readText('number', request.number, CONTRACT_NUMBER_MAX), firm: readText('firm', firm), from, to, terms: contractTermsJson(terms) };
  }

  private async proposed(tx: Tx, { actor }: CommandContext, request: ProposeContractRequest, ownProposal: string | null = null): Promise<ProposedText> {
    await this.ledger.lock(tx);
    await this.substitutions.refuseUnlessOwnerSide(tx, actor, this.clock.today());
    if ('fromPeriod' in request) return this.otherTerms(tx, request);
    const { number, firm, from, to, terms } = request;
    const known = (await this.parties.inRole(tx, 'FIRM', from)).find(({ name, shortName }) => name === firm || shortName === firm);
    if (!known) throw new DomainError('CONTRACT_FIRM_UNKNOWN', { firmId: firm, from });
    await this.conflicts.refuse(tx, { number, from, to });
    const other = (await this.proposals.all(tx)).find((candidate) => candidate.number !== ownProposal && candidate.text.number === number && isOpen(candidate));
    if (other) throw new DomainError('CONTRACT_NUMBER_TAKEN', { number });
    return { contractId: null, firmId: known.id, text: { number, firm: known.name, from, to, fromPeriod: periodOf(from), base: null, terms } };
  }

  private async otherTerms(tx: Tx, { contract, fromPeriod, terms, base }: OtherTerms): Promise<ProposedText> {
    const present = (await this.contracts.versions(tx)).find(({ number }) => number === contract);
    if (!present) throw new DomainError('CONTRACT_UNKNOWN', { number: contract.slice(0, CONTRACT_NUMBER_MAX) });
    if (base !== undefined && base !== present.versionNo) throw new DomainError('CONTRACT_BASE_CHANGED', { number: contract, base, newest: present.versionNo });
    await refuseStarted(this.proposals, tx, { contractId: present.contractId, fromPeriod, on: this.clock.today() });
    const stands = contractTermsJson(termsOf(present));
    if (changedTerms(stands, terms).length === 0) throw new DomainError('CONTRACT_TERMS_SAME', { number: contract });
    const firm = await this.parties.organisation(tx, present.firmId);
    const { contractId, firmId, number, from, to, versionNo } = present;
    return { contractId, firmId, text: { number, firm: firm.name, from, to, fromPeriod, base: termsBase({ versionNo, terms: stands }), terms } };
  }

  private async write(
    tx: Tx,
    { actor }: CommandContext,
    proposal: { id: ProposalId; number: string; revision: number; text: ContractText },
  ): Promise<ContractProposed> {
    const { id, number, revision } = proposal;
    const text = contractTextOf(proposal.text);
    const sha256 = sha256Hex(text);
    await tx.query(
      `insert into mingbai.contract_proposal_text (community_id, proposal_id, revision, sha256, text, written_by, written_for, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.communityId, id, revision, sha256, text, actor.personId, actor.organisationId, this.clock.now()],
    );
    return { number, revision, sha256 };
  }
}

/** Terms change between quarters, after what has begun by the earlier ones. @throws CONTRACT_STARTED with the first quarter that is possible */
export async function refuseStarted(
  proposals: ProposalQueries,
  tx: Tx,
  { contractId, fromPeriod, on }: { readonly contractId: ContractId; readonly fromPeriod: AccountingPeriod; readonly on: BusinessDate },
): Promise<void> {
  const first = await proposals.firstQuarter(tx, contractId, on);
  if (fromPeriod < first || !['01', '04', '07', '10'].includes(fromPeriod.slice(5))) throw new DomainError('CONTRACT_STARTED', { fromPeriod, first });
}

/** Whoever acts on a proposal has read its present text. @throws CONTRACT_PROPOSAL_ENDED CONTRACT_TEXT_CHANGED */
export function refuseOther(proposal: ProposalView, sha256: string): void {
  const { number, state } = proposal;
  if (!isOpen(proposal)) throw new DomainError('CONTRACT_PROPOSAL_ENDED', { number, state });
  if (proposal.sha256 !== sha256) throw new DomainError('CONTRACT_TEXT_CHANGED', { number, revision: proposal.revision, sha256: proposal.sha256.slice(0, 8) });
}

export function isOpen({ state }: Pick<ProposalView, 'state'>): boolean {
  return state === 'DRAFT' || state === 'PUBLIC_NOTICE';
}
