import { DomainError, Money, type BusinessDate, type Id } from '../../../kernel/index.js';

export type ResolutionId = Id<'resolution'>;

/** What a resolution decides on: fees, waivers, the use of common parts and of their income, spending, the maintenance fund, the contract with a firm, the budget of a year, anything else. */
export const resolutionKinds = ['FEE', 'WAIVER', 'COM_USE', 'SPENDING', 'MAINTENANCE', 'CONTRACT', 'BUDGET', 'OTHER'] as const;
export type ResolutionKind = (typeof resolutionKinds)[number];

/** Kinds by which the same money goes out: the rows of gate G8, and what a budget rests on. */
const sameSpending: readonly (readonly ResolutionKind[])[] = [
  ['SPENDING', 'COM_USE', 'OTHER'],
  ['MAINTENANCE', 'COM_USE'],
  ['BUDGET', 'SPENDING'],
];

/** Whether one paper may not be a resolution of both kinds, since its limit would then count twice. Example: SPENDING and OTHER; not FEE and WAIVER. */
export function allowTheSame(one: ResolutionKind, other: ResolutionKind): boolean {
  return one === other || sameSpending.some((kinds) => kinds.includes(one) && kinds.includes(other));
}

/** By a vote it is confirmed; what its paper alone says waits until another organisation has confirmed that, or refused it. */
export type ConfirmationState = 'WAITING' | 'CONFIRMED' | 'REFUSED';

/** What makes a resolution count for something: that it is confirmed, its kind, its days (`to` null for open) and how much it allows in all (null: no limit). */
export interface ResolutionTerms {
  readonly number: string;
  readonly state: ConfirmationState;
  readonly kind: ResolutionKind;
  readonly from: BusinessDate;
  readonly to: BusinessDate | null;
  readonly limit: Money | null;
}

/** What somebody wants to do by a resolution: on a day, and `asked` yuan on top of the `used` ones. What itself waits to be confirmed `mayWait` beside it. */
export interface ResolutionUse {
  readonly kinds: readonly ResolutionKind[];
  readonly on: BusinessDate;
  readonly asked?: Money;
  readonly used?: Money;
  readonly mayWait?: boolean;
}

/**
 * A resolution that is confirmed covers a use of its kind, on a day on which it is in force, within what is left of its limit.
 * @throws RESOLUTION_WAITING RESOLUTION_REFUSED RESOLUTION_KIND_DIFFERS RESOLUTION_NOT_IN_FORCE RESOLUTION_LIMIT_EXCEEDED
 */
export function assertCovers(
  { number, state, kind, from, to, limit }: ResolutionTerms,
  { kinds, on, asked = Money.zero, used = Money.zero, mayWait = false }: ResolutionUse,
): void {
  if (state === 'REFUSED') throw new DomainError('RESOLUTION_REFUSED', { number });
  if (state === 'WAITING' && !mayWait) throw new DomainError('RESOLUTION_WAITING', { number });
  if (!kinds.includes(kind)) throw new DomainError('RESOLUTION_KIND_DIFFERS', { number, kind, needed: kinds.join(', ') });
  if (on < from || (to !== null && on > to)) throw new DomainError('RESOLUTION_NOT_IN_FORCE', { number, from, to: to ?? '…', on });
  if (limit !== null && !limit.atLeast(used.plus(asked)))
    throw new DomainError('RESOLUTION_LIMIT_EXCEEDED', { number, limit: limit.toString(), used: used.toString(), asked: asked.toString() });
}

/** "JY2024-001", as people cite a resolution. */
export function resolutionNumber(year: number, serial: number): string {
  return `JY${year}-${String(serial).padStart(3, '0')}`;
}
