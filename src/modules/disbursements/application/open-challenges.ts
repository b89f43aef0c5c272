import { Injectable } from '@nestjs/common';
import { addMinutes, DomainError, required, type Actor, type Id, type Instant } from '../../../kernel/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { approvalChallenge, shortHash, SIGNING_MINUTES } from '../domain/approval-text.js';
import type { DecisionKind } from '../domain/decisions.js';
import { ApprovalChallenge } from '../persistence/approval-challenge.js';
import { ApprovalSignatures } from './approval-signatures.js';
import { KeyAdmissions, type KeyAdmissionView } from './key-admissions.js';

/** A text that waits for its signature, for whom it was handed out. */
export interface OpenChallenge {
  readonly id: Id<'approval_challenge'>;
  readonly disbursementId: Id<'disbursement'>;
  readonly payloadSha256: string;
  readonly decision: DecisionKind;
  readonly reason: string | null;
  readonly text: string;
  /** The 32 bytes that are signed, in base64url. */
  readonly challenge: string;
  readonly shortHash: string;
  readonly until: Instant;
  readonly key: KeyAdmissionView;
  /** The person's other keys that sign here. */
  readonly otherKeys: readonly KeyAdmissionView[];
  readonly rpId: string;
}

/** Reads what was handed out to be signed, for its own person alone. */
@Injectable()
export class OpenChallenges {
  constructor(
    private readonly admissions: KeyAdmissions,
    private readonly signatures: ApprovalSignatures,
  ) {}

  /** @throws NOT_FOUND, also for what was handed out to somebody else */
  async of(tx: Tx, actor: Actor, id: number): Promise<OpenChallenge> {
    const { personId, organisationId } = actor;
    const found = await tx.manager.findOneBy(ApprovalChallenge, { communityId: tx.communityId, id: id as Id<'approval_challenge'>, personId, organisationId });
    if (!found) throw new DomainError('NOT_FOUND');
    const own = await this.admissions.of(tx, actor);
    const { disbursementId, payloadSha256, decision, reason, text, issuedAt } = found;
    return {
      id: found.id,
      disbursementId,
      payloadSha256,
      decision,
      reason,
      text,
      challenge: approvalChallenge(text).toString('base64url'),
      shortHash: shortHash(payloadSha256),
      until: addMinutes(issuedAt, SIGNING_MINUTES),
      key: required(
        own.find(({ keyId }) => keyId === found.keyId),
        'the key for which a text was handed out',
      ),
      otherKeys: own.filter(({ keyId, isAdmitted }) => isAdmitted && keyId !== found.keyId),
      rpId: this.signatures.rpId,
    };
  }
}
