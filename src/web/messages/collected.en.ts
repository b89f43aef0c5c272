import type { collectedZhCN } from './collected.zh-CN.js';
import type { Translated } from './translated.js';

/** Money collected for others, for the bookkeeper. */
export const collectedEn: Translated<typeof collectedZhCN> = {
  title: 'Collected for others',
  lead: 'Money that owners pay into the account and somebody else is owed, such as water bills. It is not the owners’, and goes to its payee only.',
  back: 'Common income',
  open: 'Collected for others: held, pass on',
  list: 'What came in for whom',
  listNote: 'The oldest money is passed on first. Place bank lines under “Line by line” as “collected for somebody else”.',
  none: 'Nothing is collected for others',
  noneHint: 'Register the payee under “Payees”, then place bank lines as collected for it under “Line by line”.',
  columns: { payee: 'Payee', received: 'Received (CNY)', passedOn: 'Passed on (CNY)', held: 'Held (CNY)', heldSince: 'Oldest money of' },
  passOn: 'Pass on to a payee',
  passOnNote: 'Then ask for the payment under “Ask for payouts”: after the approvals it goes to the account that is registered for the payee.',
  option: (payee, held) => `${payee}, CNY ${held} held`,
  fields: {
    payee: 'Payee',
    amount: 'Amount (yuan)',
    period: 'Period',
    description: 'What for',
    invoiceNo: 'Number of the bill or invoice (optional)',
    document: 'The payee’s bill, or the list of who paid (scan or photo)',
    number: 'Which one',
    reason: 'Why it is taken back',
  },
  hints: {
    period: 'A month, quarter or year, such as 2024-05',
    description: 'Published: no names, phones or rooms; such as “water, May 2024”',
    document: 'Each paper counts once',
    reason: 'One line, kept on file and not published. The money is held for the payee again, and the bill may be used again.',
  },
  submit: 'Record it',
  done: 'Recorded',
  doneNext: 'Ask for the payment under “Ask for payouts”',
  passedOn: 'What was passed on',
  passedOnColumns: { number: 'Number', payee: 'Payee', words: 'What for', on: 'Recorded on', amount: 'Amount (CNY)', state: 'State' },
  states: { waiting: 'In no payout yet', inPayout: 'In a payout, or paid', takenBack: (day, reason) => `Taken back on ${day}: ${reason}` },
  takeBack: 'Take back',
  takeBackNote:
    'What was recorded wrongly is taken back before its payout is approved. Cancel a payout that was asked for first, so that nobody looks at it in vain.',
  takeBackOption: (number, payee, amount) => `${number} ${payee} CNY ${amount}`,
  takeBackSubmit: 'Take it back',
  takenBack: 'Taken back: the money is held for the payee',
};
