import { Money } from '../../kernel/index.js';
import { partsTyped } from './line-entries.js';

const of = (typed: Record<string, string>, available = '100.00', more = false) => partsTyped(typed, Money.parse(available), more);

describe('the parts of a line that somebody types', () => {
  it('begin as four, say nothing of what is left, and grow by six when asked to, up to fifty', () => {
    expect(of({})).toEqual({ parts: 4, left: null });
    expect(of({ 'parts[0].target': 'UNIT', 'parts[3].reference': '' }, '100.00', true)).toEqual({ parts: 10, left: '100.00' });
    expect(of({ 'parts[48].reference': '' }, '100.00', true)).toMatchObject({ parts: 50 });
  });

  it('say what is left of the line, and what is too much, of money in as of money out', () => {
    const typed = { 'parts[0].amount': '30.00', 'parts[1].amount': ' 30 ', 'parts[2].amount': 'ten', 'parts[5].reference': '01-101' };
    expect(of(typed)).toEqual({ parts: 6, left: '40.00' });
    expect(of({ ...typed, 'parts[3].amount': '40.01' })).toMatchObject({ left: '-0.01' });
    expect(of({ 'parts[0].amount': '-75.00', 'parts[1].amount': '-20.00' }, '-100.00')).toMatchObject({ left: '5.00' });
    expect(of({ 'parts[0].amount': '100.00', 'parts[0].reference': '01-101' })).toMatchObject({ left: null });
  });
});
