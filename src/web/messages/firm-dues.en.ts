import type { firmDuesZhCN } from './firm-dues.zh-CN.js';
import type { Translated } from './translated.js';

export const firmDuesEn: Translated<typeof firmDuesZhCN> = {
  title: 'What the property firm owes the account',
  note: 'Service fees that it got too much of, penalties, and fees that it took outside the account.',
  opening: 'Owed at the beginning',
  due: 'Plus: newly owed',
  paid: 'Less: paid into the account',
  setOff: 'Less: taken off its service fee',
  writtenOff: 'Less: given up by a resolution of the owners',
  closing: 'Owed at the end',
  givenUp: 'What was given up',
  givenUpNote: 'This money did not come back: the owners’ service fund bears it, and it does not count as collected.',
  kinds: {
    MONTH: (label) => `Service fee of ${label}, paid too much`,
    PENALTY: (label) => `Penalty for ${label}`,
    TAKEN: (label) => `Fees taken outside the account on ${label}`,
    OPENING: (_label) => 'Owed before the books began',
  },
  by: (firm, on, resolution) => `${firm}, ${on}, resolution ${resolution}`,
  repaid: (repaid, entitled) =>
    `The firm paid CNY ${repaid} into the account (of it, or for a penalty that was taken back since), so payouts of the month may come to CNY ${entitled}, those before it included.`,
  cleared: (parts) => `of it ${parts}`,
  ofTakenOff: (amount) => `CNY ${amount} taken off the service fee`,
  ofTakenBack: (amount) => `CNY ${amount} taken back`,
  ofPaid: (amount) => `CNY ${amount} paid`,
  ofSetOff: (amount) => `CNY ${amount} set off`,
  ofWrittenOff: (amount) => `CNY ${amount} written off (it did not come back)`,
  forms: {
    due: 'Which debt',
    amount: 'Amount (yuan)',
    resolution: 'Number of the resolution (such as JY2024-001)',
    reason: 'What happened',
    writeOff: {
      title: 'Write off what will not be paid',
      note: 'The owner side first records the resolution (to waive) under “Resolutions”; then write it off here, within its limit. It is told in the published statement.',
      submit: 'Write off by the resolution',
      list: 'What was written off',
      by: (resolution) => `by resolution ${resolution}`,
    },
    undo: {
      title: 'Take a write-off back',
      note: 'When the firm pays after all, or it was written off wrongly, by another resolution to waive: the firm owes it again. Only while the month of the write-off is open, or open again.',
      which: 'Which write-off',
      reasonHint: 'At least 5 characters',
      undone: (resolution, reason) => `Taken back by resolution ${resolution}: ${reason}`,
      submit: 'Take it back',
    },
    done: {
      writtenOff: (amount) => `CNY ${amount} written off`,
      takenBack: (amount) => `The write-off is taken back: the firm owes CNY ${amount} again`,
    },
  },
};
