import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** ed25519: a key of 32 raw bytes that signs the challenge itself. webauthn: a passkey, whose device signs what it and the browser say around the challenge. */
export type SignatureSuite = 'ed25519' | 'webauthn';

/** A public key as it was registered: 32 raw bytes, or the COSE form of a passkey (RFC 9052). */
export interface SigningKey {
  readonly suite: SignatureSuite;
  readonly publicKey: Uint8Array;
}

/** What a passkey's device hands over, in its own bytes (Web Authentication Level 2, section 7.2). */
export interface Assertion {
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly signature: Uint8Array;
}

/** Where the passkey was to be used: the page's origin, and the host that the passkey belongs to. */
export interface Place {
  readonly origin: string;
  readonly rpId: string;
}

/** What is wrong with an assertion; null for nothing. */
export type AssertionFault = 'CLIENT_DATA' | 'TYPE' | 'CHALLENGE' | 'ORIGIN' | 'RP_ID' | 'USER_ABSENT' | 'USER_UNVERIFIED' | 'SIGNATURE' | null;

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** SHA-256 over a domain, a zero byte and a text: no signature for one purpose fits another. */
export function challengeOf(domain: string, text: string): Buffer {
  return sha256(challengeBytes(domain, text));
}

/** The bytes that `challengeOf` hashes, as a file holds them. */
export function challengeBytes(domain: string, text: string): Buffer {
  return Buffer.from(`${domain}\0${text}`, 'utf8');
}

/** RFC 8032, of the message as it is. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = signature.length === 64 ? keyObject({ suite: 'ed25519', publicKey }) : null;
  return key !== null && verify(null, message, key, signature);
}

/**
 * Whether an assertion is over this challenge, made at this place by this key with its user present and verified. The counter is left aside: it tells of
 * copied authenticators while signing in, and is no property of what was signed, which is checked again years later.
 */
export function assertionFault(cose: Uint8Array, assertion: Assertion, expected: Place & { readonly challenge: Uint8Array }): AssertionFault {
  const { authenticatorData, clientDataJSON, signature } = assertion;
  const said = clientDataOf(clientDataJSON);
  if (said === null || authenticatorData.length < 37) return 'CLIENT_DATA';
  if (said['type'] !== 'webauthn.get') return 'TYPE';
  if (said['challenge'] !== Buffer.from(expected.challenge).toString('base64url')) return 'CHALLENGE';
  if (said['origin'] !== expected.origin || said['crossOrigin'] === true) return 'ORIGIN';
  const data = Buffer.from(authenticatorData);
  if (!data.subarray(0, 32).equals(sha256(expected.rpId))) return 'RP_ID';
  const flags = data.readUInt8(32);
  if ((flags & 0b001) === 0) return 'USER_ABSENT';
  if ((flags & 0b100) === 0) return 'USER_UNVERIFIED';
  const key = keyObject({ suite: 'webauthn', publicKey: cose });
  return key !== null && verifyWith(key, signedByPasskey(assertion), signature) ? null : 'SIGNATURE';
}

/** The bytes that a passkey signs. */
export function signedByPasskey({ authenticatorData, clientDataJSON }: Pick<Assertion, 'authenticatorData' | 'clientDataJSON'>): Buffer {
  return Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
}

/** How the bytes of a public key are written, and the SubjectPublicKeyInfo (RFC 5280) that is made of them. Bytes and places are in hex and from 0. */
export interface KeyForm {
  /** EdDSA (RFC 8032) signs the message itself, ES256 and RS256 its SHA-256. */
  readonly algorithm: 'EdDSA' | 'ES256' | 'RS256';
  readonly size: number;
  /** What stands where in every key of this form. */
  readonly fixed: readonly (readonly [at: number, hex: string])[];
  /** What stands before the key's own bytes, which of them, and what stands after. */
  readonly spki: { readonly prefix: string; readonly slices: readonly (readonly [at: number, length: number])[]; readonly suffix: string };
}

/** The form of a key; null for bytes that are no key that signs, or one by which anybody signs. */
export function keyForm(key: SigningKey): KeyForm | null {
  const form = formOf(key);
  return form !== null && keyObject(key, form) !== null ? form : null;
}

/** The COSE key with which bytes begin, without what follows it: a device may say more after it (credProtect). Null where none stands there. */
export function leadingCoseKey(bytes: Uint8Array): Uint8Array | null {
  const ofRsa = bytes.length < 11 ? 0 : Buffer.from(bytes).readUInt16BE(9) + 16;
  const keys = [42, 77, ofRsa].map((size) => bytes.subarray(0, size));
  return keys.find((publicKey) => keyForm({ suite: 'webauthn', publicKey }) !== null) ?? null;
}

/** The key as PEM, for checking with other programs than this one; null for bytes that are no key. */
export function spkiPem(key: SigningKey): string | null {
  return keyObject(key)?.export({ type: 'spki', format: 'pem' }).toString() ?? null;
}

function verifyWith(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const isEd25519 = key.asymmetricKeyType === 'ed25519';
  return isEd25519 ? signature.length === 64 && verify(null, message, key, signature) : verify('sha256', message, key, signature);
}

function clientDataOf(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Points of small order (RFC 7748, section 7), the sign of x left out: a signature of them fits any text. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

function bindsItsHolder(publicKey: Uint8Array): boolean {
  const unsigned = Buffer.from(publicKey);
  unsigned.writeUInt8(unsigned.readUInt8(31) & 0x7f, 31);
  return !SMALL_ORDER.has(unsigned.toString('hex'));
}

const ED25519_SPKI = '302a300506032b6570032100';
const P256_SPKI = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';

/**
 * 32 raw bytes, or COSE as every passkey writes it: CTAP2 canonical CBOR without optional parameters (Web Authentication Level 2, section 6.5.1.1), so that
 * one key has one text, and its parts stand at the same places for whoever checks it without us.
 */
function formOf({ suite, publicKey: { length: size } }: SigningKey): KeyForm | null {
  const ed25519 = (at: number): KeyForm['spki'] => ({ prefix: ED25519_SPKI, slices: [[at, 32]], suffix: '' });
  if (suite === 'ed25519') return size === 32 ? { algorithm: 'EdDSA', size, fixed: [], spki: ed25519(0) } : null;
  if (size === 42) return { algorithm: 'EdDSA', size, fixed: [[0, 'a4010103272006215820']], spki: ed25519(10) };
  if (size === 77) {
    const spki = { prefix: P256_SPKI, slices: [[10, 32], [45, 32]], suffix: '' } as const; // prettier-ignore
    return { algorithm: 'ES256', size, fixed: [[0, 'a5010203262001215820'], [42, '225820']], spki }; // prettier-ignore
  }
  const modulus = size - 16;
  if (modulus < 256 || modulus > 512) return null;
  const long = (more: number): string => (modulus + more).toString(16).padStart(4, '0');
  const prefix = `3082${long(34)}300d06092a864886f70d01010105000382${long(15)}003082${long(10)}0282${long(1)}00`;
  const fixed = [[0, `a40103033901002059${long(0)}`], [size - 5, '2143010001']] as const; // prettier-ignore
  return { algorithm: 'RS256', size, fixed, spki: { prefix, slices: [[11, modulus]], suffix: '0203010001' } };
}

function keyObject(signing: SigningKey, form = formOf(signing)): KeyObject | null {
  if (form === null) return null;
  const bytes = Buffer.from(signing.publicKey);
  const { fixed, spki, algorithm } = form;
  if (!fixed.every(([at, hex]) => bytes.toString('hex', at, at + hex.length / 2) === hex)) return null;
  const own = Buffer.concat(spki.slices.map(([at, length]) => bytes.subarray(at, at + length)));
  // of an RSA key the top bit is set, or its number would be written otherwise; the exponent is the fixed one
  if (algorithm === 'EdDSA' ? !bindsItsHolder(own) : algorithm === 'RS256' && own.readUInt8(0) < 0x80) return null;
  try {
    return createPublicKey({ key: Buffer.concat([Buffer.from(spki.prefix, 'hex'), own, Buffer.from(spki.suffix, 'hex')]), format: 'der', type: 'spki' });
  } catch {
    return null; // a point that lies on no curve
  }
}
