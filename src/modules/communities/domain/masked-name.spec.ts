import { maskedName } from './masked-name.js';

describe('maskedName', () => {
  it.each([
    ['张三', '张*'],
    ['欧阳修远', '欧*'],
    ['𠮷田', '𠮷*'],
    ['Li', 'L*'],
  ])('shows of %s only the first character', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });

  it('does not tell how long the name is', () => {
    expect(maskedName('张三')).toBe(maskedName('张三丰丰'));
  });

  it('has nothing to show of an empty name', () => {
    expect(maskedName('')).toBe('');
  });
});
