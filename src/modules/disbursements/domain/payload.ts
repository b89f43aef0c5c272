import { canonicalJson, Money, sha256Hex, type CommunityId, type Id, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import type { Fund } from '../../ledger/index.js';
import type { DisbursementSource } from './payable.js';

/** The account on the contract's list to which a payout goes, as it stood when the payout was submitted. */
export interface PayeeAccount {
  readonly id: Id<'payee_account'>;
  readonly version: number;
  readonly bankName: string;
  readonly accountNo: string;
  readonly accountName: string;
}

/** Everything that an approver approves. `revision` counts submissions, so that an old approval never fits a new one. */
export interface PayoutPayload {
  readonly communityId: CommunityId;
  readonly number: string;
  readonly revision: number;
  readonly source: DisbursementSource;
  readonly fund: Fund;
  readonly amount: Money;
  /** Σ of the other payouts from the same source that asked for it, held it or had paid it at the submission. */
  readonly alreadyAsked: Money;
  /** The approvals that the policy of this contract version asks for, by all that the source is asked for: splitting a request saves none. */
  readonly slots: readonly Slot[];
  readonly contract: { readonly number: string; readonly versionNo: number; readonly firmId: OrganisationId };
  readonly payee: PayeeAccount;
  readonly submitter: { readonly organisationId: OrganisationId; readonly personId: PersonId };
  readonly submittedAt: Instant;
}

/** The canonical form (RFC 8785) of a payload: one payload, one text. */
export function payloadText(payload: PayoutPayload): string {
  const { contract, payee, submitter } = payload;
  return canonicalJson({
    t: 'mingbai.payout/1',
    compound: payload.communityId,
    number: payload.number,
    revision: payload.revision,
    source: { ...payload.source },
    fund: payload.fund,
    amount: payload.amount.toString(),
    alreadyAsked: payload.alreadyAsked.toString(),
    slots: payload.slots,
    contract: { number: contract.number, version: contract.versionNo, firm: contract.firmId },
    payee: { account: payee.id, version: payee.version, bankName: payee.bankName, accountNo: payee.accountNo, accountName: payee.accountName },
    submitter: { organisation: submitter.organisationId, person: submitter.personId },
    submittedAt: payload.submittedAt,
  });
}

/** A payload as it was stored, as far as the amount goes; null for a text that is none. */
export function amountIn(text: string): Money | null {
  try {
    return Money.parse((JSON.parse(text) as { amount: string }).amount);
  } catch {
    return null;
  }
}

/** What an approval binds to (domain.md 6): any edit of the payload gives another hash and voids every approval. */
export function payloadHash(text: string): string {
  return sha256Hex(text);
}
