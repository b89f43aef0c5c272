import fc from 'fast-check';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { assertionFault, challengeBytes, challengeOf, signedByPasskey, spkiPem, verifyEd25519, type Assertion } from './signatures.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** RFC 8032, section 7.1, test 2. */
const rfc8032 = {
  publicKey: hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  message: hex('72'),
  signature: hex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
};

/** What passkeys of Chromium 147's virtual authenticator signed on http://localhost:4382, and @simplewebauthn/server 14.0.3 verified. */
const passkeys = [
  {
    algorithm: 'EdDSA',
    publicKey: bytes('pAEBAycgBiFYIEaAYu-po61UwYhdWByX8rWbEg6xhboSXlvtG4_dMbyV'),
    authenticatorData: bytes('SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg'),
    clientDataJSON: bytes(
      'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiSzdPWVlQaXlKN1lxX1FQcHRLa1ZhMFJURGQ4YUtMbXFXMHpWZkpZX0QzdyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NDM4MiIsImNyb3NzT3JpZ2luIjpmYWxzZX0',
    ),
    signature: bytes('wwDNSonxH2xOzC5yRW4Xp7pDXXurT8ZC4Zz1AyF5R_0naQhgSdh9ZOZBlabPFGDtaAWnol7jV2LBc4buDi5sBA'),
  },
  {
    algorithm: 'ES256',
    publicKey: bytes('pQECAyYgASFYIHrl2dstpCLLj1h5Wr0uWs1ojlCDQ7tPrDPkUltPoVz-IlggQLP_zpKXAP81e6X-phpWi7wjvfqrqN1CXiZ3vtD1wtY'),
    authenticatorData: bytes('SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg'),
    clientDataJSON: bytes(
      'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiSzdPWVlQaXlKN1lxX1FQcHRLa1ZhMFJURGQ4YUtMbXFXMHpWZkpZX0QzdyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NDM4MiIsImNyb3NzT3JpZ2luIjpmYWxzZX0',
    ),
    signature: bytes('MEUCIBfGG6yAOCORQ5jk6kxQJOi1j0qeYUwX0GTswwrcV3O0AiEAqeFY7qEC-c2xWMyjs95eBguWlrYNIt-R0ta9hlgYWsA'),
  },
  {
    algorithm: 'RS256',
    publicKey: bytes(
      'pAEDAzkBACBZAQDLSIqKwPIp6Sfj0IamhP6Y5FsoXVmhvXOebRBJ2RFLFURUDJBwqxZ0TD6N6zpgC9jaB3rYDrXXJX8UfhSEqjOVx_gzO5CHSRAOYSykrf0WDIvIasIRTrZAlhaep7sAWwO99ebyE1x7-dPt_SnBWdaLbQvWRU4QXxcrfAjzbwgZ3vDjIH5gP19DYwoLDHYjZy4_vO9AObsWTrOChwbN0iSOx1OyVuJt1XZIDshNhJDvBVl1n0dT2cRvIX1qiJGyOW7SskFpbpgoyk-s0bcc67Zoae9F82odxcaGgxtP6OZMFpGGY5pm2RpfYKBeSuoJTZpXt3bP8YvCG-Yn7dhBL5QxIUMBAAE',
    ),
    authenticatorData: bytes('SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg'),
    clientDataJSON: bytes(
      'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiSzdPWVlQaXlKN1lxX1FQcHRLa1ZhMFJURGQ4YUtMbXFXMHpWZkpZX0QzdyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NDM4MiIsImNyb3NzT3JpZ2luIjpmYWxzZX0',
    ),
    signature: bytes(
      'lRAsUAM2Pfykkn33RNtNHsNgboPScEr-b2PUkLOX1v69oUuACtTcjk7bKQuIlRC6zcwa88D5LRHE3OLe_R7CyxGLpDxn6jTMwqubqhJLUZEP6ZHkalByjya200_7czj9bxRXMTvEIAKHx73obu1wUVOBj71w06aSCEiORbkFfB4M_bu1cvo2cJCk5cfBKFa5HedQSEWaIyx9syuGJXMYCI-8GtYRFZOaNTLn94VwDoaDxC1LQ76be_HZPslnOqa7wb5Ulhuvnt2dS72XzsqvP7_UIx8uVAWm05Y2qyDb4hMZHyNHC-ZGIKq_xQLQlcciQv1zhJg87-rEnqcuoYPv8g',
    ),
  },
];
const place = { origin: 'http://localhost:4382', rpId: 'localhost' };
const challenge = challengeOf('mingbai.approval/v1', '{"t":"sample"}');
const fault = (passkey: (typeof passkeys)[number], change: Partial<Assertion> = {}, expected: Partial<Parameters<typeof assertionFault>[2]> = {}) =>
  assertionFault(passkey.publicKey, { ...passkey, ...change }, { ...place, challenge, ...expected });
const flipped = (whole: Uint8Array, bit: number): Buffer => {
  const copy = Buffer.from(whole);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
};
const anyBit = (whole: Uint8Array) => fc.integer({ min: 0, max: whole.length * 8 - 1 });
/** The first passkey's own key is not ours, so what its device would have said otherwise is signed by another. */
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const ownCose = Buffer.concat([hex('a4010103272006215820'), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
function saying(said: object, flags = 0b101): Assertion {
  const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: challenge.toString('base64url'), origin: place.origin, ...said }));
  const authenticatorData = Buffer.from(passkeys[0]?.authenticatorData ?? []);
  authenticatorData.writeUInt8(flags, 32);
  return { authenticatorData, clientDataJSON, signature: sign(null, signedByPasskey({ authenticatorData, clientDataJSON }), privateKey) };
}
const ownFault = (assertion: Assertion) => assertionFault(ownCose, assertion, { ...place, challenge });

describe('Ed25519', () => {
  it('accepts the signature of RFC 8032', () => {
    expect(verifyEd25519(rfc8032.publicKey, rfc8032.message, rfc8032.signature)).toBe(true);
  });

  it('refuses it with any bit of key, message or signature turned', () => {
    const { publicKey: key, message, signature } = rfc8032;
    fc.assert(fc.property(anyBit(signature), (bit) => !verifyEd25519(key, message, flipped(signature, bit))));
    fc.assert(fc.property(anyBit(key), (bit) => !verifyEd25519(flipped(key, bit), message, signature)));
    for (let bit = 0; bit < 8; bit++) expect(verifyEd25519(key, flipped(message, bit), signature)).toBe(false);
  });

  it('refuses what has not the length of a key or of a signature', () => {
    const { publicKey: key, message, signature } = rfc8032;
    expect(verifyEd25519(key.subarray(1), message, signature)).toBe(false);
    expect(verifyEd25519(key, message, Buffer.concat([signature, Buffer.from([0])]))).toBe(false);
    expect(verifyEd25519(key, message, Buffer.alloc(0))).toBe(false);
  });
});

describe('a challenge', () => {
  it('is SHA-256 over the domain, a zero byte and the text', () => {
    // printf 'mingbai.approval/v1\0{"t":"sample"}' | openssl dgst -sha256
    expect(challengeBytes('mingbai.approval/v1', '{"t":"sample"}').toString('latin1')).toBe('mingbai.approval/v1\0{"t":"sample"}');
    expect(challenge.toString('base64url')).toBe('K7OYYPiyJ7Yq_QPptKkVa0RTDd8aKLmqW0zVfJY_D3w');
  });
});

describe.each(passkeys)('a passkey by $algorithm', (passkey) => {
  it('is verified as it was recorded', () => {
    expect(fault(passkey)).toBeNull();
  });

  it('is refused with any bit turned of what it signed, of its signature or of its key', () => {
    const { authenticatorData, clientDataJSON, signature, publicKey: key } = passkey;
    fc.assert(fc.property(anyBit(authenticatorData), (bit) => fault(passkey, { authenticatorData: flipped(authenticatorData, bit) }) !== null));
    fc.assert(fc.property(anyBit(clientDataJSON), (bit) => fault(passkey, { clientDataJSON: flipped(clientDataJSON, bit) }) !== null));
    fc.assert(fc.property(anyBit(signature), (bit) => fault(passkey, { signature: flipped(signature, bit) }) === 'SIGNATURE'));
    fc.assert(fc.property(anyBit(key), (bit) => fault({ ...passkey, publicKey: flipped(key, bit) }) === 'SIGNATURE'));
  });

  it('is refused for another challenge, at another origin and for another host', () => {
    expect(fault(passkey, {}, { challenge: challengeOf('mingbai.approval/v1', '{"t":"another"}') })).toBe('CHALLENGE');
    expect(fault(passkey, {}, { origin: 'http://localhost:4383' })).toBe('ORIGIN');
    expect(fault(passkey, {}, { rpId: 'localhost.example' })).toBe('RP_ID');
  });

  it('has a key that other programs can read', () => {
    const pem = spkiPem({ suite: 'webauthn', publicKey: passkey.publicKey }) ?? '';
    const hash = passkey.algorithm === 'EdDSA' ? null : 'sha256';
    expect(verify(hash, signedByPasskey(passkey), pem, passkey.signature)).toBe(true);
  });
});

describe('what a passkey’s device says', () => {
  it('is taken when its user was there and was verified', () => {
    expect(ownFault(saying({}))).toBeNull();
  });

  it.each([
    ['no user touched it', {}, 0b100, 'USER_ABSENT'],
    ['nobody proved to be its user', {}, 0b001, 'USER_UNVERIFIED'],
    ['it was asked to register', { type: 'webauthn.create' }, 0b101, 'TYPE'],
    ['another page asked inside a frame', { crossOrigin: true }, 0b101, 'ORIGIN'],
    ['the challenge is missing', { challenge: undefined }, 0b101, 'CHALLENGE'],
  ] as const)('is refused when %s', (_, said, flags, expected) => {
    expect(ownFault(saying(said, flags))).toBe(expected);
  });

  it('is refused when it is no JSON, or too short', () => {
    expect(ownFault({ ...saying({}), clientDataJSON: Buffer.from('no json') })).toBe('CLIENT_DATA');
    expect(ownFault({ ...saying({}), authenticatorData: Buffer.alloc(36) })).toBe('CLIENT_DATA');
  });
});

describe('a key as bytes', () => {
  const hexOf = (part = ''): string => Buffer.from(part, 'base64url').toString('hex');
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const ownP256 = { x: hexOf(made.x), y: hexOf(made.y) };

  it('is one as passkeys write it', () => {
    expect(spkiPem({ suite: 'webauthn', publicKey: hex(`a5010203262001215820${ownP256.x}225820${ownP256.y}`) })).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  });

  it.each([
    ['nothing', ''],
    ['a list', '8101'],
    ['a map that goes on after its end', ownCose.toString('hex') + '00'],
    ['a map that says one thing twice', 'a5010103272006' + '0101' + '215820' + '00'.repeat(32)],
    ['a point that is on no curve', 'a5010203262001215820' + '11'.repeat(32) + '225820' + '22'.repeat(32)],
    ['an algorithm that does not belong to its kind', 'a4010103262006215820' + '11'.repeat(32)],
    ['a point of small order, by which anybody signs', 'a4010103272006215820' + '01' + '00'.repeat(31)],
    ['RSA with the exponent 1, by which anybody signs', 'a4010303390100' + '20590100' + 'c1'.repeat(256) + '214101'],
    ['RSA of 1,024 bits', 'a4010303390100' + '20588' + '0' + 'c1'.repeat(128) + '2143010001'],
    ['RSA whose highest bit is not set', 'a4010303390100' + '20590100' + '41'.repeat(256) + '2143010001'],
    ['RSA of 8,192 bits', 'a4010303390100' + '20590400' + 'c1'.repeat(1024) + '2143010001'],
    ['parts in another order', 'a5' + '0326' + '0102' + '2001215820' + ownP256.x + '225820' + ownP256.y],
    ['a part more than belongs to it', 'a5010103272006215820' + ownCose.toString('hex', 10) + '2400'],
    ['a length that is longer than what follows', 'a4010103272006215840' + '11'.repeat(32)],
  ])('is none: %s', (_, text) => {
    expect(spkiPem({ suite: 'webauthn', publicKey: hex(text) })).toBeNull();
  });

  it('is the same whether it came raw or as COSE', () => {
    const raw = ownCose.subarray(-32);
    expect(spkiPem({ suite: 'ed25519', publicKey: raw })).toBe(spkiPem({ suite: 'webauthn', publicKey: ownCose }));
    expect(spkiPem({ suite: 'ed25519', publicKey: raw })).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
  });
});
