import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A key of Ed25519 as somebody keeps it in a file. */
export interface SoftKey {
  /** 32 raw bytes. */
  readonly publicKey: Buffer;
  /** SHA-256 of the public key in hex. */
  readonly hash: string;
  readonly privateKey: KeyObject;
  /** The signature of a challenge; both in base64url. */
  sign(challenge: string): string;
}

export function softKey(): SoftKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return {
    publicKey: raw,
    privateKey,
    hash: createHash('sha256').update(raw).digest('hex'),
    sign: (challenge) => sign(null, Buffer.from(challenge, 'base64url'), privateKey).toString('base64url'),
  };
}

/** A passkey of Ed25519 whose device says what a test wants. */
export interface SoftPasskey {
  /** COSE. */
  readonly publicKey: Buffer;
  readonly credentialId: Buffer;
  readonly hash: string;
  assert(challenge: string, said?: { readonly origin?: string; readonly rpId?: string; readonly flags?: number }): PasskeySignature;
}

export interface PasskeySignature {
  readonly suite: 'webauthn';
  readonly signature: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
}

/** User present and verified. */
const UP_AND_UV = 0b101;

export function softPasskey(): SoftPasskey {
  const own = softKey();
  const publicKey = Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), own.publicKey]);
  const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
  return {
    publicKey,
    credentialId: sha256(publicKey).subarray(0, 16),
    hash: sha256(publicKey).toString('hex'),
    assert: (challenge, { origin = 'http://localhost:3000', rpId = 'localhost', flags = UP_AND_UV } = {}) => {
      const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
      const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([flags, 0, 0, 0, 1])]);
      const signature = sign(null, Buffer.concat([authenticatorData, sha256(clientDataJSON)]), own.privateKey);
      return {
        suite: 'webauthn',
        signature: signature.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        clientDataJSON: clientDataJSON.toString('base64url'),
      };
    },
  };
}
