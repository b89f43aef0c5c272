import type { discountEndsZhCN } from './discount-ends.zh-CN.js';
import type { Translated } from './translated.js';

export const discountEndsEn: Translated<typeof discountEndsZhCN> = {
  reason: 'Why it ends early',
  reasonHint: 'One line; it is kept with who asked.',
  askNote: 'The owner side agrees to the early end of what it agreed to; a discount to which nobody has agreed yet is taken back at once.',
  title: 'Discounts that would end early',
  note: 'Asked for by the bookkeeper. Agreed, later bills do without the discount; refused, it goes on.',
  said: (f) => `asked to end on ${f.lastOn} (${f.at}): ${f.reason}`,
  state: {
    WAITING: 'Early end waits for the owner side',
    AGREED: 'Early end agreed',
    REFUSED: 'Early end refused',
    WITHDRAWN: 'Taken back',
    LAPSED: 'Nobody agreed, billed meanwhile',
  },
  effect: (of, lastOn) => `Agreed, the discount of ${of} ends on ${lastOn}; later bills are the full price.`,
  task: (count) => `${count} early ${count === 1 ? 'end' : 'ends'} of discounts to decide on`,
  taskNote: 'Asked for by the bookkeeper; refused, the discount goes on',
};
