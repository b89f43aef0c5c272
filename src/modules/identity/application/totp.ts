import { createHmac } from 'node:crypto';

const STEP_SECONDS = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The half minute in which a moment lies, in seconds since 1970 (RFC 6238). */
export function stepOf(seconds: number): number {
  return Math.floor(seconds / STEP_SECONDS);
}

/** The code of a step: HMAC-SHA-1, dynamically truncated to decimal digits (RFC 4226 5.3). */
export function codeOf(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is, among the present one and its neighbours (clocks of telephones differ); null for none. */
export function stepOfCode(secret: Uint8Array, code: string, seconds: number): number | null {
  const now = stepOf(seconds);
  return [now, now - 1, now + 1].find((step) => codeOf(secret, step) === code) ?? null;
}

/** As apps take a secret (RFC 4648 6), without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What the square picture says to an app. `issuer` is how the app names us. */
export function otpauthUri(issuer: string, login: string, secret: string): string {
  const label = [issuer, login].map(encodeURIComponent).join(':');
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
