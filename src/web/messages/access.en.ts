import type { accessZhCN } from './access.zh-CN.js';
import type { Translated } from './translated.js';

/** The access log: who was refused, who saw whole names or originals. */
export const accessEn: Translated<typeof accessZhCN> = {
  title: 'Access log',
  lead: 'Who was refused, who saw whole names or original papers and why, and who made a letter for a unit, is written here. Nobody can change or remove it.',
  list: 'Lines',
  empty: 'There is no such line',
  emptyHint: 'Choose another kind or other days.',
  all: 'all kinds',
  kind: 'Kind',
  kinds: { REFUSED: 'refused', REVEAL: 'saw whole names', ORIGINAL: 'saw the original', LETTER: 'made a new letter for a unit' },
  from: 'From',
  to: 'To',
  columns: { at: 'When', who: 'Who', kind: 'Kind', what: 'What', why: 'Why' },
  stranger: (id) => `somebody without a part in this compound (no. ${id})`,
  noPart: 'no part',
  action: { GET: 'look', HEAD: 'look', POST: 'send', PUT: 'send', PATCH: 'send', DELETE: 'delete', CLI: 'command line' },
  about: (subject) => `about ${subject}`,
  why: {
    forbidden: 'the role does not allow it, or the form was out of date',
    'not-found': 'it does not exist, or is not theirs to see',
    state: 'not in the state it was in',
    rule: 'a rule does not allow it',
    other: 'not as it must be',
  },
  more: 'what followed in this minute is not listed',
  reveal: 'Show the whole name of one owner',
  revealNote: 'It is shown once. Who looked, when and why is kept in the access log.',
  revealHint: 'For example: a reminder is delivered by hand and must reach the right person',
  revealFields: { unit: 'Code of the unit', reason: 'Why' },
  revealed: (unit, name) => `Owner of ${unit}: ${name ?? 'none on record'}`,
  code: (code) => `code ${code}`,
};
