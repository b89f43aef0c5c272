import { Injectable } from '@nestjs/common';
import { DomainError, required, type BusinessDate, type Id, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { ContractText } from '../domain/contract-text.js';
import type { ContractId } from './contract-queries.js';

export type ProposalId = Id<'contract_proposal'>;
/** Where a proposal stands: its rows say so. */
export type ProposalState = 'DRAFT' | 'PUBLIC_NOTICE' | 'SIGNED' | 'WITHDRAWN';
export type ContractSide = 'OWNER_SIDE' | 'FIRM';

export interface ContractSignatureView {
  readonly side: ContractSide;
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly documentSha256: string;
  readonly resolution: string | null;
  readonly signedAt: Instant;
}

/** A proposal with its present text; `contractId`: whose terms change, null for a new contract. */
export interface ProposalView {
  readonly id: ProposalId;
  readonly number: string;
  readonly contractId: ContractId | null;
  readonly firmId: OrganisationId;
  readonly state: ProposalState;
  readonly revision: number;
  readonly sha256: string;
  readonly text: ContractText;
  readonly notice: { readonly from: BusinessDate; readonly until: BusinessDate } | null;
  readonly signatures: readonly ContractSignatureView[];
  readonly withdrawn: { readonly reason: string; readonly at: Instant } | null;
  readonly openedAt: Instant;
  readonly writtenAt: Instant;
}

type Row = Omit<ProposalView, 'text' | 'state' | 'notice' | 'signatures' | 'withdrawn'> & {
  readonly text: string;
  readonly noticeFrom: BusinessDate | null;
  readonly noticeUntil: BusinessDate | null;
  readonly reason: string | null;
  readonly withdrawnAt: Instant | null;
};
type SignatureRow = ContractSignatureView & { readonly proposalId: ProposalId };

const PROPOSALS = `select p.id, p.number, p.contract_id as "contractId", p.firm_id as "firmId", t.revision, t.sha256, t.text, n.from_on as "noticeFrom", n.until_on as "noticeUntil",
    w.reason, w.withdrawn_at as "withdrawnAt", p.opened_at as "openedAt", t.written_at as "writtenAt"
  from mingbai.contract_proposal p
  join mingbai.contract_proposal_text t on t.community_id = $1 and t.proposal_id = p.id
    and t.revision = (select max(x.revision) from mingbai.contract_proposal_text x where x.community_id = $1 and x.proposal_id = p.id)
  left join mingbai.contract_notice n on n.community_id = $1 and n.proposal_id = p.id and n.revision = t.revision
  left join mingbai.contract_withdrawal w on w.community_id = $1 and w.proposal_id = p.id
  where p.community_id = $1`;

/** Signatures of the present text alone: those of an earlier one say nothing of it. */
const SIGNATURES = `select s.proposal_id as "proposalId", s.side, s.person_id as "personId", s.organisation_id as "organisationId", o.name as organisation,
    s.document_sha256 as "documentSha256", r.number as resolution, s.signed_at as "signedAt"
  from mingbai.contract_signature s join mingbai.organisation o on o.id = s.organisation_id
  left join mingbai.resolution r on r.community_id = $1 and r.id = s.resolution_id
  where s.community_id = $1 and s.revision = (select max(x.revision) from mingbai.contract_proposal_text x where x.community_id = $1 and x.proposal_id = s.proposal_id)
  order by s.signed_at, s.side`;

/** Reads what is proposed as the contract, or as its terms. */
@Injectable()
export class ProposalQueries {
  /** The latest first: a compound has few. */
  async all(tx: Tx): Promise<ProposalView[]> {
    const rows = await tx.query<Row>(`${PROPOSALS} order by p.number_no desc`, [tx.communityId]);
    const signatures = rows.length === 0 ? [] : await tx.query<SignatureRow>(SIGNATURES, [tx.communityId]);
    return rows.map((row) => viewOf(row, signatures));
  }

  /** @throws NOT_FOUND */
  async byNumber(tx: Tx, number: string): Promise<ProposalView> {
    const [row] = await tx.query<Row>(`${PROPOSALS} and p.number = $2`, [tx.communityId, number]);
    if (!row) throw new DomainError('NOT_FOUND');
    return viewOf(row, await tx.query<SignatureRow>(SIGNATURES, [tx.communityId]));
  }

  /** The first quarter, by its first month, for which other terms can count when both sides have signed on a day. */
  async firstQuarter(tx: Tx, contractId: ContractId, on: BusinessDate): Promise<string> {
    const [row] = await tx.query<{ first: string }>('select mingbai.first_quarter_for_terms($1, $2, $3) as first', [tx.communityId, contractId, on]);
    return required(row, 'the first quarter').first;
  }
}

function viewOf({ text, noticeFrom, noticeUntil, reason, withdrawnAt, ...head }: Row, all: readonly SignatureRow[]): ProposalView {
  const signatures = all.filter(({ proposalId }) => proposalId === head.id).map(({ proposalId: _proposalId, ...signature }) => signature);
  const notice = noticeFrom && noticeUntil ? { from: noticeFrom, until: noticeUntil } : null;
  const withdrawn = reason !== null && withdrawnAt !== null ? { reason, at: withdrawnAt } : null;
  const { t: _t, ...read } = JSON.parse(text) as ContractText & { t: string };
  return { ...head, text: read, state: stateOf({ withdrawn, signatures, notice }), notice, signatures, withdrawn };
}

function stateOf({ withdrawn, signatures, notice }: Pick<ProposalView, 'withdrawn' | 'signatures' | 'notice'>): ProposalState {
  if (withdrawn) return 'WITHDRAWN';
  if (signatures.length === 2) return 'SIGNED';
  return notice ? 'PUBLIC_NOTICE' : 'DRAFT';
}
