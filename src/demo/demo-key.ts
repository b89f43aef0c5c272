import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before the raw key in its public form. */
const SPKI_LENGTH = 12;

/**
 * The key of somebody in the demo. It is made from the login, so that everybody has it and it proves nothing: it shows how signing works, and no
 * installation with a database of its own has one.
 */
export interface DemoKey {
  readonly publicKey: Buffer;
  /** SHA-256 of the public key, hex. */
  readonly hash: string;
  /** The signature of a challenge; both in base64url. */
  readonly sign: (this: void, challenge: string) => string;
}

export const DEMO_KEY_LABEL = 'DEMO';

const made = new Map<string, DemoKey>();

export function demoKeyOf(login: string): DemoKey {
  const key = made.get(login) ?? makeKey(login);
  made.set(login, key);
  return key;
}

function makeKey(login: string): DemoKey {
  const seed = createHash('sha256').update(`mingbai demo key ${login}`).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(SPKI_LENGTH);
  return {
    publicKey,
    hash: createHash('sha256').update(publicKey).digest('hex'),
    sign: (challenge) => sign(null, Buffer.from(challenge, 'base64url'), privateKey).toString('base64url'),
  };
}
