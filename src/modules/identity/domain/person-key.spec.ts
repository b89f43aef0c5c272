import { generateKeyPairSync, verify } from 'node:crypto';
import { refusalOf } from '../../../../test/support/refusal.js';
import { refuseWeakKey } from './person-key.js';

const raw = (): Buffer => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
const refusedAs = (publicKey: Buffer) => refusalOf(() => refuseWeakKey({ suite: 'ed25519', publicKey })).code;

describe('refuseWeakKey', () => {
  it('takes a real key', () => {
    expect(() => refuseWeakKey({ suite: 'ed25519', publicKey: raw() })).not.toThrow();
  });

  it.each([0, 31, 33, 64])('refuses %s bytes', (length) => {
    expect(refusedAs(Buffer.alloc(length, 7))).toBe('KEY_INVALID');
  });

  it.each([
    ['0000000000000000000000000000000000000000000000000000000000000000'],
    ['0000000000000000000000000000000000000000000000000000000000000080'],
    ['0100000000000000000000000000000000000000000000000000000000000000'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ])('refuses %s, for which anybody makes a signature without any private key', (hex) => {
    expect(refusedAs(Buffer.from(hex, 'hex'))).toBe('KEY_INVALID');
    // S = 0 and R the neutral point verify wherever the hash of the message is a multiple of the key's small order
    const forged = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]);
    const key = { key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') }, format: 'jwk' } as const;
    const fits = Array.from({ length: 200 }, (_, n) => verify(null, Buffer.from(`payout ${n}`), key, forged));
    expect(fits).toContain(true);
  });
});
