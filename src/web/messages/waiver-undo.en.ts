import type { Translated } from './translated.js';
import type { waiverUndoZhCN } from './waiver-undo.zh-CN.js';

/** Waivers and write-offs that the owner side takes back. */
export const waiverUndoEn: Translated<typeof waiverUndoZhCN> = {
  open: 'Take it back',
  effect: (of, amount) =>
    `${of} owes ${amount} yuan again; what the unit holds in advance settles it at once. A closed month stays as it is, the reversal counts from today.`,
  reason: 'Why it is taken back (5 to 200 characters)',
  submit: 'Take it back',
  done: 'Taken back: the unit owes it again',
  since: (on, reason) => `Taken back on ${on}: ${reason}`,
};
