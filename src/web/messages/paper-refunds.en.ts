import type { paperRefundsZhCN } from './paper-refunds.zh-CN.js';
import type { Translated } from './translated.js';

/** Prepayments that no line of the bank names an account for: they go to the account of a paper, which a second organisation compares. */
export const paperRefundsEn: Translated<typeof paperRefundsZhCN> = {
  title: 'Refund by a paper',
  note: 'Prepayments from the opening balances, from a payment channel, or from bank lines that name no account go to the account that the household gives in writing. The owner side or the centre compares it and agrees; then its payout is asked for.',
  fields: {
    unit: 'Unit',
    amount: 'Amount (yuan)',
    reason: 'Reason',
    accountNo: 'Account number',
    accountName: 'Name of the account',
    document: 'What the household wrote (photo or PDF)',
  },
  reasonHint: 'At least 5 characters, for example: the flat was sold',
  submit: 'Ask for a refund by a paper',
  asked: 'Asked; the owner side or the centre compares the account and agrees.',
  waiting: 'Refunds that were asked for by a paper',
  states: { ASKED: 'Waits to be compared', CONFIRMED: 'Agreed', REFUSED: 'Not agreed' },
  line: (day, last4) => `Asked on ${day}, to the account ending in ${last4}`,
  refusedBecause: (reason) => `Why not: ${reason}`,
  recorded: (last4, on) => `Recorded on ${on}, by a paper to the account ending in ${last4}`,
  decide: {
    title: 'Prepayments to be refunded by a paper',
    none: 'No refund waits to be compared',
    line: (unit) => `prepayment of unit ${unit}`,
    why: (reason) => `The bookkeeper’s reason: ${reason}`,
    account: (no, name) => `It would go to ${no} (${name}). No bank line says where this money came from: compare number, name and household with the paper.`,
    paper: 'The paper',
    refuseReason: 'Why not',
    confirm: 'It agrees: refund it',
    refuse: 'Do not agree',
    task: (count) => (count === 1 ? 'A prepayment goes back by a paper: compare the account' : `${count} prepayments go back by a paper: compare the accounts`),
    taskNote: 'No account is known; compare it with the paper of the household',
  },
};
