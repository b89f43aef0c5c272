import { assert, DomainError } from '../../../kernel/index.js';

/** Kinds that are registered by hand; the firm is a payee by its contract. */
export const registeredPayeeKinds = ['VENDOR', 'TAX_OFFICE', 'CUSTODIAN', 'COMMITTEE', 'OTHER'] as const;
export type RegisteredPayeeKind = (typeof registeredPayeeKinds)[number];
export type PayeeKind = 'FIRM' | RegisteredPayeeKind;

/** Whether a payee is an organisation or a person; a person's name and account are never published. */
export const payeeParties = ['ORGANISATION', 'PERSON'] as const;
export type PayeeParty = (typeof payeeParties)[number];

/** Kinds of which it has to be said; the tax office and a custodian are organisations. */
const eitherParty: readonly PayeeKind[] = ['COMMITTEE', 'OTHER'];
const onlyOrganisations: readonly PayeeKind[] = ['FIRM', 'TAX_OFFICE', 'CUSTODIAN'];

/** Whether the payee is a person, as was said of it. @throws PAYEE_PARTY_MISSING, PAYEE_PARTY_KIND */
export function readPayeeParty(kind: PayeeKind, party: PayeeParty | null): boolean {
  if (party === null && eitherParty.includes(kind)) throw new DomainError('PAYEE_PARTY_MISSING', { field: 'party' });
  if (party === 'PERSON' && onlyOrganisations.includes(kind)) throw new DomainError('PAYEE_PARTY_KIND', { field: 'party' });
  return party === 'PERSON';
}

const NAME_MAX = 60;

/** The number by which people cite a payee, gapless per book: SK001. */
export function payeeNumber(position: number): string {
  assert(Number.isSafeInteger(position) && position > 0, 'payees are counted from 1');
  return `SK${String(position).padStart(3, '0')}`;
}

/** The name as it is registered, trimmed. @throws PAYEE_NAME_TEXT */
export function readPayeeName(text: string): string {
  const name = text.trim();
  if (name === '' || Array.from(name).length > NAME_MAX || /\p{Cc}/u.test(name)) throw new DomainError('PAYEE_NAME_TEXT', { max: NAME_MAX });
  return name;
}
