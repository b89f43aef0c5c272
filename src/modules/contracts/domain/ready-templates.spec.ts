import { readyTemplate, readyTemplateCodes } from './ready-templates.zh-CN.js';
import { readScoreTemplate, scoreTemplateJson } from './score-template.js';

describe('the ready templates', () => {
  it.each(readyTemplateCodes)('%s is one that a contract may carry: weights add to 100 %, items to 100 points', (code) => {
    expect(scoreTemplateJson(readScoreTemplate(readyTemplate(code)))).toEqual(readyTemplate(code));
  });

  it('have the four components of the rule book with its weights', () => {
    for (const code of readyTemplateCodes)
      expect(readyTemplate(code).components.map((component) => [component.code, component.weight])).toEqual([
        ['INSPECTION', '0.4'],
        ['SURVEY', '0.35'],
        ['RESPONSE', '0.2'],
        ['DISCLOSURE', '0.05'],
      ]);
  });

  it('look at management, order, cleanliness and repairs, 25 points each', () => {
    for (const code of readyTemplateCodes) {
      const sums = new Map<string, number>();
      for (const { name, scoreMax } of readyTemplate(code).items) {
        const group = name.split('：')[0] ?? name;
        sums.set(group, (sums.get(group) ?? 0) + Number.parseInt(scoreMax, 10));
      }
      expect([...sums]).toEqual([
        ['综合管理', 25],
        ['秩序维护', 25],
        ['环境卫生', 25],
        ['设施维修', 25],
      ]);
    }
  });
});
