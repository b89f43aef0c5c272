import type { bankLineZhCN } from './bank-line.zh-CN.js';
import type { Translated } from './translated.js';

const again = 'Its paper is void and keeps its number; the line can be placed anew.';

export const bankLineEn: Translated<typeof bankLineZhCN> = {
  number: 'Line number in these books',
  numbered: (no) => `line ${no}`,
  takenBack: 'taken back',
  undo: {
    title: 'Take its place back',
    note: 'Until the close it can be taken back: its entries are reversed whole on their own day, and the history stays. Taking it back means:',
    will: {
      RECEIPT: 'The receipt is void and keeps its number; the bills that it paid are owed again.',
      LEASE_RECEIPT: 'The receipt of the lease is void; what it paid is owed again.',
      DISBURSEMENT: 'A payout is not taken back here.',
      SUSPENSE: 'It leaves the unidentified money.',
      INTEREST: 'Each fund’s share of the interest is reversed.',
      CHARGE: 'The charge is reversed, with what was advanced for it.',
      BANK_ERROR: 'It is no error of the bank any more.',
      CORRECTION: 'The bank’s error is to be corrected again.',
      WRONG_CREDIT: 'It is not credited by mistake any more.',
      TAKEN_BACK: 'Both lines go back: the wrong credit waits for the bank again, and this one for a place.',
      SENT_BACK: 'It is not owed to its payer any more; the money is unidentified again.',
      BOUNCED_RECEIPT: 'The receipt that bounced counts again, and so do the bills that it paid.',
      RETURNED_PAYOUT: 'A payout that came back is not taken back here.',
      FIRM_DUE: 'The firm owes it again.',
      CHANNEL_BATCH: 'The payments of the channel are on their way again; a receipt for more than the bills is void and keeps its number.',
      OTHER_INCOME: again,
      DEPOSIT: again,
      FLOAT_BACK: 'The firm has the float again.',
      FOR_OTHERS: again,
      OPENING: 'An opening balance is not taken back here.',
      ACCOUNT_MOVE: 'The lines on both accounts go back, and both wait for a place again.',
    },
    after: { NEW: 'Then the line waits for a place again.', SUSPENSE: 'Then the line is unidentified again.' },
    reason: 'Why it is taken back',
    submit: 'Take it back',
    done: 'Taken back; the history shows it.',
    not: 'Its place cannot be taken back here',
    link: 'Look at it, or take it out',
  },
  parts: {
    more: 'More parts',
    most: 'A line has 50 parts at most.',
    left: (amount) => `CNY ${amount} are left to place.`,
    over: (amount) => `CNY ${amount} too much are placed.`,
    even: 'The parts add up to the whole line.',
    hint: 'Each part has a code and an amount; together they use up the line.',
  },
  candidate: (day, who, remark) => [day, who, remark].filter((text) => text !== '').join(' · '),
  codeHint:
    'A unit as 03-201, a lease as ZL01, a payout as BF2024-0001; for what the bank corrects or takes back, the number of that line from the candidates above; none for unidentified money.',
};
