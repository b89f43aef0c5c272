import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

/** A device that makes Ed25519 passkeys and signs with them, as a phone does when its owner unlocks it. */
export class PasskeyDevice {
  readonly credentialId = randomBytes(32);
  private readonly key: KeyObject;
  private readonly raw: Buffer;

  constructor(
    private readonly origin = 'http://localhost:3000',
    private readonly rpId = 'localhost',
  ) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.key = privateKey;
    this.raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  }

  /** What `navigator.credentials.create` gives; `said`: what the device says after the key. */
  create(challenge: string, wrong: { flags?: number; type?: string; rpId?: string; origin?: string; said?: Buffer } = {}) {
    const cose = Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), this.raw]);
    const length = Buffer.from([0, this.credentialId.length]);
    const authenticatorData = Buffer.concat([
      this.head(wrong.rpId, wrong.flags ?? 0x45, 0),
      Buffer.alloc(16),
      length,
      this.credentialId,
      cose,
      wrong.said ?? Buffer.alloc(0),
    ]);
    return { authenticatorData, clientDataJSON: this.said(wrong.type ?? 'webauthn.create', challenge, wrong.origin), transports: ['internal'] };
  }

  /** What `navigator.credentials.get` gives. */
  get(challenge: string, wrong: { flags?: number; counter?: number; rpId?: string; origin?: string } = {}) {
    const authenticatorData = this.head(wrong.rpId, wrong.flags ?? 0x05, wrong.counter ?? 0);
    const clientDataJSON = this.said('webauthn.get', challenge, wrong.origin);
    const signature = sign(null, Buffer.concat([authenticatorData, sha256(clientDataJSON)]), this.key);
    return { credentialId: this.credentialId, authenticatorData, clientDataJSON, signature };
  }

  private head(rpId = this.rpId, flags: number, counter: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  }

  private said(type: string, challenge: string, origin = this.origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
}
