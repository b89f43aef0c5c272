import { DomainError, spkiPem, type Id, type Instant, type PersonId } from '../../../kernel/index.js';

export type PersonKeyId = Id<'person-key'>;

/** ed25519: 32 raw bytes of a key that its owner keeps in a file. webauthn: a passkey, as COSE, which never leaves its device. */
export type KeySuite = 'ed25519' | 'webauthn';
export type KeyPurpose = 'APPROVE' | 'SIGN_IN';

export interface PersonKeyView {
  readonly id: PersonKeyId;
  readonly personId: PersonId;
  readonly suite: KeySuite;
  readonly publicKey: Buffer;
  /** SHA-256 of the public key, hex: how people and documents name a key. */
  readonly keyHash: string;
  /** By which a device finds its passkey, base64url; null of a key that is no passkey. */
  readonly credentialId: string | null;
  readonly transports: readonly string[];
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** A public key as its owner hands it in. */
export type NewPersonKey =
  | { readonly suite: 'ed25519'; readonly publicKey: Buffer }
  | {
      readonly suite: 'webauthn';
      readonly publicKey: Buffer;
      readonly credentialId: Buffer;
      readonly transports: readonly string[];
      readonly counter: number;
      readonly purposes: readonly KeyPurpose[];
    };

/** Refuses what is no key that binds whoever holds it. @throws KEY_INVALID */
export function refuseWeakKey(key: NewPersonKey): void {
  if (spkiPem(key) === null) throw new DomainError('KEY_INVALID');
}
