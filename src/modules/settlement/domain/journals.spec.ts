import { businessDate, Money } from '../../../kernel/index.js';
import type { BankLineId } from '../../bank/index.js';
import { journalForSuspense } from './journals.js';

describe('the entry of money that is not identified', () => {
  it('P21 puts it under its own bank line in TRN, on the bank’s day, and names nobody', () => {
    const line = { id: 7 as BankLineId, bookedOn: businessDate('2024-01-20'), amount: Money.parse('80.00'), accountId: 3 };
    expect(journalForSuspense(line)).toEqual({
      rule: 'P21',
      effectiveOn: '2024-01-20',
      source: { type: 'bank_line', id: 7 },
      description: 'receipt not identified yet',
      transfers: [
        {
          fund: 'TRN',
          debit: { code: '1001', holder: { type: 'bank_account', id: 3 } },
          credit: { code: '2301', holder: { type: 'bank_line', id: 7 } },
          amount: Money.parse('80.00'),
        },
      ],
    });
  });
});
