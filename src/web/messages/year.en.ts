import type { Translated } from './translated.js';
import type { yearZhCN } from './year.zh-CN.js';

/** The end of a year. */
export const yearEn: Translated<typeof yearZhCN> = {
  title: (year) => `Year end ${year}`,
  lead: 'The close of December carries it over: income and cost of the year go into the balance of each fund, and the new year begins at zero.',
  back: 'Back to the close',
  waits: 'Not yet',
  waitsNote: 'Close the months before December first, one by one.',
  steps: 'Before the close of December',
  ready: 'It can be closed; the year end is booked with it.',
  done: 'Carried over',
  vouchers: (list) => `vouchers ${list}`,
  none: 'Nothing to carry over',
  result: 'The year',
  resultNote: 'Income less cost of the year is carried over; no money moves.',
  fund: 'Fund',
  income: 'Income',
  cost: 'Cost',
  net: 'Result',
  balance: 'Balance before',
  carried: 'Balance after',
  openings: 'What the new year opens with',
  openingsNote: 'What stands at the end of December is what the new year opens with.',
  due: 'Annual statement',
  dueNote: (day) => `The firm’s account of the year is to be published by ${day} (Jiaxing regulation on residential property management, Art. 26).`,
};
