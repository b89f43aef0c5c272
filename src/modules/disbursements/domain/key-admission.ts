import { DomainError, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';

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

/** Whether two parties have confirmed a key, one of them the owners' or the regulator. They are others than whoever asked, one each: `refuseConfirmation`. */
export function isAdmitted(confirmations: readonly Confirmed[]): boolean {
  return confirmations.length >= CONFIRMATIONS_NEEDED && confirmations.some(({ role }) => trusted.includes(role));
}

/**
 * Whether somebody may confirm a key: another person of another organisation than asks, once for each organisation, and of firms only the one of the contract.
 * @throws KEY_CONFIRM_OWN KEY_CONFIRM_PARTY KEY_CONFIRMED
 */
export function refuseConfirmation(
  asked: { readonly personId: PersonId; readonly organisationId: OrganisationId; readonly confirmations: readonly Confirmed[] },
  by: Confirmed & { readonly isContractFirm: boolean },
): void {
  if (asked.personId === by.personId || asked.organisationId === by.organisationId) throw new DomainError('KEY_CONFIRM_OWN');
  if (by.role === 'FIRM' && !by.isContractFirm) throw new DomainError('KEY_CONFIRM_PARTY');
  if (asked.confirmations.some(({ organisationId, personId }) => organisationId === by.organisationId || personId === by.personId))
    throw new DomainError('KEY_CONFIRMED');
}
