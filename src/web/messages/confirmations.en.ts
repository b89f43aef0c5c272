import type { confirmationsZhCN } from './confirmations.zh-CN.js';
import type { Translated } from './translated.js';

export const confirmationsEn: Translated<typeof confirmationsZhCN> = {
  state: { WAITING: 'Waits', CONFIRMED: 'Counts', REFUSED: 'Refused' },
  recorded: (by, at) => `recorded by ${by}, ${at}`,
  confirmed: (by, at) => `confirmed by ${by}, ${at}`,
  refused: (by, at, reason) => `refused by ${by}, ${at}: ${reason}`,
  takenBack: (by, at, reason) => `taken back by ${by}, ${at}: ${reason}`,
  waiting: 'Resolutions that wait',
  waitingNote: 'What is recorded counts once another organisation (street, centre, or the community beside a committee) has confirmed it by its paper.',
  confirm: 'The paper says so: confirm',
  refuse: 'Refuse',
  takeBack: 'Take back',
  reason: 'Reason',
  reasonHint: '5 to 200 characters; it is kept',
  done: { CONFIRM: 'Confirmed', REFUSE: 'Refused' },
  task: (number) => `Check resolution ${number}`,
  taskBudget: (year) => `Check the budget of ${year}`,
  taskNote: 'Compare it with its paper, then confirm or refuse it',
};
