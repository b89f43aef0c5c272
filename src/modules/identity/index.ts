export * from './application/access-log.js';
export * from './application/add-membership.js';
export * from './application/add-organisation.js';
export * from './application/add-person.js';
export * from './application/end-membership.js';
export * from './application/identity-queries.js';
export * from './application/parties.js';
export * from './application/person-keys.js';
export * from './application/register-key.js';
export * from './application/revoke-key.js';
export * from './application/set-password.js';
export * from './application/sign-in.js';
export * from './application/sign-out.js';
export { identityInvariants as invariants } from './application/identity-invariants.js';
export { holdsOn, type Membership, type MembershipId, type MembershipView } from './domain/membership.js';
export { organisationKinds, type OrganisationKind, type OrganisationView } from './domain/organisation.js';
export type { PersonView } from './domain/person.js';
export type { KeyPurpose, KeySuite, NewPersonKey, PersonKeyId, PersonKeyView } from './domain/person-key.js';
export { clearSessionCookie, sessionTokenOf, setSessionCookie } from './http/session-cookie.js';
export { SignInBody } from './http/sign-in-body.js';
export * from './identity.module.js';

/** None: shared tables are few and flat, and their statements stand in the commands. */
export const entities = [];
