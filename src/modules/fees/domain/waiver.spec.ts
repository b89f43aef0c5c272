import { Money } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { assertMayBeWaived } from './waiver.js';

const check =
  (asked: string, open: string, hasResolution = false, used = '0.00') =>
  () =>
    assertMayBeWaived({ asked: Money.parse(asked), open: Money.parse(open), limit: Money.parse('1000.00'), used: Money.parse(used), hasResolution });

describe('what may be waived', () => {
  it('is at most what is open', () => {
    expect(check('75.23', '75.23')).not.toThrow();
    expect(refusalOf(check('75.24', '75.23'))).toEqual({ code: 'WAIVER_OVER_OPEN', details: { asked: '75.24', open: '75.23' } });
    expect(refusalOf(check('75.24', '75.23', true)).code).toBe('WAIVER_OVER_OPEN');
  });

  it('needs a resolution above the limit of the contract', () => {
    expect(check('1000.00', '5000.00')).not.toThrow();
    expect(refusalOf(check('1000.01', '5000.00'))).toEqual({ code: 'WAIVER_RESOLUTION_NEEDED', details: { asked: '1000.01', used: '0.00', limit: '1000.00' } });
    expect(check('1000.01', '5000.00', true)).not.toThrow();
  });

  it('counts what the unit was let off, or asked for, without a resolution this year', () => {
    expect(check('0.01', '5000.00', false, '999.99')).not.toThrow();
    expect(refusalOf(check('0.02', '5000.00', false, '999.99')).code).toBe('WAIVER_RESOLUTION_NEEDED');
    expect(check('0.02', '5000.00', true, '999.99')).not.toThrow();
  });
});
