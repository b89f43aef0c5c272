import { assert, DomainError } from '../../../kernel/index.js';

/** Kinds that are registered by hand; the firm is a payee by its contract. */
export const registeredPayeeKinds = ['VENDOR', 'TAX_OFFICE', 'CUSTODIAN', 'COMMITTEE', 'OTHER'] as const;
export type RegisteredPayeeKind = (typeof registeredPayeeKinds)[number];
export type PayeeKind = 'FIRM' | RegisteredPayeeKind;

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
