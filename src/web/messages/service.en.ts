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
  item: {
    open: (count) => (count === 0 ? 'Take a photo, add a file' : `Photos and files (${count})`),
    keep: 'Keep as a draft',
    place: (quarter, place, count) => `${quarter}, item ${place} of ${count}. What is saved is a draft; it counts once the whole sheet is handed in.`,
    title: 'Points',
    back: 'Back to the sheet',
    next: 'Next item',
    previous: 'Item before',
    saved: 'Saved',
    photo: 'Photo',
    photoHint: 'One at a time, more after saving; at most 10 files an item',
    paper: 'Another file',
    known: 'A file that was handed in before',
    knownHint: 'Its fingerprint (SHA-256); it need not be sent again',
    files: 'Files that stay (take the tick away to leave one out)',
    closed: (count) => `${count} files of the other side`,
    elsewhere: (places) => `also used in: ${places}`,
    save: 'Save this item',
  },
};
