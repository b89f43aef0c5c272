import type { Translated } from './translated.js';
import type { workZhCN } from './work.zh-CN.js';

/** Work that takes a while: how far it is, what came of it, why it was refused. */
export const workEn: Translated<typeof workZhCN> = {
  title: 'Work in progress',
  lead: 'Imports and bill runs of many rows go on by themselves. Leave and come back as you like; all of it is written, or nothing.',
  kind: { BANK_IMPORT: 'Import of bank lines', BILL_RUN: 'Bill run' },
  of: (kind, label) => `${kind}: ${label}`,
  state: { RUNNING: 'Going on', DONE: 'Done', REFUSED: 'Refused', BROKEN: 'Broken off', LOST: 'Broken off' },
  rows: (done, total) => `${done} of ${total} rows`,
  reading: 'Reading the file',
  refresh: 'This page renews itself every 2 seconds. You may close or leave it; “Work in progress” shows it again.',
  now: 'Look now',
  started: (at) => `begun ${at}`,
  ended: (at) => `ended ${at}`,
  imported: (fresh, known) => `${fresh} new lines${known > 0 ? `, ${known} were there already` : ''}.`,
  billed: (bills, total) => `${bills} bills, CNY ${total} in all.`,
  toBank: 'Go on to match them',
  toBills: 'See the bills',
  nothing: 'Nothing was written.',
  rejected: 'See why each row cannot be imported, and download them as a file',
  again: 'Upload it anew once it is put right',
  againBills: 'Back to billing',
  brokenNote: 'Something broke on our side and nothing was written. Do it again; if it stays, tell the administrator.',
  lostNote:
    'The program that ran it stopped, and nobody knows whether it had finished. Do the same again: what is written already is not written twice, and you are told.',
  list: 'Latest work',
  none: 'There was none yet',
  see: 'Look at it',
};
