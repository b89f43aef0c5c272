import type { serviceZhCN } from './service.zh-CN.js';
import type { Translated } from './translated.js';

/** How service is scored, the log of repairs, presence and safety events: on pages of work and for everybody. */
export const serviceEn: Translated<typeof serviceZhCN> = {
  template: {
    legend: 'How service is scored',
    sheet: 'Sheet of the inspection',
    standing: 'As now: the sheet that stands',
    ready: { BRIEF: 'Brief: management, order, cleanliness, repairs, 25 points each', FULL: 'Full: the same four, in 16 items' },
    weight: (component) => `Weight of ${component} (%)`,
    weightNote: 'The weights must add to 100 %. The firm’s own score weighs nothing.',
    look: (sheet) => `Look at: ${sheet}`,
    item: 'Item',
    max: 'Out of',
  },
};
