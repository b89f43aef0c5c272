import type { placesZhCn } from './places.zh-CN.js';

/** Where money of a bank line may go, in words: messages name it so, and never by its code. */
export const placesEn: typeof placesZhCn = {
  UNIT: 'the fees of a unit',
  LEASE: 'a lease',
  PAYOUT: 'the payment of a payout',
  RECEIPT: 'a receipt of fees',
  LEASE_RECEIPT: 'money of a lease',
  DISBURSEMENT: 'a payout',
  SUSPENSE: 'what is unidentified',
  INTEREST: 'interest of the bank',
  CHARGE: 'a charge of the bank',
  BANK_ERROR: 'an error of the bank',
  CORRECTION: 'the bank’s correction of an error',
  WRONG_CREDIT: 'money that the bank credited wrongly',
  TAKEN_BACK: 'a wrong credit that the bank takes back',
  SENT_BACK: 'what is owed back to its payer',
  BOUNCED_RECEIPT: 'a receipt that bounced',
  RETURNED_PAYOUT: 'a payout that came back',
  FIRM_DUE: 'what the firm pays',
  CHANNEL_BATCH: 'a batch of a payment channel',
  OTHER_INCOME: 'other income',
  DEPOSIT: 'a deposit',
  FLOAT_BACK: 'the float given back',
  FOR_OTHERS: 'money collected for others',
  OPENING: 'the opening balances',
  ACCOUNT_MOVE: 'money moved between the compound’s accounts',
};
