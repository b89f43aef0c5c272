import { canonicalJson, challengeOf, sha256Hex, type Instant, type Role } from '../../../kernel/index.js';
import type { Slot } from '../../contracts/index.js';
import type { DecisionKind } from './decisions.js';

/** Before the text in what is hashed: a signature of a decision fits nothing else. */
export const APPROVAL_DOMAIN = 'mingbai.approval/v1';

/** Minutes in which a text that was handed out may come back signed [A]. */
export const SIGNING_MINUTES = 10;

/** Everything that a signature of a decision says (decision 0013). `keyHash` and `payloadSha256` in hex. */
export interface ApprovalStatement {
  /** The compound's slug, which never changes. */
  readonly compound: string;
  readonly number: string;
  readonly revision: number;
  readonly payloadSha256: string;
  readonly decision: DecisionKind;
  readonly reason: string | null;
  readonly slot: Slot;
  readonly role: Role;
  readonly keyHash: string;
  readonly at: Instant;
  /** 16 random bytes in hex: no text is ever handed out twice. */
  readonly nonce: string;
}

/** The canonical form (RFC 8785) of a decision. A reason stands in it by its SHA-256 alone, as it may name people and the text is meant for the public log. */
export function approvalText(statement: ApprovalStatement): string {
  const { compound, number, revision, payloadSha256: doc, decision, reason, slot, role, keyHash: key, at, nonce } = statement;
  return canonicalJson({ t: 'mingbai.approval/1', compound, number, revision, doc, decision, slot, role, key, at, nonce, reason: reason && sha256Hex(reason) });
}

/** What a key signs: 32 bytes. */
export function approvalChallenge(text: string): Buffer {
  return challengeOf(APPROVAL_DOMAIN, text);
}

/** The first 8 digits of a fingerprint, for comparing on another device: "1a2b 3c4d". */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)}`;
}
