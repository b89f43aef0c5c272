import { DomainError, type PersonId } from '../../../kernel/index.js';

/** Personal data: names stand in pages for those who may see them, never in errors or logs. */
export interface PersonView {
  readonly id: PersonId;
  readonly login: string;
  readonly name: string;
}

/** @throws IDENTITY_LOGIN_INVALID, which does not repeat it */
export function newLogin(text: string): string {
  if (!/^[a-z][a-z0-9._-]{2,39}$/.test(text)) throw new DomainError('IDENTITY_LOGIN_INVALID');
  return text;
}

/** A login as somebody typed it, in the form in which logins are stored. */
export function typedLogin(text: string): string {
  return text.slice(0, 100).trim().toLowerCase();
}
