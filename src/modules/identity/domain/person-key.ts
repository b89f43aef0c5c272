import { DomainError, type Id, type Instant, type PersonId } from '../../../kernel/index.js';

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

const RAW_LENGTH = 32;
/**
 * Points of small order without their sign: anybody finds a "signature" that fits them, so whoever registered one could say of any
 * approval that somebody else gave it (libsodium, ge25519_has_small_order).
 */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** Refuses what is no Ed25519 key that binds whoever holds it. @throws KEY_INVALID */
export function refuseWeakKey(key: NewPersonKey): void {
  if (key.suite !== 'ed25519') return;
  const unsigned = Buffer.from(key.publicKey);
  if (unsigned.length === RAW_LENGTH) unsigned.writeUInt8(unsigned.readUInt8(RAW_LENGTH - 1) & 0x7f, RAW_LENGTH - 1);
  if (unsigned.length !== RAW_LENGTH || SMALL_ORDER.includes(unsigned.toString('hex'))) throw new DomainError('KEY_INVALID');
}
