import { inFirstFormat, inSecondFormat, marchStatement, owingStatement } from '../../../../test/support/statement-fixture.js';
import { sayTheSame } from './comparison.js';

describe('whether a published statement still says what the books say', () => {
  const now = marchStatement().sections;

  it.each([
    ['first', inFirstFormat(marchStatement())],
    ['second', inSecondFormat(marchStatement())],
    ['present', marchStatement()],
  ])('is asked in the words of its own format: of the %s', (_, published) => {
    expect(sayTheSame(now, published)).toBe(true);
    expect(sayTheSame({ ...now, cover: { ...now.cover, paid: '1.00' } }, published)).toBe(false);
  });

  it('what the firm owes is said by the present format alone', () => {
    const { firmDues } = owingStatement().sections;
    expect(firmDues && sayTheSame({ ...now, firmDues }, marchStatement())).toBe(false);
    expect(firmDues && sayTheSame({ ...now, firmDues }, inSecondFormat(marchStatement()))).toBe(true);
  });
});
