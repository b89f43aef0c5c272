import type { Translated } from './translated.js';
import type { decisionsZhCN } from './decisions.zh-CN.js';

/** What else those who approve decide: penalties and set-offs, deposits kept, money sent back, decisions after a score. */
export const decisionsEn: Translated<typeof decisionsZhCN> = {
  title: 'Other decisions',
  lead: 'Penalties on the firm, set-offs, deposits kept, unidentified money sent back, decisions after a final score. Each with its reason and its paper.',
  done: {
    penalty: 'The penalty is booked',
    offset: 'The set-off is booked',
    kept: 'The deposit is kept and is income now',
    CONFIRM: 'Agreed: the bookkeeper asks for the payout next',
    REFUSE: 'Not agreed: the money stays unidentified',
    later: 'A part of the deduction goes back to the firm',
  },
  reason: 'Reason',
  document: 'Ground (name or number of the paper)',
  file: 'The paper (scan or photo)',
  amount: 'Amount (yuan)',
  penalty: {
    title: 'Penalty on the firm',
    note: 'As the contract has it. All of a quarter count up to the contract’s cap; what is beyond does not count. It comes off what the firm is owed; the rest the firm owes.',
    quarter: 'Quarter',
    none: 'No service fee is booked yet, so nothing can be taken off.',
    submit: 'Impose the penalty',
  },
  dues: {
    title: 'What the firm owes',
    none: 'Nothing is owed',
    kinds: { MONTH: 'Month taken back', PENALTY: 'Penalty', TAKEN: 'Taken by the firm', OPENING: 'Owed when the books began' },
    line: (label, open) => `${label}, CNY ${open} open`,
    payable: (yuan) => `The account owes the firm CNY ${yuan}; a set-off is at most that.`,
    due: 'For',
    submit: 'Set off against what is owed to it',
    giveUp: 'To give up what will not be paid, record a resolution to waive under “Resolutions”; the bookkeeper then writes it off by it.',
    givenUp: (words, amount, day, resolution) => `${words}: CNY ${amount} written off on ${day} by resolution ${resolution}`,
    undone: (resolution) => `taken back by resolution ${resolution}`,
  },
  deposit: {
    title: 'Keep a deposit',
    note: 'Only who speaks for the owners today may keep one, with a paper that shows why. The bookkeeper gives deposits back.',
    none: 'No deposit is held',
    deposit: 'Deposit',
    submit: 'Keep it',
  },
  returns: {
    title: 'Unidentified money to be sent back',
    none: 'Nothing waits for a decision',
    line: (day, payer) => `Received ${day} from ${payer}`,
    why: (reason) => `The bookkeeper’s reason: ${reason}`,
    account: (no, name) =>
      `The bank’s line names no account; it would go to ${no} (${name}). It is not an account that paid before: compare it with the paper.`,
    paper: 'The paper',
    refuseReason: 'Why not',
    confirm: 'Agree to send it back',
    refuse: 'Do not agree',
    task: (count) => (count === 1 ? 'Unidentified money: send it back?' : `Unidentified money: send ${count} receipts back?`),
    taskNote: 'Nobody knows whose money it is; it would go back the way it came',
  },
  later: {
    title: 'Decision after a final score',
    note: 'After a judgment, an award or a review, a part of what the score deducted goes back to the firm. The score stays; the money comes out of the quality fund.',
    quarter: 'Quarter',
    none: 'Nothing was deducted that could be given back',
    option: (quarter, left) => `${quarter}, at most CNY ${left}`,
    decidedOn: 'Decided on',
    submit: 'Give it back',
  },
};
