import { disbursementNumber } from './disbursement-number.js';

describe('number of a payout', () => {
  it('names the year and counts from 1 with at least four digits', () => {
    expect(disbursementNumber(2024, 1)).toBe('BF2024-0001');
    expect(disbursementNumber(2026, 12_345)).toBe('BF2026-12345');
  });

  it('is never given for a position that does not exist', () => {
    expect(() => disbursementNumber(2024, 0)).toThrow('counted from 1');
  });
});
