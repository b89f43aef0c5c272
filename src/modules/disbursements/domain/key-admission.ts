import { DomainError, type Instant, type OrganisationId, type PersonId, type Role } from '../../../kernel/index.js';

/** Roles in which somebody signs decisions about payouts. */
export const signingRoles = ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'] as const satisfies readonly Role[];
/** Roles in which somebody confirms that a key is its person's: the firm is a party of the account and knows its people, but approves nothing by this. */
export const confirmingRoles = [...signingRoles, 'FIRM'] as const satisfies readonly Role[];
/** One confirmation at least comes from these: a firm and a street alone admit no key. */
const trusted: readonly Role[] = ['COMMITTEE', 'COMMUNITY', 'CENTRE'];

export const WORDS_NEEDED = 2;

const REASON_LENGTH = { min: 5, max: 200 } as const;

export interface Confirmed {
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  readonly role: Role;
}

/**
 * Whether two parties have said the same of a key, one of them the owners' or the regulator: confirmed, it signs; refused, it never will. One party alone does neither, and a firm and
 * a street together do not. They are others than whoever asked, one each: `refuseWord`, `refuseConfirmation`, `refuseRefusal`.
 */
export function isWordOfTwo(words: readonly Confirmed[]): boolean {
  return words.length >= WORDS_NEEDED && words.some(({ role }) => trusted.includes(role));
}

/** The confirmations that count: whoever refused the key since, by the same organisation or the same person, has taken theirs back. */
export function standing<Word extends Confirmed>(confirmations: readonly Word[], refusals: readonly Confirmed[]): Word[] {
  return confirmations.filter((word) => !hasSpoken(refusals, word));
}

/** What a party found that speaks against a key, in 5 to 200 characters: whoever confirms next reads it. @throws KEY_REASON */
export function refusalReason(text: string): string {
  const reason = text.trim();
  const { min, max } = REASON_LENGTH;
  if (Array.from(reason).length < min || Array.from(reason).length > max || /\p{Cc}/u.test(reason))
    throw new DomainError('KEY_REASON', { field: 'reason', min, max });
  return reason;
}

/** A key that was asked for. */
interface Asked {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  readonly revokedAt: Instant | null;
  readonly refusals: readonly Confirmed[];
  readonly confirmations: readonly Confirmed[];
}

/**
 * Whether somebody may say whose a key is: another person of another organisation than asks, and of firms only the one of the contract; of a key that is
 * revoked, or that two parties refused, nobody any more.
 * @throws KEY_REVOKED KEY_REFUSED KEY_CONFIRM_OWN KEY_CONFIRM_PARTY
 */
export function refuseWord(asked: Asked, by: Confirmed & { readonly isContractFirm: boolean }): void {
  if (asked.revokedAt !== null) throw new DomainError('KEY_REVOKED');
  if (isWordOfTwo(asked.refusals)) throw new DomainError('KEY_REFUSED');
  if (asked.personId === by.personId || asked.organisationId === by.organisationId) throw new DomainError('KEY_CONFIRM_OWN');
  if (by.role === 'FIRM' && !by.isContractFirm) throw new DomainError('KEY_CONFIRM_PARTY');
}

/** Each organisation confirms once, and not what it refused. @throws KEY_CONFIRMED KEY_REFUSED_BY_YOU */
export function refuseConfirmation(asked: Asked, by: Confirmed): void {
  if (hasSpoken(asked.confirmations, by)) throw new DomainError('KEY_CONFIRMED');
  refuseRefusal(asked, by);
}

/** Each organisation refuses once, also what it confirmed before it knew better, which then counts no more (`standing`). @throws KEY_REFUSED_BY_YOU */
export function refuseRefusal({ refusals }: Asked, by: Confirmed): void {
  if (hasSpoken(refusals, by)) throw new DomainError('KEY_REFUSED_BY_YOU');
}

/** Whether a person, or their organisation, is among those who said something. */
export function hasSpoken(words: readonly Confirmed[], by: Pick<Confirmed, 'organisationId' | 'personId'>): boolean {
  return words.some(({ organisationId, personId }) => organisationId === by.organisationId || personId === by.personId);
}
