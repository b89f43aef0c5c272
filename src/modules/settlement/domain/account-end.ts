/**
 * The end of an account that was given up: RECORDED at once where its statements prove that nothing is left; ASKED → CONFIRMED | REFUSED by the centre where it was
 * never imported, since then only paper speaks; either WITHDRAWN by the owner side when it was a mistake.
 */
export const accountEndStates = ['ASKED', 'RECORDED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN'] as const;
export type AccountEndState = (typeof accountEndStates)[number];

/** Whether the account has ended by it. */
export function isEnded(state: AccountEndState): boolean {
  return state === 'RECORDED' || state === 'CONFIRMED';
}

/** Whether it may still be withdrawn. */
export function stands(state: AccountEndState): boolean {
  return state === 'ASKED' || isEnded(state);
}
