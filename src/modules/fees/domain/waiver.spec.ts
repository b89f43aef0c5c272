import { Money } from '../../../kernel/index.js';
import { refusalOf } from '../../../../test/support/refusal.js';
import { assertMayBeWaived } from './waiver.js';

const check =
  (asked: string, open: string, hasResolution = false) =>
  () =>
    assertMayBeWaived({ asked: Money.parse(asked), open: Money.parse(open), limit: Money.parse('1000.00'), hasResolution });

describe('what may be waived', () => {
  it('is at most what is open', () => {
    expect(check('75.23', '75.23')).not.toThrow();
    expect(refusalOf(check('75.24', '75.23'))).toEqual({ code: 'WAIVER_OVER_OPEN', details: { asked: '75.24', open: '75.23' } });
    expect(refusalOf(check('75.24', '75.23', true)).code).toBe('WAIVER_OVER_OPEN');
  });

  it('needs a resolution above the limit of the contract', () => {
    expect(check('1000.00', '5000.00')).not.toThrow();
    expect(refusalOf(check('1000.01', '5000.00'))).toEqual({ code: 'WAIVER_RESOLUTION_NEEDED', details: { asked: '1000.01', limit: '1000.00' } });
    expect(check('1000.01', '5000.00', true)).not.toThrow();
  });
});
