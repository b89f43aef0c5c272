import fc from 'fast-check';
import { DomainError, Rate } from '../../../kernel/index.js';
import { payoutRatio, payoutRuleJson, readPayoutRule, type PayoutRuleJson } from './payout-rule.js';

const quiet = { severeSafetyEvent: false };
const safetyEvent = { severeSafetyEvent: true };
const demoBands: PayoutRuleJson = {
  kind: 'BANDED',
  bands: [
    { lo: '95', hi: '100', ratio: '1.00' },
    { lo: '85', hi: '95', ratio: '0.98' },
    { lo: '75', hi: '85', ratio: '0.95' },
    { lo: '65', hi: '75', ratio: '0.90' },
    { lo: '60', hi: '65', ratio: '0.80' },
    { lo: '0', hi: '60', ratio: '0.70' },
  ],
};
const banded = (...bands: [lo: string, hi: string, ratio: string][]): PayoutRuleJson => ({
  kind: 'BANDED',
  bands: bands.map(([lo, hi, ratio]) => ({ lo, hi, ratio })),
});
const ratioOf = (json: PayoutRuleJson, score: string, event = quiet) => payoutRatio(readPayoutRule(json), Rate.parse(score), event);
const refusal = (json: PayoutRuleJson): DomainError => {
  try {
    readPayoutRule(json);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the rule was accepted');
};

describe('a banded rule', () => {
  it.each([
    ['100', '1'],
    ['95', '1'],
    ['94.99', '0.98'],
    ['87.32', '0.98'],
    ['85', '0.98'],
    ['84.99', '0.95'],
    ['75', '0.95'],
    ['74.99', '0.9'],
    ['60', '0.8'],
    ['59.99', '0.7'],
    ['0', '0.7'],
  ])('a score of %s pays %s of the withheld money', (score, ratio) => {
    expect(ratioOf(demoBands, score).ratio.toString()).toBe(ratio);
  });

  it('tells which band counted', () => {
    const { band, lowered } = ratioOf(demoBands, '87.32');
    expect([band?.lo.toString(), band?.hi.toString(), lowered]).toEqual(['85', '95', false]);
  });

  it('a severe safety event counts one band lower, and the lowest band stays the lowest', () => {
    expect(ratioOf(demoBands, '87.32', safetyEvent)).toMatchObject({ lowered: true });
    expect(ratioOf(demoBands, '87.32', safetyEvent).ratio.toString()).toBe('0.95');
    expect(ratioOf(demoBands, '12', safetyEvent).ratio.toString()).toBe('0.7');
  });

  it('survives the trip through JSON, in ascending order', () => {
    const json = payoutRuleJson(readPayoutRule(demoBands));
    expect(json.kind === 'BANDED' && json.bands.map((band) => band.lo)).toEqual(['0', '60', '65', '75', '85', '95']);
    expect(payoutRuleJson(readPayoutRule(json))).toEqual(json);
  });

  it('gives every score with two decimals exactly one ratio, never less for more', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 8 }).map((list) => [0, ...list.toSorted((a, b) => a - b), 10000]);
    const score = (hundredths: number) => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 0, max: 10000 }), (edges, a, b) => {
        const bands = edges
          .slice(1)
          .map((hi, index) => [score(edges[index] ?? 0), score(hi), `0.${String(index + 1).padStart(2, '0')}`] as [string, string, string]);
        const rule = readPayoutRule(banded(...bands));
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((value) => payoutRatio(rule, Rate.parse(score(value)), quiet));
        expect(high?.ratio.atLeast(low?.ratio ?? Rate.one)).toBe(true);
      }),
    );
  });
});

describe('a banded rule is refused, naming the field and the figures,', () => {
  it('when a score between two bands has no answer', () => {
    expect(refusal(banded(['0', '60', '0.7'], ['65', '100', '1']))).toMatchObject({
      code: 'CONTRACT_BANDS_GAP',
      details: { field: 'payoutRule.bands[1].lo', from: '60', to: '65' },
    });
  });

  it('when the lowest scores have no answer', () => {
    expect(refusal(banded(['10', '100', '1']))).toMatchObject({
      code: 'CONTRACT_BANDS_GAP',
      details: { field: 'payoutRule.bands[0].lo', from: '0', to: '10' },
    });
  });

  it('when the highest scores have no answer', () => {
    expect(refusal(banded(['0', '99.99', '1']))).toMatchObject({
      code: 'CONTRACT_BANDS_GAP',
      details: { field: 'payoutRule.bands', from: '99.99', to: '100' },
    });
  });

  it('when there is no band at all', () => {
    expect(refusal(banded())).toMatchObject({ code: 'CONTRACT_BANDS_GAP', details: { from: '0', to: '100' } });
  });

  it('when a score would stand in two bands', () => {
    expect(refusal(banded(['85', '100', '1'], ['0', '85.01', '0.9']))).toMatchObject({
      code: 'CONTRACT_BANDS_OVERLAP',
      details: { field: 'payoutRule.bands[0].lo', from: '85', to: '85.01' },
    });
  });

  it('when a band holds no score', () => {
    expect(refusal(banded(['0', '60', '0.7'], ['60', '60', '0.8'], ['60', '100', '1']))).toMatchObject({
      code: 'CONTRACT_BAND_EMPTY',
      details: { field: 'payoutRule.bands[1].hi' },
    });
  });

  it('when it would pay more than was withheld, or less than nothing', () => {
    expect(refusal(banded(['0', '100', '1.01']))).toMatchObject({
      code: 'CONTRACT_TERM_OUTSIDE',
      details: { field: 'payoutRule.bands[0].ratio', value: '1.01', min: '0', max: '1' },
    });
    expect(refusal(banded(['0', '100', '-0.1']))).toMatchObject({ code: 'CONTRACT_TERM_OUTSIDE', details: { value: '-0.1' } });
  });

  it('when a bound lies outside the scores', () => {
    expect(refusal(banded(['0', '101', '1']))).toMatchObject({ code: 'CONTRACT_TERM_OUTSIDE', details: { field: 'payoutRule.bands[0].hi', value: '101' } });
  });

  it('when a bound is finer than a published score', () => {
    expect(refusal(banded(['0', '84.995', '0.9'], ['84.995', '100', '1']))).toMatchObject({
      code: 'CONTRACT_TERM_TOO_FINE',
      details: { field: 'payoutRule.bands[0].hi', decimals: 2 },
    });
  });

  it('when a better score pays less', () => {
    expect(refusal(banded(['0', '60', '0.9'], ['60', '100', '0.8']))).toMatchObject({
      code: 'CONTRACT_BANDS_FALLING',
      details: { field: 'payoutRule.bands[1].ratio', ratio: '0.8', below: '0.9' },
    });
  });

  it('when its kind is unknown', () => {
    expect(refusal({ kind: 'STEPPED' } as unknown as PayoutRuleJson)).toMatchObject({
      code: 'CONTRACT_TERM_UNKNOWN',
      details: { field: 'payoutRule.kind', value: 'STEPPED' },
    });
  });
});

describe('a linear rule', () => {
  const linear: PayoutRuleJson = { kind: 'LINEAR', threshold: '85' };

  it.each([
    ['85', '1'],
    ['84.99', '0.9999'],
    ['78.20', '0.932'],
    ['0', '0.15'],
  ])('with a threshold of 85 a score of %s pays %s', (score, ratio) => {
    expect(ratioOf(linear, score).ratio.toString()).toBe(ratio);
    expect(ratioOf(linear, score).band).toBeNull();
  });

  it('a severe safety event counts 10 points lower, never below 0', () => {
    expect(ratioOf(linear, '90', safetyEvent).ratio.toString()).toBe('0.95');
    expect(ratioOf(linear, '5', safetyEvent).ratio.toString()).toBe('0.15');
  });

  it('is refused when its threshold is no score', () => {
    expect(refusal({ kind: 'LINEAR', threshold: '100.01' })).toMatchObject({ code: 'CONTRACT_TERM_OUTSIDE', details: { field: 'payoutRule.threshold' } });
  });
});

it('an unrounded or impossible score never reaches a rule', () => {
  expect(() => ratioOf(demoBands, '94.995')).toThrow('no published score');
  expect(() => ratioOf(demoBands, '100.01')).toThrow('no published score');
});
