import { readScoreTemplate, scoreTemplateJson, type ScoreTemplateJson } from './score-template.js';

const demo: ScoreTemplateJson = {
  components: [
    { code: 'inspection', label: '现场检查', source: 'INSPECTION', weight: '0.4' },
    { code: 'survey', label: '居民满意度', source: 'SURVEY', weight: '0.35' },
    { code: 'response', label: '报修响应', source: 'MEASURE', weight: '0.2' },
    { code: 'disclosure', label: '公示及时', source: 'MEASURE', weight: '0.05' },
  ],
  items: [
    { code: 'cleaning', label: '保洁', pointsMax: '60' },
    { code: 'security', label: '秩序维护', pointsMax: '40' },
  ],
  adjustments: [{ code: 'award', label: '表彰', pointsMin: '0', pointsMax: '2' }],
  surveyAnswersMin: 5,
};
const [inspection, survey, response, disclosure] = demo.components;
const refusal = (change: Partial<ScoreTemplateJson>) => () => readScoreTemplate({ ...demo, ...change });
const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('a score template', () => {
  it('survives the trip through JSON', () => {
    expect(scoreTemplateJson(readScoreTemplate(demo))).toEqual(demo);
  });

  it.each([
    ['0.04', '99'],
    ['0.0501', '100.01'],
  ])('whose weights do not add to 100 %% is refused with their sum (disclosure %s)', (weight, total) => {
    expect(refusal({ components: [inspection!, survey!, response!, { ...disclosure!, weight }] })).toThrow(
      coded('CONTRACT_WEIGHTS_NOT_WHOLE', { field: 'template.components', total }),
    );
  });

  it('without a component is refused', () => {
    expect(refusal({ components: [] })).toThrow(coded('CONTRACT_WEIGHTS_NOT_WHOLE', { total: '0' }));
  });

  it('whose inspection is not out of 100 points is refused with their sum', () => {
    expect(refusal({ items: [demo.items[0]!] })).toThrow(coded('CONTRACT_ITEMS_NOT_WHOLE', { field: 'template.items', total: '60' }));
  });

  it('needs exactly one inspection, and at most one survey', () => {
    expect(refusal({ components: [{ ...inspection!, weight: '0.65', source: 'MEASURE' }, survey!] })).toThrow(
      coded('CONTRACT_TEMPLATE_SOURCES', { inspections: 0 }),
    );
    expect(refusal({ components: [inspection!, { ...inspection!, code: 'second', weight: '0.6' }] })).toThrow(
      coded('CONTRACT_TEMPLATE_SOURCES', { inspections: 2 }),
    );
    expect(refusal({ components: [inspection!, survey!, { ...survey!, code: 'second', weight: '0.25' }] })).toThrow(
      coded('CONTRACT_TEMPLATE_SOURCES', { surveys: 2 }),
    );
  });

  it('names each thing once', () => {
    expect(refusal({ components: [inspection!, { ...survey!, code: 'inspection' }, response!, disclosure!] })).toThrow(
      coded('CONTRACT_TERM_REPEATED', { field: 'template.components', value: 'inspection' }),
    );
    expect(refusal({ adjustments: [{ ...demo.adjustments[0]!, code: 'cleaning' }] })).toThrow(coded('CONTRACT_TERM_REPEATED', { value: 'cleaning' }));
  });

  it('has no adjustment whose most is less than its least, and no negative weight', () => {
    expect(refusal({ adjustments: [{ ...demo.adjustments[0]!, pointsMin: '3' }] })).toThrow(
      coded('CONTRACT_TERM_OUTSIDE', { field: 'template.adjustments[0].pointsMax', value: '2', min: '3' }),
    );
    expect(refusal({ components: [{ ...inspection!, weight: '-0.4' }] })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'template.components[0].weight' }));
  });

  it('has names that can be printed and no survey that counts without an answer', () => {
    expect(refusal({ items: [{ ...demo.items[0]!, label: ' ' }] })).toThrow(coded('CONTRACT_TERM_TEXT', { field: 'template.items[0].label' }));
    expect(refusal({ items: [{ ...demo.items[0]!, code: 'Clean ing' }] })).toThrow(coded('CONTRACT_TERM_TEXT', { field: 'template.items[0].code' }));
    expect(refusal({ surveyAnswersMin: 0 })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'template.surveyAnswersMin' }));
  });
});
