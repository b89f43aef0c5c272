/** What was done to a payout, one a step. KEEP_HELD: after the bank did not pay, the amount stays held for another try. BANK_RETURN: a paid one came back. */
export const stepActions = [
  'DRAFT',
  'SUBMIT',
  'GATES_PASSED',
  'GATES_FAILED',
  'APPROVE',
  'RETURN',
  'DEFER',
  'REJECT',
  'RESUME',
  'WITHDRAW',
  'INSTRUCT',
  'FAIL',
  'KEEP_HELD',
  'SETTLE',
  'BANK_RETURN',
  'CLOSE_UNPAID',
  'CANCEL',
] as const;
export type StepAction = (typeof stepActions)[number];
