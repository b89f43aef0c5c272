import { readAnswers, readQuestions, surveyResult, tallyOf } from './survey.js';

const coded = (code: string, details: object = {}) => expect.objectContaining({ code, details: expect.objectContaining(details) });
const questions = ['环境保洁', '维修及时'];

describe('the answers to a survey', () => {
  it('are one of 1 to 5 to each question', () => {
    expect(readAnswers(questions, [1, 5])).toEqual([1, 5]);
  });

  it.each([[[1]], [[1, 2, 3]], [[0, 1]], [[6, 1]], [[1.5, 1]], [[NaN, 1]]])('are refused as %j', (answers) => {
    expect(() => readAnswers(questions, answers)).toThrow(coded('SURVEY_ANSWERS', { questions: 2, max: 5 }));
  });

  it('of paper are counted by question, so that no sheet stays one', () => {
    const sheets = [
      [5, 4],
      [5, 1],
    ];
    expect(tallyOf(questions, sheets)).toEqual([
      [0, 0, 0, 0, 2],
      [1, 0, 0, 1, 0],
    ]);
    expect(() => tallyOf(questions, [[5, 4], [5]])).toThrow(coded('SURVEY_ANSWERS'));
  });
});

describe('the questions of a survey', () => {
  it('keep their order', () => {
    expect(readQuestions([' 环境保洁 ', '维修及时'])).toEqual(questions);
  });

  it.each([[[]], [['环境保洁', '环境保洁']], [[' ']], [['字'.repeat(101)]], [Array.from({ length: 21 }, (_, at) => `问${at}`)]])(
    'are refused as %#',
    (names) => {
      expect(() => readQuestions(names)).toThrow(coded('SURVEY_QUESTIONS'));
    },
  );
});

describe('the result of a survey', () => {
  it('is the mean of all answers, a point 20, rounded once', () => {
    const result = surveyResult([{ name: '环境保洁', counts: [0, 0, 0, 2, 1] }]);
    expect([result.answers, result.score.toString(), result.items]).toEqual([3, '86.67', [{ name: '环境保洁', score: '86.67', sum: 13 }]]);
  });

  it('takes all questions together and not the mean of rounded means', () => {
    const tallies = [
      { name: 'a', counts: [1, 1, 1, 0, 0] }, // 6 · 20 / 3 = 40
      { name: 'b', counts: [0, 0, 1, 1, 1] }, // 12 · 20 / 3 = 80
      { name: 'c', counts: [1, 0, 1, 1, 0] }, // 8 · 20 / 3 = 53.33
    ];
    expect(surveyResult(tallies).score.toString()).toBe('57.78');
  });

  it('is 0 where nobody answered', () => {
    expect(surveyResult([{ name: 'a', counts: [0, 0, 0, 0, 0] }])).toMatchObject({ answers: 0, items: [{ score: '0', sum: 0 }] });
  });
});
