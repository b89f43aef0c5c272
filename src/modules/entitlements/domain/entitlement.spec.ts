import fc from 'fast-check';
import { Money, Rate } from '../../../kernel/index.js';
import { payoutRatio, readPayoutRule, type PayoutRule } from '../../contracts/index.js';
import { baseRight, cappedFines, netPayout, payoutOf, splitMonth, splitWithheld, type MonthSplit } from './entitlement.js';

const yuan = (text: string) => Money.parse(text);
const rate = (text: string) => Rate.parse(text);
const bands = readPayoutRule({
  kind: 'BANDED',
  bands: [
    { lo: '95', hi: '100', ratio: '1.00' },
    { lo: '85', hi: '95', ratio: '0.98' },
    { lo: '75', hi: '85', ratio: '0.95' },
    { lo: '65', hi: '75', ratio: '0.90' },
    { lo: '60', hi: '65', ratio: '0.80' },
    { lo: '0', hi: '60', ratio: '0.70' },
  ],
});
const linear = readPayoutRule({ kind: 'LINEAR', threshold: '85' });
const E = yuan('151238.95');
const payout = (a: string, score: string, rule: PayoutRule = bands, severeSafetyEvent = false) =>
  payoutOf(E, rate(a), payoutRatio(rule, rate(score), { severeSafetyEvent }));
const months = (shareAtRisk: Rate, amounts: readonly Money[]): MonthSplit[] => {
  const splits: MonthSplit[] = [];
  for (const amount of amounts)
    splits.push(
      splitMonth(amount, shareAtRisk, { earned: Money.sum(splits.map((month) => month.earned)), withheld: Money.sum(splits.map((month) => month.withheld)) }),
    );
  return splits;
};

describe('the payout of 151,238.95', () => {
  it.each(['87.35', '87.32'])('with a fifth at risk and a score of %s withholds 30,247.79, releases 29,642.83 and deducts 604.96', (score) => {
    const { withheld, base, released, deducted } = payout('0.20', score);
    expect([withheld, base, released, deducted].map(String)).toEqual(['30247.79', '120991.16', '29642.83', '604.96']);
    expect(netPayout({ base, released }, Money.zero).net.toString()).toBe('150633.99');
  });

  it.each([
    ['1', '87.35', bands, '148214.17'],
    ['1', '78.20', linear, '140954.70'],
    ['0.05', '58', bands, '148970.37'],
    ['0.20', '95.00', bands, '151238.95'],
    ['0.20', '59.99', bands, '142164.61'],
  ] as const)('with %s at risk and a score of %s pays in all (%#)', (a, score, rule, net) => {
    const { base, released } = payout(a, score, rule);
    expect(netPayout({ base, released }, Money.zero).net.toString()).toBe(net);
  });

  it('pays all for an unrounded 94.995, since the published 95.00 counts', () => {
    const { base, released } = payout('0.20', rate('94.995').rounded(2).toString());
    expect(base.plus(released).toString()).toBe('151238.95');
  });

  it('pays one band less after a severe safety event', () => {
    expect(payout('0.20', '87.32', bands, true).released.toString()).toBe('28735.40'); // 30,247.79 × 0.95
  });
});

describe('the months of a quarter', () => {
  it('withhold 30,247.79 for the demo quarter, where roundings of single months would give .80 or .78', () => {
    const quarter = months(rate('0.20'), [yuan('50413.00'), yuan('50413.01'), yuan('50412.94')]);
    expect(Money.sum(quarter.map((month) => month.withheld)).toString()).toBe('30247.79');
    expect(Money.sum(quarter.map((month) => month.base)).toString()).toBe('120991.16');
  });

  it('withhold of a single month as much as of a quarter of one month', () => {
    expect(months(rate('0.20'), [yuan('50498.24')])[0]).toMatchObject({ withheld: yuan('10099.65'), base: yuan('40398.59') });
  });

  it('give back what was withheld when money bounces', () => {
    const [, march] = months(rate('0.20'), [yuan('1000.00'), yuan('-400.00')]);
    expect(march).toMatchObject({ earned: yuan('-400.00'), withheld: yuan('-80.00'), base: yuan('-320.00') });
  });

  it('withhold nothing while more has bounced than came in, and catch up afterwards', () => {
    const [january, february] = months(rate('0.20'), [yuan('-100.00'), yuan('600.00')]);
    expect(january).toMatchObject({ withheld: yuan('0.00'), base: yuan('-100.00') });
    expect(february).toMatchObject({ withheld: yuan('100.00'), base: yuan('500.00') });
  });
});

describe('fines', () => {
  it('count up to the cap’s part of the entitlement', () => {
    expect(cappedFines(yuan('20000.00'), E, rate('0.10')).toString()).toBe('15123.90');
    expect(cappedFines(yuan('500.00'), E, rate('0.10')).toString()).toBe('500.00');
    expect(cappedFines(yuan('500.00'), yuan('-1.00'), rate('0.10')).toString()).toBe('0.00');
  });

  it('reduce the payout to nothing at most; what remains is due from the firm', () => {
    const claim = { base: yuan('100.00'), released: yuan('20.00') };
    expect(netPayout(claim, yuan('50.00'))).toEqual({ net: yuan('70.00'), due: yuan('0.00') });
    expect(netPayout(claim, yuan('150.00'))).toEqual({ net: yuan('0.00'), due: yuan('30.00') });
    expect(netPayout({ base: yuan('-10.00'), released: Money.zero }, Money.zero)).toEqual({ net: yuan('0.00'), due: yuan('10.00') });
  });
});

describe('no fen is lost', () => {
  const fen = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const share = fc.integer({ min: 0, max: 10_000 }).map((parts) => rate(`${Math.floor(parts / 10_000)}.${String(parts % 10_000).padStart(4, '0')}`));
  const score = fc.integer({ min: 0, max: 10_000 }).map((parts) => rate(`${Math.floor(parts / 100)}.${String(parts % 100).padStart(2, '0')}`));

  it('B + R + X = E, and no part is negative', () => {
    fc.assert(
      fc.property(fen, share, score, fc.constantFrom(bands, linear), fc.boolean(), (earned, shareAtRisk, publishedScore, payoutRule, severeSafetyEvent) => {
        const result = payoutOf(Money.fromFen(earned), shareAtRisk, payoutRatio(payoutRule, publishedScore, { severeSafetyEvent }));
        expect(Money.sum([result.base, result.released, result.deducted]).toFen()).toBe(earned);
        expect([result.base, result.released, result.deducted].some((part) => part.isNegative)).toBe(false);
      }),
    );
  });

  it('the months of a quarter add up to its split, whatever bounced in between', () => {
    const month = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).map((amount) => Money.fromFen(amount));
    fc.assert(
      fc.property(fc.array(month, { minLength: 1, maxLength: 3 }), share, (amounts, shareAtRisk) => {
        const quarter = months(shareAtRisk, amounts);
        const whole = splitMonth(Money.sum(amounts), shareAtRisk, { earned: Money.zero, withheld: Money.zero });
        expect(Money.sum(quarter.map((part) => part.withheld)).toFen()).toBe(whole.withheld.toFen());
        expect(Money.sum(quarter.map((part) => part.base)).toFen()).toBe(whole.base.toFen());
        expect(whole.withheld.plus(whole.base).toFen()).toBe(whole.earned.toFen());
      }),
    );
  });

  it('what is withheld to date is never negative, so its account never goes below zero', () => {
    const month = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).map((amount) => Money.fromFen(amount));
    fc.assert(
      fc.property(fc.array(month, { minLength: 1, maxLength: 3 }), share, (amounts, shareAtRisk) => {
        const toDate = months(shareAtRisk, amounts).map((_, index, all) => Money.sum(all.slice(0, index + 1).map((part) => part.withheld)));
        expect(toDate.some((withheld) => withheld.isNegative)).toBe(false);
      }),
    );
  });

  it('R + X = W, and a better ratio never releases less', () => {
    fc.assert(
      fc.property(fen, share, share, (withheld, a, b) => {
        const [low, high] = a.lessThan(b) ? [a, b] : [b, a];
        const less = splitWithheld(Money.fromFen(withheld), low);
        const more = splitWithheld(Money.fromFen(withheld), high);
        expect(less.released.plus(less.deducted).toFen()).toBe(withheld);
        expect(more.released.atLeast(less.released)).toBe(true);
      }),
    );
  });
});

describe('the right to the base of a month', () => {
  const right = (bases: readonly string[], repaid = '0.00') => {
    const { entitled, everGiven } = baseRight(bases.map(yuan), yuan(repaid));
    return [entitled.toString(), everGiven.toString()];
  };

  it('is B, and nothing where a later close took more back than there was', () => {
    expect(right(['800.00'])).toEqual(['800.00', '800.00']);
    expect(right(['800.00', '-300.00'])).toEqual(['500.00', '800.00']);
    expect(right(['800.00', '-900.00'])).toEqual(['0.00', '800.00']);
  });

  it('counts what the firm paid back beside B: less what was paid out, that is what it does not have', () => {
    // 800.00 paid out and 300.00 paid back: it has its 500.00, nothing is left
    expect(right(['800.00', '-300.00'], '300.00')).toEqual(['800.00', '1100.00']);
    // then a third close gives 200.00: 1,000.00 − 800.00 is left
    expect(right(['800.00', '-300.00', '200.00'], '300.00')).toEqual(['1000.00', '1300.00']);
  });

  it('of a month that only took is nothing once it was paid back, and the same amount when a later close gives it', () => {
    expect(right(['-300.00'], '300.00')).toEqual(['0.00', '300.00']);
    expect(right(['-300.00', '300.00'], '300.00')).toEqual(['300.00', '600.00']);
    // not paid back, the firm owes as much as it is owed
    expect(right(['-300.00', '300.00'])).toEqual(['0.00', '300.00']);
  });
});
