import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../kernel/index.js';

/** Without I, L, O and U: nobody has to tell 1 from I, or 0 from O. 32 signs of 5 bits. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 3;
const GROUP_SIGNS = 4;

/** A new code of 60 random bits, as it stands on a letter: `K7QF-2M9T-XB4C`. */
export function newSurveyCode(): string {
  const signs = [...randomBytes(GROUPS * GROUP_SIGNS)].map((byte) => SIGNS[byte % SIGNS.length]).join('');
  return Array.from({ length: GROUPS }, (_, group) => signs.slice(group * GROUP_SIGNS, (group + 1) * GROUP_SIGNS)).join('-');
}

/** What is kept of a code, however it was typed: small letters, spaces, an O for a 0. */
export function surveyCodeHash(code: string): string {
  const signs = code
    .slice(0, 60)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');
  return sha256Hex(signs);
}
