import { DomainError, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';

/** Roles in which somebody signs decisions about payouts. */
export const signingRoles = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'] as const satisfies readonly Role[];
/** Roles in which somebody confirms that a key is its person's: the firm is a party of the account and knows its people, but approves nothing by this. */
export const confirmingRoles = [...signingRoles, 'FIRM'] as const satisfies readonly Role[];
/** One confirmation at least comes from these: a firm and a street alone admit no key. */
const trusted: readonly Role[] = ['COMMITTEE', 'COMMUNITY', 'CENTRE'];

export const CONFIRMATIONS_NEEDED = 2;

export interface Confirmed {
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  readonly role: Role;
}

/** Whether two parties have confirmed a key, one of them the owners' or the regulator. They are others than whoever asked, one each: `refuseWord`, `refuseConfirmation`. */
export function isAdmitted(confirmations: readonly Confirmed[]): boolean {
  return confirmations.length >= CONFIRMATIONS_NEEDED && confirmations.some(({ role }) => trusted.includes(role));
}

/** A key that was asked for. */
interface Asked {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly revokedAt: Instant | null;
  readonly refusal: object | null;
}

/**
 * Whether somebody may say whose a key is: another person of another organisation than asks, and of firms only the one of the contract; of a key that is
 * revoked or was refused nobody any more.
 * @throws KEY_REVOKED KEY_REFUSED KEY_CONFIRM_OWN KEY_CONFIRM_PARTY
 */
export function refuseWord(asked: Asked, by: Confirmed & { readonly isContractFirm: boolean }): void {
  if (asked.revokedAt !== null) throw new DomainError('KEY_REVOKED');
  if (asked.refusal !== null) throw new DomainError('KEY_REFUSED');
  if (asked.personId === by.personId || asked.organisationId === by.organisationId) throw new DomainError('KEY_CONFIRM_OWN');
  if (by.role === 'FIRM' && !by.isContractFirm) throw new DomainError('KEY_CONFIRM_PARTY');
}

/** Each organisation confirms once. @throws KEY_CONFIRMED */
export function refuseConfirmation({ confirmations }: { readonly confirmations: readonly Confirmed[] }, by: Confirmed): void {
  if (confirmations.some(({ organisationId, personId }) => organisationId === by.organisationId || personId === by.personId))
    throw new DomainError('KEY_CONFIRMED');
}
