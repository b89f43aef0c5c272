import { personalDataIn, withoutPersonalData } from './personal-data.js';

describe('data about a person in free text', () => {
  it.each([
    ['退款 13812345678', '退款 ***'],
    ['业主 33042119850101123X 的押金', '业主 *** 的押金'],
    ['发票 24332000000012345678', '发票 ***'],
    ['03-201 退款，05-1302 补', '*** 退款，*** 补'],
    ['2024-03-15 年检', '2024-03-15 年检'],
  ])('of %j leaves %j', (text, left) => {
    expect(withoutPersonalData({ purpose: text })).toEqual({ purpose: left });
    expect(personalDataIn(withoutPersonalData({ purpose: text }))).toEqual([]);
  });

  it('is looked for everywhere but in what names documents and payments', () => {
    const value = { number: 'BF2024-0001', bankReference: '20240313110045510023', list: [{ words: ['给 13812345678'] }], count: 3, none: null };
    expect(withoutPersonalData(value)).toEqual({ ...value, list: [{ words: ['给 ***'] }] });
    expect(personalDataIn(value)).toEqual([{ path: 'list.0.words.0', text: '给 13812345678' }]);
  });
});
