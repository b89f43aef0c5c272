import type { billRefusalsZhCN } from './bill-refusals.zh-CN.js';
import type { Translated } from './translated.js';

/** Units for which a bill run has no bill, as a file. */
export const billRefusalsEn: Translated<typeof billRefusalsZhCN> = {
  columns: { unit: 'Unit', item: 'Item', reason: 'Why there is no bill' },
  noRate: 'no rate for units of this kind: record one under “Fee items”',
  noReading: 'the meter was not read for the month before: import the readings, the next run bills them',
  download: 'Download the units without a bill, and why',
  some: (count) => `${count} more have no bill.`,
};
