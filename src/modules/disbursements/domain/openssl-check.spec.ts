import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOpenssl, succeeds, typeLines } from '../../../../test/support/openssl.js';
import { instant, type SigningKey } from '../../../kernel/index.js';
import { approvalChallenge, approvalText } from './approval-text.js';
import { opensslCheck, type SignedBytes } from './openssl-check.js';

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const cose = (head: string, ...parts: readonly (string | undefined)[]): Buffer =>
  Buffer.concat([head, ...parts].map((part, index) => Buffer.from(part ?? '', index % 2 === 0 ? 'hex' : 'base64url')));

/** A key of each kind that signs, with how it signs. */
const kinds: Record<string, () => { key: SigningKey; privateKey: KeyObject; hash: string | null }> = {
  'a key in a file': () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return { key: { suite: 'ed25519', publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32) }, privateKey, hash: null };
  },
  'a passkey of EdDSA': () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return { key: { suite: 'webauthn', publicKey: cose('a4010103272006215820', publicKey.export({ format: 'jwk' }).x) }, privateKey, hash: null };
  },
  'a passkey of ES256': () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    return { key: { suite: 'webauthn', publicKey: cose('a5010203262001215820', x, '225820', y) }, privateKey, hash: 'sha256' };
  },
  'a passkey of RS256': () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    return { key: { suite: 'webauthn', publicKey: cose('a401030339010020590100', n, '2143', e) }, privateKey, hash: 'sha256' };
  },
};

function signedBy(kind: keyof typeof kinds): SignedBytes {
  const made = kinds[kind];
  if (!made) throw new Error(kind);
  const { key, privateKey, hash } = made();
  const [payload, reason] = ['{"amount":"44792.86"}', '发票抬头与合同不符'];
  const text = approvalText({
    compound: 'ryxc',
    number: 'BF2024-0001',
    revision: 1,
    payloadSha256: sha256(payload).toString('hex'),
    decision: 'REJECT',
    reason,
    slot: 'OWNER_SIDE',
    role: 'COMMUNITY',
    keyHash: sha256(key.publicKey).toString('hex'),
    at: instant('2024-05-16T09:00:00+08:00'),
    nonce: '00112233445566778899aabbccddeeff',
  });
  const challenge = approvalChallenge(text);
  const common = { text, payload, reason, key };
  if (key.suite === 'ed25519') return { ...common, signature: sign(null, challenge, privateKey), authenticatorData: null, clientData: null, rpId: null };
  const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: challenge.toString('base64url'), origin: 'https://mingbai.example' }));
  const authenticatorData = Buffer.concat([sha256('mingbai.example'), Buffer.from([5, 0, 0, 0, 1])]);
  const signature = sign(hash, Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
  return { ...common, signature, authenticatorData, clientData, rpId: 'mingbai.example' };
}

const OPENSSL = hasOpenssl('decisions are checked again by openssl alone');

describe.each(Object.keys(kinds))('what openssl is told about a decision that was signed by %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'mingbai-openssl-'));
  const { files, lines } = opensslCheck(signedBy(kind));
  beforeEach(() => files.forEach(({ name, bytes }) => writeFileSync(join(folder, name), bytes)));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is enough, each line by itself', () => {
    if (!OPENSSL) return;
    for (const typed of typeLines(lines, folder)) {
      expect(typed).toMatchObject({ status: 0 });
      if (!/message\.bin approval\.txt$|client-data\.hash/.test(typed.line)) expect(typed.said).toMatch(/^OK: |Verified|"decision":"REJECT"/);
    }
    expect(succeeds(lines, folder)).toBe(true);
  });

  it.each(files.map(({ name }) => name))('fails when a byte of %s is another', (name) => {
    if (!OPENSSL) return;
    const bytes = readFileSync(join(folder, name));
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(join(folder, name), bytes);
    expect(succeeds(lines, folder)).toBe(false);
  });

  it('believes no key.pem that somebody has laid there: whoever made it could sign by it', () => {
    if (!OPENSSL) return;
    const forged = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(folder, 'key.pem'), forged.publicKey.export({ type: 'spki', format: 'pem' }));
    expect(succeeds(lines, folder)).toBe(true);
    writeFileSync(join(folder, 'signature.bin'), sign('sha256', readFileSync(join(folder, 'message.bin')), forged.privateKey));
    writeFileSync(join(folder, 'key.pem'), forged.publicKey.export({ type: 'spki', format: 'pem' }));
    expect(succeeds(lines, folder)).toBe(false);
  });
});
