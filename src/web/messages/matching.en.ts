import type { matchingZhCN } from './matching.zh-CN.js';
import type { Translated } from './translated.js';

export const matchingEn: Translated<typeof matchingZhCN> = {
  states: { NEW: 'New', SUGGESTED: 'Suggested', SUSPENSE: 'Unidentified', MATCHED: 'Booked', RECONCILED: 'Reconciled' },
  targets: {
    UNIT: 'fees of a unit',
    LEASE: 'money of a lease',
    PAYOUT: 'the payment of a payout',
    INTEREST: 'interest of the bank',
    CHARGE: 'a charge of the bank',
    BANK_ERROR: 'taken by mistake, the bank has to correct it',
    CORRECTION: 'given back what the bank took by mistake',
    WRONG_CREDIT: 'credited to us by mistake of the bank',
    TAKEN_BACK: 'a wrong credit that the bank takes back',
    SUSPENSE: 'not known yet, keep it as unidentified',
  },
  places: {
    RECEIPT: 'Fee receipt',
    LEASE_RECEIPT: 'Receipt of common income',
    DISBURSEMENT: 'Payout',
    SUSPENSE: 'Unidentified',
    INTEREST: 'Bank interest, shared by the funds’ average daily balances',
    CHARGE: 'Bank charge',
    BANK_ERROR: 'Error of the bank, to be corrected',
    CORRECTION: 'Error corrected by the bank',
    WRONG_CREDIT: 'Credited by mistake, to be taken back',
    TAKEN_BACK: 'Wrong credit taken back',
    SENT_BACK: 'Owed to whom it came from',
    BOUNCED_RECEIPT: 'Receipt that bounced',
    RETURNED_PAYOUT: 'Payout that came back',
    FIRM_DUE: 'Paid by the property firm',
    CHANNEL_BATCH: 'Settlement of a payment channel',
    OTHER_INCOME: 'Other income',
    DEPOSIT: 'Deposit',
    FLOAT_BACK: 'Float given back',
  },
};
