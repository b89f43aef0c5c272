import { neutralCell } from './index.js';

describe('a cell of a spreadsheet', () => {
  it.each(['=1+1', '+86 573', '-1', '@SUM(A1)', '\t=1', '\r=1', `=cmd|' /C calc'!A0`])('does not execute %j', (text) => {
    expect(neutralCell(text)).toBe(`'${text}`);
  });

  it.each(['', '张三', '03-201', 'a=b', ' =1', '1234.56'])('is left as it is: %j', (text) => {
    expect(neutralCell(text)).toBe(text);
  });
});
