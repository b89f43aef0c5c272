import type { resolutionsZhCN } from './resolutions.zh-CN.js';
import type { Translated } from './translated.js';

export const resolutionsEn: Translated<typeof resolutionsZhCN> = {
  title: 'Resolutions',
  lead: 'What the owners decided, with its paper. Rates, waivers and the use of common income name a resolution.',
  list: 'All resolutions',
  empty: 'No resolution is recorded yet',
  emptyHint: 'Record the first one below: have the scan of the sealed paper ready.',
  kind: {
    FEE: 'Fees',
    WAIVER: 'Waivers',
    COM_USE: 'Use of common income',
    SPENDING: 'Spending',
    MAINTENANCE: 'Maintenance fund',
    OTHER: 'Other',
  },
  columns: { number: 'Number', title: 'Title', kind: 'Kind', decidedOn: 'Decided on', days: 'In force', limit: 'Limit (CNY)', document: 'Paper' },
  days: (from, to) => (to === null ? `from ${from}` : `${from} to ${to}`),
  noLimit: 'none',
  replaces: (number) => `replaces ${number}`,
  replacedBy: (number) => `replaced by ${number}`,
  record: 'Record a resolution',
  recordNote: 'It cannot be changed afterwards; record a new one in its place where it is wrong.',
  fields: {
    title: 'Title',
    kind: 'Kind',
    decidedOn: 'Decided on',
    from: 'In force from',
    to: 'Last day',
    limit: 'Limit in all (CNY)',
    replaces: 'Replaces',
    document: 'Paper',
  },
  hints: {
    title: 'it is published in the statements: no personal data in it',
    to: 'may be left empty: open',
    limit: 'may be left empty: no limit',
    replaces: 'none: leave as it is; the earlier one ends on the day before this one begins',
    document: 'PDF, picture, XLSX or DOCX, at most 20 MB',
  },
  submit: 'Record it',
  done: (number) => `Recorded as ${number}`,
};
