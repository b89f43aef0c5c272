import {
  canonicalJson,
  sha256Hex,
  type AccountingPeriod,
  type CommunityId,
  type Id,
  type Instant,
  type Money,
  type OrganisationId,
  type PersonId,
  type Quarter,
} from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import type { AccountRef, Fund } from '../../ledger/index.js';
import type { DisbursementKind, DisbursementSource } from './payable.js';

/** The account to which a payout goes, as it stood when the payout was submitted: one of the register, or (ids null) the one that the money came from. */
export interface PayeeAccount {
  readonly id: Id<'payee_account'> | null;
  readonly version: number | null;
  readonly bankName: string;
  readonly accountNo: string;
  readonly accountName: string;
}

/** What a document of a payout shows. */
export interface PayoutPapers {
  readonly words: string;
  readonly invoiceNo: string | null;
  readonly documents: readonly string[];
  readonly resolutionNo: string | null;
}

/** Everything that an approver approves. `revision` counts submissions, so that an old approval never fits a new one. */
export interface PayoutPayload {
  readonly communityId: CommunityId;
  readonly number: string;
  readonly revision: number;
  readonly source: DisbursementSource;
  /** The account of the books out of which the money is taken. */
  readonly account: AccountRef;
  readonly fund: Fund;
  readonly amount: Money;
  /** Σ of the other payouts from the same source that asked for it, held it or had paid it at the submission. */
  readonly alreadyAsked: Money;
  /** The approvals that the policy of this contract version asks for, by all that the source is asked for: splitting a request saves none. */
  readonly slots: readonly Slot[];
  /** How many of these slots are enough; null: all. */
  readonly count: number | null;
  /** The papers on which it stands; null where the kind of payout has none. */
  readonly papers: PayoutPapers | null;
  readonly contract: { readonly number: string; readonly versionNo: number; readonly firmId: OrganisationId };
  readonly payee: PayeeAccount;
  readonly submitter: { readonly organisationId: OrganisationId; readonly personId: PersonId };
  readonly submittedAt: Instant;
}

/** The canonical form (RFC 8785) of a payload: one payload, one text. */
export function payloadText(payload: PayoutPayload): string {
  const { account, contract, papers, payee, submitter } = payload;
  return canonicalJson({
    t: 'mingbai.payout/2',
    compound: payload.communityId,
    number: payload.number,
    revision: payload.revision,
    source: { ...payload.source },
    account: { code: account.code, holder: account.holder ? { type: account.holder.type, id: account.holder.id } : null },
    papers: papers && { words: papers.words, invoice: papers.invoiceNo, documents: papers.documents, resolution: papers.resolutionNo },
    fund: payload.fund,
    amount: payload.amount.toString(),
    alreadyAsked: payload.alreadyAsked.toString(),
    slots: payload.slots,
    // left out where all approve: what was signed before there were counts has the same text
    ...(payload.count !== null && { count: payload.count }),
    contract: { number: contract.number, version: contract.versionNo, firm: contract.firmId },
    payee: { account: payee.id, version: payee.version, bankName: payee.bankName, accountNo: payee.accountNo, accountName: payee.accountName },
    submitter: { organisation: submitter.organisationId, person: submitter.personId },
    submittedAt: payload.submittedAt,
  });
}

/** What a stored payload says, as far as it is held against other documents. */
export interface StoredPayload {
  readonly number: string;
  readonly source: { readonly kind: DisbursementKind; readonly period?: AccountingPeriod; readonly quarter?: Quarter; readonly claimNumber?: string };
  readonly papers: { readonly words: string } | null;
  readonly amount: string;
  readonly payee: {
    readonly account: number | null;
    readonly version: number | null;
    readonly bankName: string;
    readonly accountNo: string;
    readonly accountName: string;
  };
}

/** The content of a payload's text; null for a text that is no payload. */
export function storedPayload(text: string): StoredPayload | null {
  try {
    const payload = JSON.parse(text) as Partial<StoredPayload>;
    return payload.number && payload.source && payload.amount && payload.payee ? (payload as StoredPayload) : null;
  } catch {
    return null;
  }
}

/** What an approval binds to (domain.md 6): any edit of the payload gives another hash and voids every approval. */
export function payloadHash(text: string): string {
  return sha256Hex(text);
}
