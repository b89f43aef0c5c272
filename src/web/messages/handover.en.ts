import type { handoverZhCN } from './handover.zh-CN.js';
import type { Translated } from './translated.js';

/** The handover pack: all that is handed over when the firm changes. */
export const handoverEn: Translated<typeof handoverZhCN> = {
  title: 'Handover pack',
  lead: 'What is handed over when the firm changes (Civil Code, Art. 949): units, open bills, prepayments, leases, deposits, suspense, receipts, balances, the journal and every published statement, all of one moment.',
  make: 'Make it now',
  makeNote: (whole) =>
    `Lists that do not agree with the books are refused, with the difference. ${whole ? 'Names of owners are whole; hand them to nobody who may not read them.' : 'Of names the family name alone is in it, as 张*.'} What payers wrote and whole account numbers are in no file.`,
  button: 'Make the handover pack',
  made: 'The handover pack is made',
  kept: 'It is kept for an hour to be downloaded. Later, make another one; it shows the books of that moment.',
  gone: 'This pack is older than an hour and is no longer kept. Make another one.',
  on: 'As of',
  through: 'Through entry',
  voucher: (seq) => `entry ${seq}`,
  download: 'Download (ZIP)',
  fingerprint: 'Fingerprint of the whole (SHA-256)',
  fingerprintNote: 'Whoever hands over and whoever takes over compute it of their file: when it is this one, both hold the same.',
  totals: 'Sums, held against the books',
  total: {
    openBills: 'Open bills',
    prepayments: 'Prepayments',
    leaseCharges: 'Operating income not yet received',
    suspense: 'Unidentified receipts',
    deposits: 'Deposits',
    collected: 'Collected for others',
  },
  files: 'Files in it',
  size: 'Size (bytes)',
  sha: 'Fingerprint (SHA-256)',
};
