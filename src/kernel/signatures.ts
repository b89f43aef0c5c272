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
  const key = signature.length === 64 ? rawEd25519(publicKey) : null;
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
  const key = coseKey(cose);
  return key !== null && verifyWith(key, signedByPasskey(assertion), signature) ? null : 'SIGNATURE';
}

/** The bytes that a passkey signs. */
export function signedByPasskey({ authenticatorData, clientDataJSON }: Pick<Assertion, 'authenticatorData' | 'clientDataJSON'>): Buffer {
  return Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
}

/** The key as PEM, for checking with other programs than this one; null for bytes that are no key. */
export function spkiPem({ suite, publicKey }: SigningKey): string | null {
  const key = suite === 'ed25519' ? rawEd25519(publicKey) : coseKey(publicKey);
  return key?.export({ type: 'spki', format: 'pem' }).toString() ?? null;
}

/** How a key signs: EdDSA (RFC 8032) the message itself, ES256 and RS256 its SHA-256. Null for bytes that are no key. */
export function signingAlgorithm({ suite, publicKey }: SigningKey): 'EdDSA' | 'ES256' | 'RS256' | null {
  const key = suite === 'ed25519' ? rawEd25519(publicKey) : coseKey(publicKey);
  if (key === null) return null;
  return key.asymmetricKeyType === 'ed25519' ? 'EdDSA' : key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
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

/** RFC 8017 allows exponents by which anybody signs: 1 is one of them. */
function strongRsa(key: KeyObject | null): KeyObject | null {
  const { modulusLength = 0, publicExponent } = key?.asymmetricKeyDetails ?? {};
  return modulusLength >= 2_048 && publicExponent === 65_537n ? key : null;
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

function rawEd25519(publicKey: Uint8Array): KeyObject | null {
  return publicKey.length === 32 && bindsItsHolder(publicKey) ? keyOf({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }) : null;
}

/** COSE key types, curves and algorithms (RFC 9053) that passkeys use: EdDSA, ES256, RS256. */
function coseKey(bytes: Uint8Array): KeyObject | null {
  const map = coseMap(Buffer.from(bytes));
  const kind = [1, 3].map((label) => map?.get(label)).join(' ');
  const part = (label: number, length?: number): string | null => {
    const value = map?.get(label);
    return Buffer.isBuffer(value) && (length === undefined || value.length === length) ? value.toString('base64url') : null;
  };
  if (kind === '1 -8' && map?.get(-1) === 6) return rawEd25519(Buffer.from(part(-2, 32) ?? '', 'base64url'));
  if (kind === '2 -7' && map?.get(-1) === 1) return keyOf({ kty: 'EC', crv: 'P-256', x: part(-2, 32), y: part(-3, 32) });
  if (kind === '3 -257') return strongRsa(keyOf({ kty: 'RSA', n: part(-1), e: part(-2) }));
  return null;
}

function keyOf(jwk: Record<string, string | null>): KeyObject | null {
  if (Object.values(jwk).includes(null)) return null;
  try {
    return createPublicKey({ key: jwk as Record<string, string>, format: 'jwk' });
  } catch {
    return null;
  }
}

/** As much of CBOR (RFC 8949) as a COSE key is written in: one map of whole numbers to whole numbers and bytes. Null for anything else, and for what follows it. */
function coseMap(bytes: Buffer): Map<number, number | Buffer> | null {
  let at = 0;
  const head = (): { major: number; value: number } | null => {
    const first = bytes[at++];
    if (first === undefined) return null;
    const [major, short] = [first >> 5, first & 31];
    if (short < 24) return { major, value: short };
    const width = short === 24 ? 1 : short === 25 ? 2 : 0;
    if (width === 0 || at + width > bytes.length) return null;
    const value = bytes.readUIntBE(at, width);
    at += width;
    return { major, value };
  };
  const item = (): number | Buffer | null => {
    const read = head();
    if (read === null || read.major > 2) return null;
    if (read.major === 0) return read.value;
    if (read.major === 1) return -1 - read.value;
    if (at + read.value > bytes.length) return null;
    at += read.value;
    return bytes.subarray(at - read.value, at);
  };
  const map = new Map<number, number | Buffer>();
  const start = head();
  if (start?.major !== 5) return null;
  for (let index = 0; index < start.value; index++) {
    const [label, value] = [item(), item()];
    if (typeof label !== 'number' || value === null || map.has(label)) return null;
    map.set(label, value);
  }
  return at === bytes.length ? map : null;
}
