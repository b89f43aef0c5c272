import { businessDate, Money, type Id } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { heldOfReceipts, payeeCollectedFor } from './collected.js';

const receipt = (id: number, on: string, amount: string) => ({ id: id as Id<'other_receipt'>, receivedOn: businessDate(on), amount: Money.parse(amount) });
const held = (receipts: readonly ReturnType<typeof receipt>[], passedOn: string) =>
  [...heldOfReceipts(receipts, Money.parse(passedOn))].map(([id, amount]) => `${id} ${amount.toString()}`);

describe('for whom money may be collected', () => {
  const payees = ['VENDOR', 'OTHER', 'FIRM', 'TAX_OFFICE', 'CUSTODIAN', 'COMMITTEE'].map((kind, index) => ({
    id: (index + 1) as Id<'payee'>,
    number: `SK00${index + 1}`,
    kind,
  }));

  it('is an organisation or a person beside the account, never a party of it, nor somebody who is not registered', () => {
    expect(payeeCollectedFor(payees, 'SK001')).toBe(1);
    expect(payeeCollectedFor(payees, 'SK002')).toBe(2);
    for (const payee of ['SK003', 'SK004', 'SK005', 'SK006', 'SK007', ''])
      expect(refusalOf(() => payeeCollectedFor(payees, payee))).toEqual({ code: 'COLLECTED_PAYEE_REFUSED', details: { payee, kinds: 'VENDOR, OTHER' } });
  });
});

describe('money collected for somebody else', () => {
  const receipts = [receipt(9, '2024-01-02', '50.00'), receipt(7, '2024-01-02', '30.00'), receipt(8, '2024-01-01', '80.00')];

  it('is all held while nothing was passed on', () => {
    expect(held(receipts, '0.00')).toEqual(['8 80.00', '7 30.00', '9 50.00']);
    expect(held([], '0.00')).toEqual([]);
  });

  it('is passed on in the order in which it came in, by day and then as it was recorded', () => {
    expect(held(receipts, '79.99')).toEqual(['8 0.01', '7 30.00', '9 50.00']);
    expect(held(receipts, '80.00')).toEqual(['8 0.00', '7 30.00', '9 50.00']);
    expect(held(receipts, '110.01')).toEqual(['8 0.00', '7 0.00', '9 49.99']);
    expect(held(receipts, '160.00')).toEqual(['8 0.00', '7 0.00', '9 0.00']);
  });
});
