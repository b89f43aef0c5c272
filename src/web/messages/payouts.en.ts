import type { payoutsZhCN } from './payouts.zh-CN.js';
import type { Translated } from './translated.js';

/** Payouts that are paid for a document, on the pages of those who work on them. */
export const payoutsEn: Translated<typeof payoutsZhCN> = {
  kinds: {
    COST: 'Reasonable cost',
    TAX: 'Tax',
    SPENDING: 'Spending by resolution',
    MAINTENANCE: 'Transfer to the maintenance fund',
    FLOAT: 'Float for the firm',
    REFUND: 'Refund to an owner',
    SUSPENSE_BACK: 'Unidentified money sent back',
  },
  documentFormula: (number, entitled) => `${number} allows ${entitled}`,
  g4Origin: (last4) => `Back to the account it came from, ending in ${last4}`,
  g5: (papers) => `Papers: ${papers}, not used by another payout`,
  g8: (f) => (f.limit === null ? `${f.number}, no limit, ${f.used} used` : `${f.number}, limit ${f.limit}, ${f.used} used`),
};
