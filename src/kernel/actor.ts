import type { CommunityId, OrganisationId, PersonId } from './ids.js';

/** What a person may be in a compound (domain.md 1). A person acts for one organisation in one role at a time. */
export const roles = ['OWNER', 'COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'] as const;
export type Role = (typeof roles)[number];

/** Who does something, resolved from a session and never from a request body. */
export interface Actor {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly communityId: CommunityId;
  readonly roles: readonly Role[];
}
