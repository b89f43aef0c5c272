import { Money } from '../../../kernel/index.js';
import { transfer, voucherLabel } from './entry-draft.js';

describe('a transfer', () => {
  const [debit, credit] = [{ code: '1101', holder: { type: 'unit', id: 1 } }, { code: '4001' }] as const;

  it('is one debit account, one credit account, one amount, one fund', () => {
    expect(transfer('SVC', Money.parse('75.23'), debit, credit)).toEqual([{ fund: 'SVC', debit, credit, amount: Money.parse('75.23') }]);
  });

  it('of nothing is left out', () => {
    expect(transfer('SVC', Money.zero, debit, credit)).toEqual([]);
  });

  it('below nothing is written down as it is, so that the gate refuses it', () => {
    expect(transfer('SVC', Money.parse('-0.01'), debit, credit)).toHaveLength(1);
  });
});

describe('a voucher', () => {
  it.each([
    [1, '2026-0001'],
    [9999, '2026-9999'],
    [10_000, '2026-10000'],
  ])('number %i is cited as %s: the year and at least four digits', (voucherNo, label) => {
    expect(voucherLabel({ voucherYear: 2026, voucherNo })).toBe(label);
  });
});
