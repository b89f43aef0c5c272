import { receiptWordsZhCn } from './receipt-words.zh-CN.js';

/** The words on a printed receipt, in each language. */
export const receiptWords: Readonly<Record<'zh-CN' | 'en', typeof receiptWordsZhCn>> = {
  'zh-CN': receiptWordsZhCn,
  en: {
    title: 'Receipt',
    number: 'Receipt number',
    unit: 'Unit',
    reference: 'Payment reference (write it into the remark)',
    payer: 'Payer',
    receivedOn: 'Received on',
    amount: 'Amount (yuan)',
    inWords: 'In words',
    settles: 'What it settles',
    what: 'For',
    month: 'Month',
    bill: (item) => (item === 'PM' ? 'Property fee' : `Fee ${item}`),
    lateFee: 'Late fee',
    prepaid: 'Fees in advance',
    takenOff: (on) => ` (moved on ${on})`,
    origin: { BANK: 'Bank transfer', FOUND: 'Bank transfer, placed later', CHANNEL: 'Payment channel' },
    way: 'Paid by',
    noInvoice: 'This receipt is not an invoice.',
    account: (community) => `Co-managed account of ${community}`,
    payee: 'Paid into',
    void: 'VOID',
    voidLine: {
      BOUNCED: (on) => `This receipt is void: the bank took the money back on ${on}.`,
      GIVEN_BACK: (on) => `This receipt is void: the payment channel gave the money back on ${on}.`,
      UNDONE: (on) => `This receipt is void: the money of ${on} was placed wrongly, and that was undone.`,
    },
  },
};
