import { readScoreTemplate, scoreTemplateJson, type ScoreTemplateJson } from './score-template.js';

const demo: ScoreTemplateJson = {
  components: [
    { code: 'INSPECTION', name: '现场检查', weight: '0.4' },
    { code: 'SURVEY', name: '居民满意度', weight: '0.35' },
    { code: 'RESPONSE', name: '报修响应', weight: '0.2' },
    { code: 'DISCLOSURE', name: '公示及时', weight: '0.05' },
  ],
  items: [
    { name: '环境保洁', scoreMax: '60' },
    { name: '秩序维护', scoreMax: '40' },
  ],
  adjustments: [{ name: '表彰', scoreMin: '0', scoreMax: '2' }],
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

  it('whose inspection is not out of 100 is refused with its sum', () => {
    expect(refusal({ items: [demo.items[0]!] })).toThrow(coded('CONTRACT_ITEMS_NOT_WHOLE', { field: 'template.items', total: '60' }));
  });

  it('without an inspection is refused', () => {
    expect(refusal({ components: [{ ...survey!, weight: '1' }] })).toThrow(coded('CONTRACT_INSPECTION_MISSING', { field: 'template.components' }));
  });

  it('names each thing once', () => {
    expect(refusal({ components: [inspection!, { ...survey!, code: 'INSPECTION' }, response!, disclosure!] })).toThrow(
      coded('CONTRACT_TERM_REPEATED', { field: 'template.components', value: 'INSPECTION' }),
    );
    expect(refusal({ adjustments: [{ ...demo.adjustments[0]!, name: '环境保洁' }] })).toThrow(coded('CONTRACT_TERM_REPEATED', { value: '环境保洁' }));
  });

  it('has no adjustment whose most is less than its least, and no negative weight', () => {
    expect(refusal({ adjustments: [{ ...demo.adjustments[0]!, scoreMin: '3' }] })).toThrow(
      coded('CONTRACT_TERM_OUTSIDE', { field: 'template.adjustments[0].scoreMax', value: '2', min: '3' }),
    );
    expect(refusal({ components: [{ ...inspection!, weight: '-0.4' }] })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'template.components[0].weight' }));
  });

  it('has names that can be printed and no survey that counts without an answer', () => {
    expect(refusal({ items: [{ ...demo.items[0]!, name: ' ' }] })).toThrow(coded('CONTRACT_TERM_TEXT', { field: 'template.items[0].name' }));
    expect(refusal({ components: [{ ...inspection!, code: 'site visit' }] })).toThrow(coded('CONTRACT_TERM_TEXT', { field: 'template.components[0].code' }));
    expect(refusal({ surveyAnswersMin: 0 })).toThrow(coded('CONTRACT_TERM_OUTSIDE', { field: 'template.surveyAnswersMin' }));
  });
});
