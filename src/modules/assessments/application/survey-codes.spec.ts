import { newSurveyCode, surveyCodeHash } from './survey-codes.js';

describe('the code of a letter', () => {
  it('is three groups of four signs that nobody mistakes for each other, another each time', () => {
    const codes = Array.from({ length: 200 }, () => newSurveyCode());
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(200);
  });

  it('is the same however it is typed', () => {
    const hash = surveyCodeHash('K70F-1M9T-XB4C');
    for (const typed of ['k70f1m9txb4c', ' K7OF IM9T XB4C ', 'Ｋ７０Ｆ－１Ｍ９Ｔ－ＸＢ４Ｃ', 'k7of–lm9t–xb4c']) expect(surveyCodeHash(typed)).toBe(hash);
    expect(surveyCodeHash('K70F-1M9T-XB4D')).not.toBe(hash);
  });
});
