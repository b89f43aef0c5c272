/** A change of the bank account: ASKED → CONFIRMED | REFUSED by another party, or WITHDRAWN by the one that asked. */
export const accountChangeStates = ['ASKED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN'] as const;
export type AccountChangeState = (typeof accountChangeStates)[number];

export const accountChangeAnswers = ['CONFIRM', 'REFUSE', 'WITHDRAW'] as const;
export type AccountChangeAnswer = (typeof accountChangeAnswers)[number];

const states: Readonly<Record<AccountChangeAnswer, AccountChangeState>> = { CONFIRM: 'CONFIRMED', REFUSE: 'REFUSED', WITHDRAW: 'WITHDRAWN' };

export function stateAfter(answer: AccountChangeAnswer): AccountChangeState {
  return states[answer];
}
