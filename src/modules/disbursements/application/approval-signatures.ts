import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  assertionFault,
  DomainError,
  required,
  together,
  verifyEd25519,
  wallClock,
  type Actor,
  type Instant,
  type Place,
  type SigningKey,
} from '../../../kernel/index.js';
import { Settings } from '../../../platform/config/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { approvalChallenge, SIGNING_MINUTES } from '../domain/approval-text.js';
import type { DecisionKind } from '../domain/decisions.js';
import { ApprovalChallenge } from '../persistence/approval-challenge.js';
import { Approval } from '../persistence/approval.js';
import { rowsWhere } from '../persistence/rows.js';
import type { Standing } from './decision-desk.js';
import { KeyAdmissions, type KeyAdmissionView } from './key-admissions.js';

/** A signature as it is handed in, its bytes in base64url; of a passkey with what its device said around the challenge. */
export type GivenSignature =
  | { readonly challengeId: number; readonly suite: 'ed25519'; readonly signature: string }
  | {
      readonly challengeId: number;
      readonly suite: 'webauthn';
      readonly signature: string;
      readonly authenticatorData: string;
      readonly clientDataJSON: string;
    };

/** The columns of an approval that hold its signature. */
export type SignatureColumns = Pick<Approval, 'challengeId' | 'keyId' | 'suite' | 'signature' | 'authenticatorData' | 'clientData' | 'origin' | 'rpId'>;

const unsigned: SignatureColumns = {
  challengeId: null,
  keyId: null,
  suite: null,
  signature: null,
  authenticatorData: null,
  clientData: null,
  origin: null,
  rpId: null,
};

/** What a signature is held against: the text that was handed out, the decision that stands on it already, and the signer's keys. */
export interface SigningFacts {
  readonly challenge: ApprovalChallenge | null;
  readonly used: Approval | null;
  readonly own: readonly KeyAdmissionView[];
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64url');

/** Takes signatures of decisions: over a text that was handed out for just this decision, by a key of its own signer that others have admitted. */
@Injectable()
export class ApprovalSignatures {
  private readonly place: Place;

  constructor(
    private readonly admissions: KeyAdmissions,
    settings: Settings,
  ) {
    const { origin, hostname: rpId } = new URL(settings.publicUrl);
    this.place = { origin, rpId };
  }

  /** The host to which passkeys belong. */
  get rpId(): string {
    return this.place.rpId;
  }

  /** The keys of somebody who decides, the latest first. */
  ownKeys(tx: Tx, actor: Actor): Promise<KeyAdmissionView[]> {
    return this.admissions.of(tx, actor);
  }

  /** What `accept` holds a signature against; null for none. */
  async facts(tx: Tx, actor: Actor, given: GivenSignature | null): Promise<SigningFacts | null> {
    if (given === null) return null;
    const { challengeId } = given;
    const [own, [challenge = null], [used = null]] = await together([
      this.ownKeys(tx, actor),
      rowsWhere(tx, ApprovalChallenge, 'id = $2', [challengeId]),
      rowsWhere(tx, Approval, 'challenge_id = $2', [challengeId]),
    ]);
    return { own, challenge, used };
  }

  /**
   * The columns that keep a signature, after it was checked; of a decision that needs none and has none, empty ones.
   * @throws APPROVAL_UNSIGNED APPROVAL_CHALLENGE_OTHER APPROVAL_CHALLENGE_USED APPROVAL_CHALLENGE_OLD APPROVAL_SIGNATURE_WRONG KEY_REVOKED KEY_NOT_ADMITTED
   */
  accept(
    standing: Standing,
    facts: SigningFacts | null,
    decided: { readonly decision: DecisionKind; readonly reason: string | null; readonly at: Instant; readonly given: GivenSignature | null },
  ): SignatureColumns {
    const { given, at } = decided;
    const { number } = standing.payout;
    if (given === null && standing.isSigned) throw new DomainError('APPROVAL_UNSIGNED', { number });
    if (given === null) return unsigned;
    const { challenge, used, own } = required(facts, 'what a signature is held against');
    if (!challenge || !isFor(challenge, standing, decided)) throw new DomainError('APPROVAL_CHALLENGE_OTHER', { number });
    if (used) throw new DomainError('APPROVAL_CHALLENGE_USED', { number, at: wallClock(used.at) });
    if (at > addMinutes(challenge.issuedAt, SIGNING_MINUTES))
      throw new DomainError('APPROVAL_CHALLENGE_OLD', { number, at: wallClock(challenge.issuedAt), minutes: SIGNING_MINUTES });
    const handedTo = own.find(({ keyId }) => keyId === challenge.keyId);
    const key = admitted(required(handedTo, 'the key for which a text was handed out'));
    const columns = { ...unsigned, challengeId: challenge.id, keyId: key.keyId, ...this.columnsOf(given) };
    const fault = signatureFault(key, challenge.text, columns);
    if (fault !== null) throw new DomainError('APPROVAL_SIGNATURE_WRONG', { number, fault });
    return columns;
  }

  private columnsOf(given: GivenSignature): Partial<SignatureColumns> {
    const { suite, signature } = given;
    if (given.suite === 'ed25519') return { suite, signature: bytes(signature) };
    return { suite, signature: bytes(signature), authenticatorData: bytes(given.authenticatorData), clientData: bytes(given.clientDataJSON), ...this.place };
  }
}

/**
 * Of somebody's own keys the one that signs, admitted and not revoked: that of a fingerprint, or (null) the latest.
 * @throws KEY_NONE KEY_REVOKED KEY_NOT_ADMITTED with who has confirmed it
 */
export function signingKey(own: readonly KeyAdmissionView[], keyHash: string | null): KeyAdmissionView {
  const key = keyHash === null ? (own.find(({ isAdmitted }) => isAdmitted) ?? own[0]) : own.find((candidate) => candidate.keyHash === keyHash);
  if (!key) throw new DomainError('KEY_NONE');
  return admitted(key);
}

/** What is wrong with a signature over a text, by itself: the same check at the decision and years later. Null for nothing. */
export function signatureFault(key: SigningKey, text: string, signed: Omit<SignatureColumns, 'challengeId' | 'keyId'>): string | null {
  const { suite, signature, authenticatorData, clientData, origin, rpId } = signed;
  if (suite !== key.suite || signature === null) return 'SUITE';
  const challenge = approvalChallenge(text);
  if (suite === 'ed25519') return verifyEd25519(key.publicKey, challenge, signature) ? null : 'SIGNATURE';
  if (authenticatorData === null || clientData === null || origin === null || rpId === null) return 'CLIENT_DATA';
  return assertionFault(key.publicKey, { authenticatorData, clientDataJSON: clientData, signature }, { challenge, origin, rpId });
}

function isFor(challenge: ApprovalChallenge, standing: Standing, decided: { readonly decision: DecisionKind; readonly reason: string | null }): boolean {
  const { payout, actor, slot, role } = standing;
  return (
    challenge.disbursementId === payout.id &&
    challenge.payloadSha256 === payout.payloadSha256 &&
    challenge.personId === actor.personId &&
    challenge.organisationId === actor.organisationId &&
    challenge.slot === slot &&
    challenge.role === role &&
    challenge.decision === decided.decision &&
    challenge.reason === decided.reason
  );
}

function admitted(key: KeyAdmissionView): KeyAdmissionView {
  if (key.revokedAt !== null) throw new DomainError('KEY_REVOKED');
  if (!key.isAdmitted)
    throw new DomainError('KEY_NOT_ADMITTED', {
      key: key.keyHash.slice(0, 8),
      confirmedBy:
        key.confirmations
          .filter(({ isTakenBack }) => !isTakenBack)
          .map(({ organisation }) => organisation)
          .join(', ') || '–',
    });
  return key;
}
