import { DomainError, roles, type OrganisationId, type Role } from '../../../kernel/index.js';

/** OWNERS: all owners of a compound together. AGENCY: hired to keep books or to audit them. */
export const organisationKinds = ['OWNERS', 'COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AGENCY'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export interface OrganisationView {
  readonly id: OrganisationId;
  readonly name: string;
  readonly shortName: string;
  readonly kind: OrganisationKind;
}

/** Who may act as what (domain.md 1). The firm acts as firm alone: it neither approves nor keeps books or cash. */
const kindsOfRole: Readonly<Record<Role, readonly OrganisationKind[]>> = {
  OWNER: ['OWNERS'],
  COMMITTEE: ['COMMITTEE'],
  COMMUNITY: ['COMMUNITY'],
  CENTRE: ['CENTRE'],
  STREET: ['STREET'],
  FIRM: ['FIRM'],
  BOOKKEEPER: ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'AGENCY'],
  CASHIER: ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'AGENCY'],
  AUDITOR: ['AGENCY'],
};

/** @throws IDENTITY_ORGANISATION_KIND */
export function organisationKind(text: string): OrganisationKind {
  const kind = organisationKinds.find((known) => known === text);
  if (kind === undefined) throw new DomainError('IDENTITY_ORGANISATION_KIND', { value: text.slice(0, 20), allowed: organisationKinds.join(', ') });
  return kind;
}

/** @throws IDENTITY_ROLE_UNKNOWN */
export function memberRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (role === undefined) throw new DomainError('IDENTITY_ROLE_UNKNOWN', { value: text.slice(0, 20), allowed: roles.join(', ') });
  return role;
}

/** An organisation acts only in the roles of its kind. @throws IDENTITY_ROLE_NOT_OF_KIND */
export function refuseForeignRole(role: Role, kind: OrganisationKind): void {
  const allowed = kindsOfRole[role];
  if (!allowed.includes(kind)) throw new DomainError('IDENTITY_ROLE_NOT_OF_KIND', { role, kind, allowed: allowed.join(', ') });
}
