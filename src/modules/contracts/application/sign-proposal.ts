import { Injectable } from '@nestjs/common';
import { addDays, assertAllowed, Clock, daysBetween, DomainError, isAllowed, type BusinessDate } from '../../../kernel/index.js';
import { UnitOfWork, type CommandContext, type Outcome, type Tx } from '../../../platform/database/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { Parties } from '../../identity/index.js';
import { LedgerService } from '../../ledger/index.js';
import { publicNoticeDaysOf } from '../domain/clauses.js';
import { changesPresent, resolutionsFor, termsBase } from '../domain/contract-text.js';
import { contractTermsJson } from '../domain/contract-terms.js';
import { readText } from '../domain/terms-check.js';
import { Contract } from '../persistence/contract.js';
import { ContractVersion } from '../persistence/contract-version.js';
import { ContractConflicts } from './contract-conflicts.js';
import { ContractQueries, termsOf, type ContractId, type ContractVersionId } from './contract-queries.js';
import { refuseOther, refuseStarted } from './propose-contract.js';
import { ProposalQueries, type ContractSide, type ProposalView } from './proposal-queries.js';
import { SubstitutionQueries } from './substitution-queries.js';

/** `sha256` is that of the text which the person has read. */
export interface ReadProposal {
  readonly number: string;
  readonly sha256: string;
}
export type NoticePublished = { readonly number: string; readonly from: BusinessDate; readonly until: BusinessDate };
/** `document`: SHA-256 of the signed paper; `resolution`: by which the owners agreed, where one is needed. */
export type SignProposalRequest = ReadProposal & { readonly document: string; readonly resolution: string | null };
/** `versionNo` is null while the other side has not signed. */
export type ProposalSigned = { readonly number: string; readonly side: ContractSide; readonly versionNo: number | null };

const REASON_MAX = 200;

/** What becomes of a proposal after it is written: it hangs out, both sides sign it, or it is withdrawn. */
@Injectable()
export class SignProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceQueries,
    private readonly contracts: ContractQueries,
    private readonly proposals: ProposalQueries,
    private readonly conflicts: ContractConflicts,
    private readonly substitutions: SubstitutionQueries,
    private readonly clock: Clock,
  ) {}

  /** Hangs the text out until a day, for at least as long as the terms that stand, and the new ones, say. @throws NOT_ALLOWED NOT_FOUND OWNER_SIDE_ONLY CONTRACT_PROPOSAL_ENDED CONTRACT_TEXT_CHANGED CONTRACT_BASE_CHANGED CONTRACT_NOTICE_PUBLISHED CONTRACT_NOTICE_SHORT */
  async publish(context: CommandContext, { number, sha256, until }: ReadProposal & { readonly until: BusinessDate }): Promise<Outcome<NoticePublished>> {
    const { actor } = context;
    assertAllowed(actor, 'contract.manage');
    return this.unitOfWork.once({ context, command: 'PublishContractNotice', request: { number, sha256, until } }, async (tx) => {
      const proposal = await this.open(tx, { number, sha256 });
      const from = this.clock.today();
      await this.substitutions.refuseUnlessOwnerSide(tx, actor, from);
      if (proposal.notice) throw new DomainError('CONTRACT_NOTICE_PUBLISHED', { number, ...proposal.notice });
      const days = Math.max(publicNoticeDaysOf(proposal.text.terms), publicNoticeDaysOf((await this.changed(tx, proposal)) ?? {}));
      const earliest = addDays(from, days - 1);
      if (until < earliest || daysBetween(from, until) > 365) throw new DomainError('CONTRACT_NOTICE_SHORT', { from, until, days, earliest });
      await tx.query(
        `insert into mingbai.contract_notice (community_id, proposal_id, revision, sha256, from_on, until_on, published_by, published_for, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [tx.communityId, proposal.id, proposal.revision, sha256, from, until, actor.personId, actor.organisationId, this.clock.now()],
      );
      return { number, from, until };
    });
  }

  /**
   * The word of one side, after the notice is over. With the second the contract or its version stands.
   * @throws NOT_ALLOWED NOT_FOUND OWNER_SIDE_ONLY CONTRACT_NOT_FIRM CONTRACT_PROPOSAL_ENDED CONTRACT_TEXT_CHANGED CONTRACT_NOTICE_MISSING CONTRACT_NOTICE_RUNS CONTRACT_SIDE_SIGNED
   * CONTRACT_SAME_PERSON EVIDENCE_UNKNOWN CONTRACT_BASE_CHANGED CONTRACT_RESOLUTION_MISSING CONTRACT_RESOLUTION_OLDER CONTRACT_RESOLUTION_USED CONTRACT_STARTED CONTRACT_FIRM_UNKNOWN, and what keeps a new contract from beside others
   */
  async sign(context: CommandContext, { number, sha256, document, resolution }: SignProposalRequest): Promise<Outcome<ProposalSigned>> {
    const { actor } = context;
    assertAllowed(actor, 'contract.sign');
    const side: ContractSide = isAllowed(actor.roles, 'contract.manage') ? 'OWNER_SIDE' : 'FIRM';
    return this.unitOfWork.once({ context, command: 'SignContractProposal', request: { number, sha256, document, resolution } }, async (tx) => {
      const proposal = await this.open(tx, { number, sha256 });
      const today = this.clock.today();
      if (side === 'OWNER_SIDE') await this.substitutions.refuseUnlessOwnerSide(tx, actor, today);
      else if (actor.organisationId !== proposal.firmId) throw new DomainError('CONTRACT_NOT_FIRM', { number, firm: proposal.text.firm });
      if (!proposal.notice) throw new DomainError('CONTRACT_NOTICE_MISSING', { number });
      if (proposal.notice.until >= today)
        throw new DomainError('CONTRACT_NOTICE_RUNS', { number, until: proposal.notice.until, from: addDays(proposal.notice.until, 1) });
      if (proposal.signatures.some((other) => other.side === side)) throw new DomainError('CONTRACT_SIDE_SIGNED', { number, side });
      if (proposal.signatures.some((other) => other.personId === actor.personId || other.organisationId === actor.organisationId))
        throw new DomainError('CONTRACT_SAME_PERSON', { number });
      await this.evidence.refuseUnknown(tx, [document]);
      await this.refuseLate(tx, proposal, today);
      const resolutionId = side === 'OWNER_SIDE' ? await this.resolutionFor(tx, proposal, { resolution, on: today }) : null;
      await tx.query(
        `insert into mingbai.contract_signature (community_id, proposal_id, revision, sha256, side, person_id, organisation_id, document_sha256, resolution_id, signed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [tx.communityId, proposal.id, proposal.revision, sha256, side, actor.personId, actor.organisationId, document, resolutionId, this.clock.now()],
      );
      return { number, side, versionNo: proposal.signatures.length === 0 ? null : await this.stand(tx, context, proposal) };
    });
  }

  /** @throws NOT_ALLOWED NOT_FOUND OWNER_SIDE_ONLY CONTRACT_PROPOSAL_ENDED CONTRACT_TERM_TEXT */
  async withdraw(context: CommandContext, request: { readonly number: string; readonly reason: string }): Promise<Outcome<{ readonly number: string }>> {
    const { actor } = context;
    assertAllowed(actor, 'contract.manage');
    const { number } = request;
    const reason = readText('reason', request.reason, REASON_MAX);
    if (reason.length < 5) throw new DomainError('CONTRACT_TERM_TEXT', { field: 'reason', max: REASON_MAX });
    return this.unitOfWork.once({ context, command: 'WithdrawContractProposal', request: { number, reason } }, async (tx) => {
      const proposal = await this.open(tx, { number, sha256: null });
      await this.substitutions.refuseUnlessOwnerSide(tx, actor, this.clock.today());
      await tx.query(
        `insert into mingbai.contract_withdrawal (community_id, proposal_id, reason, withdrawn_by, withdrawn_for, withdrawn_at) values ($1, $2, $3, $4, $5, $6)`,
        [tx.communityId, proposal.id, reason, actor.personId, actor.organisationId, this.clock.now()],
      );
      return { number };
    });
  }

  private async open(tx: Tx, { number, sha256 }: { readonly number: string; readonly sha256: string | null }): Promise<ProposalView> {
    await this.ledger.lock(tx);
    const proposal = await this.proposals.byNumber(tx, number);
    refuseOther(proposal, sha256 ?? proposal.sha256);
    return proposal;
  }

  /** The terms that the proposal would follow, null for a new contract. */
  private async present(tx: Tx, { contractId }: ProposalView) {
    const versions = await this.contracts.versions(tx);
    return versions.filter((version) => version.contractId === contractId).toSorted((a, b) => b.versionNo - a.versionNo)[0] ?? null;
  }

  /** The same, where the text still changes them. @throws CONTRACT_BASE_CHANGED */
  private async changed(tx: Tx, proposal: ProposalView) {
    const present = await this.present(tx, proposal);
    const { number, text } = proposal;
    if (!changesPresent(text, present && termsBase({ versionNo: present.versionNo, terms: contractTermsJson(termsOf(present)) })))
      throw new DomainError('CONTRACT_BASE_CHANGED', { number, base: text.base?.versionNo ?? '–', newest: present?.versionNo ?? '–' });
    return present;
  }

  private async refuseLate(tx: Tx, proposal: ProposalView, on: BusinessDate): Promise<void> {
    const { contractId, text } = proposal;
    await this.changed(tx, proposal);
    if (contractId === null) await this.conflicts.refuse(tx, text);
    else await refuseStarted(this.proposals, tx, { contractId, fromPeriod: text.fromPeriod, on });
  }

  /** A resolution of the owners that counts on the day, of the kind that the change needs, on the very text; read here, since resolutions lean on contracts. */
  private async resolutionFor(
    tx: Tx,
    proposal: ProposalView,
    { resolution, on }: { readonly resolution: string | null; readonly on: BusinessDate },
  ): Promise<number | null> {
    const present = await this.present(tx, proposal);
    const kinds = resolutionsFor(present && contractTermsJson(termsOf(present)), proposal.text.terms);
    if (kinds.length === 0 && resolution === null) return null;
    const [found] = await tx.query<{ id: number; kind: string; writtenOn: BusinessDate; older: boolean }>(
      `select r.id, r.kind, (t.written_at at time zone 'Asia/Shanghai')::date as "writtenOn",
         coalesce(v.opened_at, r.recorded_at) < t.written_at or r.decided_on < (t.written_at at time zone 'Asia/Shanghai')::date as older
       from mingbai.resolution r join mingbai.contract_proposal_text t on t.community_id = $1 and t.proposal_id = $4 and t.revision = $5
       left join mingbai.vote v on v.community_id = $1 and v.id = r.vote_id
       where r.community_id = $1 and r.number = $2 and r.effective_from <= $3 and (r.effective_to is null or r.effective_to >= $3) and mingbai.resolution_state($1, r.id) = 'CONFIRMED'
         and not exists (select from mingbai.resolution l where l.community_id = $1 and l.replaces_id = r.id and l.effective_from <= $3
           and mingbai.resolution_state($1, l.id) = 'CONFIRMED')`,
      [tx.communityId, resolution, on, proposal.id, proposal.revision],
    );
    const fits = found && (kinds.length === 0 || kinds.some((kind) => kind === found.kind));
    if (!fits)
      throw new DomainError('CONTRACT_RESOLUTION_MISSING', {
        number: proposal.number,
        resolution: resolution?.slice(0, 20) ?? '–',
        kinds: kinds.join(', '),
        on,
      });
    const { revision } = proposal;
    if (found.older)
      throw new DomainError('CONTRACT_RESOLUTION_OLDER', { number: proposal.number, revision, resolution: resolution ?? '', writtenOn: found.writtenOn });
    const [used] = await tx.query<{ number: string }>(
      `select p.number from mingbai.contract_signature s join mingbai.contract_proposal p on p.community_id = $1 and p.id = s.proposal_id
       where s.community_id = $1 and s.resolution_id = $2 and s.proposal_id <> $3
         and not exists (select from mingbai.contract_withdrawal w where w.community_id = $1 and w.proposal_id = p.id) limit 1`,
      [tx.communityId, found.id, proposal.id],
    );
    if (used) throw new DomainError('CONTRACT_RESOLUTION_USED', { number: proposal.number, resolution: resolution ?? '', used: used.number });
    return found.id;
  }

  private async stand(tx: Tx, { actor }: CommandContext, proposal: ProposalView): Promise<number> {
    const { id: proposalId, revision: proposalRevision, firmId, text } = proposal;
    const { number, from, to, fromPeriod, terms } = text;
    const recorded = { communityId: tx.communityId, signedOn: this.clock.today(), recordedBy: actor.personId, recordedAt: this.clock.now() };
    const first = await this.ledger.takeIds(tx, 2);
    const versionNo = ((await this.present(tx, proposal))?.versionNo ?? 0) + 1;
    const contractId = proposal.contractId ?? (first as ContractId);
    if (proposal.contractId === null) {
      const firms = await this.parties.inRole(tx, 'FIRM', from);
      if (!firms.some((firm) => firm.id === firmId)) throw new DomainError('CONTRACT_FIRM_UNKNOWN', { firmId: text.firm, from });
      await tx.manager.insert(Contract, { ...recorded, id: contractId, number, firmId, fromOn: from, toOn: to });
    }
    const id = (first + 1) as ContractVersionId;
    await tx.manager.insert(ContractVersion, { ...recorded, id, contractId, versionNo, fromPeriod, terms, proposalId, proposalRevision });
    return versionNo;
  }
}
