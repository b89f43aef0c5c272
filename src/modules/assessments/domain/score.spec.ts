import fc from 'fast-check';
import { Rate } from '../../../kernel/index.js';
import { readScoreTemplate } from '../../contracts/index.js';
import { correctedScore, scoreOf, type Findings } from './score.js';

const rate = (text: string) => Rate.parse(text);
const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });
const template = readScoreTemplate({
  components: [
    { code: 'INSPECTION', name: '现场检查', weight: '0.40' },
    { code: 'SURVEY', name: '居民满意度', weight: '0.35' },
    { code: 'RESPONSE', name: '报修响应', weight: '0.20' },
    { code: 'DISCLOSURE', name: '公示及时', weight: '0.05' },
  ],
  items: [{ name: '环境保洁', scoreMax: '100' }],
  adjustments: [],
  surveyAnswersMin: 5,
});
const quarter: Findings = {
  inspection: rate('88.50'),
  survey: { score: rate('86.20'), answers: 214 },
  measures: new Map([
    ['RESPONSE', rate('90')],
    ['DISCLOSURE', rate('75')],
  ]),
  adjustment: Rate.zero,
  inspectionAlone: false,
};
const scored = (change: Partial<Findings>) => scoreOf(template, { ...quarter, ...change });
const adjusted = (score: string) => scored({ adjustment: rate(score) });

describe('a score', () => {
  it('is the weighted sum of its components: 0.40·88.50 + 0.35·86.20 + 0.20·90 + 0.05·75 = 87.32', () => {
    const score = scored({});
    expect(score.published.toFixed(2)).toBe('87.32');
    expect(score.components.map((component) => component.points.toString())).toEqual(['35.4', '30.17', '18', '3.75']);
  });

  it('adds and deducts points, never above 100 or below 0', () => {
    expect(adjusted('2.5').published.toString()).toBe('89.82');
    expect(adjusted('-10').published.toString()).toBe('77.32');
    expect(adjusted('50').published.toString()).toBe('100');
    expect(adjusted('-100').published.toString()).toBe('0');
  });

  it('is rounded half up once, at the end, and the unrounded one is kept', () => {
    const score = adjusted('7.675');
    expect([score.unrounded.toString(), score.published.toString()]).toEqual(['94.995', '95']);
    expect(adjusted('7.674').published.toString()).toBe('94.99');
  });

  it('moves the weight of a survey with too few answers to the inspection, and does not show what few people said', () => {
    const score = scored({ survey: { score: rate('12'), answers: 4 } });
    expect(score.components.map((component) => [component.weight.toString(), component.score?.toString() ?? null])).toEqual([
      ['0.75', '88.5'],
      ['0', null],
      ['0.2', '90'],
      ['0.05', '75'],
    ]);
    expect(score.published.toFixed(2)).toBe('88.13'); // 0.75·88.50 = 66.375, + 18 + 3.75 = 88.125
  });

  it('counts a survey with exactly the minimum of answers', () => {
    expect(scored({ survey: { score: rate('86.20'), answers: 5 } }).published.toString()).toBe('87.32');
  });

  it('is the inspection alone when the centre decides after the limit', () => {
    const score = scored({ inspectionAlone: true, survey: null, measures: new Map() });
    expect(score.published.toString()).toBe('88.5');
    expect(score.components[0]?.weight.toString()).toBe('1');
  });

  it('waits for every component, naming the one that is missing', () => {
    expect(() => scored({ survey: null })).toThrow(coded('ASSESSMENT_FINDING_MISSING', { code: 'SURVEY' }));
    expect(() => scored({ measures: new Map([['RESPONSE', rate('90')]]) })).toThrow(
      coded('ASSESSMENT_FINDING_MISSING', { code: 'DISCLOSURE', name: '公示及时' }),
    );
  });

  it('lies in [0, 100], has weights that add to 1 and the points that its components print', () => {
    const points = fc
      .integer({ min: 0, max: 10_000 })
      .map((hundredths) => rate(`${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`));
    fc.assert(
      fc.property(points, points, points, points, fc.nat(20), fc.boolean(), (inspection, survey, response, disclosure, answers, inspectionAlone) => {
        const measures = new Map([
          ['RESPONSE', response],
          ['DISCLOSURE', disclosure],
        ]);
        const score = scoreOf(template, { inspection, survey: { score: survey, answers }, measures, adjustment: Rate.zero, inspectionAlone });
        expect(Rate.sum(score.components.map((component) => component.weight)).equals(Rate.one)).toBe(true);
        expect(Rate.sum(score.components.map((component) => component.points)).equals(score.unrounded)).toBe(true);
        expect(score.published.equals(score.published.clamped(Rate.zero, Rate.hundred))).toBe(true);
      }),
    );
  });
});

describe('a score after an appeal', () => {
  it('is computed again with the corrected components', () => {
    const score = correctedScore(scored({}), [{ code: 'INSPECTION', score: '90.00' }]);
    expect(score.published.toString()).toBe('87.92');
    expect(score.components[0]).toMatchObject({ code: 'INSPECTION', score: rate('90'), points: rate('36') });
  });

  it('keeps weights and adjustments', () => {
    expect(correctedScore(adjusted('2'), [{ code: 'DISCLOSURE', score: '100' }]).published.toString()).toBe('90.57');
  });

  it('refuses a component that did not count, one named twice, and an impossible score', () => {
    const few = scored({ survey: { score: rate('86.20'), answers: 1 } });
    expect(() => correctedScore(few, [{ code: 'SURVEY', score: '90' }])).toThrow(
      coded('ASSESSMENT_COMPONENT_UNKNOWN', { code: 'SURVEY', known: 'INSPECTION, RESPONSE, DISCLOSURE' }),
    );
    const twice = [
      { code: 'RESPONSE', score: '90' },
      { code: 'RESPONSE', score: '91' },
    ];
    expect(() => correctedScore(scored({}), twice)).toThrow(coded('ASSESSMENT_COMPONENT_UNKNOWN'));
    expect(() => correctedScore(scored({}), [{ code: 'RESPONSE', score: '100.01' }])).toThrow(
      coded('ASSESSMENT_SCORE_OUTSIDE', { field: 'corrections[0].score', value: '100.01', min: '0', max: '100' }),
    );
  });
});
