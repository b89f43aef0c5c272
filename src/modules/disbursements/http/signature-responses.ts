import { ApiProperty } from '@nestjs/swagger';
import { spkiPem, type Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { KeyAdmissionView, KeyConfirmationView, KeyRefusalView } from '../application/key-admissions.js';
import type { ApprovalOpened } from '../application/open-approval.js';
import type { SignedDecision } from '../application/signed-decisions.js';
import { approvalChallenge } from '../domain/approval-text.js';

const base64url = (bytes: Buffer | null): string | null => bytes && bytes.toString('base64url');

/** What is to be signed. */
export class ChallengeResponse {
  @ApiProperty()
  challengeId!: number;
  @ApiProperty({ description: 'The decision in canonical JSON' })
  text!: string;
  @ApiProperty({ description: 'SHA-256 of "mingbai.approval/v1", a zero byte and the text; a key of Ed25519 signs these 32 bytes. base64url' })
  challenge!: string;
  @ApiProperty({ example: '1a2b 3c4d', description: 'First digits of the payload’s hash, to compare on another device' })
  shortHash!: string;
  @ApiProperty({ description: 'SHA-256 of the key' })
  key!: string;
  @ApiProperty({ enum: ['ed25519', 'webauthn'] })
  suite!: string;
  @ApiProperty({ type: String, nullable: true })
  credentialId!: string | null;
  @ApiProperty({ type: [String] })
  transports!: readonly string[];
  @ApiProperty()
  rpId!: string;
  @ApiInstant()
  until!: Instant;

  static from(opened: ApprovalOpened): ChallengeResponse {
    return Object.assign(new ChallengeResponse(), opened);
  }
}

/** A decision, with what it takes to check its signature with other programs; bytes in base64url. */
export class SignedDecisionResponse {
  @ApiProperty()
  decision!: string;
  @ApiProperty()
  slot!: string;
  @ApiProperty()
  organisation!: string;
  @ApiInstant()
  at!: Instant;
  @ApiProperty()
  payloadSha256!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a decision that rests on a session' })
  suite!: string | null;
  @ApiProperty({ description: 'The signature was checked again just now and fits' })
  verified!: boolean;
  @ApiProperty({ type: String, nullable: true })
  fault!: string | null;
  @ApiProperty({ type: String, nullable: true })
  text!: string | null;
  @ApiProperty({ type: String, nullable: true })
  challenge!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the key' })
  key!: string | null;
  @ApiProperty({ type: String, nullable: true })
  publicKeyPem!: string | null;
  @ApiProperty({ type: String, nullable: true })
  signature!: string | null;
  @ApiProperty({ type: String, nullable: true })
  authenticatorData!: string | null;
  @ApiProperty({ type: String, nullable: true })
  clientDataJSON!: string | null;
  @ApiProperty({ type: String, nullable: true })
  origin!: string | null;
  @ApiProperty({ type: String, nullable: true })
  rpId!: string | null;

  static from(given: SignedDecision): SignedDecisionResponse {
    const { decision, slot, organisation, at, payloadSha256, suite, fault, text, key, origin, rpId } = given;
    return Object.assign(new SignedDecisionResponse(), {
      decision,
      slot,
      organisation,
      at,
      payloadSha256,
      suite,
      verified: suite !== null && fault === null,
      fault,
      text,
      challenge: text === null ? null : approvalChallenge(text).toString('base64url'),
      key: key?.keyHash ?? null,
      publicKeyPem: key && spkiPem(key),
      signature: base64url(given.signature),
      authenticatorData: base64url(given.authenticatorData),
      clientDataJSON: base64url(given.clientData),
      origin,
      rpId,
    });
  }
}

export class SignedDecisionsResponse {
  @ApiProperty({ type: [SignedDecisionResponse] })
  items!: SignedDecisionResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;

  static from(decisions: readonly SignedDecision[]): SignedDecisionsResponse {
    return Object.assign(new SignedDecisionsResponse(), { items: decisions.map((given) => SignedDecisionResponse.from(given)), nextCursor: null });
  }
}

class KeyWordResponse {
  @ApiProperty()
  organisation!: string;
  @ApiProperty()
  person!: string;
  @ApiInstant()
  at!: Instant;
}

export class KeyConfirmationResponse extends KeyWordResponse {
  @ApiProperty({ description: 'The same party refused the key since: this counts no more' })
  takenBack!: boolean;

  static from({ organisation, person, at, isTakenBack: takenBack }: KeyConfirmationView): KeyConfirmationResponse {
    return Object.assign(new KeyConfirmationResponse(), { organisation, person, at, takenBack });
  }
}

export class KeyRefusalResponse extends KeyWordResponse {
  @ApiProperty({ type: String, nullable: true, description: 'null of one from before reasons were asked for' })
  reason!: string | null;

  static from({ organisation, person, at, reason }: KeyRefusalView): KeyRefusalResponse {
    return Object.assign(new KeyRefusalResponse(), { organisation, person, at, reason });
  }
}

/** A key that signs decisions here, or waits for that. */
export class KeyAdmissionResponse {
  @ApiProperty({ description: 'SHA-256 of the public key' })
  key!: string;
  @ApiProperty({ enum: ['ed25519', 'webauthn'] })
  suite!: string;
  @ApiProperty()
  person!: string;
  @ApiProperty()
  organisation!: string;
  @ApiInstant()
  askedAt!: Instant;
  @ApiInstant({ nullable: true })
  revokedAt!: Instant | null;
  @ApiProperty({ description: 'It signs now' })
  admitted!: boolean;
  @ApiProperty({ type: [KeyConfirmationResponse] })
  confirmations!: KeyConfirmationResponse[];
  @ApiProperty({ type: [KeyRefusalResponse], description: 'Who said that it is not this person’s; one party alone ends nothing' })
  refusals!: KeyRefusalResponse[];
  @ApiProperty({ description: 'Two parties said so: nobody confirms it any more' })
  refused!: boolean;

  static from(view: KeyAdmissionView): KeyAdmissionResponse {
    const { keyHash: key, suite, person, organisation, askedAt, revokedAt, isAdmitted: admitted, confirmations, refusals, isRefused: refused } = view;
    return Object.assign(new KeyAdmissionResponse(), {
      key,
      suite,
      person,
      organisation,
      askedAt,
      revokedAt,
      admitted,
      confirmations: confirmations.map((confirmation) => KeyConfirmationResponse.from(confirmation)),
      refusals: refusals.map((refusal) => KeyRefusalResponse.from(refusal)),
      refused,
    });
  }
}

export class KeyAdmissionsResponse {
  @ApiProperty({ type: [KeyAdmissionResponse] })
  items!: KeyAdmissionResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
