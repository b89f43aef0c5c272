import type { Translated } from './translated.js';
import type { leasesZhCN } from './leases.zh-CN.js';

/** Changes of leases and of fee items, and money sent back, for the bookkeeper. */
export const leasesEn: Translated<typeof leasesZhCN> = {
  title: 'Leases',
  lead: 'A lease that ends early, a debt that nobody will pay, money paid in advance that goes back.',
  back: 'Common income',
  open: 'Leases: end, write off, refund',
  csv: 'Download the leases',
  list: 'All leases',
  columns: { code: 'Lease', asset: 'Part', counterparty: 'Lessee', terms: 'Amount and cycle', days: 'From, to' },
  schedules: { MONTHLY: 'a month', QUARTERLY: 'a quarter', HALF_YEARLY: 'half a year', YEARLY: 'a year' },
  ended: (day) => `ended ${day}`,
  done: {
    ended: 'The lease is ended; what was charged for later days came off',
    writtenOff: 'Written off',
    refunded: 'Recorded; ask for the payout under “Ask for payouts”, back to the account it came from',
    imported: 'The new leases are recorded',
  },
  fields: {
    lease: 'Lease',
    lastDay: 'Last day',
    reason: 'Reason',
    file: 'The paper (scan or photo)',
    charge: 'Charge',
    amount: 'Amount (yuan)',
    resolution: 'Resolution (e.g. JY2024-001)',
    payee: 'Number of the payee (only where no account is known)',
  },
  add: {
    title: 'Record new leases and places',
    note: 'A CSV with the columns code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to; the list that is downloaded is a start. Leases on record are not changed. Have it read for a look first; to record it choose the file once more.',
    file: 'List of leases (CSV)',
    confirm: 'What to do',
    choices: { look: 'read it for a look, record nothing', record: 'record it' },
    submit: 'Read the file',
    looked: (added, assets, unchanged) =>
      `A look: ${added} new ${added === 1 ? 'lease' : 'leases'}, ${assets} new ${assets === 1 ? 'place' : 'places'}, ${unchanged} on record already. Nothing was recorded; if it is right, choose the file once more and “record it”.`,
  },
  end: {
    title: 'End a lease early',
    note: 'Nothing falls due after the last day, and what was charged beyond it comes off by days; what was paid becomes an advance and can go back. A lease on other terms is a new one.',
    none: 'No lease is running',
    submit: 'End the lease',
  },
  writeOff: {
    title: 'Write off what will not come',
    note: 'By a waiver resolution of the owners; with fee waivers by the same one, within its limit.',
    none: 'Nothing is unpaid',
    charge: (lease, month, open) => `${lease} ${month}, CNY ${open} unpaid`,
    submit: 'Write off',
  },
  refund: {
    title: 'Give back an advance',
    note: 'It goes back to the account it came from, after the approvals.',
    none: 'Nothing is paid in advance',
    lease: (code, inAdvance) => `${code}, CNY ${inAdvance} in advance`,
    payeeHint: 'What was paid before the books, or on a line without an account, goes to the lessee as the register of payees has it',
    submit: 'Record the refund',
  },
  items: {
    rate: 'New rate of an item',
    rateNote: 'From a month on; earlier bills keep theirs. By a fee resolution.',
    end: 'End an item',
    endNote: 'No bills after that, and no way back; to charge again, record a new item.',
    fields: { item: 'Item', unitKind: 'Kind of unit', from: 'From month', rate: 'New rate', resolutionNo: 'Resolution', to: 'Last month' },
    rateSubmit: 'Record the rate',
    endSubmit: 'End the item',
  },
  sendBack: {
    title: 'Send it back',
    note: 'Money that nobody can place may go back to the account it came from. The owner side or the centre agrees, then its payout is asked for.',
    waits: 'Asked to be sent back; the owner side or the centre decides',
    noAccount:
      'The bank’s line names no account. Give the one that the bank or the payer wrote down; the owner side or the centre compares it with that paper before it agrees.',
    fields: {
      reason: 'Why it goes back',
      accountNo: 'Account number',
      accountName: 'Name of the account',
      document: 'What the bank or the payer wrote (photo or PDF)',
    },
    submit: 'Ask to send it back',
    asked: 'Asked; another organisation decides',
  },
};
