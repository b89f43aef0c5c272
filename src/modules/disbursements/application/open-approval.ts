import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { addMinutes, assertAllowed, Clock, together, type Id, type Instant, type SignatureSuite } from '../../../kernel/index.js';
import { insertRows, UnitOfWork, type CommandContext, type Outcome } from '../../../platform/database/index.js';
import { CommunityQueries } from '../../communities/index.js';
import { LedgerService } from '../../ledger/index.js';
import { approvalChallenge, approvalText, shortHash, SIGNING_MINUTES } from '../domain/approval-text.js';
import { reasonFor, type DecisionKind } from '../domain/decisions.js';
import { ApprovalChallenge } from '../persistence/approval-challenge.js';
import { ApprovalSignatures, signingKey } from './approval-signatures.js';
import { DecisionDesk, type SeenForDecision } from './decision-desk.js';

/** A decision that is to be signed; `key` is the SHA-256 of the key, null for the latest that is admitted. */
export type OpenApprovalRequest = SeenForDecision & { readonly decision: DecisionKind; readonly reason: string | null; readonly key: string | null };

/** What is to be signed: SHA-256 of "mingbai.approval/v1", a zero byte and `text`, in base64url as `challenge`. */
export type ApprovalOpened = {
  readonly challengeId: number;
  readonly text: string;
  readonly challenge: string;
  /** The first digits of the payload's hash: on two devices the same. */
  readonly shortHash: string;
  readonly key: string;
  readonly suite: SignatureSuite;
  /** For a passkey: by what its device finds it, and the host that it belongs to. */
  readonly credentialId: string | null;
  readonly transports: readonly string[];
  readonly rpId: string;
  readonly until: Instant;
};

/** Hands out the text of one decision, once, to whoever may take it: everything that would refuse the decision refuses this. */
@Injectable()
export class OpenApproval {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly desk: DecisionDesk,
    private readonly signatures: ApprovalSignatures,
    private readonly communities: CommunityQueries,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_ALLOWED DISBURSEMENT_REASON_MISSING DISBURSEMENT_REASON_TEXT, what DecisionDesk.standing throws, KEY_NONE KEY_REVOKED KEY_NOT_ADMITTED */
  async execute(context: CommandContext, request: OpenApprovalRequest): Promise<Outcome<ApprovalOpened>> {
    assertAllowed(context.actor, 'disbursement.decide');
    const { decision } = request;
    const reason = reasonFor(decision, request.reason);
    return this.unitOfWork.once({ context, command: 'OpenApproval', request: { ...request, reason } }, async (tx) => {
      await this.ledger.lock(tx);
      const { standing, own, compound, id } = await together({
        standing: this.desk.standing(tx, context.actor, request),
        own: this.signatures.ownKeys(tx, context.actor),
        compound: this.communities.of(tx),
        id: this.ledger.takeIds(tx, 1),
      });
      const { actor, payout, slot, role } = standing;
      const key = signingKey(own, request.key);
      const at = this.clock.now();
      const { number, revision, payloadSha256 } = payout;
      const nonce = randomBytes(16).toString('hex');
      const text = approvalText({ compound: compound.slug, number, revision, payloadSha256, decision, reason, slot, role, keyHash: key.keyHash, at, nonce });
      const { personId, organisationId } = actor;
      const who = { personId, organisationId, slot, role, keyId: key.keyId };
      const row = { communityId: tx.communityId, id: id as Id<'approval_challenge'>, disbursementId: payout.id, payloadSha256, decision, reason };
      await insertRows(tx, ApprovalChallenge, [{ ...row, ...who, text, issuedAt: at }]);
      return {
        challengeId: id,
        text,
        challenge: approvalChallenge(text).toString('base64url'),
        shortHash: shortHash(payloadSha256),
        key: key.keyHash,
        suite: key.suite,
        credentialId: key.credentialId,
        transports: key.transports,
        rpId: this.signatures.rpId,
        until: addMinutes(at, SIGNING_MINUTES),
      };
    });
  }
}
