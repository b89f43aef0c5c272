import { codeOf, stepOf } from '../../src/modules/identity/application/totp.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What the app on a person's phone shows: a code of the secret it was given, now or some half minutes later. Real time: so have servers. */
export function shownCode(secret: string, later = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return codeOf(bytes, stepOf(Date.now() / 1000) + later);
}
