import type { budgetZhCN } from './budget.zh-CN.js';
import type { Translated } from './translated.js';

export const budgetEn: Translated<typeof budgetZhCN> = {
  title: 'Yearly budget',
  link: 'Yearly budget',
  lead: 'What a resolution of the owners allows to be spent in a year, line by line; where the contract asks for it, every payout has to fit in.',
  of: (year, version, resolution) => `Budget of ${year} (version ${version}, ${resolution})`,
  none: 'No budget is recorded yet',
  noneHint: 'Record a resolution of kind “budget” first, then fill in the lines below.',
  columns: { line: 'Line', budget: 'Budget (CNY)', used: 'Used (CNY)', left: 'Left (CNY)', share: 'Share used' },
  usedNote: 'Used: paid this year, and what is asked for, approved and on its way.',
  total: 'Total',
  lines: {
    'SVC 5001.01': 'Property service, base',
    'SVC 5001.02': 'Property service, performance',
    'SVC 5201': 'Service fund, taxes',
    'COM 5101': 'Common income, reasonable cost',
    'COM 5201': 'Common income, taxes',
    'COM 5401': 'Common income, audit',
    'COM 5402': 'Common income, committee',
    'COM 5901': 'Common income, other',
    'QLT 5401': 'Quality fund, audit',
    'QLT 5402': 'Quality fund, committee',
    'QLT 5901': 'Quality fund, other',
  },
  adopt: 'Record a budget',
  adoptNote:
    'It counts once another organisation has confirmed it; until then it can be taken back. Recorded again for the same year it is a new version in place of the earlier one, never below what is used. A line that is left empty allows nothing.',
  fields: { year: 'Year', resolution: 'By resolution' },
  submit: 'Record it',
  done: 'The budget is recorded; another organisation has to confirm it',
  published: {
    title: (year) => `What is used of the budget of ${year}`,
    note: (resolution) =>
      `Resolution of the owners ${resolution}. Paid: what the bank has paid from the year’s first day to the end of the period, less what came back.`,
    paid: 'Paid (CNY)',
  },
};
