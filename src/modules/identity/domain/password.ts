import { DomainError } from '../../../kernel/index.js';

const LENGTH_MIN = 8;
/** Far beyond any phrase; hashing a megabyte would be a cheap way to keep the server busy. */
const LENGTH_MAX = 200;

/**
 * A password as it is hashed: in Unicode form NFKC, so that the same characters from another keyboard are the same password
 * (NIST SP 800-63B 5.1.1.2; no rules on kinds of characters). @throws IDENTITY_PASSWORD_SHORT, IDENTITY_PASSWORD_LONG, IDENTITY_PASSWORD_IS_LOGIN
 */
export function newPassword(text: string, login: string): string {
  const password = normalPassword(text);
  const { length } = Array.from(password); // code points: one emoji is one character
  if (length < LENGTH_MIN) throw new DomainError('IDENTITY_PASSWORD_SHORT', { min: LENGTH_MIN });
  if (length > LENGTH_MAX) throw new DomainError('IDENTITY_PASSWORD_LONG', { max: LENGTH_MAX });
  if (password.toLowerCase() === login) throw new DomainError('IDENTITY_PASSWORD_IS_LOGIN');
  return password;
}

/** What somebody typed, in the form in which passwords are compared; cut where no password reaches. */
export function normalPassword(text: string): string {
  return text.slice(0, 4 * LENGTH_MAX).normalize('NFKC');
}
