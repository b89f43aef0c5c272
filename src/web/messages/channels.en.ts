import type { channelsZhCN } from './channels.zh-CN.js';
import type { Translated } from './translated.js';

export const channelsEn: Translated<typeof channelsZhCN> = {
  title: 'Channel payments',
  lead: (waiting, inTransit) =>
    waiting === 0
      ? `No channel payment waits for a unit; ${inTransit} are placed and wait for their settlement.`
      : `${waiting} ${waiting === 1 ? 'payment waits' : 'payments wait'} for a unit; ${inTransit} are placed and wait for their settlement.`,
  back: 'Back to the bank lines',
  imported: (added, known) => (known > 0 ? `The bill is imported: ${added} new, ${known} known before.` : `The bill is imported: ${added} new.`),
  matched: (placed, left) => (left > 0 ? `${placed} placed by rule, ${left} left for a person.` : `${placed} placed by rule, none left.`),
  placed: 'Placed.',
  undone: 'Taken back; the payment waits again.',
  match: 'Place by rule',
  matchNote: 'By payment reference, by code and amount, by payer and amount; what is in doubt is not guessed and stays for you.',
  import: 'Import the bill of a channel',
  waiting: 'Waiting',
  waitingNote:
    'A payment that is placed settles the unit’s bills under a receipt; what is beyond them becomes a prepayment when the settlement is at the bank. The bank’s line fits once every payment of its days is placed.',
  empty: 'Everything has its unit',
  emptyHint: 'Come back after the next bill of a channel.',
  inTransit: 'Placed, waiting for the settlement',
  inTransitNone: 'No payment is in transit',
  inTransitNoneHint: 'Payments stand here from when they are placed until their settlement is at the bank.',
  more: (count) => `${count} more; they come up when those above are done.`,
  kinds: { PAYMENT: 'Payment', REFUND: 'Refund' },
  orderNo: 'Order',
  fee: (amount) => `fee CNY ${amount}`,
  nobody: 'The channel names nobody',
  unit: 'Unit',
  unitHint: 'for example 03-201',
  unitRefund: 'Unit that had paid',
  place: 'Place',
  placeAt: (unit) => `Place at ${unit}`,
  other: 'Place at another unit',
  at: (unit, receipt) => (receipt === null ? `${unit}, a prepayment when it arrives` : `${unit}, receipt ${receipt}`),
  undo: 'Take it back',
  reason: 'Why it is taken back',
};
