import { refusalOf } from '../../../../test/support/refusal.js';
import { businessDate, Money } from '../../../kernel/index.js';
import { allowTheSame, assertCovers, resolutionKinds, resolutionNumber, type ResolutionTerms } from './resolution.js';

const yuan = (text: string): Money => Money.parse(text);
const resolution: ResolutionTerms = {
  number: 'JY2024-001',
  state: 'CONFIRMED',
  kind: 'SPENDING',
  from: businessDate('2024-02-01'),
  to: businessDate('2024-12-31'),
  limit: yuan('5000.00'),
};
const use = (on: string, asked = '0.00', used = '0.00') => ({
  kinds: ['SPENDING', 'OTHER'] as const,
  on: businessDate(on),
  asked: yuan(asked),
  used: yuan(used),
});

describe('one paper', () => {
  it('is not twice a resolution by which the same money goes out, and may decide on other things besides', () => {
    const pairs = resolutionKinds.flatMap((one, place) => resolutionKinds.slice(place + 1).map((other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => allowTheSame(one, other) && allowTheSame(other, one)).map((pair) => pair.join('+'))).toEqual([
      'COM_USE+SPENDING',
      'COM_USE+MAINTENANCE',
      'COM_USE+OTHER',
      'SPENDING+BUDGET',
      'SPENDING+OTHER',
    ]);
    expect(resolutionKinds.every((kind) => allowTheSame(kind, kind))).toBe(true);
  });
});

describe('a resolution', () => {
  it('covers a use on its days, its first and last among them, up to its limit', () => {
    expect(() => assertCovers(resolution, use('2024-02-01', '5000.00'))).not.toThrow();
    expect(() => assertCovers(resolution, use('2024-12-31', '0.01', '4999.99'))).not.toThrow();
    expect(() => assertCovers({ ...resolution, to: null, limit: null }, use('2099-01-01', '9999999.00'))).not.toThrow();
    expect(() => assertCovers(resolution, { kinds: ['SPENDING'], on: businessDate('2024-03-01') })).not.toThrow();
  });

  it('covers nothing before another organisation has confirmed it but what waits beside it, and nothing at all once it is refused', () => {
    const waiting = { ...resolution, state: 'WAITING' as const };
    expect(refusalOf(() => assertCovers(waiting, use('2024-03-01')))).toEqual({ code: 'RESOLUTION_WAITING', details: { number: 'JY2024-001' } });
    expect(() => assertCovers(waiting, { ...use('2024-03-01'), mayWait: true })).not.toThrow();
    const refused = () => assertCovers({ ...resolution, state: 'REFUSED' }, { ...use('2024-03-01'), mayWait: true });
    expect(refusalOf(refused)).toEqual({ code: 'RESOLUTION_REFUSED', details: { number: 'JY2024-001' } });
  });

  it('covers no other kind of thing', () => {
    expect(refusalOf(() => assertCovers({ ...resolution, kind: 'FEE' }, use('2024-03-01')))).toEqual({
      code: 'RESOLUTION_KIND_DIFFERS',
      details: { number: 'JY2024-001', kind: 'FEE', needed: 'SPENDING, OTHER' },
    });
  });

  it.each(['2024-01-31', '2025-01-01'])('covers nothing on %s', (on) => {
    expect(refusalOf(() => assertCovers(resolution, use(on)))).toEqual({
      code: 'RESOLUTION_NOT_IN_FORCE',
      details: { number: 'JY2024-001', from: '2024-02-01', to: '2024-12-31', on },
    });
  });

  it('covers not a fen beyond its limit, over all its uses', () => {
    expect(refusalOf(() => assertCovers(resolution, use('2024-03-01', '0.02', '4999.99')))).toEqual({
      code: 'RESOLUTION_LIMIT_EXCEEDED',
      details: { number: 'JY2024-001', limit: '5000.00', used: '4999.99', asked: '0.02' },
    });
  });

  it('is cited by its year and its place in it', () => {
    expect(resolutionNumber(2024, 7)).toBe('JY2024-007');
  });
});
