/** A return of money in suspense: ASKED → CONFIRMED | REFUSED; CONFIRMED → UNDONE while its month is open and no payout has taken it. */
export const suspenseReturnStates = ['ASKED', 'CONFIRMED', 'REFUSED', 'UNDONE'] as const;
export type SuspenseReturnState = (typeof suspenseReturnStates)[number];
